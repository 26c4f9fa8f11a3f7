"""The log is append-only, and each case's rows are chained over salted content hashes.

The salt lets the content be erased later (product.md, decision 1): the content hash stays, the
chain still holds, and without the salt nobody can guess the content from its hash.
"""

from django.db import migrations

from core.db import AppendOnly

CHAIN = """
CREATE FUNCTION logbook_content_hash(entry logbook_logentry) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(entry.salt || convert_to(jsonb_build_array(
        entry.what, entry.participants, entry.result, entry.next_step,
        entry.correction_reason, entry.details)::text, 'UTF8'))
$$;

CREATE FUNCTION logbook_chain_hash(entry logbook_logentry, previous bytea) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $$
    SELECT sha256(coalesce(previous, ''::bytea) || entry.content_hash || convert_to(jsonb_build_array(
        entry.id, entry.case_id, entry.chain_number, entry.organisation_id, entry.entry, entry.version,
        entry.event, entry.audience, entry.happened_from, entry.happened_to, entry.next_step_on,
        entry.next_step_by_id, entry.measure_id, entry.main_activity_id, entry.closes,
        entry.author_id, extract(epoch FROM entry.recorded_at)::text)::text, 'UTF8'))
$$;

CREATE FUNCTION logbook_chain() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    last_number integer;
    last_hash bytea;
BEGIN
    IF NEW.measure_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM measures_measure WHERE id = NEW.measure_id AND case_id = NEW.case_id
    ) OR NEW.main_activity_id IS NOT NULL AND NOT EXISTS (
        SELECT FROM measures_mainactivity
        WHERE id = NEW.main_activity_id AND measure_id = NEW.measure_id
    ) THEN
        RAISE EXCEPTION 'log entry stands in another case than its measure'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    -- One writer at a time per case, so that the chain has no forks.
    PERFORM pg_advisory_xact_lock(hashtextextended('logbook_chain', NEW.case_id));
    SELECT chain_number, chain_hash INTO last_number, last_hash
        FROM logbook_logentry WHERE case_id = NEW.case_id ORDER BY chain_number DESC LIMIT 1;
    NEW.recorded_at := core_log_clock();
    NEW.chain_number := coalesce(last_number, 0) + 1;
    NEW.salt := uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid());
    NEW.content_hash := logbook_content_hash(NEW);
    NEW.chain_hash := logbook_chain_hash(NEW, last_hash);
    RETURN NEW;
END $$;

CREATE TRIGGER chained BEFORE INSERT ON logbook_logentry
    FOR EACH ROW EXECUTE FUNCTION logbook_chain();

-- The chain numbers in a case where a link does not hold. Erased rows (no salt) are checked by
-- their content hash alone.
CREATE FUNCTION logbook_broken_links(wanted_case bigint) RETURNS SETOF integer
LANGUAGE sql STABLE AS $$
    SELECT entry.chain_number
    FROM (
        SELECT log AS entry_row, log.chain_number, log.salt, log.content_hash, log.chain_hash,
               lag(log.chain_hash) OVER chain AS previous_hash,
               row_number() OVER chain AS expected_number
        FROM logbook_logentry AS log
        WHERE log.case_id = wanted_case
        WINDOW chain AS (ORDER BY log.chain_number)
    ) AS entry
    WHERE entry.chain_number <> entry.expected_number
       OR (length(entry.salt) > 0
           AND entry.content_hash <> logbook_content_hash(entry.entry_row))
       OR entry.chain_hash <> logbook_chain_hash(entry.entry_row, entry.previous_hash)
    ORDER BY entry.chain_number
$$;
"""

DROP_CHAIN = """
DROP FUNCTION logbook_broken_links(bigint);
DROP TRIGGER chained ON logbook_logentry;
DROP FUNCTION logbook_chain();
DROP FUNCTION logbook_chain_hash(logbook_logentry, bytea);
DROP FUNCTION logbook_content_hash(logbook_logentry);
"""


class Migration(migrations.Migration):
    dependencies = [("logbook", "0001_initial"), ("core", "0002_guards")]

    operations = [
        migrations.RunSQL(CHAIN, DROP_CHAIN),
        AppendOnly(
            "logbook_logentry",
            erasable=[
                "what",
                "participants",
                "result",
                "next_step",
                "correction_reason",
                "details",
                "salt",
                "search",
            ],
        ),
    ]
