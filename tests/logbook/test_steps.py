"""Next steps: who waits for what, what is late, and that an entry closes a step, once."""

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import Organisation, User
from cases.models import Case
from core.actions import Refused
from logbook import actions, steps
from logbook.events import Audience, Event
from logbook.models import LogEntry
from tests import make

SOON = make.today() + timedelta(days=7)
LATE = make.today() - timedelta(days=3)


def step(case: Case, by: User, text: str = "Ring platschefen", **values: Any) -> LogEntry:
    waiting = {"next_step": text, "next_step_on": SOON, "next_step_by": by}
    return make.entry(case, by=by, **(waiting | values))


def open_steps(user: User) -> list[str]:
    entries = LogEntry.objects.visible_to(user)
    page = steps.step_page(entries, today=make.today(), after="", size=100)
    return [row.entry.next_step for row in page.rows]


def close(case: Case, entry: LogEntry, by: User, **values: Any) -> LogEntry:
    return actions.add_entry(
        case=case,
        wording=make.wording("Klart: ringde", **values),
        closes=entry.entry,
        actor=by,
        at=make.now(),
    )


@pytest.fixture
def samby(case: Case, alice: User, jonna: User) -> Organisation:
    """Takes part in the case."""
    organisation = jonna.memberships.get().organisation
    make.take_part(case, organisation, by=alice)
    return organisation


# --- Closing -------------------------------------------------------------------------------------


def test_an_entry_closes_a_step_as_it_is_saved(case: Case, alice: User) -> None:
    waiting = step(case, alice)
    note = close(case, waiting, alice)
    assert note.closes == waiting.entry
    assert open_steps(alice) == []


def test_a_refused_entry_leaves_the_step_open(case: Case, alice: User) -> None:
    waiting = step(case, alice)
    with pytest.raises(Refused):
        close(case, waiting, alice, on=SOON)
    assert open_steps(alice) == ["Ring platschefen"]


def test_a_step_is_closed_once(case: Case, alice: User, bo: User) -> None:
    waiting = step(case, alice)
    close(case, waiting, alice)
    with pytest.raises(Refused, match="redan markerat som klart"):
        close(case, waiting, bo)
    with pytest.raises(Refused, match="redan markerat som klart"):
        actions.close_next_step(entry=waiting, actor=bo, at=make.now())
    with pytest.raises(IntegrityError, match="log_entry_closes_a_step_once"), transaction.atomic():
        LogEntry.objects.create(
            case=case,
            organisation=waiting.organisation,
            audience=Audience.EVERYONE,
            happened_from=LATE,
            happened_to=LATE,
            closes=waiting.entry,
            author=bo,
        )


def test_without_a_note_the_system_writes_the_closing(case: Case, alice: User) -> None:
    waiting = step(case, alice)
    row = actions.close_next_step(entry=waiting, actor=alice, at=make.now())
    assert (row.event, row.closes) == (Event.NEXT_STEP_DONE, waiting.entry)
    # The step is the municipalities' own, though the entry is open to more.
    assert row.audience == Audience.PARTICIPANTS


def test_an_internal_step_of_others_is_no_step(
    case: Case, alice: User, jonna: User, samby: Organisation
) -> None:
    hidden = step(case, alice, internal=True)
    absent = LogEntry(entry=uuid.uuid4(), case=case, next_step="Ring")
    for entry in (hidden, absent):
        with pytest.raises(Refused, match="Det finns inget nästa steg att markera som klart"):
            close(case, entry, jonna)
        with pytest.raises(Refused, match="Det finns inget nästa steg att markera som klart"):
            actions.close_next_step(entry=entry, actor=jonna, at=make.now())
    assert open_steps(alice) == ["Ring platschefen"]


def test_the_closing_of_an_internal_step_without_a_note_is_internal(
    case: Case, alice: User, jonna: User, samby: Organisation
) -> None:
    row = actions.close_next_step(
        entry=step(case, alice, internal=True), actor=alice, at=make.now()
    )
    assert row.audience == Audience.ORGANISATION
    assert not LogEntry.objects.visible_to(jonna).filter(pk=row.pk).exists()


def test_a_step_of_another_case_is_not_closed_from_here(
    case: Case, alice: User, norrby: Organisation
) -> None:
    elsewhere = step(make.case(norrby, by=alice), alice)
    with pytest.raises(Refused, match="Det finns inget nästa steg"):
        close(case, elsewhere, alice)


def test_nothing_is_closed_in_a_closed_case(case: Case, alice: User) -> None:
    waiting = step(case, alice)
    make.closed(case, by=alice)
    with pytest.raises(Refused, match="Ärendet är avslutat"):
        close(case, waiting, alice)
    with pytest.raises(Refused, match="Ärendet är avslutat"):
        actions.close_next_step(entry=waiting, actor=alice, at=make.now())


