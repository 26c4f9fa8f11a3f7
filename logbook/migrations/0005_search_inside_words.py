"""Search in parts of words and in names of files; next steps are searched apart, for insiders."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations, models

from core.db import ErasableColumns
from logbook import search_columns

# Before this migration the columns of 0002_chain, after it those made for searching as well.
ERASABLE = [
    "what",
    "participants",
    "result",
    "next_step",
    "correction_reason",
    "details",
    "salt",
    "search",
]
MADE = ["search_text", "search_step", "search_step_text"]


class Migration(migrations.Migration):
    dependencies = [("logbook", "0004_attachments")]

    operations = [
        TrigramExtension(),
        migrations.RemoveIndex("logentry", "log_entry_search"),
        migrations.RemoveField("logentry", "search"),
        migrations.AddField("logentry", "search", search_columns.open_words()),
        migrations.AddField("logentry", "search_text", search_columns.open_text()),
        migrations.AddField("logentry", "search_step", search_columns.step_words()),
        migrations.AddField("logentry", "search_step_text", search_columns.step_text()),
        *[migrations.AddIndex("logentry", index) for index in search_columns.indexes()],
        migrations.AddIndex(
            "logentry",
            models.Index(
                fields=["entry", "version"],
                condition=models.Q(version__gt=1),
                name="log_entry_corrections",
            ),
        ),
        ErasableColumns("logbook_logentry", ERASABLE + MADE, before=ERASABLE),
    ]
