"""An exercise is erased in whole: nothing of it is left in any table, and nothing else is touched."""

import re
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import Error, models, transaction
from django.test import Client
from django.urls import reverse

from accounts.models import Organisation, User
from accounts.permissions import Role
from archive import storing
from cases.models import Case
from core.actions import Refused, acting_as
from core.models import JobRun, RowChange
from erasure import actions
from erasure.models import ErasedExercise
from erasure.queries import what_goes
from erasure.tables import KEPT, case_tables
from logbook import sealing, tidying
from logbook.models import LastVisit, LogEntry, SealedHead
from reports.actions import give_diary_number
from reports.models import Issued
from tests import make, make_archive
from tests.make_exercise import full_exercise

AsUser = Callable[[User], Client]
Sql = Callable[..., list[tuple[Any, ...]]]
CANARY = "KANARIE"
# Of the case full of everything these are the municipality's own, and stay: contacts, the plan.
OF_THE_MUNICIPALITY = ("cases_actor", "cases_contact", "preparedness_")


@pytest.fixture(autouse=True)
def _no_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7 " + CANARY.encode())


@pytest.fixture
def exercise(
    norrby: Organisation, alice: User, bo: User, gun: User, monkeypatch: pytest.MonkeyPatch
) -> Case:
    """An exercise with a row in every table that a case can have one in."""
    case, _ = full_exercise(norrby, by=alice, deputy=bo, canary=CANARY, monkeypatch=monkeypatch)
    make.guest(case, gun, make.partner("Almi"), by=alice)
    make.share(case, make.region("Region Öst"), by=alice)
    give_diary_number(
        report=Issued.objects.get(), diary_number=f"{CANARY} 1", actor=alice, at=make.now()
    )
    LastVisit.objects.create(user=alice, case=case, visited_at=make.now(), seen_number=1)
    return case


def erased(case: Case, by: User) -> ErasedExercise:
    return actions.erase_exercise(case=case, written=case.number, actor=by, at=make.now())


