"""Choosing measures: the filters, several at once, one's own beside, and the note that is offered."""

import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import Organisation, User
from cases.models import Case
from core.actions import AlreadyDone, Refused
from guide.causes import Cause
from guide.filters import MeasureFilter, affected_slug
from guide.load import guide
from guide.model import CatalogueMeasure, Funder, MeasureGroup, MeasureSize
from logbook.events import Event
from logbook.models import LogEntry
from measures import actions
from measures.actions import MeasureFacts, NewMeasure
from measures.models import MainActivity, Measure
from measures.states import State
from measures.words import proposed_note
from tests import make

As = Callable[[User], Client]
OFFERED = "Skriv i loggboken om det nya läget?"


def keys(**params: str) -> set[str]:
    return {measure.key for measure in MeasureFilter.read(params).measures()}


# --- What the catalogue says ----------------------------------------------------------------------


@pytest.mark.parametrize("measure", guide().measures, ids=lambda measure: measure.key)
def test_every_entry_says_who_what_it_may_cost_and_how_it_went(measure: CatalogueMeasure) -> None:
    assert measure.who.endswith(".")
    assert measure.cost.endswith(".")
    assert measure.indicators
    assert measure.funders
    assert all(use.went.endswith(".") for use in measure.used)
    assert all(source.url.startswith("http") for source in measure.cost_sources)


def test_what_a_source_is_silent_about_is_not_made_up() -> None:
    silent = [use for measure in guide().measures for use in measure.used if "inte" in use.went]
    assert len(silent) > 10


def test_each_filter_narrows_and_all_of_them_together() -> None:
    everything = keys()
    for params in (
        {"fas": "1"},
        {"grupp": "individ"},
        {"aktor": "Almi"},
        {"finansiering": Funder.EU.value},
        {"storlek": MeasureSize.SMALL.value},
        {"berorda": "under-50"},
        {"orsak": Cause.ESTABLISHMENT.value},
    ):
        assert set() < keys(**params) < everything, params
    assert keys(fas="4", finansiering="EU", storlek="LARGE", orsak="BANKRUPTCY", aktor="Almi") == {
        "sme-chain",
        "supplier-shift",
        "risk-capital",
    }


def test_the_globalisation_fund_is_for_large_events_and_a_new_owner_for_what_has_closed() -> None:
    assert "egf" not in keys(berorda="50-199")
    assert "egf" in keys(berorda="fran-200")
    assert "new-owner" not in keys(orsak=Cause.DOWNSIZING.value)
    assert "new-owner" in keys(orsak=Cause.BANKRUPTCY.value)


def test_a_strange_choice_narrows_nothing() -> None:
    assert keys(finansiering="GOLD", storlek="9", berorda="alla", orsak="x") == keys()


@pytest.mark.parametrize(
    ("count", "slug"),
    [(None, ""), (0, "under-50"), (49, "under-50"), (50, "50-199"), (199, "50-199"), (200, "fran-200")],
)  # fmt: skip
def test_a_number_of_persons_falls_under_one_choice(count: int | None, slug: str) -> None:
    assert affected_slug(count) == slug


# --- Several at once ------------------------------------------------------------------------------


def several(*titles: str, activities: tuple[str, ...] = ()) -> list[NewMeasure]:
    group = MeasureGroup.RENEWAL
    return [
        NewMeasure(facts=MeasureFacts(title=title, group=group), activities=activities)
        for title in titles
    ]


def test_several_are_added_in_their_order_with_main_activities_and_told_of(
    case: Case, alice: User
) -> None:
    first = make.measure(case, by=alice)
    added = actions.add_measures(
        case=case,
        measures=several("Två", "Tre", activities=("Boka", "Hålla")),
        actor=alice,
        at=make.now(),
    )
    assert [m.pk for m in Measure.objects.filter(case=case).in_order()] == [
        first.pk,
        *(m.pk for m in added),
    ]
    numbers = MainActivity.objects.in_order().values_list("measure__title", "number", "title")
    assert list(numbers) == [
        ("Två", 1, "Boka"),
        ("Två", 2, "Hålla"),
        ("Tre", 1, "Boka"),
        ("Tre", 2, "Hålla"),
    ]
    told = LogEntry.objects.filter(case=case).exclude(measure=first)
    assert list(told.filter(event=Event.MEASURE_ADDED).values_list("measure", flat=True)) == [
        m.pk for m in added
    ]
    assert told.filter(event=Event.MAIN_ACTIVITY_ADDED).count() == 4


def test_the_same_choice_sent_twice_is_added_once(case: Case, alice: User) -> None:
    once = uuid.uuid4()
    for _ in range(2):
        try:
            actions.add_measures(
                case=case, measures=several("En"), once=once, actor=alice, at=make.now()
            )
        except AlreadyDone:
            break
    assert Measure.objects.count() == 1


@pytest.mark.parametrize("count", [0, 61])
def test_none_and_far_too_many_are_refused(case: Case, alice: User, count: int) -> None:
    with pytest.raises(Refused, match=r"minst en|högst 60"):
        actions.add_measures(case=case, measures=several("x") * count, actor=alice, at=make.now())
    assert not Measure.objects.exists()


def test_nothing_is_added_to_a_closed_case(case: Case, alice: User) -> None:
    closed = make.closed(case, by=alice)
    with pytest.raises(Refused, match="avslutat"):
        actions.add_measures(case=closed, measures=several("x"), actor=alice, at=make.now())


# --- The pages ------------------------------------------------------------------------------------


