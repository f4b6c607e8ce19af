"""DRF's browsable pages for people who try the API in a browser."""

from __future__ import annotations

from typing import Any

from rest_framework.renderers import BrowsableAPIRenderer


class BrowsableRenderer(BrowsableAPIRenderer):
    """The browsable page, with errors shown as what they are and no filter forms."""

    def get_filter_form(self, data: Any, view: Any, request: Any) -> None:
        """No queryset here, so no generated filter form."""
