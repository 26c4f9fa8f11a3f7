"""Writing in the log: what is refused and why, what a correction keeps, what is done once."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest

from accounts.models import Organisation, User
from cases.models import Case
from core.actions import AlreadyDone, Conflict, Refused
from logbook import actions
from logbook.events import Audience, Event
from logbook.models import Draft, LogEntry
from measures.models import MainActivity, Measure
from tests import make

NUMBER = "811218-9876"  # a right one, of Skatteverket's examples


@pytest.fixture
def measure(case: Case, alice: User) -> Measure:
    return make.measure(case, by=alice, title="Jobbmässa")


@pytest.fixture
def activity(measure: Measure, alice: User) -> MainActivity:
    return make.activity(measure, by=alice)


def correct(entry: LogEntry, by: User, **changes: Any) -> LogEntry:
    values: dict[str, Any] = {
        "entry": entry,
        "seen_version": entry.version,
        "wording": make.wording("Rättad text"),
        "reason": "Fel",
        "actor": by,
        "at": make.now(),
    }
    return actions.correct_entry(**(values | changes))


def rows(case: Case) -> list[LogEntry]:
    return list(LogEntry.objects.filter(case=case, event=Event.NOTED).order_by("id"))


# --- A new entry ----------------------------------------------------------------------------------


def test_an_entry_holds_what_was_said_and_who_said_it(
    case: Case, alice: User, bo: User, norrby: Organisation, activity: MainActivity
) -> None:
    said = make.wording(
        "Träffade facket",
        happened_from=date(2024, 2, 28),
        happened_to=date(2024, 2, 29),
        participants="Facket",
        result="Enighet",
        next_step="Ring",
        next_step_on=make.today() + timedelta(days=400),
        next_step_by=bo,
        main_activity=activity,
    )
    entry = actions.add_entry(case=case, wording=said, actor=alice, at=make.now())
    stored = LogEntry.objects.get(pk=entry.pk)
    for name in ("what", "happened_from", "happened_to", "participants", "result", "next_step"):
        assert getattr(stored, name) == getattr(said, name)
    assert (stored.next_step_on, stored.next_step_by) == (said.next_step_on, bo)
    # The measure follows from the main activity.
    assert (stored.measure, stored.main_activity) == (activity.measure, activity)
    assert (stored.author, stored.organisation, stored.version) == (alice, norrby, 1)
    assert (stored.event, stored.audience) == (Event.NOTED, Audience.EVERYONE)
    assert (stored.closes, stored.correction_reason, stored.details) == (None, "", {})


def test_an_internal_entry_is_for_its_own_organisation(case: Case, alice: User) -> None:
    assert make.entry(case, by=alice, internal=True).audience == Audience.ORGANISATION


@pytest.mark.parametrize(
    ("first", "last", "why"),
    [
        (1, 1, "framtiden"),
        (0, 1, "framtiden"),
        (0, -1, "Slutdagen ligger före startdagen"),
        (-40_000, -40_000, "för långt tillbaka"),
    ],
)
def test_what_has_not_been_is_not_logged(
    case: Case, alice: User, first: int, last: int, why: str
) -> None:
    today = make.today()
    with pytest.raises(Refused, match=why):
        make.entry(
            case,
            by=alice,
            happened_from=today + timedelta(days=first),
            happened_to=today + timedelta(days=last),
        )
    assert not rows(case)


def test_an_entry_belongs_to_a_place_of_its_own_case(
    case: Case, alice: User, norrby: Organisation, measure: Measure, activity: MainActivity
) -> None:
    other = make.case(norrby, by=alice, title="Pappersbruket")
    with pytest.raises(Refused, match="ett annat ärende"):
        make.entry(other, by=alice, measure=measure)
    with pytest.raises(Refused, match="ett annat ärende"):
        make.entry(other, by=alice, main_activity=activity)
    second = make.measure(case, by=alice, title="Nytt bolag")
    with pytest.raises(Refused, match="en annan insats"):
        make.entry(case, by=alice, measure=second, main_activity=activity)


def test_all_that_is_wrong_is_told_at_once(case: Case, alice: User, measure: Measure) -> None:
    closed = make.closed(case, by=alice)
    with pytest.raises(Refused) as refused:
        make.entry(closed, by=alice, on=make.today() + timedelta(days=1))
    assert len(refused.value.reasons) == 2


def test_the_same_form_is_saved_once_and_its_draft_goes(case: Case, alice: User, bo: User) -> None:
    key = uuid.uuid4()
    for writer in (alice, bo):
        make.draft(case, by=writer, form=key)
    what: dict[str, Any] = {"case": case, "wording": make.wording(), "once": key, "at": make.now()}
    first = actions.add_entry(**what, actor=alice)
    with pytest.raises(AlreadyDone) as done:
        actions.add_entry(**what, actor=alice)
    assert done.value.result == str(first.pk)
    # Another's key is another's, and so is the draft.
    assert [draft.saved_by for draft in Draft.objects.all()] == [bo]
    actions.add_entry(**what, actor=bo)
    assert len(rows(case)) == 2


def test_a_refused_entry_leaves_its_draft_and_its_key(case: Case, alice: User) -> None:
    key = uuid.uuid4()
    make.draft(case, by=alice, form=key)
    what: dict[str, Any] = {"case": case, "once": key, "actor": alice, "at": make.now()}
    ahead = make.wording(on=make.today() + timedelta(days=1))
    with pytest.raises(Refused):
        actions.add_entry(**what, wording=ahead)
    assert Draft.objects.exists()
    assert actions.add_entry(**what, wording=make.wording()).version == 1


# --- Many at once ---------------------------------------------------------------------------------


def test_of_many_entries_all_are_written_or_none(case: Case, alice: User) -> None:
    def add(*wordings: actions.Wording) -> list[LogEntry]:
        entries = [(wording, {"row": n}) for n, wording in enumerate(wordings)]
        return actions.add_entries(case=case, entries=entries, actor=alice, at=make.now())

    ahead = make.wording("Framåt", on=make.today() + timedelta(days=1))
    with pytest.raises(Refused, match="framtiden"):
        add(make.wording("Ett"), ahead, make.wording("Två"))
    assert not rows(case)
    add(make.wording("Ett"), make.wording("Två", internal=True))
    assert [(e.what, e.details["row"], e.is_internal) for e in rows(case)] == [
        ("Ett", 0, False),
        ("Två", 1, True),
    ]
    assert add() == []


def test_nothing_is_imported_into_a_closed_case(case: Case, alice: User) -> None:
    closed = make.closed(case, by=alice)
    with pytest.raises(Refused, match="avslutat"):
        actions.add_entries(case=closed, entries=[(make.wording(), {})], actor=alice, at=make.now())


# --- Correcting -----------------------------------------------------------------------------------


def test_a_correction_is_a_new_version_and_the_old_stays(case: Case, alice: User, bo: User) -> None:
    old = make.entry(case, by=alice, what="Första", result="Bra")
    new = correct(old, bo)
    first, second = rows(case)
    assert (first.what, first.result, first.version) == ("Första", "Bra", 1)
    assert (second.what, second.result, second.version) == ("Rättad text", "", 2)
    assert (second.entry, second.author, second.correction_reason) == (old.entry, bo, "Fel")
    assert list(LogEntry.objects.filter(case=case).current().notes()) == [new]


@pytest.mark.parametrize("reason", ["", "  ", "\n"])
def test_a_correction_says_why(case: Case, alice: User, reason: str) -> None:
    entry = make.entry(case, by=alice)
    with pytest.raises(Refused, match="varför posten rättas"):
        correct(entry, alice, reason=reason)
    assert len(rows(case)) == 1


def test_who_comes_second_gets_what_the_first_wrote(case: Case, alice: User, bo: User) -> None:
    entry = make.entry(case, by=alice)
    first = correct(entry, bo)
    with pytest.raises(Conflict) as conflict:
        correct(entry, alice)
    assert conflict.value.current == first
    # Having seen it, the second may go on.
    assert correct(entry, alice, seen_version=2).version == 3


def test_what_the_system_noted_is_not_corrected(case: Case, alice: User) -> None:
    opened = LogEntry.objects.get(case=case, event=Event.CASE_OPENED)
    with pytest.raises(Refused, match="systemet"):
        correct(opened, alice)


def test_a_closed_case_still_takes_corrections(case: Case, alice: User) -> None:
    entry = make.entry(case, by=alice)
    make.closed(case, by=alice)
    assert correct(entry, alice).version == 2


def test_a_correction_keeps_to_days_that_have_been(case: Case, alice: User) -> None:
    entry = make.entry(case, by=alice)
    with pytest.raises(Refused, match="framtiden"):
        correct(entry, alice, wording=make.wording(on=make.today() + timedelta(days=1)))


def test_another_municipalitys_entry_is_corrected_in_its_name(
    case: Case, alice: User, jonna: User, norrby: Organisation
) -> None:
    make.take_part(case, jonna.memberships.get().organisation, by=alice)
    entry = make.entry(case, by=alice)
    corrected = correct(entry, jonna)
    assert (corrected.author, corrected.organisation) == (jonna, norrby)
    with pytest.raises(Refused, match="göra den här loggposten intern"):
        correct(corrected, jonna, wording=make.wording(internal=True))


def test_a_correction_is_saved_once_and_its_draft_goes(case: Case, alice: User) -> None:
    entry = make.entry(case, by=alice)
    key = uuid.uuid4()
    make.draft(case, by=alice, form=key, entry=entry.entry)
    new = correct(entry, alice, once=key)
    with pytest.raises(AlreadyDone) as done:
        correct(entry, alice, once=key)
    assert done.value.result == str(new.pk)
    assert not Draft.objects.exists()


# --- Drafts ---------------------------------------------------------------------------------------


def keep(case: Case, by: User, form: uuid.UUID, **fields: str | list[str]) -> Draft:
    return actions.keep_draft(
        case=case, entry=None, form=form, fields=fields, actor=by, at=make.now()
    )


def test_a_draft_is_kept_in_its_latest_words(case: Case, alice: User) -> None:
    form = uuid.uuid4()
    keep(case, alice, form, what="Ett")
    keep(case, alice, form, what="Ett och två")
    (draft,) = Draft.objects.all()
    assert draft.fields == {"what": "Ett och två"}


@pytest.mark.parametrize("fields", [{"what": f"Hen, {NUMBER}"}, {"what": "x", "alt": [NUMBER]}])
def test_a_draft_with_a_personal_number_is_never_stored(
    case: Case, alice: User, fields: dict[str, str | list[str]]
) -> None:
    with pytest.raises(Refused, match="personnummer"):
        keep(case, alice, uuid.uuid4(), **fields)
    assert not Draft.objects.exists()


def test_a_draft_is_thrown_away_by_its_writer_only(case: Case, alice: User, bo: User) -> None:
    form = uuid.uuid4()
    keep(case, alice, form, what="Ett")
    actions.drop_draft(form=form, actor=bo, at=make.now())
    assert Draft.objects.exists()
    actions.drop_draft(form=form, actor=alice, at=make.now())
    actions.drop_draft(form=form, actor=alice, at=make.now())
    assert not Draft.objects.exists()
