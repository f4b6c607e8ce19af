"""Another assistant in reserve: when the model can't answer, the offline one does, and says so."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import replace

from chat.assistant.interface import Assistant, AssistantError, Reply
from chat.domain.workbench import Workbench

_log = logging.getLogger("chat.assistant.fallback")

NOTICE = "(The AI model is not available right now, so I answered by simple rules.)"


class CircuitBreaker:
    """Opens after so many failures in a row, for so many seconds; then one try may close it again.

    One per process, shared by its threads. ``clock`` counts seconds monotonically.
    """

    def __init__(
        self, *, failures: int = 3, open_seconds: float = 60.0, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._limit = failures
        self._open_seconds = open_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_again_at = 0.0

    def allows(self) -> bool:
        """Whether to try. Once the time is over a single caller may, while the others still wait."""
        with self._lock:
            if self._failures < self._limit:
                return True
            if self._clock() < self._closed_again_at:
                return False
            self._closed_again_at = self._clock() + self._open_seconds
            return True

    def succeeded(self) -> None:
        """It works: closed."""
        with self._lock:
            self._failures = 0

    def failed(self) -> None:
        """One more failure in a row."""
        with self._lock:
            self._failures += 1
            self._closed_again_at = self._clock() + self._open_seconds


class FallbackAssistant:
    """``primary`` while it answers; otherwise ``secondary``, whose reply then carries a notice.

    ``name`` says who answered last, so make one of these for each turn; the breaker is what is shared.
    """

    def __init__(
        self, primary: Assistant, secondary: Assistant, breaker: CircuitBreaker, *, notice: str = NOTICE
    ) -> None:
        self.name = primary.name
        self._primary = primary
        self._secondary = secondary
        self._breaker = breaker
        self._notice = notice

    def reply(self, text: str, workbench: Workbench) -> Reply:
        """Answer; a failed try leaves no trace on the workbench, and its tokens are not the user's."""
        self.name = self._primary.name
        if self._breaker.allows():
            try:
                reply = self._primary.reply(text, workbench)
            except AssistantError as error:
                self._breaker.failed()
                workbench.reset()
                _log.warning("fallback", extra={"facts": _facts(error)})
            else:
                self._breaker.succeeded()
                return reply
        self.name = self._secondary.name
        reply = self._secondary.reply(text, workbench)
        return replace(reply, text=f"{reply.text}\n\n{self._notice}")


def _facts(error: AssistantError) -> dict[str, object]:
    return {
        "reason": error.reason,
        "operator_hint": error.operator_hint,
        "retryable": error.retryable,
        "input_tokens_lost": error.usage.input_tokens + error.usage.cache_write_tokens,
        "output_tokens_lost": error.usage.output_tokens,
    }