def test_a_guest_closes_no_steps(case: Case, alice: User, gun: User) -> None:
    make.guest(case, gun, make.partner("Almi"), by=alice, may_log=True)
    with pytest.raises(Refused, match="Det finns inget nästa steg"):
        close(case, step(case, alice), gun)


# --- Corrections ---------------------------------------------------------------------------------


def correct(entry: LogEntry, by: User, **values: Any) -> LogEntry:
    return actions.correct_entry(
        entry=entry,
        seen_version=entry.version,
        wording=make.wording(**values),
        reason="Fel ord",
        actor=by,
        at=make.now(),
    )


def as_it_was(entry: LogEntry) -> dict[str, Any]:
    return {name: getattr(entry, name) for name in ("next_step", "next_step_on", "next_step_by")}


def test_an_open_step_follows_the_correction(case: Case, alice: User, bo: User) -> None:
    waiting = step(case, alice)
    changed = correct(waiting, alice, next_step="Mejla", next_step_on=SOON, next_step_by=bo)
    assert open_steps(alice) == ["Mejla"]
    close(case, changed, alice)
    assert open_steps(alice) == []


def test_a_correction_may_take_an_open_step_away(case: Case, alice: User) -> None:
    correct(step(case, alice), alice)
    assert open_steps(alice) == []


@pytest.mark.parametrize("change", [{"next_step": "Boka"}, {"next_step_on": LATE}, {}])
def test_a_closed_step_stays_as_it_was(case: Case, alice: User, change: dict[str, Any]) -> None:
    waiting = step(case, alice)
    close(case, waiting, alice)
    wanted = as_it_was(waiting) | change if change else {}
    with pytest.raises(Refused, match="går inte att ändra"):
        correct(waiting, alice, **wanted)
    correct(waiting, alice, what="Nya ord", **as_it_was(waiting))
    assert open_steps(alice) == []


def test_a_corrected_closing_still_closes(case: Case, alice: User) -> None:
    waiting = step(case, alice)
    note = close(case, waiting, alice)
    corrected = correct(note, alice, what="Klart: mejlade i stället")
    assert corrected.closes == waiting.entry
    assert open_steps(alice) == []


def test_the_correction_form_shows_a_closed_step_and_leaves_it(
    case: Case, alice: User, as_user: Callable[[User], Client]
) -> None:
    waiting = step(case, alice)
    close(case, waiting, alice)
    client = as_user(alice)
    url = reverse("logbook:correct", args=[case.number, waiting.entry])
    assert client.get(url).context["form"].fields["next_step"].disabled
    data = {"what": "Nya ord", "when": "idag", "correction_reason": "Fel", "seen_version": "1"}
    response = client.post(
        reverse("logbook:correct_save", args=[case.number, waiting.entry]),
        data | {"next_step": "Smygväg"},
    )
    assert response.status_code == 302
    latest = LogEntry.objects.filter(entry=waiting.entry).order_by("-version")[0]
    assert (latest.what, latest.next_step) == ("Nya ord", "Ring platschefen")


# --- Whom a step waits for -----------------------------------------------------------------------


def test_a_step_waits_for_someone_who_can_read_it(
    case: Case, alice: User, jonna: User, samby: Organisation, charlie: User
) -> None:
    step(case, alice, "Öppet", next_step_by=jonna)
    for person, internal in ((jonna, True), (charlie, False)):
        with pytest.raises(Refused, match="kan inte läsa loggposten"):
            step(case, alice, next_step_by=person, internal=internal)


def test_an_entry_is_not_hidden_from_whom_its_step_waits_for(
    case: Case, alice: User, jonna: User, samby: Organisation
) -> None:
    waiting = step(case, alice, next_step_by=jonna)
    with pytest.raises(Refused, match="kan inte läsa loggposten"):
        correct(waiting, alice, internal=True, **as_it_was(waiting))


def test_in_a_restricted_case_steps_wait_for_named_readers(
    case: Case, alice: User, rolf: User
) -> None:
    make.restricted(case, by=alice)
    with pytest.raises(Refused, match="kan inte läsa loggposten"):
        step(case, alice, next_step_by=rolf)
    make.reader(case, rolf, by=alice)
    step(case, alice, next_step_by=rolf)


def test_who_has_left_is_still_named_when_the_entry_is_corrected(
    case: Case, alice: User, bo: User, as_user: Callable[[User], Client]
) -> None:
    waiting = step(case, alice, next_step_by=bo)
    make.end_memberships(bo)
    url = reverse("logbook:correct", args=[case.number, waiting.entry])
    form = as_user(alice).get(url).context["form"]
    assert (bo.pk, "Bo Berg") in form.fields["next_step_by"].choices
    correct(waiting, alice, what="Nya ord", **as_it_was(waiting))


