"""JSON bodies, read exactly: decimals stay decimals, and nothing odd gets through."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import IO, Any, NoReturn

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from scatterpilot.errors import BodyTooLarge


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


class ExactJSONParser(BaseParser):
    """application/json in UTF-8; numbers with a point become Decimal; NaN and Infinity don't pass."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,  # noqa: ARG002
        parser_context: dict[str, Any] | None = None,  # noqa: ARG002
    ) -> Any:
        """The body's value; raises ParseError (400) or BodyTooLarge (413)."""
        limit: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise BodyTooLarge
        try:
            value = json.loads(body.decode("utf-8"), parse_float=Decimal, parse_constant=_no_constant)
            # A lone surrogate written as an escape can't be stored or shown.
            json.dumps(value, ensure_ascii=False, default=str).encode("utf-8")
        except (ValueError, RecursionError) as error:
            raise ParseError("The body is not valid JSON in UTF-8.", code="invalid_json") from error
        return value
