"""Audit of measures and main activities."""

from django.db import migrations

from core.db import Audited


class Migration(migrations.Migration):
    dependencies = [("measures", "0001_initial"), ("core", "0002_guards")]

    operations = [Audited("measures_measure"), Audited("measures_mainactivity")]
