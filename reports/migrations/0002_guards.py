"""Issued reports, their files and diary numbers are append-only."""

from django.db import migrations

from core.db import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial"), ("core", "0002_guards")]

    operations = [
        AppendOnly("reports_issued", erasable=["data"]),
        AppendOnly("reports_reportfile", erasable=["content"]),
        AppendOnly("reports_diarynumber"),
    ]
