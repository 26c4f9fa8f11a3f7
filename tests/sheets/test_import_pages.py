"""The three steps, page by page: choose a file, match its columns, look and save."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import User
from cases import actions as case_actions
from cases.models import Case
from cases.states import State
from core.actions import Refused
from logbook.events import Event
from logbook.models import LogEntry
from measures.models import Measure
from sheets.models import StagedFile
from sheets.places import MOST_UNKNOWN
from tests import make
from tests.sheets import files

HEADS = ("Datum", "Vad", "Insats")


@pytest.fixture
def desk(case: Case, alice: User, as_user: Callable[[User], Client]) -> "Desk":
    return Desk(as_user(alice), case)


class Desk:
    """Alice at the logbook of a case."""

    def __init__(self, client: Client, case: Case) -> None:
        self.client, self.case = client, case

    def url(self, name: str, staged: StagedFile | None = None) -> str:
        ids = [self.case.number] + ([staged.key] if staged else [])
        return reverse(f"sheets:{name}", args=ids)

    def send(self, content: bytes, name: str = "logg.xlsx") -> Any:
        return self.client.post(self.url("file_read"), {"file": SimpleUploadedFile(name, content)})

    def get(self, name: str, staged: StagedFile, query: str = "") -> Any:
        return self.client.get(self.url(name, staged) + query)

    def match(self, staged: StagedFile, **changes: Any) -> Any:
        """Send the form of step 2 as it came, with these changes."""
        return self.client.post(
            self.url("columns_save", staged), fields_of(self.get("columns", staged)) | changes
        )

    def save(self, staged: StagedFile, **changes: Any) -> Any:
        """Send the form of step 3 as it came, with these changes."""
        data = fields_of(self.get("preview", staged)) | {"do": "save"} | changes
        return self.client.post(self.url("entries_save", staged), data)

    def notes(self) -> list[LogEntry]:
        return list(LogEntry.objects.filter(case=self.case).notes().order_by("happened_from", "id"))


def page_of(response: Any) -> Any:
    return html.fromstring(response.content.decode())


def fields_of(response: Any) -> dict[str, str]:
    """What the page's own form would send, in the main part of the page."""
    [form] = [
        form
        for form in page_of(response).xpath("//main//form[@method='post']")
        if form.xpath(".//input[@name='sheet' or @name='once']")
    ]
    return {name: value for name, value in form.form_values() if name != "csrfmiddlewaretoken"}


def text_of(response: Any) -> str:
    return " ".join(page_of(response).xpath("//main")[0].text_content().split())


# --- From a file to the logbook -------------------------------------------------------------------


@pytest.mark.parametrize(("name", "count"), [
    ("loggbok enligt guiden.xlsx", 4),
    ("dagar.xlsx", 15),
    ("manader.xlsx", 3),
    ("bruket.xlsx", 3),
    ("veckologg.xlsx", 5),
])  # fmt: skip
def test_each_of_the_five_files_goes_in_as_it_is_guessed_and_adds_nothing_twice(
    desk: Desk, name: str, count: int
) -> None:
    content = files.FIVE[name]()
    for expected in (count, 0):
        sent = desk.send(content, name)
        staged = StagedFile.objects.get()
        assert sent.headers["Location"] == desk.url("columns", staged)
        assert desk.match(staged).headers["Location"] == desk.url("preview", staged)
        assert len(desk.get("preview", staged).context["preview"].new) == expected
        desk.save(staged, skip="on")
        assert len(desk.notes()) == count


def test_after_saving_the_log_shows_what_came_and_from_where(desk: Desk) -> None:
    desk.send(files.plain_csv(), "logg.csv")
    staged = StagedFile.objects.get()
    desk.match(staged)
    saved = desk.save(staged)
    assert saved.headers["Location"] == reverse("logbook:list", args=[desk.case.number])
    shown = text_of(desk.client.get(saved.headers["Location"]))
    assert "1 loggpost är sparad." in shown
    assert 'Beskedet kom: "allt" läggs ner' in shown
    assert "hämtad ur en fil" in shown
    [entry] = desk.notes()
    alone = text_of(desk.client.get(reverse("logbook:entry", args=[desk.case.number, entry.entry])))
    assert "Hämtad ur filen logg.csv, rad 2." in alone


