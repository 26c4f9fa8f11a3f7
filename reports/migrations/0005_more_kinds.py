"""The summary, the final report, the funder's report, and the logbook in one reading."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reports", "0004_replaced_reports"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="issued",
            name="issued_kind_is_known",
        ),
        migrations.AlterField(
            model_name="issued",
            name="kind",
            field=models.CharField(
                choices=[
                    ("STATUS_REPORT", "Lägesrapport"),
                    ("SUMMARY", "Ensidig sammanfattning"),
                    ("FINAL_REPORT", "Slutrapport"),
                    ("FUNDER_REPORT", "Underlag till finansiär"),
                    ("LOGBOOK", "Loggbok"),
                    ("GUIDE_LOGBOOK", "Loggbok enligt guiden"),
                    ("TIME_LOGBOOK", "Loggbok i tidsordning"),
                ],
                max_length=20,
                verbose_name="rapporttyp",
            ),
        ),
        migrations.AddConstraint(
            model_name="issued",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "STATUS_REPORT",
                            "SUMMARY",
                            "FINAL_REPORT",
                            "FUNDER_REPORT",
                            "LOGBOOK",
                            "GUIDE_LOGBOOK",
                            "TIME_LOGBOOK",
                        ],
                    )
                ),
                name="issued_kind_is_known",
            ),
        ),
    ]
