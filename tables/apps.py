from __future__ import annotations

from django.apps import AppConfig


class TablesApp(AppConfig):
    """An app whose models are PynamoDB's: Django's registry has no use for them.

    So they are not imported at the start of every process, and the library only where a table is used.
    """

    def import_models(self) -> None:
        """What AppConfig.import_models does for an app without models."""
        self.models = self.apps.all_models[self.label]
