"""The quick log: one round trip, answered with its part of the page; nothing saved twice, nothing lost."""

import re
import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from lxml import html

from accounts.models import Organisation, User
from cases import actions as case_actions
from cases.models import Case
from cases.states import State
from core.forms import LONG_TEXT
from guide.load import guide
from guide.model import MeasureGroup
from logbook.events import Event
from logbook.models import LogEntry
from measures.models import MainActivity, Measure
from tests import make

HTMX = {"HX-Request": "true", "HX-Target": "div#snabblogg"}
# Begin and commit, and what a commit takes back, when a test's own transaction is around them.
TRANSACTION = re.compile(r"SAVEPOINT|RELEASE|SELECT set_config\('omstallning.actor', ''")
MOST = 15


@pytest.fixture
def client(as_user: Callable[[User], Client], alice: User, case: Case) -> Client:
    return as_user(alice)


@pytest.fixture
def measure(case: Case, alice: User) -> Measure:
    return make.measure(case, by=alice, title="Jobbmässa")


def url(case: Case, page: str = "ny/spara/") -> str:
    return f"/arenden/{case.number}/loggbok/{page}"


def fields(**changes: Any) -> dict[str, Any]:
    return {"what": "Möte med facket", "when": "idag", "place": "", "once": uuid.uuid4()} | changes


def add(client: Client, case: Case, *, htmx: bool = True, **changes: Any) -> Any:
    return client.post(url(case), fields(**changes), headers=HTMX if htmx else {})


def notes(case: Case) -> list[LogEntry]:
    return list(LogEntry.objects.filter(case=case).notes().order_by("id"))


def the_form(response: HttpResponse) -> Any:
    """The quick log in an answer, as fields one can read."""
    page = html.fromstring(response.content.decode())
    return next(form for form in page.iter("form") if form.get("id") == "quick-form")


def filled(form: Any) -> dict[str, str]:
    """What the browser would send."""
    return {name: (value or "").removeprefix("\n") for name, value in form.fields.items()}


# --- One round trip -----------------------------------------------------------------------------


Fill = Callable[[Case, User, Measure], dict[str, Any]]


def _plain(case: Case, alice: User, measure: Measure) -> dict[str, Any]:
    return {"place": f"a{make.activity(measure, by=alice).pk}", "next_step": "Ring"}


def _internal(case: Case, alice: User, measure: Measure) -> dict[str, Any]:
    return {"internal": "on", "result": "Klart", "participants": "Facket"}


def _with_step(case: Case, alice: User, measure: Measure) -> dict[str, Any]:
    step = {"next_step": "Ring", "next_step_on": make.today() + timedelta(days=3)}
    return step | {"next_step_by": case.deputy_id}


def _internal_step(case: Case, alice: User, measure: Measure) -> dict[str, Any]:
    return _with_step(case, alice, measure) | {"internal": "on"}


def _closing(case: Case, alice: User, measure: Measure) -> dict[str, Any]:
    return {"closes": make.entry(case, by=alice, next_step="Boka lokal").entry}


def _closing_internal(case: Case, alice: User, measure: Measure) -> dict[str, Any]:
    step = make.entry(case, by=alice, next_step="Boka lokal", internal=True)
    return {"closes": step.entry, "internal": "on"}


def _closing_with_all(case: Case, alice: User, measure: Measure) -> dict[str, Any]:
    return {
        **_closing(case, alice, measure),
        **_with_step(case, alice, measure),
        **_with_files(case, alice, measure),
    }


def _new_activity(case: Case, alice: User, measure: Measure) -> dict[str, Any]:
    return {"place": "ny", "new_activity": "Bjud in", "new_in": measure.pk}


def _new_measure(case: Case, alice: User, measure: Measure) -> dict[str, Any]:
    made = {"new_measure": "Kompetensråd", "new_group": MeasureGroup.INDIVIDUAL.value}
    return made | {"place": "ny", "new_in": "ny"}


def _new_measure_and_activity(case: Case, alice: User, measure: Measure) -> dict[str, Any]:
    return _new_measure(case, alice, measure) | {"new_activity": "Bjud in"}


