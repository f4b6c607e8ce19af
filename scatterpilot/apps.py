from __future__ import annotations

from django.apps import AppConfig

from scatterpilot.lean_imports import import_without


class ScatterPilotConfig(AppConfig):
    """The wiring, as an app: it is ready before the first request."""

    name = "scatterpilot"

    def ready(self) -> None:
        """Before anything else asks for DRF: it loads these only because others brought them."""
        import_without(("requests", "yaml", "uritemplate", "pygments"), "rest_framework.compat")
