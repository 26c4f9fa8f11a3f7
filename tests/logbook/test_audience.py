"""Who can read an entry is said in words, before it is saved and after, as the case is shared now."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html

from accounts.models import Organisation, User
from cases.models import Case
from cases.queries import standing_of
from core.actions import Refused
from core.days import day_words
from logbook import actions
from logbook.audience import WhoReads, who_reads
from logbook.events import Event
from logbook.models import LogEntry
from tests import make

TODAY = day_words(timezone.localdate())


def told(case: Case, user: User) -> WhoReads:
    case = Case.objects.get(pk=case.pk)
    return who_reads(case, user, standing_of(user, case))


@pytest.fixture
def samby(jonna: User) -> Organisation:
    return jonna.memberships.get().organisation


def test_a_case_of_ones_own_is_read_by_ones_own_municipality(case: Case, alice: User) -> None:
    assert told(case, alice).everyone == (
        "Läses av Norrby kommun. Ärendet är inte delat med någon annan."
    )
    assert told(case, alice).internal == "Läses bara av Norrby kommun."


def test_everyone_it_is_shared_with_is_named_and_since_when(
    case: Case, alice: User, jonna: User, samby: Organisation, region_vast: Organisation, gun: User
) -> None:
    make.take_part(case, samby, by=alice)
    make.share(case, region_vast, by=alice)
    make.guest(case, gun, make.partner("Almi"), by=alice)
    assert told(case, alice).everyone == (
        f"Läses av Norrby kommun och Samby kommun, av Region Väst (delat sedan {TODAY}) "
        "och av en gäst från Almi."
    )
    assert told(case, jonna).internal == "Läses bara av Samby kommun."


def test_many_are_counted_instead_of_named(case: Case, alice: User) -> None:
    almi = make.partner("Almi")
    for number in range(7):
        make.guest(case, make.person(f"G{number}", f"g{number}@almi.example"), almi, by=alice)
        make.share(case, make.region(f"Region {number}"), by=alice)
    words = told(case, alice).everyone
    assert "Region 4 (delat sedan" in words
    assert "Region 5" not in words
    assert "av 2 till som ärendet är delat med" in words
    assert words.endswith("och av 7 gäster från Almi och 2 till.")


def test_what_has_ended_is_not_told(
    case: Case, alice: User, region_vast: Organisation, gun: User
) -> None:
    share = make.share(case, region_vast, by=alice)
    guest = make.guest(case, gun, make.partner("Almi"), by=alice)
    make.end(share, by=alice)
    make.end(guest, by=alice)
    assert "inte delat med någon annan" in told(case, alice).everyone


def test_a_guest_is_told_of_others_without_their_names(
    case: Case, alice: User, gun: User, region_vast: Organisation
) -> None:
    make.share(case, region_vast, by=alice)
    make.guest(case, gun, make.partner("Almi"), by=alice, may_log=True)
    readers = told(case, gun)
    assert readers.everyone == "Läses av Norrby kommun och av andra som ärendet är delat med."
    assert readers.internal == "Läses bara av Almi."


def test_in_a_restricted_case_the_named_readers_are_counted(
    case: Case, alice: User, jonna: User, samby: Organisation, region_vast: Organisation
) -> None:
    make.share(case, region_vast, by=alice)
    make.take_part(case, samby, by=alice)
    make.restricted(case, by=alice)
    assert told(case, alice).everyone == "Läses bara av de 2 namngivna läsarna."
    make.reader(case, jonna, by=alice)
    readers = told(case, alice)
    assert readers.everyone == "Läses bara av de 3 namngivna läsarna."
    assert readers.internal == "Läses bara av de namngivna läsarna i Norrby kommun."
    noted = LogEntry.objects.get(event=Event.VISIBILITY_CHANGED)
    assert (
        readers.of(noted) == "Läses bara av de namngivna läsarna i Norrby kommun och Samby kommun."
    )


def test_a_restricted_case_may_have_one_reader(norrby: Organisation, alice: User) -> None:
    alone = make.restricted(make.case(norrby, by=alice), by=alice)
    assert told(alone, alice).everyone == "Läses bara av den enda namngivna läsaren."


def test_the_readers_take_one_query_however_many_they_are(
    case: Case, alice: User, region_vast: Organisation, django_assert_num_queries: Any
) -> None:
    make.share(case, region_vast, by=alice)
    standing = standing_of(alice, case)
    with django_assert_num_queries(1):
        assert "Region Väst" in who_reads(case, alice, standing).everyone


# --- On the pages --------------------------------------------------------------------------------


def words_on(response: HttpResponse) -> str:
    page = html.fromstring(response.content.decode())
    return " ".join(page.text_content().split())


@pytest.mark.parametrize("name", ["home:start", "logbook:list", "logbook:correct"])
def test_both_sentences_stand_on_every_form_before_saving(
    name: str, case: Case, alice: User, region_vast: Organisation, as_user: Callable[[User], Client]
) -> None:
    make.share(case, region_vast, by=alice)
    entry = make.entry(case, by=alice)
    args = {"home:start": [], "logbook:list": [case.number]}.get(name, [case.number, entry.entry])
    words = words_on(as_user(alice).get(reverse(name, args=args)))
    assert f"Läses av Norrby kommun och av Region Väst (delat sedan {TODAY})." in words
    assert "Endast internt. Läses bara av Norrby kommun." in words


def test_after_saving_each_entry_says_who_reads_it(
    case: Case, alice: User, region_vast: Organisation, as_user: Callable[[User], Client]
) -> None:
    make.share(case, region_vast, by=alice)
    opened = make.entry(case, by=alice, what="Öppet")
    hidden = make.entry(case, by=alice, what="Dolt", internal=True)
    client = as_user(alice)
    in_list = words_on(client.get(reverse("logbook:list", args=[case.number])))
    assert "läses av alla som ser ärendet" in in_list
    assert "läses bara av Norrby kommun" in in_list
    page = words_on(client.get(reverse("logbook:entry", args=[case.number, opened.entry])))
    assert "Läses av Norrby kommun och av Region Väst" in page
    page = words_on(client.get(reverse("logbook:entry", args=[case.number, hidden.entry])))
    assert "Endast internt. Läses bara av Norrby kommun." in page


# --- Who may change whose ------------------------------------------------------------------------


def correct(entry: LogEntry, by: User, **values: Any) -> LogEntry:
    return actions.correct_entry(
        entry=entry,
        seen_version=entry.version,
        wording=make.wording(**values),
        reason="Fel ord",
        actor=by,
        at=make.now(),
    )


def test_only_its_own_organisation_makes_an_entry_internal(
    case: Case, alice: User, jonna: User, samby: Organisation, as_user: Callable[[User], Client]
) -> None:
    make.take_part(case, samby, by=alice)
    entry = make.entry(case, by=alice)
    with pytest.raises(Refused, match="Bara Norrby kommun kan göra den här loggposten intern"):
        correct(entry, jonna, internal=True)
    corrected = correct(entry, jonna, what="Möte med fastighetsägaren Ek")
    assert corrected.organisation == entry.organisation
    page = as_user(jonna).get(reverse("logbook:correct", args=[case.number, entry.entry]))
    assert "internal" not in page.context["form"].fields
    assert "internal" in (
        as_user(alice)
        .get(reverse("logbook:correct", args=[case.number, entry.entry]))
        .context["form"]
        .fields
    )


def test_a_guest_corrects_what_the_guests_organisation_wrote_and_nothing_else(
    case: Case, alice: User, gun: User, as_user: Callable[[User], Client]
) -> None:
    make.guest(case, gun, make.partner("Almi"), by=alice, may_log=True)
    entry, own = make.entry(case, by=alice), make.entry(case, by=gun)
    with pytest.raises(Refused, match="skriven av Norrby kommun, som kan rätta den"):
        correct(entry, gun)
    client = as_user(gun)
    for name in ("logbook:correct", "logbook:correct_save"):
        url = reverse(name, args=[case.number, entry.entry])
        ask = client.get if name == "logbook:correct" else client.post
        assert ask(url).status_code == 403
    assert client.get(reverse("logbook:correct", args=[case.number, own.entry])).status_code == 200
    assert correct(own, gun, internal=True).organisation.name == "Almi"
    page = client.get(reverse("logbook:entry", args=[case.number, entry.entry]))
    assert not page.context["may_correct"]


def test_a_guest_writes_no_next_steps_and_meets_no_names(
    case: Case, alice: User, gun: User, as_user: Callable[[User], Client]
) -> None:
    make.guest(case, gun, make.partner("Almi"), by=alice, may_log=True)
    url = reverse("logbook:add", args=[case.number])
    page = as_user(gun).get(reverse("logbook:list", args=[case.number]))
    assert "next_step" not in page.context["quick_form"].fields
    assert "Bo Berg" not in page.content.decode()
    data = {"what": "Möte", "when": "idag", "next_step": "Ring", "next_step_on": "2030-01-01"}
    assert as_user(gun).post(url, data).status_code == 302
    assert LogEntry.objects.notes().get().next_step == ""
    with pytest.raises(Refused, match="Nästa steg skrivs av kommunerna"):
        make.entry(case, by=gun, next_step="Ring")


def test_the_word_on_late_entries_is_for_those_who_meet_the_entry_late(
    case: Case, alice: User, as_user: Callable[[User], Client]
) -> None:
    entry = make.entry(case, by=alice, on=make.today() - timedelta(days=40))
    page = words_on(as_user(alice).get(reverse("logbook:list", args=[case.number])))
    assert f"antecknad i efterhand {make.today()}" in page
    table = as_user(alice).get(reverse("logbook:list", args=[case.number]), {"vy": "insatser"})
    assert f"antecknad i efterhand {make.today()}" in words_on(table)
    correct(entry, alice, on=make.today() - timedelta(days=40))
    page = words_on(as_user(alice).get(reverse("logbook:list", args=[case.number])))
    assert "i efterhand" not in page
    assert f"rättad {make.today()}, tidigare lydelse" in page
