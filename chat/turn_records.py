"""What a turn needs to know, read in one request: header, profile and draft."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from chat import store
from chat.domain.conversation import Conversation, Message, current_draft
from chat.domain.situation import SellerDefaults
from invoices import queries
from invoices.domain.invoice import Invoice
from invoices.domain.profile import Profile
from tables.writes import read_transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """``shown_version`` is the draft's version after the last reply: what the user was shown."""

    conversation: Conversation
    profile: Profile
    draft: Invoice | None
    shown_version: int | None


def load(owner: str, conversation_id: str, messages: Sequence[Message]) -> Records:
    """Header, profile and current draft in one consistent read; raises ConversationNotFound."""
    store.check_id(conversation_id)
    draft_id, shown_version = current_draft(messages)
    with read_transaction() as transaction:
        read_header = store.stage_header(transaction, owner, conversation_id)
        read_rest = queries.stage_reads(transaction, owner, draft_id)
    conversation = read_header()
    profile, draft = read_rest()
    return Records(conversation=conversation, profile=profile, draft=draft, shown_version=shown_version)


def seller_defaults(profile: Profile) -> SellerDefaults:
    """The profile as the assistants know it."""
    return SellerDefaults(
        name=profile.seller.name,
        currency=profile.currency,
        locale=profile.seller.locale,
        country=profile.seller.address.country,
        due_days=profile.default_due_days,
        tax_rate=profile.default_tax_rate,
        tax_name=profile.tax_name,
    )
