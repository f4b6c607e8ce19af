"""The site of a benchmark: Django set up in this process, and sellers with data on the throw-away AWS."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import lru_cache

_PASSWORD = "Correct-horse-1"
NOW = datetime(2025, 10, 5, 12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A user of the pool: id and access token."""

    id: str
    token: str


@lru_cache(maxsize=1)
def set_up() -> None:
    """Set up Django once; needs the environment of an AWS (``python -m local_aws exec``)."""
    import django

    django.setup()


def _make_user() -> tuple[str, str]:
    """Id and e-mail address of a fresh user of the pool."""
    set_up()
    from django.conf import settings

    from accounts import cognito

    email = f"{secrets.token_hex(8)}@benchmark.example"
    return cognito.create_confirmed_user(settings.COGNITO_USER_POOL_ID, email, _PASSWORD, "pro"), email


def a_known_address() -> str:
    """The address of a fresh user of the pool."""
    return _make_user()[1]


def a_user() -> SignedIn:
    """A fresh user of the pool, signed in."""
    user_id, email = _make_user()
    from django.conf import settings

    from accounts import cognito

    tokens = cognito.sign_in(settings.COGNITO_CLIENT_ID, email, _PASSWORD)
    return SignedIn(user_id, tokens.access)


def a_seller_with_invoices(count: int) -> SignedIn:
    """A user with a profile and so many drafts of three lines."""
    user = a_user()
    from invoices import actions
    from invoices.domain.events import Actor, Door
    from invoices.domain.invoice import InvoiceContent
    from invoices.domain.line_item import LineItem
    from invoices.domain.parties import Address, Customer, Seller
    from invoices.domain.profile import Profile

    address = Address(line1="48 Alder Street", city="Portland", region="OR", postal_code="97205", country="US")
    actions.save_profile(user.id, Profile(seller=Seller(name="Northwind Studio", address=address)), version=0)
    for number in range(count):
        lines = tuple(
            LineItem(
                id=str(n),
                description=f"Design of label {number}, part {n}",
                quantity=Decimal(n),
                unit="hour",
                unit_price=Decimal("80.50"),
            )
            for n in (1, 2, 3)
        )
        content = InvoiceContent(
            currency="USD",
            issue_date=date(2025, 10, 5),
            due_date=date(2025, 11, 4),
            customer=Customer(name=f"Acme {number}", email="billing@acme.example", address=address),
            lines=lines,
            tax_rate=Decimal("8.25"),
        )
        actions.create_draft(user.id, content, by=Actor(user.id, Door.API), now=NOW)
    return user
