"""What must be the same on both sides of a backup: rows, and the heads of every case's chain."""

from dataclasses import dataclass
from typing import Any

from django.db.backends.utils import CursorWrapper

HEADS = """
SELECT count(*), coalesce(encode(sha256(string_agg(
    case_id::text || ':' || chain_number::text || ':' || encode(chain_hash, 'hex'), ','
    ORDER BY case_id)::bytea), 'hex'), '')
FROM (
    SELECT DISTINCT ON (case_id) case_id, chain_number, chain_hash FROM logbook_logentry
    ORDER BY case_id, chain_number DESC
) AS head
"""
BROKEN = """
SELECT number FROM cases_case
WHERE EXISTS (SELECT FROM logbook_broken_links(cases_case.id)) ORDER BY number
"""
TABLES = """
SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
ORDER BY relname
"""


@dataclass(frozen=True)
class Facts:
    """A database in figures. `chains` is a sum over the last link of every case's log."""

    rows: dict[str, int]
    cases_with_log: int
    chains: str

    def as_dict(self) -> dict[str, Any]:
        return {"rows": self.rows, "cases_with_log": self.cases_with_log, "chains": self.chains}


def facts(cursor: CursorWrapper) -> Facts:
    """The database as `cursor` sees it now."""
    rows = {}
    for name in tables(cursor):
        cursor.execute(f'SELECT count(*) FROM "{name}"')
        [(rows[name],)] = cursor.fetchall()
    cursor.execute(HEADS)
    [(cases, chains)] = cursor.fetchall()
    return Facts(rows, cases, chains)


def tables(cursor: CursorWrapper) -> list[str]:
    cursor.execute(TABLES)
    return [name for (name,) in cursor.fetchall()]


def broken_chains(cursor: CursorWrapper) -> list[str]:
    """The numbers of the cases whose log has a link that does not hold."""
    cursor.execute(BROKEN)
    return [number for (number,) in cursor.fetchall()]