def _with_files(case: Case, alice: User, measure: Measure) -> dict[str, Any]:
    return {"upload": [make.upload(case, by=alice, name=f"{n}.pdf").pk for n in range(3)]}


@pytest.mark.parametrize(
    "fill",
    [
        _plain,
        _internal,
        _with_step,
        _internal_step,
        _closing,
        _closing_internal,
        _closing_with_all,
        _new_activity,
        _new_measure,
        _new_measure_and_activity,
        _with_files,
    ],
)
def test_an_entry_takes_one_round_trip_and_few_queries(
    client: Client, case: Case, measure: Measure, alice: User, fill: Fill
) -> None:
    asked = queries_to_add(client, case, alice, fill(case, alice, measure))
    assert len(asked) <= MOST, "\n".join(asked)


def queries_to_add(client: Client, case: Case, by: User, changes: dict[str, Any]) -> list[str]:
    for number in range(20):
        make.entry(case, by=by, what=f"Post {number}")
    client.get("/")
    with CaptureQueriesContext(connection) as queries:
        response = add(client, case, **changes)
    assert response.status_code == 200
    assert notes(case)[-1].what == "Möte med facket"
    return [q["sql"] for q in queries.captured_queries if not TRANSACTION.match(q["sql"])]


def test_a_place_made_with_an_entry_is_among_the_choices_of_the_next(
    client: Client, case: Case, measure: Measure, alice: User
) -> None:
    for changes in (_new_activity(case, alice, measure), _new_measure(case, alice, measure)):
        answer = the_form(add(client, case, **changes))
        place = answer.fields["place"]
        fresh = the_form(client.get(url(case, "ny/")))
        assert answer.inputs["place"].value_options == fresh.inputs["place"].value_options
        assert place in answer.inputs["place"].value_options
        assert place == fresh.fields["place"]


def test_the_answer_is_the_emptied_form_with_the_entry_and_the_count(
    client: Client, case: Case, measure: Measure, alice: User
) -> None:
    activity = make.activity(measure, by=alice)
    key = uuid.uuid4()
    response = add(client, case, once=key, when="igår", place=f"a{activity.pk}", internal="on")
    text = response.content.decode()
    form = the_form(response)
    assert "<html" not in text
    assert form.fields["what"].strip() == ""
    assert form.fields["when"] == make.today().isoformat()
    assert form.fields["place"] == f"a{activity.pk}"
    assert form.fields["once"] not in ("", str(key))
    assert not form.fields.get("internal")
    page = html.fromstring(text)
    (entry,) = page.xpath("//ol[@data-hx-swap-oob]//article")
    assert "Möte med facket" in entry.text_content()
    assert "Endast internt" in entry.text_content()
    assert page.xpath("//*[@id='log-total']")[0].text_content().startswith("1")
    assert page.xpath("//*[@data-announce='Sparat i loggboken.']")
    assert page.xpath("//textarea[@name='what'][@autofocus]")


def test_without_htmx_the_logbook_follows(client: Client, case: Case) -> None:
    response = client.post(url(case), fields(), follow=True)
    (entry,) = notes(case)
    assert response.redirect_chain == [(f"{url(case, '')}#post-{entry.entry}", 302)]
    assert "Sparat i loggboken." in response.content.decode()


def test_the_message_of_the_redirect_does_not_wait_for_the_next_page(
    client: Client, case: Case
) -> None:
    add(client, case)
    assert "Sparat i loggboken." not in client.get("/").content.decode()


@pytest.mark.parametrize("htmx", [True, False])
def test_a_long_text_is_kept_to_the_letter_when_something_is_wrong(
    client: Client, case: Case, htmx: bool
) -> None:
    long = "".join(chr(0x61 + n % 26) for n in range(LONG_TEXT - 6)) + "åäö 🏭"
    response = add(client, case, htmx=htmx, what=long, when="nyss")
    assert response.status_code == 422
    assert the_form(response).fields["what"].removeprefix("\n") == long
    assert ("<html" in response.content.decode()) is not htmx
    assert not notes(case)