# --- Pages ---------------------------------------------------------------------------------------


def add(client: Client, case: Case, **data: str) -> Any:
    url = reverse("logbook:add", args=[case.number])
    return client.post(url, {"what": "Klart", "when": "idag", **data})


def test_done_opens_the_quick_log_with_the_closing_named_and_a_text_suggested(
    case: Case, alice: User, as_user: Callable[[User], Client]
) -> None:
    waiting = step(case, alice, next_step_on=LATE, internal=True)
    client = as_user(alice)
    page = client.get(reverse("logbook:list", args=[case.number]), {"klart": str(waiting.entry)})
    form = page.context["quick_form"]
    assert form["what"].value() == "Klart: Ring platschefen"
    assert form["internal"].value() is True
    words = " ".join(html.fromstring(page.content.decode()).text_content().split())
    assert "Stänger: Ring platschefen, senast" in words
    assert "(3 dagar försenat)" in words
    assert add(client, case, closes=str(form["closes"].value()), internal="on").status_code == 302
    assert open_steps(alice) == []


def test_a_double_click_closes_once_and_says_nothing_is_wrong(
    case: Case, alice: User, as_user: Callable[[User], Client]
) -> None:
    waiting = step(case, alice)
    both = {"closes": str(waiting.entry), "once": str(uuid.uuid4())}
    client = as_user(alice)
    assert [add(client, case, **both).status_code for _ in range(2)] == [302, 302]
    assert LogEntry.objects.filter(closes=waiting.entry).count() == 1


def test_who_comes_second_keeps_the_text_and_may_save_it_as_an_entry(
    case: Case, alice: User, bo: User, as_user: Callable[[User], Client]
) -> None:
    waiting = step(case, alice)
    close(case, waiting, bo)
    client = as_user(alice)
    response = add(client, case, what="Ringde själv", closes=str(waiting.entry))
    assert response.status_code == 422
    assert response.context["reasons"] == [
        "Nästa steg är redan markerat som klart.",
        "Spara igen om du vill ha kvar det du har skrivit som en vanlig loggpost.",
    ]
    form = response.context["quick_form"]
    assert (form["what"].value(), form["closes"].value()) == ("Ringde själv", "")
    assert add(client, case, what="Ringde själv", closes="").status_code == 302


@pytest.mark.parametrize("asked", ["nej", "\x00", "7d9f1f6e-0000-4000-8000-000000000000"])
def test_a_step_that_is_no_longer_there_is_told_and_the_quick_log_stays(
    asked: str, case: Case, alice: User, as_user: Callable[[User], Client]
) -> None:
    page = as_user(alice).get(reverse("logbook:list", args=[case.number]), {"klart": asked})
    assert page.status_code == 200
    assert "redan klart, eller finns inte längre" in page.content.decode()
    assert page.context["quick_form"].closing is None


def test_a_hidden_step_and_an_absent_one_look_the_same(
    case: Case, alice: User, jonna: User, samby: Organisation, as_user: Callable[[User], Client]
) -> None:
    hidden = step(case, alice, internal=True)
    client = as_user(jonna)
    for entry in (hidden.entry, uuid.uuid4()):
        page = client.get(reverse("logbook:list", args=[case.number]), {"klart": str(entry)})
        assert "redan klart, eller finns inte längre" in page.content.decode()
        done = client.post(reverse("logbook:next_step_done", args=[case.number, entry]))
        assert done.status_code == 404
        assert add(client, case, closes=str(entry)).status_code == 422


def test_what_closed_what_is_told_both_ways(
    case: Case, alice: User, as_user: Callable[[User], Client]
) -> None:
    waiting = step(case, alice)
    note = close(case, waiting, alice)
    client = as_user(alice)
    for url in (
        reverse("logbook:list", args=[case.number]),
        reverse("cases:page", args=[case.number]),
    ):
        page = html.fromstring(client.get(url).content.decode())
        links = {a.text_content().strip(): a.get("href") for a in page.iterfind(".//a[@href]")}
        assert links["Ring platschefen"].endswith(f"{waiting.entry}/")
        assert links[f"se loggposten {make.today()}"].endswith(f"{note.entry}/")


def test_a_closing_that_one_may_not_read_is_told_as_done_without_a_link(
    case: Case, alice: User, jonna: User, samby: Organisation, as_user: Callable[[User], Client]
) -> None:
    """The step is closed for all who see it; what was written when it was is not theirs."""
    waiting = step(case, jonna)
    note = close(case, waiting, alice, internal=True)
    page = as_user(jonna).get(reverse("logbook:list", args=[case.number])).content.decode()
    assert "Klart" in page
    assert str(note.entry) not in page
    assert "se loggposten" not in page


