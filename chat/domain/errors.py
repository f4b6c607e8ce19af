"""Facts that the conversation can refuse with."""

from __future__ import annotations

MESSAGE_LENGTH = 4000


class ChatError(Exception):
    """Base of every refusal of the conversation; ``str(error)`` is for a person."""

    code = "chat_error"


class ConversationNotFound(ChatError):
    """No such conversation for this user; somebody else's looks the same."""

    code = "not_found"

    def __init__(self) -> None:
        super().__init__("There is no conversation with this id.")


class InvalidMessage(ChatError):
    """A message that can't be taken: empty, too long or with unusable characters."""

    def __init__(self, code: str, detail: str) -> None:
        self.code = code
        super().__init__(detail)


class ConversationBusy(ChatError):
    """The draft kept changing under this turn (other tabs); the message itself is stored."""

    code = "version_conflict"

    def __init__(self) -> None:
        super().__init__(
            "The draft was being changed somewhere else at the same moment. "
            "Your message is kept; look at the draft and say it again if it is still needed."
        )


class AssistantUnavailable(ChatError):
    """The model did not answer in time; the user's message is stored."""

    code = "assistant_unavailable"

    def __init__(self, *, retry_after_seconds: int = 10) -> None:
        self.retry_after_seconds = retry_after_seconds
        super().__init__("The assistant can't answer right now. Your message is kept; try again in a moment.")


class NoDraft(ChatError):
    """The conversation has no draft that could be created."""

    code = "no_draft"

    def __init__(self) -> None:
        super().__init__("There is no draft here to create an invoice from. Say what to invoice first.")
