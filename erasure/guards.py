"""The guards round erasure, made from the tables there are: what the role may do, and its doors.

The role cannot log in, and no other is a member of it but the owner. Its doors are two functions,
which run as the role: `erasure_of_exercise` takes nothing but exercises, `erasure_of_contact`
empties nothing but contacts who have left. Append-only tables
let the role take rows away only when they are of an exercise, whatever the function says.
"""

from collections.abc import Iterator
from typing import Any

from core.db import ERASURE_ROLE, WEB_ROLE
from core.models import RowChange
from erasure.tables import CASE_TABLE, CaseTable, case_tables

DOOR = "erasure_of_exercise"
AUDIT = RowChange._meta.db_table

# What is left of the case itself: its number, and that it is erased.
SHELL = {
    "title": "'Raderad övning'",
    "company": "'–'",
    "organisation_number": "''",
    "notice_on": "CURRENT_DATE",
    "affected": "NULL",
    "responsible_id": "actor",
    "deputy_id": "NULL",
    "opened_by_id": "actor",
    "secrecy_provision": "''",
    "diary_number": "''",
    "description": "''",
    "visibility": "'INTERNAL'",
    "trigger": "'NOTICE'",
    "first_list": "'[]'",
    "phase": "1",
    "state": "'CLOSED'",
    "version": "1",
    "first_steps_away": "true",
    "erased_at": "core_log_clock()",
    "erased_by_id": "actor",
}


# What is known of a contact, and of the same person in groups.
CONTACT_DOOR = "erasure_of_contact"
NOBODY = "Raderad person"
OF_CONTACT = {"name": f"'{NOBODY}'", "title": "''", "email": "''", "phone": "''", "note": "''"}
OF_MEMBER = {column: value for column, value in OF_CONTACT.items() if column != "note"}


def protect(cursor: Any) -> None:
    """Bring guards, rights and door in line with the tables; run as the owner after every migrate."""
    tables = case_tables()
    for table in tables:
        if table.is_append_only:
            _guard(cursor, table)
    _grant(cursor, tables)
    _make_door(cursor, DOOR, "jsonb", _body(tables))
    _make_door(cursor, CONTACT_DOOR, "void", _contact_body())


def _guard(cursor: Any, table: CaseTable) -> None:
    """Rows of an append-only table go only with their exercise. Left alone when it is so already."""
    wanted = table.case_of("$1")
    cursor.execute(
        "SELECT encode(tgargs, 'escape') FROM pg_trigger"
        " WHERE tgrelid = %s::regclass AND tgname = 'append_only_delete'",
        [table.name],
    )
    (present,) = cursor.fetchone()
    if present.rstrip("\\0") == wanted:
        return
    cursor.execute(
        f"""
        DROP TRIGGER append_only_delete ON {table.name};
        CREATE TRIGGER append_only_delete BEFORE DELETE ON {table.name}
            FOR EACH ROW EXECUTE FUNCTION erasure_takes_only_exercises('{wanted}');
        """
    )


def _grant(cursor: Any, tables: list[CaseTable]) -> None:
    names = ", ".join(table.name for table in tables)
    columns = ", ".join(SHELL)
    cursor.execute(
        f"""
        GRANT SELECT, DELETE ON {names} TO {ERASURE_ROLE};
        GRANT SELECT, UPDATE ({columns}) ON {CASE_TABLE} TO {ERASURE_ROLE};
        GRANT SELECT, UPDATE ({", ".join(OF_CONTACT)}) ON cases_contact TO {ERASURE_ROLE};
        GRANT SELECT, UPDATE ({", ".join(OF_MEMBER)}) ON cases_groupmember TO {ERASURE_ROLE};
        GRANT SELECT, INSERT ON {AUDIT} TO {ERASURE_ROLE};
        GRANT USAGE ON SEQUENCE {AUDIT}_id_seq TO {ERASURE_ROLE};
        """
    )


