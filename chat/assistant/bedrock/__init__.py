"""The assistant that asks a model on Amazon Bedrock."""

from chat.assistant.bedrock.client import bedrock_client, make_client
from chat.assistant.bedrock.loop import BedrockAssistant

__all__ = ["BedrockAssistant", "bedrock_client", "make_client"]
