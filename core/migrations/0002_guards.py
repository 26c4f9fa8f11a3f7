"""The guards' functions, and the audit record's own guard."""

from django.db import migrations

from core.db import DROP_GUARD_FUNCTIONS, GUARD_FUNCTIONS, AppendOnly


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]

    operations = [
        migrations.RunSQL(GUARD_FUNCTIONS, DROP_GUARD_FUNCTIONS),
        AppendOnly("core_rowchange", erasable=["before", "after"]),
    ]
