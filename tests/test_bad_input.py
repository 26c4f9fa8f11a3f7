"""Every form: what cannot be saved is answered with a Swedish sentence at the field, and nothing is lost."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from lxml import html
from lxml.cssselect import CSSSelector
from pytest_django import DjangoDbBlocker

import accounts.forms
import cases.contact_forms
import cases.document_forms
import cases.forms
import cases.group_forms
import figures.assessment_forms
import figures.clock_forms
import figures.feed_forms
import figures.headcount_forms
import figures.indicator_forms
import figures.outcome_forms
import figures.supplier_forms
import library.forms
import logbook.forms
import measures.choose_forms
import measures.forms
import region.forms
import reminders.forms
import reports.copy_forms
import reports.forms
import reports.plan_forms
import reports.settings_forms
import sheets.forms
from accounts.models import User
from cases.models import Case, PhaseAnswer
from core.forms import (
    DECLARE,
    REMOVE,
    FilterForm,
    Form,
    LongTextField,
    SwedishDateField,
    TextField,
)
from core.models import AppendOnlyModel, RowChange
from logbook.events import Event
from logbook.models import LogEntry
from measures.models import Measure
from tests import make
from tests.access_matrix import MATRIX
from tests.cast import Everyone, everyone_round_a_full_case, made_once
from tests.form_pages import ELSEWHERE, FIRST_VERSIONS, PAGES, PREVIEWS, FormPage

PERSONAL_NUMBER = "Ring Eva, 19811218-9876, i morgon"
HARMLESS = '<script>alert("1")</script> åäö ÅÄÖ 🏭 & "citat"'
NOT_A_DAY = ("i förrgår kanske", "2026-02-30", "2025-02-29", "29 februari 2025", "0000-00-00")
NOT_A_NUMBER = ("många", "12,5", "-1", "9" * 30)
NOT_A_DECIMAL = ("många", "1,2,3", "NaN", "Infinity", "9" * 30)

ERRORS = CSSSelector(".ds-validation-message")


def bad_values(form: type[Form], name: str) -> Iterator[tuple[str, str]]:
    """What the field may not take: in words, and as sent."""
    kind = form.base_fields[name]
    if isinstance(kind, TextField):
        assert kind.max_length
        yield "too long", "å" * (kind.max_length + 1)
        yield "NUL", "text\x00text"
        yield "personal number", PERSONAL_NUMBER
    elif isinstance(kind, SwedishDateField):
        yield from (("no day", text) for text in NOT_A_DAY)
        yield "far off", "1849-01-01"
    elif isinstance(kind, forms.DecimalField):
        yield from (("no number", text) for text in NOT_A_DECIMAL)
    elif isinstance(kind, forms.IntegerField) and not kind.widget.is_hidden:
        yield from (("no number", text) for text in NOT_A_NUMBER)
    if kind.required and not kind.widget.is_hidden:
        yield "empty", ""


@dataclass
class Desk:
    """Alice at a case with something in every field."""

    client: Client
    ids: dict[str, Any]
    people: dict[str, str]

    def url(self, name: str) -> str:
        name = name.partition(",")[0]
        return MATRIX[name].url(name, self.ids)

    def versions(self, name: str) -> dict[str, str]:
        """What a form that is sent from a fresh page says of what it saw there."""
        newest = PhaseAnswer.objects.filter(question=self.ids["question"]).latest("id")
        return {
            "cases:edit_save": {
                "seen_version": str(Case.objects.get(number=self.ids["number"]).version)
            },
            "cases:answer": {"seen_answer": str(newest.pk), "not_relevant": ""},
            "measures:edit_save": {
                "seen_version": str(Measure.objects.get(pk=self.ids["measure"]).version)
            },
            "logbook:correct_save": {"seen_version": "1"},
        }.get(name, {"seen_version": "1"} if name in FIRST_VERSIONS else {})

    def data(self, page: FormPage, **changes: str) -> dict[str, str]:
        return {key: self.people.get(value, value) for key, value in (page.valid | changes).items()}


@pytest.fixture(scope="module")
def everyone(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Everyone]:
    yield from made_once(django_db_blocker, everyone_round_a_full_case)


@pytest.fixture
def desk(
    everyone: Everyone,
    db: None,
    as_user: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")
    alice, norrby = everyone.people["alice"], everyone.organisations["norrby"]
    return Desk(as_user(alice), everyone.ids, {"alice": str(alice.pk), "norrby": str(norrby.pk)})


def kept_rows() -> dict[str, int]:
    """How much the record holds: every change leaves a row in one of these."""
    tables = [m for m in apps.get_models() if issubclass(m, AppendOnlyModel) or m is RowChange]
    return {model._meta.db_table: model._default_manager.count() for model in tables}


def forms_in(response: HttpResponse, url: str, field: str) -> list[Any]:
    page = html.fromstring(response.content.decode().replace("\x00", ""))
    return [form for form in page.forms if form.get("action") == url and field in form.fields]


def form_in(response: HttpResponse, url: str, after: str) -> Any:
    found = forms_in(response, url, after)
    # Onward and back stand on one page; what was sent is in the one with something wrong.
    found.sort(key=lambda form: form.find(".//*[@aria-invalid]") is None)
    assert found, f"no form posts to {url}"
    return found[0]


def faults(
    page: FormPage, response: HttpResponse, url: str, data: dict[str, str], name: str
) -> Iterator[str]:
    """What is wrong with the answer to a form whose field `name` held something bad."""
    if response.status_code != 422:
        yield f"answered {response.status_code}"
        return
    form = form_in(response, url, name)
    tree = form.getroottree()
    if not tree.findtext(".//title").startswith("Fel: "):
        yield "the title does not say that something is wrong"
    inputs = [e for e in form.iterfind(".//*[@name]") if e.get("name") == name]
    marked = [e for e in inputs if e.get("aria-invalid")]
    marked += [group for e in inputs for group in e.iterancestors("fieldset")]
    described = {i for e in marked for i in (e.get("aria-describedby") or "").split()}
    said = [e.text_content().strip() for e in ERRORS(tree) if e.get("id") in described]
    if not any(said):
        yield "no sentence belongs to the field"
    for key, value in data.items():
        shown = form.fields.get(key)
        if (shown or "").strip() != value.replace("\x00", "").strip() and not is_unshowable(
            inputs, key == name, value
        ):
            yield f"{key} was lost: {shown!r}"


def is_unshowable(inputs: list[Any], is_the_tested: bool, value: str) -> bool:
    """Whether the browser cannot show the value: an empty choice in a list that has none."""
    return is_the_tested and not value and any(e.tag == "select" for e in inputs)


@pytest.mark.parametrize("name", PAGES)
def test_bad_input_is_told_at_the_field_comes_back_as_typed_and_is_not_stored(
    desk: Desk, name: str
) -> None:
    before = kept_rows()
    what_cannot_be_saved_is_told_at_the_field_and_kept(desk, name)
    what_has_happened_does_not_lie_ahead(desk, name)
    markup_emoji_and_swedish_letters_come_back_as_they_were_typed(desk, name)
    one_button_takes_a_personal_number_out_and_shows_the_form_again(desk, name)
    assert kept_rows() == before


def what_cannot_be_saved_is_told_at_the_field_and_kept(desk: Desk, name: str) -> None:
    page, url = PAGES[name], desk.url(name)
    shown_at = desk.url(page.shown_at) if page.shown_at else url
    found = []
    for key in page.valid:
        for what, value in bad_values(page.form, key):
            data = desk.data(page, **{key: value})
            response = desk.client.post(url, data)
            found += [f"{key}, {what}: {f}" for f in faults(page, response, shown_at, data, key)]
    assert not found


def what_has_happened_does_not_lie_ahead(desk: Desk, name: str) -> None:
    page, url = PAGES[name], desk.url(name)
    shown_at = desk.url(page.shown_at) if page.shown_at else url
    tomorrow = (make.today() + timedelta(days=1)).isoformat()
    for key in page.not_ahead:
        data = desk.data(page, **{key: tomorrow})
        response = desk.client.post(url, data)
        assert not list(faults(page, response, shown_at, data, key))


def markup_emoji_and_swedish_letters_come_back_as_they_were_typed(desk: Desk, name: str) -> None:
    page, url = PAGES[name], desk.url(name)
    texts = [
        key
        for key in page.valid
        if isinstance(page.form.base_fields[key], LongTextField)
        or (getattr(page.form.base_fields[key], "max_length", None) or 0) > len(HARMLESS)
    ]
    for key in texts:
        # Something else is wrong, so the page comes back with what was typed.
        data = desk.data(page, **{key: HARMLESS + PERSONAL_NUMBER})
        response = desk.client.post(url, data)
        assert response.status_code == 422
        assert b"<script>alert" not in response.content
        shown_at = desk.url(page.shown_at) if page.shown_at else url
        assert form_in(response, shown_at, key).fields[key].strip() == data[key]


# Fields where only a number of another form, or a day, is right.
OF_A_FORM = {"organisation_number", "when", "phone", "link"}


def guarded(page: FormPage) -> list[str]:
    """The fields of a form where a sentence with a personal number fits."""
    return [
        key
        for key in page.valid
        if isinstance(kind := page.form.base_fields[key], TextField)
        and (kind.max_length or 0) >= len(PERSONAL_NUMBER)
        and key not in OF_A_FORM
    ]


def one_button_takes_a_personal_number_out_and_shows_the_form_again(desk: Desk, name: str) -> None:
    page, url = PAGES[name], desk.url(name)
    shown_at = desk.url(page.shown_at) if page.shown_at else url
    for key in guarded(page):
        data = desk.data(page, **{key: PERSONAL_NUMBER})
        asked = desk.client.post(url, data)
        assert form_in(asked, shown_at, key).xpath(f".//button[@name='{REMOVE}'][@value='{key}']")
        assert b"<mark>19811218-9876</mark>" in asked.content
        response = desk.client.post(url, data | {REMOVE: key})
        assert response.status_code == 422, key
        shown = [
            {k: (form.fields[k] or "").strip() for k in data}
            for form in forms_in(response, shown_at, key)
            if set(data) <= set(form.fields)
        ]
        assert data | {key: "Ring Eva, i morgon"} in shown
        assert "Numret är borttaget ur fältet" in response.content.decode()


@pytest.mark.parametrize("name", [name for name, page in PAGES.items() if guarded(page)])
def test_digits_that_the_writer_vouches_for_are_saved_and_logged_without_the_digits(
    desk: Desk, name: str
) -> None:
    page, url = PAGES[name], desk.url(name)
    case = Case.objects.get(number=desk.ids["number"])
    # The log of a case that is being opened begins with it.
    in_a_case = MATRIX[name.partition(",")[0]].is_of_case or name == "cases:open_save"
    assert page.form.may_declare is in_a_case
    for key in guarded(page):
        text = page.around.get(key, "{}").format(PERSONAL_NUMBER)
        data = desk.data(page, **{key: text} | desk.versions(name))
        others = desk.client.post(url, data | {f"{DECLARE}-{key}": "198112189877"})
        assert others.status_code == 422
        before = logged(Event.DIGITS_DECLARED)
        with transaction.atomic():
            response = desk.client.post(url, data | {f"{DECLARE}-{key}": "198112189876"})
            new = logged(Event.DIGITS_DECLARED)[len(before) :]
            transaction.set_rollback(True)
        if not page.form.may_declare:
            assert (response.status_code, new) == (422, [])
        elif name in PREVIEWS:
            assert (response.status_code, new) == (200, [])
        else:
            assert response.status_code == 302, (key, response.content.decode())
            [row] = new
            assert row.details == {"label": page.form.base_fields[key].label}
            assert row.case_id == case.pk or name == "cases:open_save"


def logged(event: Event) -> list[LogEntry]:
    return list(LogEntry.objects.filter(event=event).order_by("pk"))


def test_every_form_is_tried_here_or_named_as_tried_elsewhere() -> None:
    modules = (
        accounts.forms,
        cases.forms,
        cases.contact_forms,
        cases.document_forms,
        cases.group_forms,
        measures.forms,
        measures.choose_forms,
        library.forms,
        logbook.forms,
        figures.assessment_forms,
        figures.clock_forms,
        figures.feed_forms,
        figures.headcount_forms,
        figures.supplier_forms,
        figures.indicator_forms,
        figures.outcome_forms,
        reports.forms,
        reports.plan_forms,
        reminders.forms,
        reports.settings_forms,
        reports.copy_forms,
        region.forms,
        sheets.forms,
    )
    concrete = {
        form
        for module in modules
        for form in vars(module).values()
        if isinstance(form, type)
        and issubclass(form, Form)
        and form.__module__ == module.__name__
        and not form.__module__.startswith("allauth")
    }
    bases = {base for form in concrete for base in form.__mro__[1:]}
    filters = {form for form in concrete if issubclass(form, FilterForm)}
    of_allauth = {form for form in concrete if any("allauth" in b.__module__ for b in form.__mro__)}
    tried = {page.form for page in PAGES.values()}
    assert concrete - bases - filters - of_allauth - ELSEWHERE <= tried


FILTERS = {
    "cases:list": ("q", "fas", "lage", "kommun", "ordning"),
    "measures:list": ("grupp", "lage", "ansvarig"),
    "measures:catalogue": (
        *("q", "grupp", "fas", "aktor", "finansiering", "storlek", "berorda", "orsak"),
        *("sortering", "valda"),
    ),
    "measures:page": ("anteckna",),
    "logbook:new": ("utkast", "huvudaktivitet"),
    "logbook:correct": ("utkast",),
    "logbook:list": (
        *("q", "period", "fran", "till", "insats", "person", "slag", "fas", "fore", "vy"),
        "klart",
    ),
    "logbook:steps": ("visa", "person", "efter"),
    "sheets:columns": ("blad", "rubrikrad"),
    "sheets:preview": ("visa",),
    "sheets:export": ("format", "q", "period", "fran", "till", "insats", "person", "slag", "fas"),
    "figures:page": ("fore",),
    "figures:add": ("varsel", "kopiera"),
    "contacts:list": ("q", "slag", "visa", "ordning"),
    "contacts:actors": ("q", "slag", "visa", "ordning"),
    "cases:groups": (),
    "cases:group": (),
    "figures:suppliers": ("lage", "ordning"),
    "figures:indicator_add": ("ur",),
    "figures:indicator": ("forvarvsarbetande",),
    "figures:outcome": ("mal", "pengar", "kostnader"),
    "reports:list": ("fore",),
    "reports:new": ("typ",),
    "archive:list": ("fore",),
    "reminders:meetings": ("q", "visa", "ordning", "sida"),
    "checking:page": ("summa",),
    "cases:history": ("fore",),
    "figures:clock": ("notera",),
    "calendar:page": ("fore",),
    "home:start": ("arende", "steg"),
    "home:search": ("q", "period", "fran", "till", "om", "av", "slag", "fas", "sida"),
    "guide:search": ("q",),
    "library:shelf": (
        "q",
        "slag",
        "orsak",
        "bransch",
        "berorda",
        "andel",
        "lan",
        "sortering",
        "jamfor",
    ),
    "library:compare": ("jamfor",),
    "library:alike": ("bransch", "andel"),
    "guide:measures": ("q", "grupp", "fas", "finansiering", "storlek", "berorda", "orsak"),
    "cases:documents": ("q", "slag", "visa", "ordning"),
    "cases:document_add": ("for",),
    "plan:page": ("grupp", "lage", "ansvarig", "ordning"),
    "plan:adopted": (),
}


# No text, a number past every column, markup with quotes, a number below all, and far too long.
STRANGE = ("\x00", "9" * 40, HARMLESS, "-1", "å" * 200)


def test_a_strange_filter_is_answered_in_words(desk: Desk) -> None:
    for name in FILTERS:
        url = MATRIX[name].url(name, desk.ids).partition("?")[0]
        for key, value in product((*FILTERS[name], "sida"), STRANGE):
            response = desk.client.get(url, {key: value})
            assert response.status_code in {200, 404, 422}, (name, key, value)
            assert response.streaming or b"<script>alert" not in response.content, (name, key)


def test_what_is_no_number_of_a_case_is_no_case(desk: Desk) -> None:
    for number in ("2026-%00", "%00", "2026-99999999999999999999", "2026-abcd", "å"):
        assert desk.client.get(f"/arenden/{number}/").status_code == 404


def test_an_endless_number_in_an_address_finds_nothing(desk: Desk) -> None:
    for part in ("insatser", "rapporter", "insatser/huvudaktiviteter"):
        assert (
            desk.client.get(f"/arenden/{desk.ids['number']}/{part}/{'9' * 40}/").status_code == 404
        )
