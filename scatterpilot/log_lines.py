"""Log records as single JSON lines."""

from __future__ import annotations

import json
import logging
from datetime import UTC, datetime
from typing import Any


class JsonFormatter(logging.Formatter):
    """time, level, logger, message, and whatever a call gave as ``extra={"facts": {...}}``."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
            **_of_request(record),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)


def _of_request(record: logging.LogRecord) -> dict[str, str]:
    """Django's own lines (a traceback, a refused form) carry the request: its id joins them to its line."""
    found = getattr(getattr(record, "request", None), "id", None)
    return {"request_id": found} if isinstance(found, str) else {}
