"""What became of the list for the first two days, and whether it is put away."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.db import Audited


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0005_answer_wording"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="first_steps_away",
            field=models.BooleanField(
                default=False, verbose_name="listan för de första dygnen undanlagd"
            ),
        ),
        migrations.CreateModel(
            name="FirstStepMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.CharField(max_length=60)),
                (
                    "state",
                    models.CharField(
                        choices=[("DONE", "Klart"), ("SET_ASIDE", "Inte aktuellt")], max_length=9
                    ),
                ),
                ("entry", models.UUIDField(blank=True, null=True)),
                ("reason", models.CharField(blank=True, max_length=1000, verbose_name="skäl")),
                ("marked_at", models.DateTimeField()),
                ("ended_at", models.DateTimeField(blank=True, null=True)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="first_step_marks",
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
                    "marked_by",
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
                        condition=models.Q(("state__in", ["DONE", "SET_ASIDE"])),
                        name="first_step_mark_state_is_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("marked_at__isnull", False), ("marked_by__isnull", False)),
                            models.Q(("marked_at__isnull", True), ("marked_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="first_step_mark_marked_at_is_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at__isnull", False), ("ended_by__isnull", False)),
                            models.Q(("ended_at__isnull", True), ("ended_by__isnull", True)),
                            _connector="OR",
                        ),
                        name="first_step_mark_ended_at_is_paired",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("entry__isnull", False), ("reason", ""), ("state", "DONE")),
                            models.Q(
                                models.Q(("reason", ""), _negated=True),
                                ("entry", None),
                                ("state", "SET_ASIDE"),
                            ),
                            _connector="OR",
                        ),
                        name="first_step_mark_has_its_entry_or_its_reason",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)),
                        fields=("case", "key"),
                        name="first_step_mark_is_one_at_a_time",
                    ),
                ],
            },
        ),
        Audited("cases_firststepmark"),
    ]
