from __future__ import annotations

from tables.apps import TablesApp


class ChatConfig(TablesApp):
    """See tables.apps."""

    name = "chat"
    default = True  # TablesApp is in this module, too
