"""Who answers in this process, from the settings; what is expensive is made once."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings

from chat.assistant.fallback import CircuitBreaker, FallbackAssistant
from chat.assistant.interface import Assistant


@lru_cache(maxsize=1)
def _offline() -> Assistant:
    from chat.assistant.offline.assistant import OfflineAssistant

    return OfflineAssistant()


@lru_cache(maxsize=1)
def _bedrock() -> Assistant:
    from chat.assistant.bedrock import BedrockAssistant, bedrock_client
    from chat.assistant.readers import WordReaders

    return BedrockAssistant(
        client=lambda: bedrock_client(settings.AWS_REGION), model_id=settings.BEDROCK_MODEL_ID, readers=WordReaders()
    )


@lru_cache(maxsize=1)
def _breaker() -> CircuitBreaker:
    return CircuitBreaker()


def current_assistant() -> Assistant:
    """For one turn: Bedrock with the offline assistant in reserve, or the offline assistant alone."""
    if settings.ASSISTANT == "offline":
        return _offline()
    return FallbackAssistant(_bedrock(), _offline(), _breaker())
