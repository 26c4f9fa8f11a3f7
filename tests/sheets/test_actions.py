"""Entries taken from a file: stored through the real actions, once, marked, and by nobody else's file."""

import uuid
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import Organisation, User
from accounts.permissions import Role
from cases import actions as case_actions
from cases.models import Case
from cases.states import State
from core.actions import AlreadyDone, Refused
from logbook import actions as log_actions
from logbook.events import Audience, Event
from logbook.models import LogEntry
from logbook.queries import Row
from measures.models import MainActivity, Measure
from measures.states import State as MeasureState
from sheets import actions, tidying
from sheets.models import StagedFile
from sheets.reading.grid import Cell
from tests import make

HEADS = ("Datum", "Vad", "Insats", "Huvudaktivitet")


def staged(case: Case, *rows: tuple[Cell, ...], by: User, **changes) -> StagedFile:
    return make.staged_file(case, HEADS, *rows, by=by, **changes)


def source(entry: LogEntry) -> dict[str, Any]:
    assert entry.taken_from
    return entry.taken_from


def notes(case: Case) -> list[LogEntry]:
    return list(LogEntry.objects.filter(case=case).notes().order_by("id"))


# --- What is stored -------------------------------------------------------------------------------


def test_entries_are_stored_in_the_writers_name_recorded_now_and_marked(
    case: Case, alice: User, norrby: Organisation
) -> None:
    event = make.imported(staged(case, ("31/3 2016", "Beskedet kom"), by=alice), by=alice)
    [entry] = notes(case)
    assert (entry.what, entry.happened_from) == ("Beskedet kom", date(2016, 3, 31))
    assert (entry.author, entry.organisation) == (alice, norrby)
    assert entry.recorded_at.date() >= make.today() - timedelta(days=1)
    assert Row(entry).is_late
    assert source(entry)["event"] == str(event.entry)
    assert source(entry)["row"] == 2


def test_the_log_tells_of_the_file_to_the_municipalities_only(case: Case, alice: User) -> None:
    rows = (("2016-03-31", "Ett"), ("2016-04-01", "Två"))
    event = make.imported(staged(case, *rows, by=alice, file_name="bruket.xlsx"), by=alice)
    assert event.event == Event.ENTRIES_IMPORTED
    assert event.audience == Audience.PARTICIPANTS
    assert (event.details["file_name"], event.details["count"]) == ("bruket.xlsx", 2)
    assert Row(event).sentence == "Loggposter hämtades ur filen bruket.xlsx: 2."


def test_the_chain_holds_over_what_was_taken_in(case: Case, alice: User, sql) -> None:
    rows = [("2016-03-31", f"Händelse {n}") for n in range(600)]
    make.imported(staged(case, *rows, by=alice), by=alice)
    assert len(notes(case)) == 600
    assert sql("SELECT * FROM logbook_broken_links(%s)", case.pk) == []


def test_internal_rows_are_read_by_the_own_municipality_only(
    case: Case, alice: User, siv: User, region_vast: Organisation
) -> None:
    make.share(case, region_vast, by=alice)
    make.imported(staged(case, ("2016-03-31", "Hemligt"), by=alice, internal=True), by=alice)
    [entry] = notes(case)
    assert entry.audience == Audience.ORGANISATION
    assert not LogEntry.objects.visible_to(siv).notes().exists()


# --- Places ---------------------------------------------------------------------------------------


def test_a_missing_measure_stands_under_the_whole_case_unless_somebody_says_else(
    case: Case, alice: User
) -> None:
    make.imported(staged(case, ("2016-03-31", "Prov", "Validering"), by=alice), by=alice)
    [entry] = notes(case)
    assert entry.measure is None
    assert source(entry)["place"] == "Validering"
    assert not Measure.objects.exists()


def test_wanted_measures_and_main_activities_are_made_once_through_the_real_actions(
    case: Case, alice: User
) -> None:
    file = staged(
        case,
        ("2016-03-31", "Ett", "Validering", "Prov"),
        ("2016-04-01", "Två", "validering", "1. Prov"),
        ("2016-04-02", "Tre", "Validering", "Kurs"),
        by=alice,
        places={"validering": "new:INDIVIDUAL"},
    )
    make.imported(file, by=alice)
    measure = Measure.objects.get()
    assert (measure.title, measure.group, measure.state) == (
        "Validering",
        "INDIVIDUAL",
        MeasureState.IDEA,
    )
    assert [a.title for a in measure.main_activities.order_by("number")] == ["Prov", "Kurs"]
    assert [entry.main_activity.number for entry in notes(case)] == [1, 1, 2]
    events = LogEntry.objects.filter(case=case).order_by("id").values_list("event", flat=True)
    assert list(events)[1:5] == [
        Event.MEASURE_ADDED,
        Event.MAIN_ACTIVITY_ADDED,
        Event.MAIN_ACTIVITY_ADDED,
        Event.ENTRIES_IMPORTED,
    ]


