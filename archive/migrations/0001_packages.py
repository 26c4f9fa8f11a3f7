"""Packages for the archive: who asked for one, what it became; every change of them is audited."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.db import Audited


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0002_guards"),
        ("accounts", "0003_shortcuts"),
        ("cases", "0006_first_steps"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Package",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("ordered_at", models.DateTimeField()),
                ("key", models.CharField(blank=True, max_length=80)),
                ("size", models.PositiveBigIntegerField(blank=True, null=True)),
                ("sha256", models.CharField(blank=True, max_length=64)),
                ("files", models.PositiveIntegerField(default=0)),
                ("faults", models.PositiveIntegerField(default=0)),
                ("kept_until", models.DateField(blank=True, null=True)),
                ("removed_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packages",
                        to="cases.case",
                    ),
                ),
                (
                    "ordered_by",
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
                (
                    "removed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["case", "-id"], name="package_newest_in_case"),
                    models.Index(
                        condition=models.Q(("key", ""), _negated=True),
                        fields=["kept_until"],
                        name="package_to_throw_away",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("removed_at__isnull", False), ("removed_by__isnull", False)),
                            models.Q(("removed_at__isnull", True), ("removed_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="package_removed_at_is_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("key", ""),
                            models.Q(
                                ("kept_until__isnull", False),
                                ("removed_at", None),
                                ("size__isnull", False),
                                models.Q(("sha256", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="package_in_the_store_is_described",
                    ),
                ],
            },
        ),
        Audited("archive_package"),
    ]