def test_an_outsider_reads_that_it_came_from_a_file_but_not_which(
    desk: Desk, alice: User, gun: User, as_user: Callable[[User], Client]
) -> None:
    make.guest(desk.case, gun, make.partner("Almi"), by=alice)
    file = make.staged_file(
        desk.case, HEADS, ("2016-03-31", "Möte"), by=alice, file_name="hemligt namn.xlsx"
    )
    make.imported(file, by=alice)
    [entry] = desk.notes()
    shown = text_of(
        as_user(gun).get(reverse("logbook:entry", args=[desk.case.number, entry.entry]))
    )
    assert "hämtad ur en fil" in shown
    assert "hemligt namn" not in shown
    assert "rad 2" not in shown


# --- Step 1 ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "why"),
    [
        (b"", "tom.xlsx", "Filen är tom."),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "gammal.xls", "Spara som"),
        (b"%PDF-1.7", "rapport.pdf", "PDF"),
        (b"a;b\n", "811218-9876.csv", "Filens namn innehåller ett personnummer"),
        (b"a" * (5 * 1024 * 1024 + 1), "stor.csv", "större än 5 MB"),
        (b"PK\x03\x04", "trasig.xlsx", "skadad"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_at_the_field(
    desk: Desk, content: bytes, name: str, why: str
) -> None:
    response = desk.send(content, name)
    assert response.status_code == 422
    page = page_of(response)
    assert why in page.get_element_by_id("id_file_error").text_content()
    assert page.findtext(".//title").startswith("Fel: ")
    assert page.get_element_by_id("id_file").get("aria-invalid") == "true"
    assert not StagedFile.objects.exists()


def test_no_file_at_all_is_told(desk: Desk) -> None:
    response = desk.client.post(desk.url("file_read"), {})
    assert response.status_code == 422
    assert "Välj en fil." in text_of(response)


@pytest.mark.parametrize("name", ["../../etc/passwd", "å\x00ä.csv", "x" * 300 + ".csv", "a\nb.csv"])
def test_strange_names_are_made_plain(desk: Desk, name: str) -> None:
    assert desk.send(files.plain_csv(), name).status_code == 302
    kept = StagedFile.objects.get().file_name
    assert "/" not in kept
    assert kept.isprintable()
    assert len(kept) <= 160


def test_a_file_under_way_can_be_taken_up_again_or_dropped(desk: Desk, alice: User) -> None:
    staged = make.staged_file(desk.case, HEADS, ("2016-03-31", "Möte"), by=alice)
    page = page_of(desk.client.get(desk.url("file")))
    assert desk.url("preview", staged) in page.xpath("//a/@href")
    dropped = desk.client.post(desk.url("file_drop", staged), follow=True)
    assert "Ingenting ur den har sparats" in text_of(dropped)
    assert not StagedFile.objects.exists()


def test_a_closed_case_says_why_it_takes_no_file(desk: Desk, alice: User) -> None:
    case_actions.change_state(
        case=desk.case, to=State.CLOSED, reason="Klart", actor=alice, at=make.now()
    )
    response = desk.client.get(desk.url("file"))
    assert "Ärendet är avslutat" in text_of(response)
    assert b'type="file"' not in response.content
    assert desk.send(files.plain_csv()).status_code == 422


# --- Whose file -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["columns", "columns_save", "preview", "entries_save", "file_drop"]
)
def test_anothers_file_and_none_at_all_look_the_same(
    desk: Desk, bo: User, as_user: Callable[[User], Client], name: str
) -> None:
    theirs = make.staged_file(desk.case, HEADS, ("2016-03-31", "Bara Bos"), by=bo)
    answers = []
    for key in (theirs.key, uuid4()):
        url = reverse(f"sheets:{name}", args=[desk.case.number, key])
        ask = desk.client.get if name in {"columns", "preview"} else desk.client.post
        response = ask(url, follow=True)
        answers.append((response.redirect_chain, text_of(response)))
    assert answers[0] == answers[1]
    assert "Filen finns inte kvar" in answers[0][1]
    assert StagedFile.objects.filter(pk=theirs.pk).exists()


