"""Seals on the logs, and one function that finds every fault: in rows, order, files and seals."""

import django.db.models.deletion
from django.db import migrations, models

import logbook.models
from core.db import AppendOnly

FAULTS = """
-- The rows of a case's log that are not as they were written, and what is wrong with each. Erased
-- rows (no salt) are checked by their content hash alone. Of the seals the earliest that does not
-- hold is told.
CREATE FUNCTION logbook_faults(wanted_case bigint)
RETURNS TABLE (chain_number integer, fault text) LANGUAGE sql STABLE AS $$
    WITH link AS (
        SELECT log AS whole, log.chain_number, log.salt, log.content_hash, log.chain_hash,
               lag(log.chain_hash) OVER chain AS previous_hash,
               coalesce(lag(log.chain_number) OVER chain, 0) AS previous_number
        FROM logbook_logentry AS log
        WHERE log.case_id = wanted_case
        WINDOW chain AS (ORDER BY log.chain_number)
    ), unsealed AS (
        SELECT head.chain_number,
               CASE WHEN log.id IS NULL THEN 'CUT' ELSE 'REMADE' END AS fault
        FROM logbook_sealedhead AS head
        LEFT JOIN logbook_logentry AS log
            ON log.case_id = head.case_id AND log.chain_number = head.chain_number
        WHERE head.case_id = wanted_case AND log.chain_hash IS DISTINCT FROM head.chain_hash
        ORDER BY head.chain_number LIMIT 1
    )
    SELECT chain_number, 'MISSING' FROM link WHERE chain_number <> previous_number + 1
    UNION ALL
    SELECT chain_number, 'CONTENT' FROM link
        WHERE length(salt) > 0 AND content_hash <> logbook_content_hash(whole)
    UNION ALL
    SELECT chain_number, 'LINK' FROM link
        WHERE chain_number = previous_number + 1
          AND chain_hash <> logbook_chain_hash(whole, previous_hash)
    UNION ALL
    SELECT altered, 'FILES' FROM logbook_altered_attachments(wanted_case) AS altered
    UNION ALL
    SELECT chain_number, fault FROM unsealed
    ORDER BY 1, 2
$$;

CREATE OR REPLACE FUNCTION logbook_broken_links(wanted_case bigint) RETURNS SETOF integer
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT chain_number FROM logbook_faults(wanted_case) ORDER BY 1
$$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0002_guards"),
        ("logbook", "0008_closed_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="Seal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sealed_on", models.DateField(unique=True)),
                (
                    "sealed_at",
                    models.DateTimeField(db_default=logbook.models.LogClock(), editable=False),
                ),
                ("logs", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="SealedHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("chain_number", models.PositiveIntegerField()),
                ("chain_hash", models.BinaryField(max_length=32)),
                (
                    "case",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="cases.case",
                    ),
                ),
                (
                    "seal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="heads",
                        to="logbook.seal",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("case", "chain_number"), name="sealed_head_is_unique"
                    )
                ],
            },
        ),
        AppendOnly("logbook_seal"),
        AppendOnly("logbook_sealedhead"),
        migrations.RunSQL(FAULTS),
    ]
