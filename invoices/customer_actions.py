"""What a seller can do with saved customers."""

from __future__ import annotations

from dataclasses import replace

from uuid6 import uuid7

from invoices.domain.errors import InvalidInvoice
from invoices.domain.parties import Customer
from invoices.store import customers


def _checked(customer: Customer | None) -> Customer:
    if customer is None or not customer.name.strip():
        raise InvalidInvoice.of("name", "required", "A customer needs a name.")
    return customer


def create(owner: str, customer: Customer | None) -> tuple[Customer, int]:
    """Save a new customer; returns it with its id, and version 1."""
    saved = replace(_checked(customer), id=str(uuid7()))
    customers.save(owner, saved, 1)
    return saved, 1


def change(owner: str, customer: Customer | None, *, version: int) -> tuple[Customer, int]:
    """Store a customer as the successor of ``version``; raises VersionConflict."""
    checked = _checked(customer)
    customers.save(owner, checked, version + 1)
    return checked, version + 1


def delete(owner: str, customer_id: str) -> None:
    """Delete a customer; invoices keep their own copy. Raises CustomerNotFound."""
    customers.delete(owner, customer_id)
