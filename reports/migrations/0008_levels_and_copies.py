"""A report has a level; it may be a disclosure copy, or of a county instead of a case."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_shortcuts"),
        ("cases", "0006_first_steps"),
        ("reports", "0007_drafts_and_settings"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="issued",
            name="issued_kind_is_known",
        ),
        migrations.AddField(
            model_name="issued",
            name="copy_of",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="copies",
                to="reports.issued",
                verbose_name="kopia av",
            ),
        ),
        migrations.AddField(
            model_name="issued",
            name="decided_by",
            field=models.CharField(blank=True, max_length=160, verbose_name="beslutat av"),
        ),
        migrations.AddField(
            model_name="issued",
            name="level",
            field=models.CharField(
                choices=[("INTERNAL", "Intern"), ("REGION", "Region"), ("PUBLIC", "Offentlig")],
                default="PUBLIC",
                max_length=8,
                verbose_name="nivå",
            ),
        ),
        migrations.AlterField(
            model_name="issued",
            name="case",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="reports",
                to="cases.case",
            ),
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
                    ("PLAN", "Genomförandeplan"),
                    ("SITUATION", "Lägesbild"),
                    ("COUNTY_REPORT", "Länsrapport"),
                ],
                max_length=20,
                verbose_name="rapporttyp",
            ),
        ),
        migrations.AddIndex(
            model_name="issued",
            index=models.Index(
                condition=models.Q(("case", None)),
                fields=["organisation", "-id"],
                name="issued_newest_of_region",
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
                            "PLAN",
                            "SITUATION",
                            "COUNTY_REPORT",
                        ],
                    )
                ),
                name="issued_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="issued",
            constraint=models.CheckConstraint(
                condition=models.Q(("level__in", ["INTERNAL", "REGION", "PUBLIC"])),
                name="issued_level_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="issued",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("case__isnull", True), ("kind", "COUNTY_REPORT")),
                    models.Q(
                        models.Q(("kind", "COUNTY_REPORT"), _negated=True), ("case__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="issued_is_of_a_case_unless_of_a_county",
            ),
        ),
        migrations.AddConstraint(
            model_name="issued",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("copy_of", None), ("decided_by", "")),
                    models.Q(
                        models.Q(("decided_by", ""), _negated=True),
                        ("copy_of__isnull", False),
                        ("replaces", None),
                    ),
                    _connector="OR",
                ),
                name="issued_copy_says_who_decided",
            ),
        ),
    ]
