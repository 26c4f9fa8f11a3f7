"""Notice waves, headcounts, suppliers, indicators, goals and money."""

import django.db.models.deletion
import django.db.models.functions.text
from django.conf import settings
from django.db import migrations, models

import logbook.models


class Migration(migrations.Migration):
    dependencies = [
        ("figures", "0001_feeds"),
        ("cases", "0002_guards"),
        ("measures", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Funding",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("funder", models.CharField(max_length=160, verbose_name="finansiär")),
                ("applied_ore", models.BigIntegerField(blank=True, null=True, verbose_name="sökt")),
                ("applied_on", models.DateField(blank=True, null=True, verbose_name="sökt den")),
                (
                    "granted_ore",
                    models.BigIntegerField(blank=True, null=True, verbose_name="beviljat"),
                ),
                ("decided_on", models.DateField(blank=True, null=True, verbose_name="beslut den")),
                (
                    "reference",
                    models.CharField(blank=True, max_length=80, verbose_name="beteckning"),
                ),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="funding",
                        to="measures.measure",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Cost",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("used_on", models.DateField(verbose_name="dag")),
                ("amount_ore", models.BigIntegerField(verbose_name="belopp")),
                (
                    "what",
                    models.CharField(
                        blank=True, max_length=300, verbose_name="vad pengarna gick till"
                    ),
                ),
                ("entry", models.UUIDField(blank=True, null=True, verbose_name="loggpost")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=logbook.models.LogClock(), editable=False),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "funding",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="costs",
                        to="figures.funding",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("indicator", models.CharField(max_length=160, verbose_name="indikator")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("PER_CENT", "procent"),
                            ("NUMBER", "antal"),
                            ("PER_THOUSAND", "per 1 000 invånare"),
                            ("INDEX", "index"),
                            ("RANK", "plats"),
                        ],
                        max_length=12,
                        verbose_name="enhet",
                    ),
                ),
                (
                    "better",
                    models.CharField(
                        choices=[
                            ("HIGHER", "högre är bättre"),
                            ("LOWER", "lägre är bättre"),
                            ("UNCLEAR", "måste tolkas"),
                        ],
                        max_length=8,
                        verbose_name="riktning",
                    ),
                ),
                (
                    "baseline",
                    models.DecimalField(
                        decimal_places=2, max_digits=14, verbose_name="utgångsläge"
                    ),
                ),
                ("baseline_on", models.DateField(verbose_name="dag för utgångsläget")),
                (
                    "target",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="målvärde"),
                ),
                ("target_on", models.DateField(verbose_name="ska nås")),
                ("source", models.CharField(blank=True, max_length=160, verbose_name="källa")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "measure",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="goals",
                        to="measures.measure",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("catalogue_key", models.CharField(blank=True, max_length=40)),
                ("name", models.CharField(max_length=160, verbose_name="indikator")),
                (
                    "unit",
                    models.CharField(
                        choices=[
                            ("PER_CENT", "procent"),
                            ("NUMBER", "antal"),
                            ("PER_THOUSAND", "per 1 000 invånare"),
                            ("INDEX", "index"),
                            ("RANK", "plats"),
                        ],
                        max_length=12,
                        verbose_name="enhet",
                    ),
                ),
                (
                    "better",
                    models.CharField(
                        choices=[
                            ("HIGHER", "högre är bättre"),
                            ("LOWER", "lägre är bättre"),
                            ("UNCLEAR", "måste tolkas"),
                        ],
                        max_length=8,
                        verbose_name="riktning",
                    ),
                ),
                ("source", models.CharField(blank=True, max_length=160, verbose_name="källa")),
                (
                    "baseline",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="utgångsläge",
                    ),
                ),
                (
                    "baseline_year",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="år för utgångsläget"
                    ),
                ),
                (
                    "baseline_jobs",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="antal jobb då"
                    ),
                ),
                (
                    "target",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=14,
                        null=True,
                        verbose_name="målvärde",
                    ),
                ),
                (
                    "target_year",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="målår"),
                ),
                ("is_followed", models.BooleanField(default=True, verbose_name="följs")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="indicators",
                        to="cases.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NoticeWave",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=80, verbose_name="namn")),
                ("noticed_on", models.DateField(verbose_name="dag för varslet")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notice_waves",
                        to="cases.case",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Headcount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("counted_on", models.DateField(verbose_name="dag")),
                ("source", models.CharField(blank=True, max_length=120, verbose_name="källa")),
                ("sources", models.JSONField(blank=True, default=dict)),
                (
                    "notified_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="varslade"),
                ),
                (
                    "withdrawn_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="återtagna"),
                ),
                (
                    "dismissed_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="uppsagda"),
                ),
                (
                    "resigned_count",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="slutat på egen begäran"
                    ),
                ),
                (
                    "reemployed_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="nytt arbete"),
                ),
                (
                    "in_education_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="studier"),
                ),
                (
                    "self_employed_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="eget företag"),
                ),
                (
                    "retired_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="pension"),
                ),
                (
                    "unemployed_count",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="arbetslösa"),
                ),
                (
                    "unknown_count",
                    models.PositiveIntegerField(
                        blank=True, null=True, verbose_name="flyttat eller okänt"
                    ),
                ),
                (
                    "correction_reason",
                    models.CharField(
                        blank=True, max_length=500, verbose_name="skäl till rättelsen"
                    ),
                ),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=logbook.models.LogClock(), editable=False),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "replaces",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaced_by",
                        to="figures.headcount",
                    ),
                ),
                (
                    "wave",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="headcounts",
                        to="figures.noticewave",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Observation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="år")),
                (
                    "value",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="värde"),
                ),
                (
                    "jobs",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="antal jobb"),
                ),
                ("source", models.CharField(blank=True, max_length=160, verbose_name="källa")),
                ("read_on", models.DateField(verbose_name="hämtat den")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=logbook.models.LogClock(), editable=False),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="observations",
                        to="figures.indicator",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Result",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("measured_on", models.DateField(verbose_name="mätt den")),
                (
                    "value",
                    models.DecimalField(decimal_places=2, max_digits=14, verbose_name="utfall"),
                ),
                ("source", models.CharField(blank=True, max_length=160, verbose_name="källa")),
                ("comment", models.CharField(blank=True, max_length=500, verbose_name="kommentar")),
                (
                    "recorded_at",
                    models.DateTimeField(db_default=logbook.models.LogClock(), editable=False),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="results",
                        to="figures.goal",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Supplier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=160, verbose_name="företag")),
                (
                    "name_sort",
                    models.GeneratedField(
                        db_persist=True,
                        expression=models.Func(
                            django.db.models.functions.text.Lower(models.F("name")),
                            models.Value("åäöéèüáàæøÅÄÖ"),
                            models.Value("{|}eeyaa|}{|}"),
                            function="translate",
                        ),
                        output_field=models.CharField(db_collation="C", max_length=300),
                    ),
                ),
                (
                    "organisation_number",
                    models.CharField(blank=True, max_length=11, verbose_name="organisationsnummer"),
                ),
                ("municipality", models.CharField(blank=True, max_length=80, verbose_name="ort")),
                (
                    "turnover_share",
                    models.DecimalField(
                        blank=True,
                        decimal_places=1,
                        max_digits=4,
                        null=True,
                        verbose_name="andel av omsättningen",
                    ),
                ),
                (
                    "employees",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="anställda"),
                ),
                (
                    "jobs_at_risk",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="hotade jobb"),
                ),
                (
                    "redundant",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="uppsagda"),
                ),
                (
                    "redundant_on",
                    models.DateField(blank=True, null=True, verbose_name="dag för uppsägningarna"),
                ),
                (
                    "contact",
                    models.CharField(blank=True, max_length=200, verbose_name="kontakt i arbetet"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("NOT_ASKED", "Inte kontaktad"),
                            ("MANAGES", "Klarar sig"),
                            ("AT_RISK", "Jobb hotas"),
                            ("CUTS_DOWN", "Säger upp"),
                            ("CLOSES", "Lägger ner"),
                        ],
                        max_length=12,
                        verbose_name="läge",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=500, verbose_name="anteckning")),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="suppliers",
                        to="cases.case",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="funding",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_on__isnull", False), ("granted_ore__isnull", False)),
                    models.Q(("decided_on__isnull", True), ("granted_ore__isnull", True)),
                    _connector="OR",
                ),
                name="funding_granted_ore_is_paired",
            ),
        ),
        migrations.AddConstraint(
            model_name="funding",
            constraint=models.CheckConstraint(
                condition=models.Q(("applied_ore", None), ("applied_ore__gte", 0), _connector="OR"),
                name="funding_applied_is_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="funding",
            constraint=models.CheckConstraint(
                condition=models.Q(("granted_ore", None), ("granted_ore__gte", 0), _connector="OR"),
                name="funding_granted_is_not_negative",
            ),
        ),
        migrations.AddConstraint(
            model_name="funding",
            constraint=models.UniqueConstraint(
                fields=("measure", "funder"), name="funding_funder_is_named_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="cost",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount_ore", 0), _negated=True), name="cost_is_not_nothing"
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("unit__in", ["PER_CENT", "NUMBER", "PER_THOUSAND", "INDEX", "RANK"])
                ),
                name="goal_unit_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(("better__in", ["HIGHER", "LOWER", "UNCLEAR"])),
                name="goal_better_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(("target_on__gte", models.F("baseline_on"))),
                name="goal_is_reached_after_its_baseline",
            ),
        ),
        migrations.AddIndex(
            model_name="indicator",
            index=models.Index(fields=["case", "position"], name="indicator_in_order"),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("unit__in", ["PER_CENT", "NUMBER", "PER_THOUSAND", "INDEX", "RANK"])
                ),
                name="indicator_unit_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(("better__in", ["HIGHER", "LOWER", "UNCLEAR"])),
                name="indicator_better_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("baseline__isnull", False), ("baseline_year__isnull", False)),
                    models.Q(("baseline__isnull", True), ("baseline_year__isnull", True)),
                    _connector="OR",
                ),
                name="indicator_baseline_is_paired",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("target__isnull", False), ("target_year__isnull", False)),
                    models.Q(("target__isnull", True), ("target_year__isnull", True)),
                    _connector="OR",
                ),
                name="indicator_target_is_paired",
            ),
        ),
        migrations.AddConstraint(
            model_name="indicator",
            constraint=models.UniqueConstraint(
                condition=models.Q(("catalogue_key", ""), _negated=True),
                fields=("case", "catalogue_key"),
                name="indicator_of_the_set_is_chosen_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="noticewave",
            constraint=models.UniqueConstraint(
                fields=("case", "number"), name="notice_wave_number_is_unique_in_its_case"
            ),
        ),
        migrations.AddIndex(
            model_name="headcount",
            index=models.Index(fields=["wave", "-counted_on", "-id"], name="headcount_newest"),
        ),
        migrations.AddConstraint(
            model_name="headcount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("notified_count", None), ("notified_count__lte", 1000000), _connector="OR"
                    ),
                    models.Q(
                        ("withdrawn_count", None),
                        ("withdrawn_count__lte", 1000000),
                        _connector="OR",
                    ),
                    models.Q(
                        ("dismissed_count", None),
                        ("dismissed_count__lte", 1000000),
                        _connector="OR",
                    ),
                    models.Q(
                        ("resigned_count", None), ("resigned_count__lte", 1000000), _connector="OR"
                    ),
                    models.Q(
                        ("reemployed_count", None),
                        ("reemployed_count__lte", 1000000),
                        _connector="OR",
                    ),
                    models.Q(
                        ("in_education_count", None),
                        ("in_education_count__lte", 1000000),
                        _connector="OR",
                    ),
                    models.Q(
                        ("self_employed_count", None),
                        ("self_employed_count__lte", 1000000),
                        _connector="OR",
                    ),
                    models.Q(
                        ("retired_count", None), ("retired_count__lte", 1000000), _connector="OR"
                    ),
                    models.Q(
                        ("unemployed_count", None),
                        ("unemployed_count__lte", 1000000),
                        _connector="OR",
                    ),
                    models.Q(
                        ("unknown_count", None), ("unknown_count__lte", 1000000), _connector="OR"
                    ),
                ),
                name="headcount_is_plausible",
            ),
        ),
        migrations.AddIndex(
            model_name="observation",
            index=models.Index(
                fields=["indicator", "year", "-id"], name="observation_newest_of_year"
            ),
        ),
        migrations.AddIndex(
            model_name="supplier",
            index=models.Index(fields=["case", "name_sort"], name="supplier_by_name"),
        ),
        migrations.AddConstraint(
            model_name="supplier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["NOT_ASKED", "MANAGES", "AT_RISK", "CUTS_DOWN", "CLOSES"])
                ),
                name="supplier_state_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("turnover_share", None),
                    models.Q(("turnover_share__gte", 0), ("turnover_share__lte", 100)),
                    _connector="OR",
                ),
                name="supplier_turnover_share_is_per_cent",
            ),
        ),
        migrations.AddConstraint(
            model_name="supplier",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("redundant", None), ("redundant_on__isnull", False), _connector="OR"
                ),
                name="supplier_redundancies_have_their_day",
            ),
        ),
    ]
