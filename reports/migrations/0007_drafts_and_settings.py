"""Drafts of reports; what organisations settle for theirs."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import logbook.models
from core.db import AppendOnly, Audited


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_shortcuts"),
        ("cases", "0006_first_steps"),
        ("reports", "0006_plans"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ReportDraft",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("saved_at", models.DateTimeField()),
                (
                    "kind",
                    models.CharField(
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
                    ),
                ),
                ("page", models.UUIDField()),
                ("version", models.PositiveIntegerField(default=1)),
                ("fields", models.JSONField()),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
                (
                    "replaces",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="reports.issued",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
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
                        name="report_draft_kind_is_known",
                    ),
                    models.UniqueConstraint(
                        fields=("saved_by", "case", "kind", "replaces"),
                        name="report_draft_is_one_per_kind",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportLogo",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.BinaryField(blank=True)),
                (
                    "alt_text",
                    models.CharField(blank=True, max_length=160, verbose_name="beskrivning"),
                ),
                ("width", models.PositiveSmallIntegerField(default=0)),
                ("height", models.PositiveSmallIntegerField(default=0)),
                (
                    "added_at",
                    models.DateTimeField(db_default=logbook.models.LogClock(), editable=False),
                ),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation", "-id"], name="report_logo_newest")
                ],
            },
        ),
        migrations.CreateModel(
            name="ReportSettings",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
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
                    ),
                ),
                ("sections", models.JSONField(default=list)),
                (
                    "decisions",
                    models.TextField(blank=True, verbose_name="stående förslag till beslut"),
                ),
                (
                    "recipient",
                    models.CharField(blank=True, max_length=160, verbose_name="mottagare"),
                ),
                (
                    "decision_goes_to",
                    models.TextField(blank=True, verbose_name="beslutet skickas till"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
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
                        name="report_settings_kind_is_known",
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "kind"), name="report_settings_are_one_per_kind"
                    ),
                ],
            },
        ),
        AppendOnly("reports_reportlogo", erasable=["content", "alt_text"]),
        Audited("reports_reportsettings"),
    ]
