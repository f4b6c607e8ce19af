from __future__ import annotations

from tables.apps import TablesApp


class LimitsConfig(TablesApp):
    """See tables.apps."""

    name = "limits"
    default = True  # TablesApp is in this module, too
