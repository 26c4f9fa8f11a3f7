"""Noted days of a case, append-only, and calendar addresses, audited."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.conf import settings
from django.db import migrations, models

import logbook.models
from core.db import AppendOnly, Audited


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("cases", "0002_guards"),
        ("core", "0002_guards"),
        ("logbook", "0005_search_inside_words"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "began_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now()),
                ),
                ("ends_at", models.DateTimeField(blank=True, null=True)),
                ("secret_hash", models.CharField(max_length=64, unique=True)),
                (
                    "with_restricted",
                    models.BooleanField(
                        default=True, verbose_name="ärenden som inte är offentliga"
                    ),
                ),
                (
                    "began_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_feeds",
                        to="cases.case",
                    ),
                ),
                (
                    "ended_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="calendar_feeds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_by__isnull", False), ("ends_at__isnull", False)),
                            models.Q(("ended_by__isnull", True), ("ends_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="calendar_feed_ends_at_is_paired",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ends_at", None)),
                        fields=("owner", "case"),
                        name="calendar_feed_is_one_of_each",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CaseDate",
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
                            ("NOTICE_FILED", "Varslet kom in till Arbetsförmedlingen"),
                            ("GROUP_MET", "Första gruppmötet"),
                            ("PLAN_ADOPTED", "Genomförandeplanen antogs"),
                            ("LAST_WORKING_DAY", "Sista arbetsdagen"),
                            ("REPORT_STOP", "Nästa rapports stoppdatum"),
                        ],
                        max_length=16,
                        verbose_name="vad",
                    ),
                ),
                ("on", models.DateField(blank=True, null=True, verbose_name="dag")),
                ("source", models.CharField(max_length=300, verbose_name="hur vet vi det")),
                (
                    "noted_at",
                    models.DateTimeField(db_default=logbook.models.LogClock(), editable=False),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="noted_dates",
                        to="cases.case",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [models.Index(fields=["case", "kind", "-id"], name="case_date_newest")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    "NOTICE_FILED",
                                    "GROUP_MET",
                                    "PLAN_ADOPTED",
                                    "LAST_WORKING_DAY",
                                    "REPORT_STOP",
                                ],
                            )
                        ),
                        name="case_date_kind_is_known",
                    )
                ],
            },
        ),
        AppendOnly("figures_casedate", erasable=["source"]),
        Audited("figures_calendarfeed"),
    ]
