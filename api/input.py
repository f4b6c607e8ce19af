"""Strict reading of bodies: unknown fields are refused by name, figures are exact."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.request import Request

from invoices.domain import figures
from invoices.domain.errors import InvalidInvoice

_DIGITS = re.compile(r"-?[0-9]{1,20}")


class StrictSerializer(serializers.Serializer[Any]):
    """Refuses fields that are unknown or read-only, naming each."""

    def to_internal_value(self, data: Any) -> Any:
        """The validated body; raises ValidationError naming every unknown field."""
        if isinstance(data, dict):
            writable = {name for name, field in self.fields.items() if not field.read_only}
            unknown = [name for name in data if name not in writable]
            if unknown:
                text = "This field is unknown or can't be set."
                raise ValidationError({name: [ErrorDetail(text, code="unknown_field")] for name in unknown})
        return super().to_internal_value(data)


@extend_schema_field(OpenApiTypes.DECIMAL)
class FigureField(serializers.Field[Decimal, Any, str, Any]):
    """A decimal string or number within the contract's limits, read by a rule of the domain."""

    def __init__(self, read: Callable[..., Decimal], **options: Any) -> None:
        self._read = read
        super().__init__(**options)

    def to_internal_value(self, data: Any) -> Decimal:
        """The exact decimal; raises ValidationError with the domain's code and sentence."""
        try:
            return self._read(data, field=self.field_name or "value")
        except InvalidInvoice as error:
            problem = error.problems[0]
            raise ValidationError(problem.detail, code=problem.code) from error

    def to_representation(self, value: Decimal) -> str:
        """A plain decimal string."""
        return f"{value:f}"


class WholeNumberField(serializers.IntegerField):
    """A whole number as JSON writes it, or its plain digits as text; not 1_000, 1.0 or other scripts' digits."""

    def to_internal_value(self, data: Any) -> int:
        """The number; raises ValidationError."""
        is_plain = isinstance(data, int) or (isinstance(data, str) and _DIGITS.fullmatch(data))
        if not is_plain or isinstance(data, bool):
            self.fail("invalid")
        return int(super().to_internal_value(data))


class BoundedListField(serializers.ListField):
    """A list that is refused for its length before its entries are read: 100,000 of them take many seconds."""

    def to_internal_value(self, data: Any) -> list[Any]:
        """The validated entries; raises ValidationError."""
        if isinstance(data, list) and self.max_length is not None and len(data) > self.max_length:
            raise ValidationError(f"There can be at most {self.max_length} entries.", code="max_length")
        return list(super().to_internal_value(data))


class TextField(serializers.CharField):
    """A text as it was sent, with line feeds as line ends; never anything but a string."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{"trim_whitespace": False, "allow_blank": True, **options})

    def to_internal_value(self, data: Any) -> str:
        """The text; numbers and booleans are not silently turned into one."""
        if not isinstance(data, str):
            self.fail("invalid")
        return str(super().to_internal_value(data)).replace("\r\n", "\n").replace("\r", "\n")


def price_or_quantity(data: Any, *, field: str) -> Decimal:
    """An amount whose currency is not known yet: at most 12 and 4 digits, checked again later."""
    return figures.unit_price(data, field=field)


def expected_version(request: Request, validated: dict[str, Any]) -> int:
    """The version a write is based on, from the body or from If-Match.

    Raises ValidationError when neither names one.
    """
    given = validated.pop("version", None)
    if given is not None:
        return int(given)
    tag = request.headers.get("If-Match", "").strip().strip('"')
    if tag.isdecimal() and len(tag) < 10:
        return int(tag)
    text = "Name the version this is based on, here or in If-Match."
    raise ValidationError({"version": [ErrorDetail(text, code="required")]})
