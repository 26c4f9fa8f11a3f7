"""When each person was last in each logbook, so that what is new can be marked."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

OWN = {"on_delete": django.db.models.deletion.CASCADE, "related_name": "+"}


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_guards"),
        ("logbook", "0006_drafts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LastVisit",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        verbose_name="ID", primary_key=True, auto_created=True, serialize=False
                    ),
                ),
                ("visited_at", models.DateTimeField()),
                ("seen_number", models.PositiveIntegerField()),
                ("previous_at", models.DateTimeField(null=True)),
                ("previous_number", models.PositiveIntegerField(null=True)),
                ("case", models.ForeignKey(to="cases.case", **OWN)),
                ("user", models.ForeignKey(to=settings.AUTH_USER_MODEL, **OWN)),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("user", "case"), name="last_visit_is_one_of_each"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(previous_at__isnull=False, previous_number__isnull=False)
                        | models.Q(previous_at__isnull=True, previous_number__isnull=True),
                        name="last_visit_previous_at_is_paired",
                    ),
                ],
            },
        ),
    ]
