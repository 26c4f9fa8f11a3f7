"""Which wordings of log entries an issued report tells; only ever added to."""

import django.db.models.deletion
from django.db import migrations, models

from core.db import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("logbook", "0009_seals"),
        ("reports", "0002_guards"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportedEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "log_entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reported",
                        to="logbook.logentry",
                    ),
                ),
                (
                    "report",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entries",
                        to="reports.issued",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("log_entry", "report"), name="reported_entry_is_told_once"
                    )
                ],
            },
        ),
        AppendOnly("reports_reportedentry"),
    ]