# --- Step 2 ---------------------------------------------------------------------------------------


def test_the_columns_are_guessed_and_shown_with_examples(desk: Desk) -> None:
    desk.send(files.headings_on_row_4(), "bruket.xlsx")
    response = desk.get("columns", StagedFile.objects.get())
    shown = text_of(response)
    assert "Kolumn F: Vad har gjorts?" in shown
    assert "Till exempel: Ringde idrottshallen · Skickade inbjudan" in shown
    sent = fields_of(response)
    assert (sent["heading"], sent["column_1"], sent["column_5"]) == ("4", "when", "what")


def test_another_heading_row_gives_other_columns(desk: Desk) -> None:
    desk.send(files.headings_on_row_4(), "bruket.xlsx")
    staged = StagedFile.objects.get()
    sent = fields_of(desk.get("columns", staged, "?rubrikrad=0"))
    assert sent["heading"] == "0"


@pytest.mark.parametrize(
    "query", ["?blad=99", "?blad=x&rubrikrad=-1", "?rubrikrad=99999999999", "?blad="]
)
def test_a_sheet_or_row_that_is_not_there_is_not_asked_for(desk: Desk, query: str) -> None:
    desk.send(files.plain_csv(), "logg.csv")
    assert desk.get("columns", StagedFile.objects.get(), query).status_code == 200


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"column_1": ""}, "vad som har gjorts"),
        ({"column_2": "when"}, "två"),
        ({"column_1": "nonsens"}, "Välj ett av alternativen."),
        ({"year": "i fjol"}, "Skriv ett helt tal"),
        ({"year": "1492"}, "mindre än 1950"),
        ({"column_0": "", "splits": ""}, "när det hände"),
        ({"column_1": "what", "column_2": "what", "column_0": "until"}, "första dagen"),
    ],
)
def test_columns_that_give_no_log_are_refused_and_kept(
    desk: Desk, changes: dict[str, str], why: str
) -> None:
    desk.send(files.plain_csv(), "logg.csv")
    staged = StagedFile.objects.get()
    if why == "två":
        assert desk.match(staged, **changes).status_code == 302  # year, month and day
        return
    response = desk.match(staged, **changes)
    assert response.status_code == 422
    assert why in text_of(response)
    if "nonsens" not in changes.values():
        kept = fields_of(response)
        assert {k: kept.get(k, "") for k in changes} == changes


def test_a_column_of_hundreds_of_unknown_measures_is_no_column_of_measures(
    desk: Desk, alice: User
) -> None:
    rows = [("2016-03-31", f"Händelse {n}", f"Okänd {n}") for n in range(MOST_UNKNOWN + 1)]
    staged = make.staged_file(desk.case, HEADS, *rows, by=alice)
    response = desk.match(staged)
    assert response.status_code == 422
    assert "Är det rätt kolumn?" in text_of(response)
    assert desk.match(staged, column_2="").status_code == 302


