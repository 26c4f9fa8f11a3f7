"""Adopted plans, frozen as they read then, and two more kinds of report."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import logbook.models
from core.db import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_shortcuts"),
        ("cases", "0007_documents"),
        ("reports", "0005_more_kinds"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AdoptedPlan",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("adopted_on", models.DateField(verbose_name="antagen den")),
                ("body", models.CharField(max_length=160, verbose_name="antagen av")),
                (
                    "diary_number",
                    models.CharField(blank=True, max_length=40, verbose_name="diarienummer"),
                ),
                ("measures", models.PositiveIntegerField()),
                ("data", models.TextField()),
                ("data_sha256", models.CharField(max_length=64)),
                (
                    "noted_at",
                    models.DateTimeField(db_default=logbook.models.LogClock(), editable=False),
                ),
            ],
        ),
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
                    ("PLAN", "Genomförandeplan"),
                    ("SITUATION", "Lägesbild"),
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
                            "PLAN",
                            "SITUATION",
                        ],
                    )
                ),
                name="issued_kind_is_known",
            ),
        ),
        migrations.AddField(
            model_name="adoptedplan",
            name="case",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="adopted_plans",
                to="cases.case",
            ),
        ),
        migrations.AddField(
            model_name="adoptedplan",
            name="group",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.group",
            ),
        ),
        migrations.AddField(
            model_name="adoptedplan",
            name="noted_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="adoptedplan",
            name="organisation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="accounts.organisation",
            ),
        ),
        migrations.AddIndex(
            model_name="adoptedplan",
            index=models.Index(fields=["case", "-adopted_on", "-id"], name="adopted_plan_newest"),
        ),
        migrations.AddConstraint(
            model_name="adoptedplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("body", ""), _negated=True), name="adopted_plan_says_by_whom"
            ),
        ),
        migrations.AddConstraint(
            model_name="adoptedplan",
            constraint=models.CheckConstraint(
                condition=models.Q(("measures__gte", 1)), name="adopted_plan_has_a_measure"
            ),
        ),
        AppendOnly("reports_adoptedplan", erasable=["data"]),
    ]
