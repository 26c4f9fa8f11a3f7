"""A closed case in the library: only what the allow-list says, as it was reviewed, until taken back."""

import json
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import Error, transaction

from accounts.models import Organisation, User
from cases.models import Case
from cases.states import Visibility
from core.actions import Conflict, Refused
from figures.masking import Earlier, masked, to_leave_the_case
from figures.published import Mark, Row
from guide.model import Industry
from library import actions, queries, rules
from library.masking import for_everyone
from library.models import Publication
from library.story import Story
from logbook.events import Audience, Event
from logbook.models import LogEntry
from logbook.wording import sentence
from tests import make, make_library

Sql = Callable[..., list[tuple[Any, ...]]]


@pytest.fixture
def done(norrby: Organisation, alice: User, bo: User) -> Case:
    """A closed case with something in every field, each marked with who may read it."""
    case, _ = make.full_case(norrby, by=alice, deputy=bo, canary="KANARIE")
    return make.closed(case, by=alice)


def words(case: Case, **changes: Any) -> queries.StoryWords:
    return make_library.words(case, **changes)


def published_of(case: Case, *, by: User, **changes: Any) -> Publication:
    """Published with the company named: its name begins the title of the measure."""
    return make_library.published(case, by=by, **({"names_company": True} | changes))


def test_nothing_but_the_allow_list_is_in_it(done: Case, alice: User) -> None:
    published = published_of(done, by=alice)
    assert done.company not in queries.build_story(done, words(done)).to_json()
    told = json.loads(published.data)
    assert set(told) == {
        *("title", "municipality", "county", "employer", "industry", "cause", "notice", "year"),
        *("until", "affected", "share_percent", "summary", "lessons", "differently", "pace"),
        *("figures_on", "figures", "measures"),
    }
    assert "KANARIE-INSIDE" not in published.data
    assert "KANARIE-OWN" not in published.data
    assert "KANARIE-SENDER" not in published.data
    assert "KANARIE-DRAFT" not in published.data
    # What outsiders of the case may see: the measure and its main activity, and nothing else of it.
    assert "KANARIE-SEEN insats" in published.data
    assert "KANARIE-SEEN möte" not in published.data
    assert set(told["measures"][0]) == {
        *("title", "group", "catalogue_key", "state", "outcome", "activities")
    }


def test_small_numbers_are_hidden(done: Case, alice: User) -> None:
    story = Story.from_json(published_of(done, by=alice).data)
    marks = {figure.row: figure.mark for figure in story.figures}
    assert marks[Row.UNKNOWN] == Mark.SMALL
    assert "Antalen 1–4 visas som färre än 5" in story.hidden_words
    assert all(f.number is None or f.number == 0 or f.number >= 5 for f in story.figures)


@pytest.mark.parametrize(("affected", "told", "kept"), [(3, "färre än 5", None), (240, "240", 240)])
def test_a_small_number_concerned_is_told_neither_in_words_nor_in_lists(
    norrby: Organisation, alice: User, affected: int, told: str, kept: int | None
) -> None:
    case = make.closed(make.case(norrby, by=alice, affected=affected), by=alice)
    published = make_library.published(case, by=alice, measures=())
    assert Story.from_json(published.data).affected == told
    assert published.affected == kept


def test_what_one_earlier_reader_would_learn_too_much_by_is_shown_to_none(
    done: Case, alice: User
) -> None:
    snapshots = queries.snapshots_of(done)
    true = to_leave_the_case(snapshots)
    assert true is not None
    shown = masked(true)
    alone = for_everyone(snapshots, [])
    with_readers = for_everyone(snapshots, [Earlier(shown=shown, true=true)])
    assert alone is not None
    assert with_readers is not None
    for first, careful in zip(alone.cells, with_readers.cells, strict=True):
        assert not first.is_hidden or careful.is_hidden
    assert for_everyone([], []) is None


def test_the_company_is_named_only_when_that_is_chosen(done: Case) -> None:
    assert queries.build_story(done, words(done)).employer == "Ett företag i branschen livsmedel"
    named = queries.build_story(done, words(done, names_company=True))
    assert named.employer == done.company


@pytest.mark.parametrize(
    "changes",
    [
        {"lessons": "Ring Bo Berg först."},
        {"summary": "KANARIE-SEEN AB lade ner."},
        {"title": "Kanarie-seen AB stänger"},
        {"differently": "KANARIE-INSIDE leverantör borde ha fått veta."},
        {"summary": "KANARIE-INSIDE deltagare ledde gruppen."},
    ],
)
def test_a_name_of_the_case_stops_it(
    done: Case, alice: User, bo: User, changes: dict[str, str]
) -> None:
    changes = {key: text.replace("Bo Berg", bo.name) for key, text in changes.items()}
    said = words(done, **changes)
    with pytest.raises(Refused, match="nämner"):
        actions.publish_case(case=done, words=said, seal="", actor=alice, at=make.now())
    assert not Publication.objects.filter(case=done).exists()


def test_a_named_company_may_be_named_in_the_texts_too(done: Case, alice: User) -> None:
    published_of(done, by=alice, names_company=True, summary=f"{done.company} lade ner.")


def test_a_name_inside_another_word_is_no_name() -> None:
    story = Story.from_json(_story_json(lessons="Bergslagen och Norrbyborna klarade sig."))
    assert not list(rules.blockers_to_publish(story, people=["Bergs"], companies=["Norrby AB"]))
    named = Story.from_json(_story_json(lessons="Vi mötte Norrbys ledning."))
    assert list(rules.blockers_to_publish(named, people=[], companies=["Norrby AB"]))


