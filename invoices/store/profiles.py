"""The seller's profile."""

from __future__ import annotations

from pynamodb.exceptions import PutError

from invoices.domain.errors import VersionConflict
from invoices.domain.profile import Profile
from invoices.models import InvoiceRow
from invoices.store.rows import profile_of, row_of_profile


def load(owner: str) -> Profile:
    """The profile; a seller without one has the defaults (version 0)."""
    try:
        return profile_of(InvoiceRow.get(owner, "profile", consistent_read=True))
    except InvoiceRow.DoesNotExist:
        return Profile()


def save(owner: str, profile: Profile) -> None:
    """Store the next version; raises VersionConflict when it does not follow the stored one."""
    first = profile.version == 1
    follows = InvoiceRow.version == profile.version - 1
    if first:
        follows = InvoiceRow.sk.does_not_exist() | follows
    try:
        row_of_profile(owner, profile).save(condition=follows)
    except PutError as error:
        if error.cause_response_code == "ConditionalCheckFailedException":
            raise VersionConflict(load(owner).version) from error
        raise