def test_a_workbook_of_several_sheets_goes_in_sheet_by_sheet(desk: Desk) -> None:
    def fill(day: str, what: str) -> Callable[[Any], Any]:
        return lambda sheet: [sheet.append(row) for row in (("Datum", "Vad"), (day, what))]

    desk.send(files.workbook(("2016", fill("12/3", "Möte")), ("2017", fill("12/3", "Brev"))))
    staged = StagedFile.objects.get()
    desk.match(staged)
    saved = desk.save(staged)
    assert saved.headers["Location"] == desk.url("columns", staged)
    shown = desk.client.get(saved.headers["Location"])
    assert "Filen har fler blad" in text_of(shown)
    assert fields_of(shown)["sheet"] == "1"
    desk.match(staged)
    assert desk.save(staged).headers["Location"].endswith("/loggbok/")
    assert [entry.happened_from.year for entry in desk.notes()] == [2016, 2017]
    assert not StagedFile.objects.exists()


# --- Step 3 ---------------------------------------------------------------------------------------


def test_without_a_matching_step_3_leads_to_step_2(desk: Desk) -> None:
    desk.send(files.plain_csv(), "logg.csv")
    staged = StagedFile.objects.get()
    assert desk.get("preview", staged).headers["Location"] == desk.url("columns", staged)
    response = desk.client.post(desk.url("entries_save", staged))
    assert response.headers["Location"] == desk.url("columns", staged)


def test_rows_that_cannot_be_read_are_named_and_nothing_is_saved_without_a_word_on_them(
    desk: Desk,
) -> None:
    desk.send(files.every_kind_of_day(), "dagar.xlsx")
    staged = StagedFile.objects.get()
    desk.match(staged)
    shown = text_of(desk.get("preview", staged))
    assert "15 nya loggposter, 5 som inte går att läsa" in shown
    assert "Rad 17: ”30/2 2016” finns inte i kalendern." in shown
    refused = desk.save(staged)
    assert refused.status_code == 422
    assert "Rätta filen och välj den på nytt" in text_of(refused)
    assert not desk.notes()
    desk.save(staged, skip="on")
    assert len(desk.notes()) == 15


def test_a_personal_number_is_named_with_its_row(desk: Desk, alice: User) -> None:
    staged = make.staged_file(desk.case, HEADS, ("2016-03-31", "Ring 811218-9876"), by=alice)
    shown = text_of(desk.get("preview", staged))
    assert "Rad 2: Vad har gjorts innehåller ett personnummer" in shown
    assert "811218-9876" in shown


def test_unknown_measures_are_asked_about_and_made_when_wanted(desk: Desk, alice: User) -> None:
    staged = make.staged_file(desk.case, HEADS, ("2016-03-31", "Prov", "Validering"), by=alice)
    response = desk.get("preview", staged)
    assert "Validering (1 loggpost)" in text_of(response)
    assert "Ärendet som helhet (i filen: Validering)" in text_of(response)
    [name] = [key for key in fields_of(response) if key.startswith("place_")]
    shown = desk.save(staged, do="show", **{name: "new:INDIVIDUAL"})
    assert shown.headers["Location"] == desk.url("preview", staged)
    assert "Validering (ny insats)" in text_of(desk.get("preview", staged))
    assert not Measure.objects.exists()
    desk.save(staged)
    assert [entry.measure.title for entry in desk.notes()] == ["Validering"]


def test_a_measure_chosen_from_the_plan_leads_to_its_main_activities(
    desk: Desk, alice: User
) -> None:
    measure = make.measure(desk.case, by=alice, title="Jobbmässa")
    staged = make.staged_file(
        desk.case, (*HEADS, "Huvudaktivitet"), ("2016-03-31", "Sopade", "Fester", "Städa"), by=alice
    )
    [name] = [key for key in fields_of(desk.get("preview", staged)) if key.startswith("place_")]
    asked = desk.save(staged, **{name: f"m{measure.pk}"})
    assert asked.status_code == 422
    assert "Jobbmässa / Städa (1 loggpost)" in text_of(asked)
    assert "Välj var loggposterna ska stå." in text_of(asked)
    assert not desk.notes()
    desk.save(staged)
    assert desk.notes()[0].measure == measure