def test_a_closed_case_says_why_not_and_keeps_the_text(
    client: Client, case: Case, alice: User
) -> None:
    case_actions.change_state(
        case=case, to=State.CLOSED, reason="Klart", actor=alice, at=make.now()
    )
    response = add(client, case)
    assert response.status_code == 422
    assert "Ärendet är avslutat." in response.content.decode()
    assert the_form(response).fields["what"].strip() == "Möte med facket"
    assert "Ärendet är avslutat." in client.get(url(case, "ny/")).content.decode()


# --- The same form twice ------------------------------------------------------------------------


@pytest.mark.parametrize("htmx", [True, False])
def test_the_same_form_twice_is_one_entry(client: Client, case: Case, htmx: bool) -> None:
    sent = fields(next_step="Ring", internal="on")
    answers = [client.post(url(case), sent, headers=HTMX if htmx else {}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200 if htmx else 302] * 2
    assert len(notes(case)) == 1


def test_the_same_form_in_a_new_place_twice_is_one_entry_and_one_place(
    client: Client, case: Case
) -> None:
    new = {"new_activity": "Besök", "new_in": "ny", "new_measure": "Mässa", "new_group": "RENEWAL"}
    sent = fields(place="ny", **new)
    answers = [client.post(url(case), sent, headers=HTMX) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [200, 200]
    assert len(notes(case)) == Measure.objects.filter(case=case).count() == 1


def test_other_words_in_a_form_that_got_through_are_kept_and_told_of(
    client: Client, case: Case
) -> None:
    """The answer was lost on the way, and the person wrote on before trying again."""
    key = uuid.uuid4()
    add(client, case, once=key)
    response = add(client, case, once=key, what="Möte med facket och ledningen")
    form = the_form(response)
    assert response.status_code == 409
    assert "Möte med facket</p>" in response.content.decode()
    assert form.fields["what"].strip() == "Möte med facket och ledningen"
    assert form.fields["once"] != str(key)
    assert len(notes(case)) == 1
    again = client.post(url(case), filled(form), headers=HTMX)
    assert again.status_code == 200
    assert [note.what for note in notes(case)] == [
        "Möte med facket",
        "Möte med facket och ledningen",
    ]


def test_a_key_is_the_persons_own(
    client: Client, case: Case, bo: User, as_user: Callable[[User], Client]
) -> None:
    key = uuid.uuid4()
    add(client, case, once=key)
    assert add(as_user(bo), case, once=key).status_code == 200
    assert len(notes(case)) == 2


# --- The same correction twice -------------------------------------------------------------------


def correction(entry: LogEntry, **changes: Any) -> dict[str, Any]:
    sent = fields(what="Rättad", when=entry.happened_from.isoformat(), correction_reason="Fel")
    return sent | {"seen_version": 1} | changes


@pytest.mark.parametrize("htmx", [True, False])
def test_the_same_correction_twice_is_one_wording(
    client: Client, case: Case, alice: User, htmx: bool
) -> None:
    entry = make.entry(case, by=alice)
    sent, page = correction(entry), url(case, f"{entry.entry}/ratta/spara/")
    headers = HTMX | {"HX-Target": "div#rattelse"} if htmx else {}
    answers = [client.post(page, sent, headers=headers) for _ in range(2)]
    led = [answer.headers.get("HX-Redirect" if htmx else "Location") for answer in answers]
    assert led == [url(case, f"{entry.entry}/")] * 2
    assert LogEntry.objects.filter(entry=entry.entry).count() == 2


def test_other_words_in_a_correction_that_got_through_are_kept_and_told_of(
    client: Client, case: Case, alice: User
) -> None:
    entry = make.entry(case, by=alice)
    sent, page = correction(entry), url(case, f"{entry.entry}/ratta/spara/")
    client.post(page, sent)
    answer = client.post(page, sent | {"what": "Rättad en gång till"})
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Du har själv rättat posten" in text
    assert "Rättad</p>" in text
    form = next(f for f in html.fromstring(text).iter("form") if "seen_version" in f.fields)
    assert form.fields["what"].strip() == "Rättad en gång till"
    assert client.post(page, filled(form)).status_code == 302
    newest = LogEntry.objects.filter(entry=entry.entry).latest("version")
    assert (newest.version, newest.what) == (3, "Rättad en gång till")


# --- A place that is new ------------------------------------------------------------------------


def test_a_main_activity_is_made_with_the_entry(
    client: Client, case: Case, measure: Measure
) -> None:
    response = add(client, case, place="ny", new_activity="Boka hall", new_in=measure.pk)
    (entry,) = notes(case)
    assert response.status_code == 200
    assert (entry.measure, entry.main_activity.title) == (measure, "Boka hall")
    assert LogEntry.objects.filter(case=case, event=Event.MAIN_ACTIVITY_ADDED).count() == 1
    assert the_form(response).fields["place"] == f"a{entry.main_activity_id}"
    assert not the_form(response).fields["new_activity"]


def test_a_measure_is_made_with_the_entry(client: Client, case: Case) -> None:
    add(client, case, new_in="ny", new_measure="Pendlingsbuss", new_group="INDIVIDUAL")
    (entry,) = notes(case)
    assert (entry.measure.title, entry.measure.group) == ("Pendlingsbuss", MeasureGroup.INDIVIDUAL)
    assert entry.main_activity is None
    assert LogEntry.objects.filter(case=case, event=Event.MEASURE_ADDED).count() == 1


def test_a_measure_and_its_first_main_activity_are_made_with_the_entry(
    client: Client, case: Case
) -> None:
    known = guide().measures[0]
    add(client, case, new_in="ny", new_measure=known.title.upper(), new_activity="Första mötet")
    (entry,) = notes(case)
    assert entry.measure.catalogue_key == known.key
    assert entry.measure.group == known.group
    assert str(entry.main_activity) == "1. Första mötet"


def test_what_goes_by_the_name_already_is_used(
    client: Client, case: Case, measure: Measure, alice: User
) -> None:
    activity = make.activity(measure, by=alice, title="Boka hall")
    add(client, case, new_activity="boka HALL", new_in=measure.pk)
    assert notes(case)[0].main_activity == activity
    assert MainActivity.objects.filter(measure=measure).count() == 1


@pytest.mark.parametrize(
    ("wrong", "field", "sentence"),
    [
        ({"place": "ny"}, "new_activity", "Skriv vad den nya huvudaktiviteten ska heta."),
        ({"new_activity": "Besök"}, "new_in", "Välj vilken insats den hör till."),
        ({"new_in": "ny"}, "new_measure", "Skriv vad den nya insatsen ska heta."),
        ({"new_in": "ny", "new_measure": "Mässa"}, "new_group", "Välj grupp."),
        ({"new_measure": "Mässa"}, "new_measure", "En ny insats"),
        ({"new_activity": "Besök", "new_in": "99999"}, "new_in", "Välj ett av alternativen."),
    ],
)
def test_half_a_place_is_told_at_the_field(
    client: Client, case: Case, wrong: dict[str, str], field: str, sentence: str
) -> None:
    response = add(client, case, **wrong)
    page = html.fromstring(response.content.decode())
    (input_,) = page.xpath(f"//*[@name='{field}']")
    assert response.status_code == 422
    assert input_.get("aria-invalid") == "true"
    assert sentence in page.xpath(f"//*[@id='id_{field}_error']")[0].text_content()
    assert page.xpath("//details[@class='new-place']")[0].get("open") is not None
    assert not notes(case)


def test_a_measure_of_another_case_is_no_place(
    client: Client, case: Case, alice: User, norrby: Organisation
) -> None:
    other = make.measure(make.case(norrby, by=alice, title="Annat"), by=alice)
    for wrong in ({"place": f"m{other.pk}"}, {"new_activity": "Besök", "new_in": other.pk}):
        assert add(client, case, **wrong).status_code == 422
    assert not notes(case)


# --- From everywhere ----------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["", "insatser/", "faser/", "faser/1/", "rapporter/", "historik/"])
def test_every_page_of_a_case_leads_to_the_quick_log(client: Client, case: Case, page: str) -> None:
    text = client.get(f"/arenden/{case.number}/{page}").content.decode()
    assert f'href="{url(case, "ny/")}"' in text
    assert 'id="snabblogg"' in text


def test_who_may_not_write_is_offered_no_form(
    case: Case, rolf: User, as_user: Callable[[User], Client]
) -> None:
    client = as_user(rolf)
    assert url(case, "ny/") not in client.get(f"/arenden/{case.number}/").content.decode()
    assert "quick-form" not in client.get("/").content.decode()


def test_a_guest_who_may_log_does_so_from_everywhere(
    case: Case, alice: User, gun: User, as_user: Callable[[User], Client]
) -> None:
    make.guest(case, gun, make.partner("Almi"), by=alice, may_log=True)
    client = as_user(gun)
    assert the_form(client.get("/")).get("data-case") == case.number
    assert add(client, case).status_code == 200


# --- The start page's choice of case ------------------------------------------------------------


@pytest.fixture
def other(norrby: Organisation, alice: User, case: Case) -> Case:
    return make.case(norrby, by=alice, title="Pappersbruket", company="Bruket AB")


def chosen(response: HttpResponse) -> str:
    return str(the_form(response).get("data-case"))


def test_the_case_written_in_last_is_offered_with_its_last_place(
    client: Client, case: Case, other: Case, measure: Measure, alice: User
) -> None:
    make.entry(other, by=alice)
    make.entry(case, by=alice, measure=measure)
    form = the_form(client.get("/"))
    assert form.get("data-case") == case.number
    assert form.fields["place"] == f"m{measure.pk}"


def test_the_case_with_the_newest_draft_is_offered_first(
    client: Client, case: Case, other: Case, alice: User
) -> None:
    make.entry(case, by=alice)
    make.draft(other, by=alice)
    assert chosen(client.get("/")) == other.number


def test_changing_the_case_keeps_what_was_typed(
    client: Client, case: Case, other: Case, measure: Measure
) -> None:
    sent = fields(what="Ringde", when="i fredags", result="Bra", place=f"m{measure.pk}")
    for headers in (HTMX, {}):
        response = client.post("/byt-arende/", sent | {"arende": other.number}, headers=headers)
        form = the_form(response)
        assert response.status_code == 200
        assert form.get("data-case") == other.number
        assert form.fields["what"].strip() == "Ringde"
        assert form.fields["when"] == "i fredags"
        assert form.fields["result"].strip() == "Bra"
        assert form.fields["once"] == str(sent["once"])
        assert form.fields["place"] == ""


def test_a_choice_of_case_that_the_form_did_not_follow_saves_nothing_in_the_wrong_one(
    client: Client, case: Case, other: Case
) -> None:
    """Without JavaScript the list may say one case and the form another."""
    response = client.post(url(case), fields(arende=other.number), follow=True)
    assert response.redirect_chain == [("/byt-arende/", 307)]
    assert the_form(response).get("data-case") == other.number
    assert the_form(response).fields["what"].strip() == "Möte med facket"
    assert not notes(case) + notes(other)


@pytest.mark.parametrize("number", ["hidden", "1999-1234", "åäö", ""])
def test_a_case_one_may_not_write_in_is_refused_with_the_text_kept(
    number: str, client: Client, case: Case, soderby: Organisation, charlie: User
) -> None:
    hidden = make.case(soderby, by=charlie, title="Hemligt bruk")
    wanted = hidden.number if number == "hidden" else number
    response = client.post("/byt-arende/", fields(arende=wanted), headers=HTMX)
    assert response.status_code == 422
    assert the_form(response).fields["what"].strip() == "Möte med facket"
    assert "Det ärendet finns inte, eller så kan du inte skriva i det." in response.content.decode()
    assert "Hemligt" not in response.content.decode()


def test_a_case_one_only_reads_is_not_among_the_choices(
    case: Case, jonna: User, rolf: User, alice: User, as_user: Callable[[User], Client]
) -> None:
    make.take_part(case, jonna.memberships.get().organisation, by=alice)
    assert chosen(as_user(jonna).get("/")) == case.number
    restricted = make.restricted(case, by=alice)
    assert "quick-form" not in as_user(jonna).get("/").content.decode()
    assert chosen(as_user(alice).get("/")) == restricted.number