def test_a_small_count_in_words_is_a_doubt_not_a_stop() -> None:
    story = Story.from_json(
        _story_json(summary="Bara tre personer fick stanna. 40 anställda gick.")
    )
    [doubt] = rules.doubts(story)
    assert doubt.startswith("Vad som hände talar om ett litet antal (”tre person")
    assert not list(rules.blockers_to_publish(story, people=[], companies=[]))


def _story_json(**texts: str) -> str:
    told: dict[str, Any] = {
        **dict.fromkeys(("title", "municipality", "county", "employer", "notice"), ""),
        **dict.fromkeys(("affected", "share_percent", "summary", "lessons", "differently"), ""),
        "industry": "FOOD",
        "cause": "CLOSURE",
        "year": 2024,
        "until": None,
        "pace": [],
        "figures_on": None,
        "figures": [],
        "measures": [],
    }
    return json.dumps(told | texts)


def test_only_a_closed_case_that_is_public_and_once_at_a_time(
    case: Case, norrby: Organisation, alice: User
) -> None:
    with pytest.raises(Refused, match="avslutat"):
        make_library.published(case, by=alice)
    hidden = make.restricted(make.case(norrby, by=alice), by=alice)
    with pytest.raises(Refused, match="inte är offentligt"):
        make_library.published(make.closed(hidden, by=alice), by=alice)
    twice = make.closed(make.case(norrby, by=alice), by=alice)
    make_library.published(twice, by=alice)
    with pytest.raises(Refused, match="finns redan"):
        make_library.published(twice, by=alice)


def test_what_was_not_reviewed_is_not_published(done: Case, alice: User) -> None:
    reviewed = queries.build_story(done, words(done, names_company=True)).seal
    said = words(done, names_company=True, lessons="Något annat.")
    with pytest.raises(Conflict) as conflict:
        actions.publish_case(case=done, words=said, seal=reviewed, actor=alice, at=make.now())
    assert isinstance(conflict.value.current, Story)
    assert conflict.value.current.lessons == "Något annat."
    assert not Publication.objects.filter(case=done).exists()


def test_it_stays_as_it_was_whatever_happens_to_the_case(
    done: Case, alice: User, charlie: User, sql: Sql
) -> None:
    published = published_of(done, by=alice)
    before = published.data
    make.headcount(make.wave(done, by=alice, name="Ny"), by=alice, notified=99)
    assert Publication.objects.visible_to(charlie).get(pk=published.pk).data == before
    for statement in (
        "UPDATE library_publication SET title = 'x'",
        "DELETE FROM library_publication",
    ):
        with pytest.raises(Error), transaction.atomic():
            sql(statement)


def test_published_and_taken_back_are_told_in_the_municipalities_own_log(
    done: Case, alice: User
) -> None:
    published_of(done, by=alice)
    actions.withdraw_publication(case=done, reason="Fel siffra", actor=alice, at=make.now())
    rows = LogEntry.objects.filter(
        case=done, event__in=[Event.CASE_PUBLISHED, Event.PUBLICATION_WITHDRAWN]
    ).order_by("id")
    assert [sentence(row) for row in rows] == [
        "Ärendet lades i biblioteket, med rubriken Nedläggning av en fabrik.",
        "Ärendet togs bort ur biblioteket. Skäl: Fel siffra",
    ]
    assert {row.audience for row in rows} == {Audience.PARTICIPANTS}


def test_taken_back_it_is_gone_and_can_be_told_anew(done: Case, alice: User, charlie: User) -> None:
    first = published_of(done, by=alice)
    with pytest.raises(Refused, match="varför"):
        actions.withdraw_publication(case=done, reason=" ", actor=alice, at=make.now())
    actions.withdraw_publication(case=done, reason="Fel", actor=alice, at=make.now())
    assert not Publication.objects.visible_to(charlie).filter(pk=first.pk).exists()
    with pytest.raises(Refused, match="finns inte"):
        actions.withdraw_publication(case=done, reason="Fel", actor=alice, at=make.now())
    again = published_of(done, by=alice, lessons="Bättre sagt.")
    assert Publication.objects.visible_to(charlie).filter(case=done).get() == again


def test_a_case_that_becomes_restricted_is_gone_from_the_library(
    done: Case, alice: User, charlie: User
) -> None:
    published = published_of(done, by=alice)
    seen = Publication.objects.visible_to(charlie).filter(pk=published.pk)
    assert seen.exists()
    make.restricted(done, by=alice)
    assert not seen.all().exists()
    assert Case.objects.get(pk=done.pk).visibility == Visibility.RESTRICTED


def test_a_guest_of_one_case_reads_no_other_municipalitys_story(
    done: Case, alice: User, gun: User
) -> None:
    make.guest(done, gun, make.partner("Almi"), by=alice)
    published_of(done, by=alice)
    assert not Publication.objects.visible_to(gun).exists()


def test_the_story_comes_back_as_it_was_written(done: Case) -> None:
    said = words(done, industry=Industry.FOREST, share_percent=Decimal("12.5"))
    story = queries.build_story(done, said)
    assert Story.from_json(story.to_json()) == story
    assert story.share == Decimal("12.5")
    assert (story.notice, story.years) == (story.notice, str(done.notice_on.year))
