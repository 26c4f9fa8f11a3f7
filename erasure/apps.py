"""The erasure app: tells `manage.py protect_tables` what the erasure role may do."""

from typing import Any

from django.apps import AppConfig


class ErasureConfig(AppConfig):
    name = "erasure"

    def protect(self, cursor: Any) -> None:
        """Make the guards and the door that fit the tables there are now (core.protect_tables)."""
        from erasure.guards import protect

        protect(cursor)