@pytest.mark.parametrize("value", ["\x00", "m999999", "new:ANNAT", "<script>", "9" * 400])
@pytest.mark.parametrize("do", ["save", "show"])
def test_a_choice_that_was_not_offered_is_refused(
    desk: Desk, alice: User, value: str, do: str
) -> None:
    staged = make.staged_file(desk.case, HEADS, ("2016-03-31", "Prov", "Validering"), by=alice)
    [name] = [key for key in fields_of(desk.get("preview", staged)) if key.startswith("place_")]
    response = desk.save(staged, do=do, **{name: value})
    assert response.status_code == (422 if do == "save" else 302)
    assert not desk.notes()
    assert not make.matching_of(StagedFile.objects.get()).places


def test_long_sheets_are_shown_page_by_page_and_by_what_becomes_of_them(
    desk: Desk, alice: User
) -> None:
    rows = [("2016-03-31", f"Händelse {n}", None) for n in range(120)]
    staged = make.staged_file(desk.case, HEADS, *rows, ("snart", "Inte", None), by=alice)
    first = desk.get("preview", staged)
    assert "Sida 1 av 3" in text_of(first)
    links = page_of(first).xpath("//nav[@aria-label='Sidor']//a/@href")
    assert links == [f"{desk.url('preview', staged)}?visa=&sida=2"]
    assert "Sida 3 av 3" in text_of(desk.get("preview", staged, "?sida=3"))
    faults = text_of(desk.get("preview", staged, "?visa=fel"))
    assert "Händelse 1" not in faults
    for query in ("?visa=nonsens", "?sida=x", "?sida=999", "?visa=fel&sida=-1"):
        assert desk.get("preview", staged, query).status_code == 200


def test_a_sheet_without_rows_says_what_to_do(desk: Desk, alice: User) -> None:
    staged = make.staged_file(desk.case, HEADS, by=alice)
    assert "Bladet har inga rader under rubrikerna." in text_of(desk.get("preview", staged))


def test_markup_in_a_file_stays_text(desk: Desk, alice: User) -> None:
    evil = "<script>alert(1)</script>"
    staged = make.staged_file(
        desk.case, (evil, evil), ("2016-03-31", evil), ("snart", evil), by=alice, file_name=evil
    )
    for name in ("columns", "preview"):
        assert b"<script>alert" not in desk.get(name, staged).content
    assert b"<script>alert" not in desk.client.get(desk.url("file")).content


def test_a_refusal_by_the_rules_is_told_on_the_page(
    desk: Desk, alice: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    staged = make.staged_file(desk.case, HEADS, ("2016-03-31", "Möte"), by=alice)

    def refuse(**arguments: Any) -> None:
        raise Refused(["Ärendet är avslutat."])

    monkeypatch.setattr("sheets.views.actions.import_entries", refuse)
    response = desk.save(staged)
    assert response.status_code == 422
    assert "Ärendet är avslutat." in text_of(response)


def test_saving_again_after_back_saves_nothing_and_says_so(desk: Desk, alice: User) -> None:
    staged = make.staged_file(desk.case, HEADS, ("2016-03-31", "Möte"), by=alice)
    data = fields_of(desk.get("preview", staged)) | {"do": "save"}
    for _ in range(2):
        response = desk.client.post(desk.url("entries_save", staged), data, follow=True)
    assert "Filen finns inte kvar här: den är sparad" in text_of(response)
    assert len(desk.notes()) == 1
    assert LogEntry.objects.filter(event=Event.ENTRIES_IMPORTED).count() == 1


def test_an_empty_logbook_proposes_a_file_to_those_who_may_write(
    desk: Desk, rolf: User, as_user: Callable[[User], Client]
) -> None:
    log = reverse("logbook:list", args=[desk.case.number])
    page = page_of(desk.client.get(log))
    assert page.xpath("//div[@class='empty']//a/@href") == [desk.url("file")]
    assert desk.url("file") not in as_user(rolf).get(log).content.decode()
