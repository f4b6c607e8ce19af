"""The Invoices table: keys, index, shape. What the document holds is store/rows.py's matter."""

from __future__ import annotations

from django.conf import settings
from pynamodb.attributes import NumberAttribute, UnicodeAttribute
from pynamodb.indexes import GlobalSecondaryIndex, IncludeProjection

from tables.base import TableModel


class InvoicesByStatus(GlobalSecondaryIndex["InvoiceRow"]):
    """One seller's invoices of one status, newest last; sparse: other items have no key in it."""

    class Meta:
        index_name = "by_status"
        projection = IncludeProjection(["summary"])

    user_id = UnicodeAttribute(hash_key=True)
    status_key = UnicodeAttribute(range_key=True)


class InvoiceRow(TableModel):
    """An item of the table: an invoice, customer, profile, counter or event by its ``sk``.

    ``document`` is JSON text with decimals as strings, so that figures come back exactly;
    ``summary`` is the little JSON that list pages show; ``last_count`` belongs to counters.
    """

    class Meta:
        table_name = settings.INVOICES_TABLE

    user_id = UnicodeAttribute(hash_key=True)
    sk = UnicodeAttribute(range_key=True)
    status_key = UnicodeAttribute(null=True)
    summary = UnicodeAttribute(null=True)
    document = UnicodeAttribute(null=True)
    version = NumberAttribute(null=True)
    last_count = NumberAttribute(null=True)
    by_status = InvoicesByStatus()
