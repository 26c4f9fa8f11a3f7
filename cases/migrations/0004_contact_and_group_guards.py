"""Audit of contacts and groups: who sat where, with which mandate, and who said so."""

from django.db import migrations

from core.db import Audited


class Migration(migrations.Migration):
    dependencies = [("cases", "0003_contacts_and_groups"), ("core", "0002_guards")]

    operations = [
        Audited("cases_actor"),
        Audited("cases_contact"),
        Audited("cases_group"),
        Audited("cases_groupmember"),
        Audited("cases_assignment"),
    ]
