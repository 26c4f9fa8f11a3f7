"""The logs are sealed each day, and what is no longer as it was written is found where it is."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client
from lxml import html

from accounts.models import Organisation, User
from cases.models import Case
from logbook import sealing
from logbook.models import LogEntry, Seal, SealedHead
from logbook.tasks import seal_log
from tests import make

Sql = Callable[..., list[tuple[Any, ...]]]
Tamper = Callable[..., None]

# Makes the chain anew from a row on, as someone would who knows how it is made.
REMAKE = """
DO $$ DECLARE row logbook_logentry; before bytea; BEGIN
    FOR row IN SELECT * FROM logbook_logentry WHERE case_id = {case} ORDER BY chain_number LOOP
        row.content_hash := logbook_content_hash(row);
        row.chain_hash := logbook_chain_hash(row, before);
        UPDATE logbook_logentry SET content_hash = row.content_hash, chain_hash = row.chain_hash
            WHERE id = row.id;
        before := row.chain_hash;
    END LOOP;
END $$
"""


@pytest.fixture
def tamper(sql: Sql) -> Tamper:
    """`tamper("DELETE FROM …")`: as superuser, with the triggers off."""

    def run(*statements: str) -> None:
        sql("RESET ROLE")
        sql("SET LOCAL session_replication_role = replica")
        for statement in statements:
            sql(statement)
        sql("SET LOCAL session_replication_role = origin")
        sql("SET ROLE omstallning_web")

    return run


@pytest.fixture
def entries(case: Case, alice: User) -> list[LogEntry]:
    return [make.entry(case, by=alice, what=f"Möte {n}") for n in range(4)]


def in_days(days: int) -> datetime:
    return make.now() + timedelta(days=days)


def faults(case: Case) -> list[tuple[int, str]]:
    return [(fault.chain_number, fault.kind) for fault in sealing.faults_in(case.pk)]


def verified(**options: Any) -> tuple[str, str]:
    """What verify_log says: on paper, and as errors."""
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_log", stdout=out, stderr=err, **options)
    except CommandError as error:
        err.write(str(error))
    return out.getvalue(), err.getvalue()


# --- Sealing -------------------------------------------------------------------------------------


def test_a_seal_holds_the_last_link_of_every_log_that_has_moved(
    case: Case, alice: User, bo: User, norrby: Organisation, entries: list[LogEntry]
) -> None:
    other = make.case(norrby, by=alice, deputy=bo)
    first = sealing.seal(make.now())
    assert first.logs == first.heads.count() == 2
    last = LogEntry.objects.filter(case=case).latest("chain_number")
    head = first.heads.get(case=case)
    assert head.chain_number == last.chain_number
    assert bytes(head.chain_hash) == bytes(last.chain_hash)
    still = sealing.seal(in_days(1))
    assert (still.logs, still.heads.count()) == (0, 0)
    assert still.digest != first.digest
    make.entry(other, by=alice)
    assert sealing.seal(in_days(2)).heads.get().case == other


def test_a_log_is_sealed_once_a_day(case: Case, alice: User) -> None:
    first = sealing.seal(make.now())
    make.entry(case, by=alice)
    assert sealing.seal(make.now()) == first
    seal_log(timestamp=0)
    assert Seal.objects.count() == 1


def test_seals_can_be_printed_to_keep_elsewhere(case: Case) -> None:
    sealing.seal(in_days(-2))
    out = StringIO()
    call_command("seal_log", stdout=out)
    call_command("seal_log", "--all", stdout=out)
    call_command("seal_log", "--all", since=make.today().isoformat(), stdout=out)
    before, today = (seal.line for seal in Seal.objects.order_by("sealed_on"))
    assert out.getvalue().splitlines() == [today, before, today, today]
    assert case.number not in out.getvalue()


# --- Checking ------------------------------------------------------------------------------------


def test_a_log_as_it_was_written_holds(case: Case, entries: list[LogEntry]) -> None:
    sealing.seal(make.now())
    out, err = verified()
    assert "Alla loggböcker är som de skrevs" in out
    assert f"Senast förseglad {make.today().isoformat()}" in out
    assert err == ""
    assert verified(case=case.number)[0] == f"Loggen i {case.number} är som den skrevs.\n"


@pytest.mark.parametrize(
    ("column", "value", "kind"),
    [
        ("what", "'omskrivet'", "CONTENT"),
        ("result", "'tillagt'", "CONTENT"),
        ("details", """'{"a": 1}'""", "CONTENT"),
        ("happened_to", "happened_to + 1", "LINK"),
        ("recorded_at", "recorded_at - interval '1 day'", "LINK"),
        ("audience", "'ORGANISATION'", "LINK"),
        ("author_id", "author_id + 1", "LINK"),
    ],
)
def test_a_changed_entry_is_named(
    case: Case, entries: list[LogEntry], tamper: Tamper, column: str, value: str, kind: str
) -> None:
    """By whoever has all rights and turns the guards off."""
    victim = entries[1]
    tamper(f"UPDATE logbook_logentry SET {column} = {value} WHERE id = {victim.pk}")
    assert faults(case) == [(victim.chain_number, kind)]
    out, err = verified()
    [line] = [line for line in err.splitlines() if str(victim.entry) in line]
    assert line.startswith(f"Ärende {case.number}, loggrad {victim.chain_number} (post")
    assert sealing.WORDS[kind] in line
    assert "Antal fel: 1" in err
    assert out == ""


def test_entries_taken_out_of_the_middle_are_missed(
    case: Case, entries: list[LogEntry], tamper: Tamper
) -> None:
    tamper(f"DELETE FROM logbook_logentry WHERE id IN ({entries[0].pk}, {entries[1].pk})")
    assert faults(case) == [(entries[2].chain_number, "MISSING")]


def test_a_cut_tail_is_seen_by_the_seal(
    case: Case, entries: list[LogEntry], tamper: Tamper
) -> None:
    sealing.seal(make.now())
    tamper(f"DELETE FROM logbook_logentry WHERE id IN ({entries[2].pk}, {entries[3].pk})")
    assert faults(case) == [(entries[3].chain_number, "CUT")]
    assert f"loggrad {entries[3].chain_number}" in verified()[1]


def test_a_chain_that_was_made_anew_is_seen_by_the_seal(
    case: Case, entries: list[LogEntry], tamper: Tamper
) -> None:
    sealing.seal(make.now())
    tamper(
        f"UPDATE logbook_logentry SET what = 'omskrivet' WHERE id = {entries[0].pk}",
        REMAKE.format(case=case.pk),
    )
    assert faults(case) == [(entries[3].chain_number, "REMADE")]


def test_a_log_that_is_gone_as_a_whole_is_seen(
    case: Case, entries: list[LogEntry], tamper: Tamper
) -> None:
    sealing.seal(make.now())
    with transaction.atomic():
        tamper(
            f"DELETE FROM logbook_logentry WHERE case_id = {case.pk}",
            f"DELETE FROM cases_case WHERE id = {case.pk}",
        )
        said = verified()[1]
        transaction.set_rollback(True)
    assert f"Ärendet med id {case.pk} är borta" in said


def test_a_seal_made_anew_is_seen_by_its_line_kept_elsewhere(
    case: Case, alice: User, entries: list[LogEntry], tamper: Tamper, tmp_path: Path
) -> None:
    kept = tmp_path / "sigill.txt"
    kept.write_text(f"{sealing.seal(in_days(-1)).line}\n\n{sealing.seal(make.now()).line}\n")
    assert verified(seals=kept)[1] == ""
    last = entries[3]
    head = SealedHead.objects.get()
    tamper(f"UPDATE logbook_sealedhead SET chain_number = chain_number - 1 WHERE id = {head.pk}")
    assert "Sigillet för" in verified()[1]
    # Someone thorough: the tail is cut, and the seals are made anew to fit.
    before = LogEntry.objects.get(case=case, chain_number=last.chain_number - 1)
    head.chain_number, head.chain_hash = before.chain_number, before.chain_hash
    first, second = Seal.objects.order_by("sealed_on")
    digest = sealing.digest_of("", first.sealed_on, [head])
    tamper(
        f"DELETE FROM logbook_logentry WHERE id = {last.pk}",
        f"UPDATE logbook_sealedhead SET chain_hash = '\\x{bytes(before.chain_hash).hex()}'",
        f"UPDATE logbook_seal SET digest = '{digest}' WHERE id = {first.pk}",
        f"UPDATE logbook_seal SET digest = '{sealing.digest_of(digest, second.sealed_on, [])}'"
        f" WHERE id = {second.pk}",
    )
    assert verified()[1] == ""
    assert "ett annat än det som sparades utanför databasen" in verified(seals=kept)[1]
    tamper("DELETE FROM logbook_seal")
    assert f"Sigillet för {second.sealed_on.isoformat()} är borta." in verified(seals=kept)[1]


def test_what_cannot_be_checked_is_said(tmp_path: Path, db: None) -> None:
    assert "Det finns inget ärende 2020-0001." in verified(case="2020-0001")[1]
    assert "kan inte läsas" in verified(seals=tmp_path / "saknas.txt")[1]


# --- On the history page --------------------------------------------------------------------------


@pytest.fixture
def history(as_user: Callable[[User], Client], alice: User, case: Case) -> Callable[[], Any]:
    """`history()`: what the page says of the chain."""

    def get() -> Any:
        response = as_user(alice).get(f"/arenden/{case.number}/historik/")
        assert response.status_code == 200
        return html.fromstring(response.content).get_element_by_id("loggens-kedja")

    return get


def words(element: Any) -> str:
    return " ".join(element.text_content().split())


def test_the_history_says_that_the_log_holds(history: Callable[[], Any], case: Case) -> None:
    said = words(history())
    assert said.startswith("Loggen är hel.")
    assert "inte förseglad" in said
    sealing.seal(make.now())
    assert f"senast förseglade {make.today().isoformat()}" in words(history())


def test_the_history_says_which_entry_is_not_as_it_was_written(
    history: Callable[[], Any], entries: list[LogEntry], tamper: Tamper, case: Case
) -> None:
    tamper(f"UPDATE logbook_logentry SET what = 'omskrivet' WHERE id = {entries[1].pk}")
    page = history()
    assert words(page).startswith("Loggen håller inte.")
    [link] = page.cssselect("a")
    assert link.get("href") == f"/arenden/{case.number}/loggbok/{entries[1].entry}/"


def test_an_entry_that_is_hidden_from_the_reader_is_not_named(
    history: Callable[[], Any],
    as_user: Callable[[User], Client],
    jonna: User,
    alice: User,
    case: Case,
    tamper: Tamper,
) -> None:
    hidden = make.entry(case, by=alice, what="Internt", internal=True)
    make.take_part(case, jonna.memberships.get().organisation, by=alice)
    tamper(f"UPDATE logbook_logentry SET what = 'omskrivet' WHERE id = {hidden.pk}")
    page = as_user(jonna).get(f"/arenden/{case.number}/historik/").content.decode()
    assert "Loggen håller inte." in page
    assert str(hidden.entry) not in page
