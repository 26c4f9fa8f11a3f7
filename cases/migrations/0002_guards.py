"""Audit of everything that says what a case is and who sees it; answers are append-only."""

from django.db import migrations

from core.db import AppendOnly, Audited


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial"), ("core", "0002_guards")]

    operations = [
        Audited("cases_case"),
        Audited("cases_participant"),
        Audited("cases_share"),
        Audited("cases_reader"),
        Audited("cases_guest"),
        Audited("cases_phasestay"),
        AppendOnly("cases_phaseanswer", erasable=["text", "reason"]),
    ]