def test_entries_find_the_plan_they_name(case: Case, alice: User) -> None:
    measure = make.measure(case, by=alice, title="Jobbmässa")
    activity = make.activity(measure, by=alice, title="Boka lokal")
    file = staged(case, ("2016-03-31", "Ringde", "Insats: jobbmässa", "1"), by=alice)
    make.imported(file, by=alice)
    [entry] = notes(case)
    assert (entry.measure, entry.main_activity) == (measure, activity)


def test_a_new_main_activity_may_be_made_in_a_measure_of_the_plan(case: Case, alice: User) -> None:
    measure = make.measure(case, by=alice, title="Jobbmässa")
    places = {f"{measure.pk}/städa": f"m{measure.pk}+"}
    file = staged(case, ("2016-03-31", "Sopade", "Jobbmässa", "Städa"), by=alice, places=places)
    make.imported(file, by=alice)
    assert notes(case)[0].main_activity == MainActivity.objects.get(title="Städa")


# --- Once -----------------------------------------------------------------------------------------


ROWS = (("2016-03-31", "Beskedet kom", "Validering"), ("2016-04-01", "Möte"))


def test_the_same_file_again_adds_nothing(case: Case, alice: User) -> None:
    make.imported(staged(case, *ROWS, by=alice), by=alice)
    again = staged(case, *ROWS, by=alice)
    assert len(make.preview_of(again, by=alice).present) == 2
    with pytest.raises(Refused, match="finns redan"):
        make.imported(again, by=alice)
    assert len(notes(case)) == 2


def test_a_file_with_more_rows_adds_only_those(case: Case, alice: User) -> None:
    make.imported(staged(case, *ROWS, by=alice), by=alice)
    more = (("2016-03-30", "Rykten"), *ROWS, ("2016-04-02", "Brev"))
    event = make.imported(staged(case, *more, by=alice), by=alice)
    assert event.details["count"] == 2
    assert [entry.what for entry in notes(case)] == ["Beskedet kom", "Möte", "Rykten", "Brev"]


def test_another_choice_of_place_does_not_double_an_entry(case: Case, alice: User) -> None:
    make.imported(staged(case, *ROWS, by=alice), by=alice)
    again = staged(case, *ROWS, by=alice, places={"validering": "new:RENEWAL"})
    assert not make.preview_of(again, by=alice).new


def test_what_somebody_has_corrected_since_is_not_taken_in_anew(case: Case, alice: User) -> None:
    make.imported(staged(case, *ROWS, by=alice), by=alice)
    log_actions.correct_entry(
        entry=notes(case)[0],
        seen_version=1,
        wording=make.wording("Beskedet kom på morgonen", on=date(2016, 3, 31)),
        reason="Tydligare",
        actor=alice,
        at=make.now(),
    )
    assert not make.preview_of(staged(case, *ROWS, by=alice), by=alice).new


def test_what_somebody_has_written_by_hand_is_there_already(case: Case, alice: User) -> None:
    make.entry(case, by=alice, what="Möte", on=date(2016, 4, 1))
    shown = make.preview_of(staged(case, *ROWS, by=alice), by=alice)
    assert [line.item.row for line in shown.new] == [2]


def test_the_same_row_twice_in_a_file_is_one_entry(case: Case, alice: User) -> None:
    shown = make.preview_of(staged(case, *ROWS, ROWS[1], by=alice), by=alice)
    assert len(shown.new) == 2
    assert shown.present[0].item.notes == ("Samma som rad 3.",)


def test_what_others_keep_to_themselves_is_not_told_of(
    case: Case, alice: User, jonna: User
) -> None:
    make.take_part(case, jonna.memberships.get().organisation, by=alice)
    make.imported(staged(case, *ROWS, by=jonna, internal=True), by=jonna)
    mine = staged(case, *ROWS, by=alice)
    assert len(make.preview_of(mine, by=alice).new) == 2
    assert make.imported(mine, by=alice).details["count"] == 2


def test_two_saves_at_once_add_it_once(case: Case, alice: User, bo: User) -> None:
    files = [staged(case, *ROWS, by=person) for person in (alice, bo)]
    both = [make.import_arguments(f, by=p) for f, p in zip(files, (alice, bo), strict=True)]
    actions.import_entries(**both[0], actor=alice, at=make.now())
    with pytest.raises(Refused, match="finns redan"):
        actions.import_entries(**both[1], actor=bo, at=make.now())
    assert len(notes(case)) == 2


def test_a_double_click_saves_once(case: Case, alice: User) -> None:
    arguments = make.import_arguments(staged(case, *ROWS, by=alice), by=alice)
    event = actions.import_entries(**arguments, actor=alice, at=make.now())
    with pytest.raises(AlreadyDone) as error:
        actions.import_entries(**arguments, actor=alice, at=make.now())
    assert error.value.result == str(event.pk)
    assert len(notes(case)) == 2


# --- Refused --------------------------------------------------------------------------------------


