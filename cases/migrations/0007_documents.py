"""Documents of cases with their files; a file stays as it was put there."""

import uuid

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.db import AppendOnly, Audited


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0006_first_steps"),
        ("core", "0002_guards"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Document",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("series", models.UUIDField(default=uuid.uuid4, editable=False)),
                ("number", models.PositiveSmallIntegerField(default=1, verbose_name="version")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("SITUATION", "Lägesbild"),
                            ("IMPACT", "Konsekvensanalys"),
                            ("PLAN", "Genomförandeplan"),
                            ("COMMUNICATION", "Kommunikationsplan"),
                            ("DECISION", "Beslut"),
                            ("MINUTES", "Protokoll"),
                            ("OTHER", "Annat dokument"),
                        ],
                        max_length=13,
                        verbose_name="slag av dokument",
                    ),
                ),
                (
                    "guide_key",
                    models.CharField(blank=True, max_length=60, verbose_name="dokument i guiden"),
                ),
                ("title", models.CharField(max_length=160, verbose_name="rubrik")),
                ("dated_on", models.DateField(verbose_name="dag")),
                (
                    "diary_number",
                    models.CharField(blank=True, max_length=40, verbose_name="diarienummer"),
                ),
                ("adopted_on", models.DateField(blank=True, null=True, verbose_name="antaget den")),
                (
                    "adopting_body",
                    models.CharField(
                        blank=True, max_length=160, verbose_name="antaget av någon annan"
                    ),
                ),
                (
                    "news",
                    models.CharField(blank=True, max_length=500, verbose_name="vad som är nytt"),
                ),
                ("link", models.CharField(blank=True, max_length=500, verbose_name="länk")),
                ("added_at", models.DateTimeField()),
                ("shared_at", models.DateTimeField(blank=True, null=True)),
                ("version", models.PositiveIntegerField(default=1)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "adopting_group",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.group",
                        verbose_name="antaget av",
                    ),
                ),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="cases.case",
                    ),
                ),
                (
                    "shared_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DocumentFile",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=150, verbose_name="namn")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("PDF", "PDF"),
                            ("JPEG", "JPEG-bild"),
                            ("PNG", "PNG-bild"),
                            ("WEBP", "WebP-bild"),
                            ("GIF", "GIF-bild"),
                            ("DOCX", "Word"),
                            ("XLSX", "Excel"),
                            ("PPTX", "PowerPoint"),
                            ("ODT", "OpenDocument-text"),
                            ("ODS", "OpenDocument-kalkyl"),
                            ("ODP", "OpenDocument-presentation"),
                            ("EML", "e-post"),
                            ("MSG", "e-post från Outlook"),
                            ("TXT", "text"),
                            ("CSV", "CSV-tabell"),
                        ],
                        max_length=4,
                    ),
                ),
                ("size", models.PositiveBigIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("key", models.CharField(max_length=80)),
                ("width", models.PositiveIntegerField(blank=True, null=True)),
                ("height", models.PositiveIntegerField(blank=True, null=True)),
                ("uploaded_at", models.DateTimeField()),
                (
                    "alt_text",
                    models.CharField(blank=True, max_length=300, verbose_name="beskrivning"),
                ),
                (
                    "document",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="file",
                        to="cases.document",
                    ),
                ),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["case", "-dated_on", "-id"], name="document_newest_in_case"),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "SITUATION",
                            "IMPACT",
                            "PLAN",
                            "COMMUNICATION",
                            "DECISION",
                            "MINUTES",
                            "OTHER",
                        ],
                    )
                ),
                name="document_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("added_at__isnull", False), ("added_by__isnull", False)),
                    models.Q(("added_at__isnull", True), ("added_by__isnull", True)),
                    _connector="OR",
                ),
                name="document_added_at_is_paired",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("shared_at__isnull", False), ("shared_by__isnull", False)),
                    models.Q(("shared_at__isnull", True), ("shared_by__isnull", True)),
                    _connector="OR",
                ),
                name="document_shared_at_is_paired",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.UniqueConstraint(
                fields=("series", "number"), name="document_version_is_unique"
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("adopting_group", None), ("adopting_body", ""), _connector="OR"
                ),
                name="document_is_adopted_by_one_body",
            ),
        ),
        migrations.AddConstraint(
            model_name="document",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("adopted_on", None), ("adopting_body", ""), ("adopting_group", None)),
                    models.Q(
                        models.Q(
                            ("adopting_group__isnull", False),
                            models.Q(("adopting_body", ""), _negated=True),
                            _connector="OR",
                        ),
                        ("adopted_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="document_adopted_says_by_whom_and_when",
            ),
        ),
        migrations.AddIndex(
            model_name="documentfile",
            index=models.Index(fields=["key"], name="document_file_by_key"),
        ),
        migrations.AddConstraint(
            model_name="documentfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "PDF",
                            "JPEG",
                            "PNG",
                            "WEBP",
                            "GIF",
                            "DOCX",
                            "XLSX",
                            "PPTX",
                            "ODT",
                            "ODS",
                            "ODP",
                            "EML",
                            "MSG",
                            "TXT",
                            "CSV",
                        ],
                    )
                ),
                name="document_file_kind_is_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="documentfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("height__isnull", False), ("width__isnull", False)),
                    models.Q(("height__isnull", True), ("width__isnull", True)),
                    _connector="OR",
                ),
                name="document_file_width_is_paired",
            ),
        ),
        Audited("cases_document"),
        AppendOnly("cases_documentfile", erasable=["name", "sha256", "key", "alt_text"]),
    ]