def test_ticked_measures_and_own_ones_are_added_with_one_click(
    as_user: As, case: Case, alice: User
) -> None:
    response = as_user(alice).post(
        reverse("measures:choose", args=[case.number]),
        {
            "valda": ["validation", "job-match"],
            "own": "Jobbmässa\n\n  Hembesök  ",
            "own_group": "INDIVIDUAL",
            "responsible": str(alice.pk),
        },
    )
    assert response.status_code == 302
    added = Measure.objects.filter(case=case).in_order()
    assert [m.title for m in added] == [
        "Validering av kunskaper",
        "Rekryterings- och matchningsträffar",
        "Jobbmässa",
        "Hembesök",
    ]
    assert {m.responsible_id for m in added} == {alice.pk}
    assert [m.catalogue_key for m in added] == ["validation", "job-match", "", ""]
    assert {m.state for m in added} == {State.IDEA}


def test_what_was_ticked_is_kept_when_something_is_wrong_also_what_the_filter_hides(
    as_user: As, case: Case, alice: User
) -> None:
    response = as_user(alice).post(
        reverse("measures:choose", args=[case.number]),
        {"valda": ["validation", "site-reuse"], "own": "Egen", "own_group": ""},
        query_params={"grupp": "individ"},
    )
    assert response.status_code == 422
    page = html.fromstring(response.content.decode())
    assert set(page.xpath("//input[@name='valda'][@checked]/@value")) == {
        "validation",
        "site-reuse",
    }
    said = " ".join(e.text_content() for e in page.cssselect(".ds-validation-message"))
    assert "Välj grupp för de egna" in said
    assert "Ny användning av mark och anläggning" in said
    assert not Measure.objects.exists()


def test_a_measure_that_may_favour_one_company_is_added_when_the_box_says_it_does_not(
    as_user: As, case: Case, alice: User
) -> None:
    address = reverse("measures:choose", args=[case.number])
    assert as_user(alice).post(address, {"valda": "site-reuse"}).status_code == 422
    sent = {"valda": "site-reuse", "no_single_company": "on"}
    assert as_user(alice).post(address, sent).status_code == 302
    assert not Measure.objects.get().favours_single_company


def test_nothing_chosen_is_told_of(as_user: As, case: Case, alice: User) -> None:
    response = as_user(alice).post(reverse("measures:choose", args=[case.number]), {})
    assert response.status_code == 422
    assert "Välj minst en insats eller skriv en egen." in response.content.decode()


def test_a_filter_keeps_what_is_ticked_and_marks_what_is_planned(
    as_user: As, case: Case, alice: User
) -> None:
    make.measure(case, by=alice, catalogue_key="validation")
    response = as_user(alice).get(
        reverse("measures:catalogue", args=[case.number]),
        {"orsak": "ESTABLISHMENT", "valda": ["egf", "one-door", "no-such"]},
    )
    page = html.fromstring(response.content.decode())
    assert page.xpath("//input[@name='valda'][@checked]/@value") == ["egf", "one-door"]
    assert "Redan kryssade" in page.text_content()
    whole = as_user(alice).get(reverse("measures:catalogue", args=[case.number]))
    assert "Finns i planen" in whole.content.decode()


def test_the_number_concerned_is_not_told_to_those_outside(
    as_user: As, case: Case, alice: User, siv: User, region_vast: Organisation
) -> None:
    make.share(case, region_vast, by=alice)
    address = reverse("measures:catalogue", args=[case.number])
    inside, outside = (as_user(person).get(address).content.decode() for person in (alice, siv))
    assert "berorda=" in inside
    assert "berorda=" not in outside
    assert 'name="valda"' not in outside


# --- The note that is offered ---------------------------------------------------------------------


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_sentence_with_the_measures_name(state: State) -> None:
    said = proposed_note("Förstudie", state, handed_over_to="Region Väst")
    assert "Förstudie" in said
    assert ("Region Väst" in said) is (state == State.HANDED_OVER)


def test_a_changed_state_offers_a_note_and_writes_none_by_itself(
    as_user: As, case: Case, alice: User
) -> None:
    planned = make.measure(case, by=alice, title="Förstudie")
    client = as_user(alice)
    changed = client.post(
        reverse("measures:state_save", args=[case.number, planned.pk]),
        {"to": "CANCELLED", "on": make.today().isoformat(), "reason": "Pengarna tog slut"},
        follow=True,
    )
    page = html.fromstring(changed.content.decode())
    assert "Skriv i loggboken om det nya läget?" in page.text_content()
    [form] = [f for f in page.forms if f.get("id") == "quick-form"]
    assert form.fields["what"].strip() == "Insatsen Förstudie avbryts."
    assert form.fields["place"] == f"m{planned.pk}"
    assert not LogEntry.objects.filter(event=Event.NOTED).exists()
    saved = client.post(form.get("action"), dict(form.form_values()))
    assert saved.status_code == 302
    note = LogEntry.objects.get(event=Event.NOTED)
    assert (note.measure_id, note.happened_to) == (planned.pk, make.today())


def test_only_someone_who_may_write_is_offered_a_note_and_only_with_a_day_gone_by(
    as_user: As, case: Case, alice: User, rolf: User
) -> None:
    address = reverse("measures:page", args=[case.number, make.measure(case, by=alice).pk])
    today = make.today().isoformat()
    assert OFFERED in as_user(alice).get(address, {"anteckna": today}).content.decode()
    assert OFFERED not in as_user(rolf).get(address, {"anteckna": today}).content.decode()
    for day in ("2999-01-01", "snart", ""):
        assert OFFERED not in as_user(alice).get(address, {"anteckna": day}).content.decode()
