from __future__ import annotations

from tables.apps import TablesApp


class InvoicesConfig(TablesApp):
    """See tables.apps."""

    name = "invoices"
    default = True  # TablesApp is in this module, too
