"""Whether a person uses keyboard shortcuts."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_guards")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="uses_shortcuts",
            field=models.BooleanField(verbose_name="kortkommandon", default=True, db_default=True),
        ),
    ]