def test_a_closed_case_takes_no_file(case: Case, alice: User) -> None:
    arguments = make.import_arguments(staged(case, *ROWS, by=alice), by=alice)
    case_actions.change_state(
        case=case, to=State.CLOSED, reason="Klart", actor=alice, at=make.now()
    )
    with pytest.raises(Refused, match="avslutat"):
        actions.import_entries(**arguments, actor=alice, at=make.now())
    with pytest.raises(Refused, match="avslutat"):
        staged(case, *ROWS, by=alice)
    assert not notes(case)


def test_one_entry_that_the_rules_refuse_stops_them_all(case: Case, alice: User) -> None:
    arguments = make.import_arguments(
        staged(case, *ROWS, by=alice, places={"validering": "new:RENEWAL"}), by=alice
    )
    first, second = arguments["entries"]
    ahead = make.today() + timedelta(days=1)
    late = replace(second, draft=replace(second.draft, happened_to=ahead))
    with pytest.raises(Refused, match="framtiden"):
        actions.import_entries(
            **(arguments | {"entries": [first, late]}), actor=alice, at=make.now()
        )
    assert not notes(case)
    assert not Measure.objects.exists()
    assert StagedFile.objects.exists()


# --- The file between the steps -------------------------------------------------------------------


def test_a_file_is_seen_by_its_owner_in_its_case_and_by_nobody_else(
    case: Case, alice: User, bo: User, norrby: Organisation
) -> None:
    file = staged(case, *ROWS, by=alice)
    other = make.case(norrby, by=alice, title="Annat")
    assert StagedFile.objects.visible_to(alice).get() == file
    assert not StagedFile.objects.visible_to(alice).filter(case=other)
    assert not StagedFile.objects.visible_to(bo).exists()
    make.end_memberships(alice)
    assert not StagedFile.objects.visible_to(alice).exists()


def test_nobody_changes_or_drops_anothers_file(case: Case, alice: User, bo: User) -> None:
    file = staged(case, *ROWS, by=alice)
    actions.drop_file(staged=file, actor=bo, at=make.now())
    actions.match_columns(
        staged=file,
        matching=make.matching_of(file).with_places({"x": "y"}),
        actor=bo,
        at=make.now(),
    )
    file.refresh_from_db()
    assert not make.matching_of(file).places


def test_a_new_file_takes_the_place_of_the_old_one(case: Case, alice: User, bo: User) -> None:
    staged(case, *ROWS, by=alice)
    others = staged(case, *ROWS, by=bo)
    new = staged(case, *ROWS, by=alice)
    assert set(StagedFile.objects.all()) == {others, new}


def test_after_saving_the_file_is_forgotten_unless_it_has_more_sheets(
    case: Case, alice: User
) -> None:
    file = staged(case, *ROWS, by=alice)
    arguments = make.import_arguments(file, by=alice) | {"others": [1]}
    actions.import_entries(**arguments, actor=alice, at=make.now())
    file.refresh_from_db()
    assert file.taken == [0]
    more = staged(case, ("2016-05-01", "Mer"), by=alice)
    make.imported(more, by=alice)
    assert not StagedFile.objects.exists()


def test_a_file_is_forgotten_after_a_day(case: Case, alice: User, sql) -> None:
    staged(case, *ROWS, by=alice)
    assert tidying.drop_expired() == 0
    sql("UPDATE sheets_stagedfile SET staged_at = now() - interval '25 hours'")
    assert not StagedFile.objects.visible_to(alice).exists()
    assert tidying.drop_expired() == 1
    assert not StagedFile.objects.exists()


def test_a_file_leaves_no_copy_in_the_audit(case: Case, alice: User, sql) -> None:
    staged(case, ("2016-03-31", "Bara mellanlagrat"), by=alice)
    [(found,)] = sql("SELECT count(*) FROM core_rowchange WHERE table_name = 'sheets_stagedfile'")
    assert found == 0


def test_next_steps_of_the_file_become_reminders(case: Case, alice: User, bo: User) -> None:
    ahead = (make.today() + timedelta(days=30)).isoformat()
    file = make.staged_file(
        case,
        ("Datum", "Vad", "Nästa steg", "Senast", "Ansvarig"),
        ("2016-03-31", "Möte", "Ring", ahead, "Bo Berg"),
        ("2016-04-01", "Brev", "Svara", ahead, None),
        ("2016-04-02", "Träff", "Tacka", ahead, "Eva Ek"),
        by=alice,
    )
    make.imported(file, by=alice)
    steps = [(e.next_step, e.next_step_by) for e in notes(case)]
    assert steps == [("Ring", bo), ("Svara", alice), ("Tacka (Eva Ek)", alice)]


def test_a_named_reader_of_a_restricted_case_may_take_in_a_file(
    case: Case, alice: User, norrby: Organisation
) -> None:
    hidden = make.restricted(case, by=alice)
    colleague = make.member("Carin", "carin@norrby.example", norrby, Role.CASE_OFFICER)
    make.imported(staged(hidden, *ROWS, by=alice), by=alice)
    assert not LogEntry.objects.visible_to(colleague).exists()
    assert uuid.UUID(source(notes(case)[0])["event"])
