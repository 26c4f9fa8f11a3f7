"""The library's pages: find, compare, review and publish, borrow, and see what is like one's own."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import Organisation, User
from cases.models import Case
from guide.causes import Cause
from guide.load import guide
from guide.model import Industry
from library.items import ItemFilter, of_example
from library.models import Publication
from measures.models import MainActivity, Measure
from measures.states import State
from tests import make, make_library

As = Callable[[User], Client]
SHELF = "/bibliotek/"


def page_of(response: Any, status: int = 200) -> html.HtmlElement:
    assert response.status_code == status, response.content.decode()[:400]
    return html.fromstring(response.content.decode())


def text_of(page: html.HtmlElement) -> str:
    return " ".join(page.text_content().split())


def titles(page: html.HtmlElement) -> list[str]:
    return [" ".join(e.text_content().split()) for e in page.cssselect("#shelf-hits .rows h2")]


# --- The shelf ------------------------------------------------------------------------------------


def found(**params: str) -> list[str]:
    return [i.key for i in ItemFilter.read(params).of(of_example(e) for e in guide().examples)]


@pytest.mark.parametrize("example", guide().examples, ids=lambda e: e.slug)
def test_every_example_can_be_compared_and_what_no_source_says_is_not_known(example: Any) -> None:
    item = of_example(example)
    assert item.industry in Industry
    assert item.cause is None or item.cause in Cause
    if item.affected is not None:
        digits = " ".join(f.count for f in example.jobs_lost).replace("\N{NO-BREAK SPACE}", "")
        assert str(item.affected) in digits
    assert (item.share_percent is None) or str(item.share_percent).replace(
        ".", ","
    ) in example.share


def test_the_shelf_is_narrowed_by_size_industry_county_cause_and_share() -> None:
    assert found(bransch="VEHICLES") == ["trollhattan-saab", "bengtsfors-lear"]
    assert found(lan="Västerbottens län") == ["skelleftea-northvolt", "robertsfors-element-six"]
    assert found(orsak="RELOCATION") == ["glava-scanmodule"]
    assert found(berorda="50-199") == ["robertsfors-element-six", "vansbro-finnveden"]
    assert found(andel="fran-5") == ["bjuv-findus"]
    assert found(q="livsmedel") == ["bjuv-findus"]
    assert found(slag="arenden") == []


def test_the_shelf_is_ordered_by_year_size_share_and_title() -> None:
    assert found()[0] == "lysekil-husqvarna"
    assert found(sortering="storst")[:2] == ["trollhattan-saab", "skelleftea-northvolt"]
    assert found(sortering="minst")[0] == "vansbro-finnveden"
    assert found(sortering="andel")[:2] == ["bjuv-findus", "sodertalje-astrazeneca"]
    assert found(sortering="namn")[0] == "bengtsfors-lear"


def test_a_published_case_stands_among_the_examples_for_others(
    as_user: As, norrby: Organisation, alice: User, charlie: User, gun: User
) -> None:
    published = make_library.another(norrby, by=alice)
    page = page_of(as_user(charlie).get(SHELF))
    assert published.title in titles(page)
    assert "13 av 13" in text_of(page)
    assert published.title not in titles(page_of(as_user(gun).get(SHELF)))


def test_what_is_ticked_to_compare_is_kept_when_the_filter_changes(
    as_user: As, alice: User
) -> None:
    page = page_of(
        as_user(alice).get(SHELF, {"orsak": "BANKRUPTCY", "jamfor": ["exempel-bjuv-findus", "x"]})
    )
    assert page.xpath("//input[@name='jamfor'][@checked]/@value") == ["exempel-bjuv-findus"]


def test_a_few_stand_side_by_side(
    as_user: As, norrby: Organisation, alice: User, charlie: User
) -> None:
    published = make_library.another(norrby, by=alice)
    refs = ["exempel-bjuv-findus", f"arende-{published.pk}", "exempel-bjuv-findus", "no-such"]
    page = page_of(as_user(charlie).get("/bibliotek/jamfor/", {"jamfor": refs}))
    heads = [e.text_content().strip() for e in page.cssselect("thead th")]
    assert heads == ["Bjuv: Findus lämnar orten", published.title]
    rows = {
        row.cssselect("th")[0].text_content(): [td.text_content() for td in row.cssselect("td")]
        for row in page.cssselect("tbody tr")
    }
    assert rows["Orsak"][0] == "Nedläggning"
    assert rows["Andel av jobben"] == ["16,9\N{NO-BREAK SPACE}%", "4,5\N{NO-BREAK SPACE}%"]
    assert rows["Rekryterings- och matchningsträffar"] == ["Nej", "Ja"]
    assert rows["Att lära av"][1] == "Börja med leverantörerna."


def test_more_than_four_are_told_of_and_none_says_what_to_do(as_user: As, alice: User) -> None:
    refs = [f"exempel-{e.slug}" for e in guide().examples[:6]]
    page = page_of(as_user(alice).get("/bibliotek/jamfor/", {"jamfor": refs}))
    assert len(page.cssselect("thead th")) == 4
    assert "Högst 4 får plats" in text_of(page)
    assert "Välj två eller flera" in text_of(page_of(as_user(alice).get("/bibliotek/jamfor/")))


def test_taken_back_and_never_published_look_the_same(
    as_user: As, norrby: Organisation, alice: User, charlie: User
) -> None:
    published = make_library.another(norrby, by=alice)
    client = as_user(charlie)
    address = reverse("library:publication", args=[published.pk])
    assert client.get(address).status_code == 200
    make.restricted(published.case, by=alice)
    hidden, absent = client.get(address), client.get("/bibliotek/999999/")
    assert hidden.status_code == absent.status_code == 404
    for ref in (f"arende-{published.pk}", "arende-999999", "exempel-x", "x"):
        assert client.get(f"/bibliotek/lana/{ref}/").status_code == 404


# --- Review and publish ---------------------------------------------------------------------------


def sent(**changes: Any) -> dict[str, Any]:
    data: dict[str, Any] = {
        "title": "Nedläggning i Norrby",
        "industry": "FOOD",
        "share_percent": "4,5",
        "summary": "Fabriken lades ner.",
        "lessons": "Börja med leverantörerna.",
        "differently": "",
        "once": str(uuid.uuid4()),
    }
    return data | changes


@pytest.fixture
def closed(case: Case, alice: User) -> Case:
    make.activity(make.measure(case, by=alice, title="Jobbmässa"), by=alice, title="Boka hallen")
    return make.closed(case, by=alice)


def test_what_is_reviewed_is_what_others_read_to_the_letter(
    as_user: As, closed: Case, alice: User, charlie: User
) -> None:
    client = as_user(alice)
    measures = [str(m.pk) for m in Measure.objects.filter(case=closed)]
    review = page_of(
        client.post(reverse("library:review", args=[closed.number]), sent(measures=measures))
    )
    assert not Publication.objects.exists()
    [form] = [f for f in review.forms if "seal" in f.fields]
    data = dict(form.form_values()) | {"measures": measures}
    done = client.post(reverse("library:publish", args=[closed.number]), data)
    published = Publication.objects.get()
    assert done.headers["Location"] == reverse("library:publication", args=[published.pk])
    read = page_of(as_user(charlie).get(done.headers["Location"]))
    [previewed], [told] = review.cssselect(".story"), read.cssselect(".story")
    assert text_of(previewed) == text_of(told)
    assert "Boka hallen" in text_of(told)
    again = client.post(reverse("library:publish", args=[closed.number]), data)
    assert (again.status_code, Publication.objects.count()) == (302, 1)


def test_publishing_without_a_review_shows_the_review_first(
    as_user: As, closed: Case, alice: User
) -> None:
    page = page_of(
        as_user(alice).post(reverse("library:publish", args=[closed.number]), sent()), 409
    )
    assert "Inget är publicerat" in text_of(page)
    assert not Publication.objects.exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "Fyll i rubrik."),
        ({"industry": ""}, "Välj bransch."),
        ({"lessons": ""}, "Fyll i lärdomar."),
        ({"share_percent": "många"}, "Skriv ett tal"),
        ({"share_percent": "101"}, "inte vara större än 100"),
        ({"summary": "Ring Eva, 19811218-9876"}, "personnummer"),
        ({"measures": ["999999"]}, "Välj ett av alternativen."),
        ({"lessons": "Alice Andersson höll i allt."}, "Skriv rollen i stället"),
    ],
)
def test_what_cannot_be_published_is_told_and_kept(
    as_user: As, closed: Case, alice: User, changes: dict[str, Any], said: str
) -> None:
    data = sent(**changes)
    page = page_of(as_user(alice).post(reverse("library:review", args=[closed.number]), data), 422)
    assert said in text_of(page)
    [form] = [f for f in page.forms if "lessons" in f.fields]
    for key in ("title", "summary", "lessons", "share_percent"):
        assert (form.fields[key] or "").strip() == data[key]
    assert page.findtext(".//title").startswith("Fel: ")


def test_only_those_who_lead_the_case_publish_and_the_others_are_told_who(
    as_user: As, closed: Case, alice: User, rolf: User
) -> None:
    address = reverse("library:offer", args=[closed.number])
    assert "Granska" in text_of(page_of(as_user(alice).get(address)))
    page = page_of(as_user(rolf).get(address))
    assert "Den rätten har den kommun som leder ärendet" in text_of(page)
    assert not page.xpath("//form[contains(@action, 'bibliotek')]")


def test_an_open_and_a_restricted_case_say_why_they_cannot_be_offered(
    as_user: As, case: Case, alice: User
) -> None:
    address = reverse("library:offer", args=[case.number])
    assert "måste vara avslutat" in text_of(page_of(as_user(alice).get(address)))
    make.restricted(case, by=alice)
    assert "aldrig i biblioteket" in text_of(page_of(as_user(alice).get(address)))
    refused = as_user(alice).post(reverse("library:review", args=[case.number]), sent())
    assert refused.status_code == 422


def test_taking_back_needs_a_reason_and_leaves_a_trace(
    as_user: As, norrby: Organisation, alice: User
) -> None:
    case = make_library.another(norrby, by=alice).case
    client = as_user(alice)
    address = reverse("library:withdraw", args=[case.number])
    assert "Fyll i skäl." in text_of(page_of(client.post(address, {"reason": ""}), 422))
    done = page_of(client.post(address, {"reason": "Fel siffra"}, follow=True))
    assert "Har funnits i biblioteket" in text_of(done)
    assert "Skäl: Fel siffra" in text_of(done)


# --- What is like it, and borrowing ---------------------------------------------------------------


def test_what_is_like_the_case_says_why_and_never_shows_the_case_itself(
    as_user: As, closed: Case, case: Case, norrby: Organisation, alice: User
) -> None:
    own = make_library.published(closed, by=alice, title="Vårt eget")
    other = make_library.another(norrby, by=alice, title="Grannens", industry=Industry.FOREST)
    address = reverse("library:alike", args=[closed.number])
    page = page_of(as_user(alice).get(address, {"bransch": "FOREST"}))
    rows = {
        " ".join(e.cssselect("h3")[0].text_content().split()): text_of(e)
        for e in page.cssselect("#alike-hits li")
        if e.cssselect("h3")
    }
    assert own.title not in rows
    assert "samma bransch" in rows[other.title]
    first = next(iter(rows))
    assert first == other.title


def test_the_number_concerned_leaves_no_trace_for_others(
    as_user: As, case: Case, alice: User, siv: User, region_vast: Organisation
) -> None:
    make.share(case, region_vast, by=alice)
    assert as_user(siv).get(reverse("library:alike", args=[case.number])).status_code == 403


def test_a_measure_is_borrowed_from_an_example_with_its_main_activities(
    as_user: As, case: Case, alice: User
) -> None:
    client = as_user(alice)
    address = reverse("library:borrow", args=[case.number, "exempel-hudiksvall-ericsson"])
    page = page_of(client.get(address))
    [form] = [f for f in page.forms if "valda" in f.fields]
    data: dict[str, Any] = {
        "aktiviteter": page.xpath("//input[@name='aktiviteter'][@checked]/@value"),
        "valda": ["convening", "cluster"],
        "once": form.fields["once"],
    }
    assert len(data["aktiviteter"]) == 3
    data["aktiviteter"].remove("cluster.0")
    assert client.post(form.get("action"), data).status_code == 302
    assert client.post(form.get("action"), data).status_code == 302
    borrowed = list(Measure.objects.filter(case=case).in_order())
    assert [m.catalogue_key for m in borrowed] == ["convening", "cluster"]
    assert {m.state for m in borrowed} == {State.IDEA}
    assert all("Lånad ur biblioteket: Hudiksvall" in m.description for m in borrowed)
    activities = MainActivity.objects.filter(measure__case=case).in_order()
    assert [a.title for a in activities] == ["Samla alla dagen efter beskedet"]


def test_a_measure_is_borrowed_from_another_municipalitys_published_case(
    as_user: As, norrby: Organisation, soderby: Organisation, alice: User, charlie: User
) -> None:
    published = make_library.another(norrby, by=alice)
    own = make.case(soderby, by=charlie)
    address = reverse("library:borrow_save", args=[own.number, f"arende-{published.pk}"])
    done = as_user(charlie).post(address, {"valda": "1", "aktiviteter": "1.0"})
    assert done.status_code == 302
    borrowed = Measure.objects.get(case=own)
    assert borrowed.catalogue_key == "job-match"
    assert borrowed.main_activities.get().title == "Boka sporthallen"


def test_what_was_ticked_is_kept_when_nothing_can_be_borrowed(
    as_user: As, case: Case, alice: User
) -> None:
    client = as_user(alice)
    address = reverse("library:borrow_save", args=[case.number, "exempel-bjuv-findus"])
    empty = page_of(client.post(address, {"aktiviteter": ["site-reuse.0"]}), 422)
    assert "Välj minst en insats att låna." in text_of(empty)
    assert empty.xpath("//input[@name='aktiviteter'][@checked]/@value") == ["site-reuse.0"]
    favours = page_of(client.post(address, {"valda": "site-reuse"}), 422)
    assert "kan gynna ett enskilt företag: Ny användning" in text_of(favours)
    assert favours.xpath("//input[@name='valda'][@checked]/@value") == ["site-reuse"]
    strange = client.post(address, {"valda": "x"})
    assert strange.status_code == 422
    assert not Measure.objects.exists()


def test_one_chooses_among_ones_own_open_cases_only(
    as_user: As, case: Case, norrby: Organisation, alice: User, charlie: User
) -> None:
    address = "/bibliotek/lana/exempel-bjuv-findus/"
    assert case.title in text_of(page_of(as_user(alice).get(address)))
    page = page_of(as_user(charlie).get(address))
    assert case.title not in text_of(page)
    assert "Du har inget ärende som pågår" in text_of(page)


def test_the_library_is_one_click_from_the_case(as_user: As, closed: Case, alice: User) -> None:
    page = page_of(as_user(alice).get(reverse("cases:page", args=[closed.number])))
    links = set(page.xpath("//main//a/@href"))
    assert reverse("library:alike", args=[closed.number]) in links
    assert reverse("library:offer", args=[closed.number]) in links
