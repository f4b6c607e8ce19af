"""Seller and customer as they stand on an invoice."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from invoices.domain.colour import check_colour
from invoices.domain.errors import FieldProblem, InvalidInvoice

_BANK_NUMBER_SEPARATORS = re.compile(r"[\s\-]+")
_IBAN = re.compile(r"[A-Z]{2}[0-9]{2}[A-Z0-9]{8,30}", re.ASCII)
_BIC = re.compile(r"[A-Z0-9]{8}([A-Z0-9]{3})?", re.ASCII)
_COUNTRY = re.compile(r"[A-Z]{2}", re.ASCII)
# Practical shape only: whether an address exists is found out by writing to it.
_EMAIL = re.compile(r"[^\s@<>,;:\"()\[\]\\]{1,64}@[^\s@<>,;:\"()\[\]\\]{1,190}\.[^\s@<>,;:\"()\[\]\\]{2,63}")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]")

NAME_LENGTH = 200
TEXT_LENGTH = 200
FOOTER_LENGTH = 300
FOOTER_LINES = 3


def check_text(value: str, *, field: str, longest: int, lines: bool = False) -> list[FieldProblem]:
    """Problems of a free text: too long, or characters that no document can show."""
    if len(value) > longest:
        detail = f"{field.rsplit('.', 1)[-1].replace('_', ' ').capitalize()} can have at most {longest} characters."
        return [FieldProblem(field, "too_long", detail)]
    if _CONTROL.search(value) or (not lines and "\n" in value):
        return [FieldProblem(field, "invalid_characters", "Control characters are not allowed here.")]
    return []


def check_email(value: str, *, field: str) -> list[FieldProblem]:
    """Problems of an e-mail address; empty is fine."""
    if value and (_CONTROL.search(value) or not _EMAIL.fullmatch(value)):
        return [FieldProblem(field, "invalid_email", f"{value[:80]!r} is not an e-mail address.")]
    return []


@dataclass(frozen=True, slots=True, kw_only=True)
class Address:
    """A postal address; ``country`` is ISO 3166-1 alpha-2 or empty."""

    line1: str = ""
    line2: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str = ""

    def __post_init__(self) -> None:
        problems: list[FieldProblem] = []
        for name in ("line1", "line2", "city", "region", "postal_code"):
            problems += check_text(getattr(self, name), field=f"address.{name}", longest=TEXT_LENGTH)
        if self.country and not _COUNTRY.fullmatch(self.country):
            problems.append(
                FieldProblem(
                    "address.country", "invalid_country", "Country must be two capital letters, such as US or DE."
                )
            )
        if problems:
            raise InvalidInvoice(problems)

    @property
    def is_empty(self) -> bool:
        return not any((self.line1, self.line2, self.city, self.region, self.postal_code, self.country))

    def postal_lines(self) -> tuple[str, ...]:
        """The lines as printed, without the country: street, street, postal code and city."""
        place = " ".join(part for part in (self.postal_code, self.city) if part)
        if self.country in {"US", "CA", "AU", "GB", "IN"}:
            region = " ".join(part for part in (self.region, self.postal_code) if part)
            place = ", ".join(part for part in (self.city, region) if part)
        elif self.region:
            place = ", ".join(part for part in (place, self.region) if part)
        return tuple(line for line in (self.line1, self.line2, place) if line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seller:
    """Who issues the invoice: a copy of the business profile, frozen at finalize.

    ``iban`` and ``bic`` are kept as banks exchange them: capitals, no spaces. ``colour`` (such as
    #344698, empty for the house colour) and ``footer`` are the look of the document.
    """

    name: str = ""
    address: Address = field(default_factory=Address)
    tax_id: str = ""
    email: str = ""
    phone: str = ""
    payment_details: str = ""
    iban: str = ""
    bic: str = ""
    colour: str = ""
    footer: str = ""
    locale: str = "en-US"

    def __post_init__(self) -> None:
        problems = check_text(self.name, field="seller.name", longest=NAME_LENGTH)
        problems += check_text(self.tax_id, field="seller.tax_id", longest=60)
        problems += check_text(self.phone, field="seller.phone", longest=60)
        problems += check_email(self.email, field="seller.email")
        problems += check_text(self.payment_details, field="seller.payment_details", longest=1000, lines=True)
        problems += check_text(self.footer, field="seller.footer", longest=FOOTER_LENGTH, lines=True)
        if self.footer.count("\n") >= FOOTER_LINES:
            text = f"A footer can have at most {FOOTER_LINES} lines."
            problems.append(FieldProblem("seller.footer", "too_many_lines", text))
        object.__setattr__(self, "colour", self.colour.strip().lower())
        problems += check_colour(self.colour, field="seller.colour")
        problems += self._bank_problems()
        if problems:
            raise InvalidInvoice(problems)

    def _bank_problems(self) -> list[FieldProblem]:
        for name in ("iban", "bic"):
            compact = _BANK_NUMBER_SEPARATORS.sub("", getattr(self, name)).upper()
            object.__setattr__(self, name, compact)
        problems = []
        if self.iban and not _IBAN.fullmatch(self.iban):
            text = "An IBAN begins with two letters and two digits, such as DE89 3704 0044 0532 0130 00."
            problems.append(FieldProblem("seller.iban", "invalid_iban", text))
        if self.bic and not _BIC.fullmatch(self.bic):
            text = "A BIC has 8 or 11 letters and digits, such as COBADEFF or DEUTDEFF500."
            problems.append(FieldProblem("seller.bic", "invalid_bic", text))
        return problems

    @property
    def payment_text(self) -> str:
        """How to pay, as printed: the seller's own words, then IBAN (in groups of four) and BIC."""
        groups = " ".join(self.iban[i : i + 4] for i in range(0, len(self.iban), 4))
        numbers = [f"{label} {number}" for label, number in (("IBAN", groups), ("BIC", self.bic)) if number]
        return (
            "\n".join([self.payment_details.rstrip("\n"), *numbers]).lstrip("\n") if numbers else self.payment_details
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Customer:
    """Who owes: as named on the invoice; ``id`` only when it is a saved customer."""

    name: str = ""
    id: str | None = None
    email: str = ""
    address: Address = field(default_factory=Address)
    tax_id: str = ""
    buyer_reference: str = ""

    def __post_init__(self) -> None:
        problems = check_text(self.name, field="customer.name", longest=NAME_LENGTH)
        problems += check_text(self.tax_id, field="customer.tax_id", longest=60)
        problems += check_text(self.buyer_reference, field="customer.buyer_reference", longest=TEXT_LENGTH)
        problems += check_email(self.email, field="customer.email")
        if problems:
            raise InvalidInvoice(problems)
