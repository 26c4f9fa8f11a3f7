"""Gives each database role its rights; run as the owner after every migrate."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import connection

from core.db import ERASURE_ROLE, WEB_ROLE
from core.models import AppendOnlyModel


class Command(BaseCommand):
    """`web` serves but cannot touch the past of append-only tables; `erasure` may only empty it."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                GRANT USAGE ON SCHEMA public TO {WEB_ROLE}, {ERASURE_ROLE};
                GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {WEB_ROLE};
                GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {WEB_ROLE};
                REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {WEB_ROLE};
                """
            )
            for model in apps.get_models():
                if issubclass(model, AppendOnlyModel):
                    table = model._meta.db_table
                    cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM {WEB_ROLE}")
                    cursor.execute(f"GRANT SELECT ON {table} TO {ERASURE_ROLE}")
                    if model.erasable:
                        columns = ", ".join(model.erasable)
                        cursor.execute(f"GRANT UPDATE ({columns}) ON {table} TO {ERASURE_ROLE}")
            for config in apps.get_app_configs():
                if protect := getattr(config, "protect", None):
                    protect(cursor)
        self.stdout.write("Behörigheter i databasen är satta.")
