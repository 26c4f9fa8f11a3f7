"""When boards meet, what a person is not reminded of, and digests sent; meetings are audited."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from core.db import Audited


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("core", "0002_guards"),
        ("accounts", "0003_shortcuts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Digest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                ("begun_at", models.DateTimeField(blank=True, null=True)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="digests",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("user", "day"), name="digest_is_one_a_day"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("sent_at", None), ("begun_at__isnull", False), _connector="OR"
                        ),
                        name="digest_is_begun_before_it_is_sent",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("board", models.CharField(max_length=120, verbose_name="nämnd")),
                ("meets_on", models.DateField(verbose_name="mötesdag")),
                ("stop_on", models.DateField(verbose_name="stoppdatum")),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="accounts.organisation",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["organisation", "stop_on"], name="meeting_by_stop_date")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("stop_on__isnull", True),
                            ("meets_on__isnull", True),
                            ("meets_on__gte", models.F("stop_on")),
                            _connector="OR",
                        ),
                        name="meeting_meets_on_is_not_before_stop_on",
                    ),
                    models.UniqueConstraint(
                        fields=("organisation", "board", "meets_on"),
                        name="meeting_of_a_board_is_one_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Muted",
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
                            ("NEXT_STEP", "Nästa steg som är mina"),
                            ("QUESTION", "Guidens frågor som jag ska besvara"),
                            ("REPORT", "Nästa rapport"),
                            ("OUTCOME", "Hur det gick, efter att ett ärende är avslutat"),
                        ],
                        max_length=9,
                    ),
                ),
                (
                    "user",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="muted",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("kind__in", ["NEXT_STEP", "QUESTION", "REPORT", "OUTCOME"])
                        ),
                        name="muted_kind_is_known",
                    ),
                    models.UniqueConstraint(
                        fields=("user", "kind"), name="muted_kind_is_muted_once"
                    ),
                ],
            },
        ),
        Audited("reminders_meeting"),
    ]
