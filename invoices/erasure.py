"""The end of an account: what may be erased of a seller's records, and what must stay."""

from __future__ import annotations

from invoices.store import erasure


def erase_all_but_issued(owner: str) -> None:
    """Erase profile, customers and drafts; issued invoices with their events and counters stay for the legal period.

    (Eight years in Germany, § 14b UStG; six in the United Kingdom, VAT Notice 700/21. The PDFs stay in S3 as well.)
    Doing it again is harmless: what is gone is gone.
    """
    erasure.delete_all_but_issued(owner)