def tables_with(word: str, sql: Sql) -> set[str]:
    """The tables that hold the word anywhere: in a text, JSON, a search column, or packed bytes."""
    found = set()
    for (name,) in sql("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
        rows = sql(
            f"SELECT count(*) FROM {name} AS t WHERE t::text ILIKE %s OR t::text ILIKE %s",
            f"%{word}%",
            f"%{word.encode().hex()}%",
        )
        if rows[0][0]:
            found.add(name)
    return found


# --- Nothing is left ----------------------------------------------------------------------------


def test_nothing_of_its_content_is_left_in_any_table(exercise: Case, ada: User, sql: Sql) -> None:
    before = {name for name in tables_with(CANARY, sql) if not name.startswith(OF_THE_MUNICIPALITY)}
    assert {"cases_case", "logbook_logentry", "logbook_draft", "core_rowchange"} <= before
    erased(exercise, ada)
    after = {name for name in tables_with(CANARY, sql) if not name.startswith(OF_THE_MUNICIPALITY)}
    assert after == {"core_rowchange"}
    left = sql(
        "SELECT DISTINCT table_name FROM core_rowchange AS t WHERE t::text ILIKE %s", f"%{CANARY}%"
    )
    assert all(name.startswith(OF_THE_MUNICIPALITY) for (name,) in left)


def test_no_table_has_a_row_of_it(exercise: Case, ada: User, sql: Sql) -> None:
    """Read from the models, so that a new table is tried the day it is there."""
    tables = case_tables()
    filled = {
        table.name
        for table in tables
        if sql(f"SELECT count(*) FROM {table.name} WHERE {table.rows_of(str(exercise.pk))}")[0][0]
    }
    # Suggestions are planned from an agreed assessment; an exercise is never in the library.
    rare = {"figures_suggestedmeasure", "library_publication", "library_withdrawal"}
    assert {table.name for table in tables} - filled == rare
    erased(exercise, ada)
    for table in tables:
        rows = sql(f"SELECT count(*) FROM {table.name} WHERE {table.rows_of(str(exercise.pk))}")
        assert rows == [(0,)], table.name


def test_every_way_from_a_table_to_a_case_is_known() -> None:
    known = {table.model for table in case_tables()} | KEPT | {Case}
    for model in apps.get_models():
        targets = {
            field.remote_field.model
            for field in model._meta.concrete_fields
            if isinstance(field, models.ForeignKey)
        }
        if targets & (known - KEPT):
            assert model in known, model


def test_its_files_and_jobs_go_with_it(
    exercise: Case,
    ada: User,
    file_folder: Path,
    alice: User,
    django_capture_on_commit_callbacks: Any,
) -> None:
    make.upload(exercise, by=alice)
    package = make_archive.kept(exercise, by=alice)
    assert list((file_folder / str(exercise.pk)).iterdir())
    assert storing.store().exists(package.key)
    assert JobRun.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        erased(exercise, ada)
    assert not list((file_folder / str(exercise.pk)).iterdir())
    assert not storing.store().exists(package.key)
    assert not JobRun.objects.exists()
    assert list(tidying.faults()) == []


def test_the_audit_keeps_who_and_when_but_not_what(exercise: Case, ada: User) -> None:
    erased(exercise, ada)
    rows = RowChange.objects.filter(table_name="cases_case", row_id=str(exercise.pk))
    assert rows.count() >= 2
    assert {(row.before, row.after) for row in rows} == {(None, None)}
    assert rows.latest("id").actor_id == ada.pk


# --- What stays ---------------------------------------------------------------------------------


def test_a_proof_stays_and_the_number_is_taken_for_ever(
    exercise: Case, ada: User, norrby: Organisation, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = erased(exercise, ada)
    assert (proof.number, proof.municipality, proof.erased_by) == (exercise.number, norrby, ada)
    assert proof.rows["logbook_logentry"] > 10
    numbers = iter([exercise.serial - 1000, 5, 6, 7])
    monkeypatch.setattr("secrets.randbelow", lambda most: next(numbers))
    assert make.case(norrby, by=alice).number != exercise.number


def test_other_logs_and_the_seals_hold(
    exercise: Case, ada: User, norrby: Organisation, alice: User
) -> None:
    other = make.case(norrby, by=alice)
    make.entry(other, by=alice)
    line = sealing.seal(make.now()).line
    assert SealedHead.objects.filter(case=exercise).exists()
    erased(exercise, ada)
    assert list(sealing.all_faults([line])) == []
    assert list(sealing.all_faults(case=exercise)) == []
    call_command("verify_log", verbosity=0)


def test_a_real_case_beside_it_is_not_touched(
    exercise: Case, ada: User, soderby: Organisation, charlie: User, sql: Sql
) -> None:
    other, _ = make.full_case(soderby, by=charlie, deputy=make_deputy(soderby), canary="STANNAR")
    tables = [(table, table.rows_of(str(other.pk))) for table in case_tables()]

    def counts() -> list[Any]:
        return [sql(f"SELECT count(*) FROM {t.name} WHERE {rows}") for t, rows in tables]

    before, words = counts(), tables_with("STANNAR", sql)
    erased(exercise, ada)
    assert counts() == before
    assert tables_with("STANNAR", sql) == words


def make_deputy(organisation: Organisation) -> User:
    return make.member("Dan", "dan@soderby.example", organisation, Role.CASE_OFFICER)


def test_nobody_sees_it_any_more(exercise: Case, ada: User, alice: User, as_user: AsUser) -> None:
    erased(exercise, ada)
    client = as_user(alice)
    assert client.get(reverse("cases:page", args=[exercise.number])).status_code == 404
    assert exercise.number not in client.get("/").content.decode()
    assert "Raderad" not in client.get(reverse("cases:list") + "?ovningar=med").content.decode()


# --- What cannot be done ------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["", "2026-0001"])
def test_another_number_is_refused(exercise: Case, ada: User, written: str) -> None:
    with pytest.raises(Refused, match="Skriv övningens nummer"):
        actions.erase_exercise(case=exercise, written=written, actor=ada, at=make.now())
    assert LogEntry.objects.filter(case=exercise).exists()


def test_a_real_case_is_refused_by_the_rules_and_by_the_database(
    case: Case, alice: User, sql: Sql
) -> None:
    entry = make.entry(case, by=alice)
    with pytest.raises(Refused, match="inte en övning"):
        erased(case, alice)
    with pytest.raises(Error, match="no exercise"), transaction.atomic(), acting_as(alice):
        sql("SELECT erasure_of_exercise(%s)", case.pk)
    with pytest.raises(Error, match="does not become"), transaction.atomic(), acting_as(alice):
        sql("UPDATE cases_case SET is_exercise = true WHERE id = %s", case.pk)
    assert LogEntry.objects.filter(pk=entry.pk).exists()


@pytest.mark.parametrize("role", ["omstallning_owner", "omstallning_web", "omstallning_erasure"])
def test_no_role_takes_rows_of_a_real_case_away(
    case: Case, alice: User, sql: Sql, role: str
) -> None:
    make.entry(case, by=alice)
    for table in case_tables():
        if table.is_append_only and sql(f"SELECT count(*) FROM {table.name}") != [(0,)]:
            with pytest.raises(Error), transaction.atomic():
                sql(f"SET LOCAL ROLE {role}")
                sql(f"DELETE FROM {table.name}")


def test_the_serving_role_cannot_say_that_a_case_is_erased(exercise: Case, alice: User) -> None:
    with (
        pytest.raises(Error, match="only the erasure role"),
        transaction.atomic(),
        acting_as(alice),
    ):
        Case.objects.filter(pk=exercise.pk).update(erased_at=make.now(), erased_by=alice)


def test_the_door_belongs_to_a_role_that_nobody_logs_in_as(sql: Sql) -> None:
    assert sql(
        "SELECT rolname, rolcanlogin, prosecdef FROM pg_proc JOIN pg_roles r ON r.oid = proowner"
        " WHERE proname = 'erasure_of_exercise'"
    ) == [("omstallning_erasure", False, True)]
    assert sql("SELECT has_schema_privilege('omstallning_erasure', 'public', 'CREATE')") == [
        (False,)
    ]


def test_what_fails_half_way_leaves_all_as_it_was(
    exercise: Case, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**kwargs: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr(ErasedExercise.objects, "create", fail)
    before = what_goes(exercise)
    with pytest.raises(RuntimeError):
        erased(exercise, ada)
    assert what_goes(exercise) == before


# --- The pages ----------------------------------------------------------------------------------


def url_of(name: str, norrby: Organisation, case: Case) -> str:
    return reverse(f"erasure:{name}", args=[norrby.pk, case.number])


def test_an_administrator_sees_what_goes_and_nothing_of_the_content(
    exercise: Case, ada: User, norrby: Organisation, as_user: AsUser
) -> None:
    client = as_user(ada)
    listed = client.get(reverse("erasure:list", args=[norrby.pk])).content.decode()
    assert exercise.number in listed
    page = client.get(url_of("exercise", norrby, exercise)).content.decode()
    assert re.search(r"\d+ rader i loggboken", page)
    assert "1 fastställda rapporter" in page
    assert CANARY not in listed + page


def test_an_administrator_erases_it_once(
    exercise: Case, ada: User, norrby: Organisation, as_user: AsUser
) -> None:
    client, url = as_user(ada), url_of("erase", norrby, exercise)
    wrong = client.post(url, {"written": "2026-1"})
    assert wrong.status_code == 422
    assert 'value="2026-1"' in wrong.content.decode()
    data = {"written": exercise.number, "once": str(uuid.uuid4())}
    assert client.post(url, data).status_code == 302
    assert client.post(url, data).status_code == 404
    page = client.get(reverse("erasure:list", args=[norrby.pk])).content.decode()
    assert f"<strong>{exercise.number}</strong>" in page
    assert ErasedExercise.objects.count() == 1


def test_nobody_else_reaches_it(
    exercise: Case,
    alice: User,
    charlie: User,
    norrby: Organisation,
    soderby: Organisation,
    as_user: AsUser,
) -> None:
    for person, status in ((alice, 403), (charlie, 404)):
        for name, method in (("exercise", "get"), ("erase", "post")):
            response = getattr(as_user(person), method)(url_of(name, norrby, exercise))
            assert response.status_code == status
    assert ErasedExercise.objects.visible_to(charlie).count() == 0


def test_a_restricted_exercise_is_absent_for_the_administrator(
    exercise: Case, alice: User, ada: User, norrby: Organisation, as_user: AsUser
) -> None:
    make.restricted(exercise, by=alice)
    client = as_user(ada)
    assert (
        exercise.number
        not in client.get(reverse("erasure:list", args=[norrby.pk])).content.decode()
    )
    assert client.get(url_of("exercise", norrby, exercise)).status_code == 404


def test_a_real_case_has_no_such_page(
    case: Case, ada: User, norrby: Organisation, as_user: AsUser
) -> None:
    assert as_user(ada).get(url_of("exercise", norrby, case)).status_code == 404


def test_the_list_filters_and_sorts(
    norrby: Organisation, alice: User, ada: User, as_user: AsUser
) -> None:
    first = make.exercise(norrby, by=alice)
    second = make.closed(make.exercise(norrby, by=alice), by=alice)
    client, url = as_user(ada), reverse("erasure:list", args=[norrby.pk])

    def numbers(query: str) -> list[str]:
        return re.findall(r">Övning ([\d-]+)<", client.get(url + query).content.decode())

    assert numbers("") == [second.number, first.number]
    assert numbers("?ordning=aldst") == [first.number, second.number]
    assert numbers("?lage=CLOSED") == [second.number]
    assert client.get(url + "?lage=X").status_code == 422