def test_a_report_officer_sees_the_step_without_a_button(
    case: Case, alice: User, rolf: User, as_user: Callable[[User], Client]
) -> None:
    step(case, alice, next_step_by=rolf)
    page = as_user(rolf).get("/").content.decode()
    assert "Ring platschefen" in page
    assert "?klart=" not in page
    steps_page = as_user(rolf).get(reverse("logbook:steps", args=[case.number])).content.decode()
    assert "Du kan läsa nästa steg men inte markera dem som klara" in steps_page
    assert "Klart utan anteckning" not in steps_page


def test_a_closed_case_shows_its_steps_without_buttons(
    case: Case, alice: User, as_user: Callable[[User], Client]
) -> None:
    step(case, alice)
    make.closed(case, by=alice)
    client = as_user(alice)
    page = client.get(reverse("logbook:steps", args=[case.number])).content.decode()
    assert "Ring platschefen" in page
    assert "Ärendet är avslutat" in page
    assert "?klart=" not in page
    assert "?klart=" not in client.get(reverse("cases:page", args=[case.number])).content.decode()
    assert "Ring platschefen" not in client.get("/").content.decode()


# --- The list ------------------------------------------------------------------------------------


@pytest.fixture
def listed(
    case: Case, alice: User, bo: User, as_user: Callable[[User], Client]
) -> Callable[..., list[str]]:
    """`listed(visa="mina")`: the steps that the page shows Alice, all its pages together."""
    step(case, alice, "Sent", next_step_on=LATE)
    step(case, alice, "Snart")
    step(case, alice, "Bos", next_step_by=bo)
    step(case, alice, "Utan dag", next_step_on=None, next_step_by=None)
    step(case, alice, "Bos sent", next_step_on=LATE - timedelta(days=1), next_step_by=bo)

    def show(**query: str) -> list[str]:
        client, found = as_user(alice), []
        while True:
            page = client.get(reverse("logbook:steps", args=[case.number]), query).context["page"]
            found += [row.entry.next_step for row in page.rows]
            if not page.next_key:
                return found
            query |= {"efter": page.next_key}

    return show


def test_the_most_overdue_come_first_and_those_without_a_day_last(
    listed: Callable[..., list[str]],
) -> None:
    assert listed() == ["Bos sent", "Sent", "Snart", "Bos", "Utan dag"]


def test_steps_are_filtered_by_person_and_lateness(
    listed: Callable[..., list[str]], bo: User
) -> None:
    assert listed(visa="mina") == ["Sent", "Snart"]
    assert listed(visa="forsenade") == ["Bos sent", "Sent"]
    assert listed(person=str(bo.pk)) == ["Bos sent", "Bos"]
    assert listed(person=str(bo.pk), visa="forsenade") == ["Bos sent"]


def test_paging_by_key_shows_each_step_once(
    listed: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = listed()
    for size in (1, 2, 4):
        monkeypatch.setattr("logbook.step_views.PER_PAGE", size)
        assert listed() == whole


def test_the_start_page_pages_what_waits_for_me(
    case: Case, alice: User, as_user: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("home.views.SHOWN", 2)
    for number in range(5):
        step(case, alice, f"Steg {number}", next_step_on=SOON + timedelta(days=number))
    client, found = as_user(alice), []
    query: dict[str, str] = {}
    for _ in range(3):
        shown = client.get("/", query).context["steps"]
        found += [row.entry.next_step for row in shown.rows]
        query = {"steg": shown.next_key}
    assert found == [f"Steg {number}" for number in range(5)]
    assert shown.next_key == ""


def test_done_without_a_note_goes_back_to_where_one_was(
    case: Case, alice: User, as_user: Callable[[User], Client]
) -> None:
    client = as_user(alice)
    for back, url in (
        ("lista", reverse("logbook:steps", args=[case.number])),
        ("", None),
    ):
        waiting = step(case, alice)
        done = client.post(
            reverse("logbook:next_step_done", args=[case.number, waiting.entry]),
            {"tillbaka": back},
        )
        assert done.url == (url or reverse("logbook:entry", args=[case.number, waiting.entry]))
    assert open_steps(alice) == []


@pytest.mark.parametrize(
    ("due", "late", "words"),
    [
        (LATE, 3, "Ring, senast"),
        (make.today(), 0, "Ring, senast"),
        (SOON, 0, "Ring, senast"),
        (None, 0, "Ring"),
    ],
)
def test_lateness_is_counted_in_days(due: Any, late: int, words: str) -> None:
    waiting = steps.OpenStep(LogEntry(next_step="Ring", next_step_on=due), make.today())
    assert waiting.days_late == late
    assert waiting.is_today == (due == make.today())
    assert waiting.words.startswith(words)
