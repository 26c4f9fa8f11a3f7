"""A case may be an exercise, and may have its municipality's own list for the first days."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0007_documents"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="erased_at",
            field=models.DateTimeField(
                blank=True, editable=False, null=True, verbose_name="raderat"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="erased_by",
            field=models.ForeignKey(
                blank=True,
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="first_list",
            field=models.JSONField(
                blank=True, default=list, verbose_name="listan för de första dygnen"
            ),
        ),
        migrations.AddField(
            model_name="case",
            name="is_exercise",
            field=models.BooleanField(default=False, verbose_name="övning"),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("erased_at__isnull", False), ("erased_by__isnull", False)),
                    models.Q(("erased_at__isnull", True), ("erased_by__isnull", True)),
                    _connector="OR",
                ),
                name="case_erased_at_is_paired",
            ),
        ),
        migrations.AddConstraint(
            model_name="case",
            constraint=models.CheckConstraint(
                condition=models.Q(("erased_at", None), ("is_exercise", True), _connector="OR"),
                name="case_is_erased_only_as_an_exercise",
            ),
        ),
    ]