def _make_door(cursor: Any, door: str, returns: str, body: str) -> None:
    """A function that runs as the erasure role. It is made by the owner and then given to the role."""
    cursor.execute(
        f"""
        DROP FUNCTION IF EXISTS {door}(bigint);
        CREATE FUNCTION {door}(wanted bigint) RETURNS {returns} LANGUAGE plpgsql
        SECURITY DEFINER SET search_path = public, pg_temp AS $door$
        {body}
        $door$;
        REVOKE ALL ON FUNCTION {door}(bigint) FROM PUBLIC;
        GRANT EXECUTE ON FUNCTION {door}(bigint) TO {WEB_ROLE};
        GRANT CREATE ON SCHEMA public TO {ERASURE_ROLE};
        ALTER FUNCTION {door}(bigint) OWNER TO {ERASURE_ROLE};
        REVOKE CREATE ON SCHEMA public FROM {ERASURE_ROLE};
        """
    )


def _contact_body() -> str:
    """Empty what is known of a contact who has left, in the list, in groups and in the audit's copies."""

    def emptied(columns: dict[str, str]) -> str:
        return ", ".join(f"{column} = {value}" for column, value in columns.items())

    return f"""
    DECLARE
        ids text[];
    BEGIN
        PERFORM FROM cases_contact WHERE id = wanted AND ended_on < CURRENT_DATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'erasure: contact % has not left', wanted
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        UPDATE cases_contact SET {emptied(OF_CONTACT)} WHERE id = wanted;
        UPDATE {AUDIT} SET before = NULL, after = NULL
            WHERE table_name = 'cases_contact' AND row_id = wanted::text;
        WITH seats AS (
            UPDATE cases_groupmember SET {emptied(OF_MEMBER)} WHERE contact_id = wanted
            RETURNING id::text AS id
        ) SELECT coalesce(array_agg(id), '{{}}') INTO ids FROM seats;
        UPDATE {AUDIT} SET before = NULL, after = NULL
            WHERE table_name = 'cases_groupmember' AND row_id = ANY(ids);
    END
    """


def _body(tables: list[CaseTable]) -> str:
    steps = "\n".join(line for table in tables for line in _taking(table))
    shell = ", ".join(f"{column} = {value}" for column, value in SHELL.items())
    return f"""
    DECLARE
        actor bigint := current_setting('omstallning.actor')::bigint;
        gone jsonb := '{{}}';
        n bigint;
        ids text[];
        parents text[];
    BEGIN
        PERFORM FROM {CASE_TABLE} WHERE id = wanted AND is_exercise AND erased_at IS NULL;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'erasure: case % is no exercise that is there to erase', wanted
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        {steps}
        UPDATE {CASE_TABLE} SET {shell} WHERE id = wanted;
        UPDATE {AUDIT} SET before = NULL, after = NULL
            WHERE table_name = '{CASE_TABLE}' AND row_id = wanted::text;
        RETURN gone;
    END
    """


def _taking(table: CaseTable) -> Iterator[str]:
    """Take the table's rows and, of audited ones, the content of every copy the audit has."""
    mine, parent = table.rows_of("wanted"), table.parent
    if table.is_audited:
        yield (
            f"SELECT array_agg({parent.key}::text) INTO parents FROM {parent.name}"
            f" WHERE {parent.rows_of('wanted')};"
            if parent
            else "parents := ARRAY[wanted::text];"
        )
    yield f"""
        WITH taken AS (DELETE FROM {table.name} WHERE {mine} RETURNING {table.key}::text AS id)
        SELECT count(*), coalesce(array_agg(id), '{{}}') INTO n, ids FROM taken;
        gone := gone || jsonb_build_object('{table.name}', n);"""
    if table.is_audited:
        yield f"""
        UPDATE {AUDIT} SET before = NULL, after = NULL
            WHERE table_name = '{table.name}' AND (row_id = ANY(ids)
                OR before ->> '{table.column}' = ANY(parents)
                OR after ->> '{table.column}' = ANY(parents));"""
