"""A report may replace an earlier one, and says why."""

import django.db.models.deletion
from django.db import migrations, models

from core.db import ErasableColumns


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0003_reported_entries"),
    ]

    operations = [
        migrations.AddField(
            model_name="issued",
            name="replaced_because",
            field=models.CharField(
                blank=True, max_length=500, verbose_name="skäl till att den ersätts"
            ),
        ),
        migrations.AddField(
            model_name="issued",
            name="replaces",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="replaced_by",
                to="reports.issued",
                verbose_name="ersätter",
            ),
        ),
        migrations.AddConstraint(
            model_name="issued",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replaces__isnull", False), ("replaced_because", ""), _connector="OR"
                ),
                name="issued_gives_a_reason_only_when_it_replaces",
            ),
        ),
        ErasableColumns("reports_issued", ["data", "replaced_because"], before=["data"]),
    ]
