"""Published cases and what was taken back; both are append-only."""

import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import logbook.models
from core.db import AppendOnly


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0003_jobs"),
        ("accounts", "0003_shortcuts"),
        ("cases", "0006_first_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Publication",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=160, verbose_name="rubrik")),
                ("county", models.CharField(blank=True, max_length=160, verbose_name="län")),
                (
                    "employer",
                    models.CharField(blank=True, max_length=200, verbose_name="arbetsgivare"),
                ),
                (
                    "industry",
                    models.CharField(
                        choices=[
                            ("FOOD", "Livsmedel"),
                            ("VEHICLES", "Fordon"),
                            ("ELECTRONICS", "Elektronik, kabel och tele"),
                            ("PHARMA", "Läkemedel och forskning"),
                            ("ENERGY", "Energi"),
                            ("FOREST", "Skog, trä och papper"),
                            ("METAL", "Gruvor och metall"),
                            ("MANUFACTURING", "Övrig tillverkning"),
                            ("TRADE", "Handel och besöksnäring"),
                            ("TRANSPORT", "Transport och lager"),
                            ("SERVICES", "Tjänster"),
                            ("PUBLIC", "Offentlig verksamhet"),
                            ("SEVERAL", "Flera branscher"),
                        ],
                        max_length=13,
                        verbose_name="bransch",
                    ),
                ),
                (
                    "cause",
                    models.CharField(
                        choices=[
                            ("NOTICE", "Varsel"),
                            ("CLOSURE", "Nedläggning"),
                            ("RELOCATION", "Flytt av verksamhet"),
                            ("DOWNSIZING", "Neddragning"),
                            ("BANKRUPTCY", "Konkurs"),
                            ("ESTABLISHMENT", "Etablering"),
                        ],
                        max_length=13,
                        verbose_name="orsak",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="år")),
                ("affected", models.PositiveIntegerField(null=True, verbose_name="antal berörda")),
                (
                    "share_percent",
                    models.DecimalField(
                        decimal_places=1, max_digits=4, null=True, verbose_name="andel av jobben"
                    ),
                ),
                (
                    "measure_keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60), default=list
                    ),
                ),
                ("data", models.TextField(blank=True)),
                ("data_sha256", models.CharField(max_length=64)),
                (
                    "published_at",
                    models.DateTimeField(db_default=logbook.models.LogClock(), editable=False),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="publications",
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
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="skäl")),
                (
                    "withdrawn_at",
                    models.DateTimeField(db_default=logbook.models.LogClock(), editable=False),
                ),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawal",
                        to="library.publication",
                    ),
                ),
                (
                    "withdrawn_by",
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
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(fields=["case", "-id"], name="publication_newest_of_case"),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "industry__in",
                        [
                            "FOOD",
                            "VEHICLES",
                            "ELECTRONICS",
                            "PHARMA",
                            "ENERGY",
                            "FOREST",
                            "METAL",
                            "MANUFACTURING",
                            "TRADE",
                            "TRANSPORT",
                            "SERVICES",
                            "PUBLIC",
                            "SEVERAL",
                        ],
                    )
                ),
                name="publication_industry_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "cause__in",
                        [
                            "NOTICE",
                            "CLOSURE",
                            "RELOCATION",
                            "DOWNSIZING",
                            "BANKRUPTCY",
                            "ESTABLISHMENT",
                        ],
                    )
                ),
                name="publication_cause_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("affected", None), ("affected", 0), ("affected__gte", 5), _connector="OR"
                ),
                name="publication_tells_no_small_number",
            ),
        ),
        AppendOnly("library_publication", erasable=["data", "title", "employer"]),
        AppendOnly("library_withdrawal", erasable=["reason"]),
    ]
