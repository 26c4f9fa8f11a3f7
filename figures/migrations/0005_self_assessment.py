"""The yearly self-assessment: audited until agreed, its grades append-only."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import logbook.models
from core.db import AppendOnly, Audited


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_guards"),
        ("figures", "0004_after_the_end"),
        ("measures", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SelfAssessment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="år")),
                ("version", models.PositiveIntegerField(default=1)),
                ("agreed_on", models.DateField(blank=True, null=True, verbose_name="dag")),
                (
                    "participants",
                    models.CharField(blank=True, max_length=500, verbose_name="vilka som var med"),
                ),
                ("agreed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "agreed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="self_assessments",
                        to="cases.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SelfGrade",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "indicator",
                    models.CharField(
                        choices=[
                            ("PACE", "Snabbhet"),
                            ("MANDATE", "Mandat och styrning"),
                            ("BUSINESS_SUPPORT", "Förankring i näringslivet"),
                            ("COOPERATION", "Samverkan mellan aktörer"),
                            ("DOCUMENTATION", "Dokumentation"),
                            ("COMMUNICATION", "Kommunikation"),
                            ("REEMPLOYMENT", "Ny sysselsättning för berörda"),
                            ("JOBS", "Nya och bevarade jobb"),
                            ("FIRMS", "Nya och växande företag"),
                            ("VULNERABILITY", "Minskad sårbarhet"),
                            ("PREMISES", "Användning av mark och lokaler"),
                            ("CAPACITY", "Kommunens utvecklingsförmåga"),
                        ],
                        max_length=16,
                    ),
                ),
                (
                    "grade",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="betyg"),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="skäl")),
                (
                    "suggestion",
                    models.CharField(blank=True, max_length=160, verbose_name="förslag"),
                ),
                (
                    "given_at",
                    models.DateTimeField(db_default=logbook.models.LogClock(), editable=False),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="grades",
                        to="figures.selfassessment",
                    ),
                ),
                (
                    "given_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SuggestedMeasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "made_at",
                    models.DateTimeField(db_default=logbook.models.LogClock(), editable=False),
                ),
                (
                    "grade",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="became",
                        to="figures.selfgrade",
                    ),
                ),
                (
                    "made_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="measures.measure",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AddConstraint(
            model_name="selfassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("agreed_at__isnull", False),
                        ("agreed_by__isnull", False),
                        ("agreed_on__isnull", False),
                    ),
                    models.Q(
                        ("agreed_at__isnull", True),
                        ("agreed_by__isnull", True),
                        ("agreed_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="self_assessment_agreed_at_is_paired",
            ),
        ),
        migrations.AddConstraint(
            model_name="selfassessment",
            constraint=models.UniqueConstraint(
                fields=("case", "year"), name="self_assessment_is_once_a_year"
            ),
        ),
        migrations.AddConstraint(
            model_name="selfassessment",
            constraint=models.CheckConstraint(
                condition=models.Q(("year__gte", 1950), ("year__lte", 2100)),
                name="self_assessment_year_is_plausible",
            ),
        ),
        migrations.AddIndex(
            model_name="selfgrade",
            index=models.Index(fields=["assessment", "indicator", "-id"], name="self_grade_newest"),
        ),
        migrations.AddConstraint(
            model_name="selfgrade",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "indicator__in",
                        [
                            "PACE",
                            "MANDATE",
                            "BUSINESS_SUPPORT",
                            "COOPERATION",
                            "DOCUMENTATION",
                            "COMMUNICATION",
                            "REEMPLOYMENT",
                            "JOBS",
                            "FIRMS",
                            "VULNERABILITY",
                            "PREMISES",
                            "CAPACITY",
                        ],
                    )
                ),
                name="self_grade_indicator_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="selfgrade",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("grade", None), models.Q(("grade__gte", 1), ("grade__lte", 5)), _connector="OR"
                ),
                name="self_grade_is_on_the_scale",
            ),
        ),
        Audited("figures_selfassessment"),
        AppendOnly("figures_selfgrade", erasable=["reason", "suggestion"]),
        AppendOnly("figures_suggestedmeasure"),
    ]
