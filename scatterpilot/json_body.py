"""JSON bodies, read exactly: decimals stay decimals, and nothing odd gets through."""

from __future__ import annotations

import json
from decimal import Decimal, InvalidOperation
from typing import IO, Any, NoReturn

from django.conf import settings
from django.utils.http import parse_header_parameters
from rest_framework.exceptions import ParseError, UnsupportedMediaType
from rest_framework.parsers import BaseParser

from scatterpilot.errors import BodyTooLarge

_CHARSETS = {"utf-8", "utf8", "us-ascii"}


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Whose amount counts if there are two? RFC 8259 leaves it open, and each reader decides for itself."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


class ExactJSONParser(BaseParser):
    """application/json in UTF-8; numbers with a point become Decimal; NaN and Infinity don't pass."""

    media_type = "application/json"

    def parse(
        self,
        stream: IO[bytes],
        media_type: str | None = None,
        parser_context: dict[str, Any] | None = None,  # noqa: ARG002
    ) -> Any:
        """The body's value; raises ParseError (400), BodyTooLarge (413) or UnsupportedMediaType (415)."""
        charset = parse_header_parameters(media_type or "")[1].get("charset", "utf-8")
        if charset.lower() not in _CHARSETS:
            raise UnsupportedMediaType(media_type or "")
        limit: int = settings.DATA_UPLOAD_MAX_MEMORY_SIZE
        body = stream.read(limit + 1)
        if len(body) > limit:
            raise BodyTooLarge
        try:
            value = json.loads(
                body.decode("utf-8"), parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_once
            )
            # A lone surrogate written as an escape can't be stored or shown.
            json.dumps(value, ensure_ascii=False, default=str).encode("utf-8")
        except (ValueError, RecursionError, InvalidOperation) as error:
            text = "The body is not valid JSON in UTF-8 with each name once."
            raise ParseError(text, code="invalid_json") from error
        return value
