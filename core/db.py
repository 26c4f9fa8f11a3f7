"""Migration operations that make the database keep the promises: append-only and audited tables."""

from collections.abc import Sequence

from django.db import migrations

OWNER_ROLE = "omstallning_owner"
WEB_ROLE = "omstallning_web"
ERASURE_ROLE = "omstallning_erasure"

GUARD_FUNCTIONS = f"""
CREATE FUNCTION core_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'append-only: % on % is not allowed', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'integrity_constraint_violation';
END $$;

-- The one lawful door: the erasure role may empty the columns named as arguments
-- (product decision 1). Nobody else may change anything, and nobody may delete.
CREATE FUNCTION core_allow_erasure_only() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    old_row jsonb := to_jsonb(OLD);
    new_row jsonb := to_jsonb(NEW);
    changed text;
BEGIN
    IF current_user <> '{ERASURE_ROLE}' THEN
        RAISE EXCEPTION 'append-only: UPDATE on % is not allowed', TG_TABLE_NAME
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    FOR changed IN SELECT key FROM jsonb_each(new_row)
                   WHERE new_row -> key IS DISTINCT FROM old_row -> key LOOP
        IF NOT changed = ANY (TG_ARGV) THEN
            RAISE EXCEPTION 'append-only: column % of % is never erased', changed, TG_TABLE_NAME
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF new_row -> changed NOT IN ('null'::jsonb, '""'::jsonb, '{{}}'::jsonb, '"\\\\x"'::jsonb) THEN
            RAISE EXCEPTION 'append-only: erasure empties, it does not rewrite'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
    END LOOP;
    RETURN NEW;
END $$;

-- The log's clock (product decision 2): the time now, or a set time for the owner role only,
-- so that demo and load data can be recorded "then" through the real actions.
CREATE FUNCTION core_log_clock() RETURNS timestamptz LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    set_time text := current_setting('omstallning.clock', true);
BEGIN
    IF coalesce(set_time, '') <> '' AND pg_has_role(current_user, '{OWNER_ROLE}', 'MEMBER') THEN
        RETURN set_time::timestamptz;
    END IF;
    RETURN clock_timestamp();
END $$;

CREATE FUNCTION core_audit() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    actor text := current_setting('omstallning.actor', true);
    old_row jsonb;
    new_row jsonb;
    row_id text;
BEGIN
    IF coalesce(actor, '') = '' THEN
        RAISE EXCEPTION 'audit: % on % without an actor', TG_OP, TG_TABLE_NAME
            USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF TG_OP <> 'INSERT' THEN
        old_row := to_jsonb(OLD);
        row_id := old_row ->> 'id';
    END IF;
    IF TG_OP <> 'DELETE' THEN
        new_row := to_jsonb(NEW);
        row_id := new_row ->> 'id';
    END IF;
    IF TG_OP = 'UPDATE' THEN
        SELECT jsonb_object_agg(key, old_row -> key), jsonb_object_agg(key, new_row -> key)
          INTO old_row, new_row
          FROM jsonb_object_keys(new_row) AS key
         WHERE new_row -> key IS DISTINCT FROM old_row -> key;
        IF new_row IS NULL THEN
            RETURN NULL;
        END IF;
    END IF;
    INSERT INTO core_rowchange (table_name, row_id, operation, before, after, actor_id, at)
    VALUES (TG_TABLE_NAME, row_id, TG_OP, old_row, new_row, actor::bigint, core_log_clock());
    RETURN NULL;
END $$;
"""

DROP_GUARD_FUNCTIONS = """
DROP FUNCTION core_audit();
DROP FUNCTION core_log_clock();
DROP FUNCTION core_allow_erasure_only();
DROP FUNCTION core_refuse_change();
"""


class AppendOnly(migrations.RunSQL):
    """Let `table` only grow: UPDATE, DELETE and TRUNCATE fail for everyone.

    `erasable` names the columns that the erasure role, and no other, may empty.
    """

    def __init__(self, table: str, erasable: Sequence[str] = ()) -> None:
        super().__init__(
            sql=f"""
            {_guard_update(table, erasable)}
            CREATE TRIGGER append_only_delete BEFORE DELETE ON {table}
                FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
            CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON {table}
                FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change();
            """,
            reverse_sql=f"""
            DROP TRIGGER append_only_update ON {table};
            DROP TRIGGER append_only_delete ON {table};
            DROP TRIGGER append_only_truncate ON {table};
            """,
        )


class ErasableColumns(migrations.RunSQL):
    """Let the erasure role empty `columns` of an append-only table, and no others.

    Columns that the database generates change with their sources, so they must be named too.
    """

    def __init__(self, table: str, columns: Sequence[str], *, before: Sequence[str]) -> None:
        drop = f"DROP TRIGGER append_only_update ON {table};"
        super().__init__(
            sql=drop + _guard_update(table, columns),
            reverse_sql=drop + _guard_update(table, before),
        )


def _guard_update(table: str, erasable: Sequence[str]) -> str:
    columns = ", ".join(f"'{column}'" for column in erasable)
    function = f"core_allow_erasure_only({columns})" if erasable else "core_refuse_change()"
    return f"""
            CREATE TRIGGER append_only_update BEFORE UPDATE ON {table}
                FOR EACH ROW EXECUTE FUNCTION {function};"""


class Audited(migrations.RunSQL):
    """Write a RowChange for each change of a row in `table`; refuse changes nobody answers for."""

    def __init__(self, table: str) -> None:
        super().__init__(
            sql=f"""
            CREATE TRIGGER audited AFTER INSERT OR UPDATE OR DELETE ON {table}
                FOR EACH ROW EXECUTE FUNCTION core_audit();
            """,
            reverse_sql=f"DROP TRIGGER audited ON {table};",
        )
