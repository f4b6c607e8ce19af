"""The assistant that asks a model on Amazon Bedrock."""
