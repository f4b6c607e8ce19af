"""``manage.py seed_demo``: a demo user with a filled-in profile and two customers, made once."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from accounts import cognito
from invoices import actions, customer_actions, queries
from invoices.domain.parties import Address, Customer, Seller
from invoices.domain.profile import Profile

EMAIL = "demo@scatterpilot.example"
PASSWORD = "Demo-pilot-2025"  # noqa: S105 - shown on the terminal of every local run

SELLER = Seller(
    name="Juniper Lane Studio",
    address=Address(line1="482 Juniper Lane", city="Portland", region="OR", postal_code="97205", country="US"),
    tax_id="93-1234567",
    email="billing@juniperlane.example",
    phone="+1 503 555 0142",
    payment_details="Bank transfer: Cascade Credit Union\nRouting 123006800 · Account 0042 7781",
)
CUSTOMERS = (
    Customer(
        name="Acme Corporation",
        email="accounts@acme.example",
        address=Address(line1="1 Desert Road", city="Tucson", region="AZ", postal_code="85701", country="US"),
    ),
    Customer(
        name="Distilled Distilling LLC",
        email="office@distilled.example",
        address=Address(line1="77 Copper Still Way", city="Louisville", region="KY", postal_code="40202", country="US"),
        buyer_reference="DD-Facilities",
    ),
)


class Command(BaseCommand):
    help = "Make the demo user of a local run (idempotent); prints JSON."
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        if settings.STAGE != "local":
            raise CommandError("The demo user, whose password is public, is for the local stage only.")
        owner = cognito.create_confirmed_user(settings.COGNITO_USER_POOL_ID, EMAIL, PASSWORD, "pro")
        if queries.profile(owner).version == 0:
            profile = Profile(
                seller=SELLER,
                currency="USD",
                time_zone="America/Los_Angeles",
                default_due_days=30,
                default_tax_rate=Decimal(0),
                tax_name="Sales tax",
            )
            actions.save_profile(owner, profile, version=0)
        if not queries.known_customers(owner):
            for customer in CUSTOMERS:
                customer_actions.create(owner, customer)
        self.stdout.write(json.dumps({"email": EMAIL, "password": PASSWORD}))
