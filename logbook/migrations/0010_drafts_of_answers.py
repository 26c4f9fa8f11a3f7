"""A draft may be of an answer to one of the guide's questions."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("logbook", "0009_seals")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="question",
            field=models.CharField(
                default="",
                help_text="The guide's question it answers; none: an entry.",
                max_length=60,
            ),
        ),
    ]
