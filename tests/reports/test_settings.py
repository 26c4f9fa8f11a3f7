"""What an organisation settles for its reports: sections, words, recipients, logo; and what stays as it was."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from PIL import Image

from accounts.models import Organisation, User
from cases.models import Case
from core.actions import Conflict, Refused
from core.models import RowChange
from reports import settings_actions
from reports.arrangement import ARRANGED, Place, arranged, moved, required_in, usual, whole
from reports.as_docx import as_docx
from reports.build import BUILDERS
from reports.logos import MOST_BYTES, made_logo
from reports.model import Kind, Report
from reports.models import Issued, ReportLogo, ReportSettings
from reports.other_forms import OTHER_FORMS
from reports.render import render_body, render_pdf
from reports.sections import SECTIONS
from tests import make, make_report
from tests.pdf import read_pdf
from tests.reports import samples
from tests.reports.test_kinds import build
from tests.reports.test_making import Desk

STATUS = Kind.STATUS_REPORT
ORDER = ("arendet-i-korthet", "forslag-till-beslut")


@pytest.fixture(autouse=True)
def _no_pdf(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reports.tasks.render_pdf", lambda *a, **k: b"%PDF-1.7")


@pytest.fixture
def admin(as_user: Callable[[User], Client], ada: User) -> Client:
    return as_user(ada)


@pytest.fixture
def client(as_user: Callable[[User], Client], alice: User) -> Client:
    return as_user(alice)


# --- The rules, without a database --------------------------------------------------------------


places = st.builds(
    Place,
    key=st.sampled_from([*(spec.key for spec in SECTIONS[STATUS]), "okänt"]),
    heading=st.text(max_size=8),
    is_included=st.booleans(),
)


@given(st.lists(places))
def test_every_section_has_one_place_and_what_must_be_there_is(wanted: list[Place]) -> None:
    made = whole(STATUS, wanted)
    assert sorted(place.key for place in made) == sorted(BUILDERS[STATUS])
    shown = [spec.key for spec in arranged(STATUS, wanted)]
    assert set(required_in(STATUS)) <= set(shown)
    named = [place.key for place in wanted if place.key in BUILDERS[STATUS]]
    assert [place.key for place in made if place.key in named] == list(dict.fromkeys(named))
    assert whole(STATUS, made) == made


@pytest.mark.parametrize("kind", BUILDERS)
def test_without_a_choice_the_sections_are_as_usual(kind: Kind) -> None:
    assert arranged(kind, ()) == SECTIONS[kind]
    assert arranged(kind, usual(kind)) == SECTIONS[kind]
    assert set(required_in(kind)) <= set(BUILDERS[kind])


def test_the_shape_of_a_funders_form_and_of_the_guides_table_is_not_ones_own() -> None:
    for kind in set(Kind) - ARRANGED:
        left_out = [Place(spec.key, "Annat", is_included=False) for spec in SECTIONS[kind]]
        assert arranged(kind, left_out) == SECTIONS[kind]


def test_numbers_follow_the_order_and_the_attachment_has_none() -> None:
    wanted = make_report.first(
        *(Place(key) for key in ORDER), Place("samverkan", is_included=False)
    )
    found = [(spec.number, spec.heading) for spec in arranged(STATUS, wanted)]
    assert found[:3] == [
        ("1", "Ärendet i korthet"),
        ("2", "Förslag till beslut"),
        ("3", "Läget i siffror"),
    ]
    assert ("12", "Beslutet skickas till") in found
    assert found[-1] == ("", "Bilaga: Loggbok")


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ([("a", 1, 1), ("b", 2, 2), ("c", 1, 3)], "cab"),
        ([("a", 3, 1), ("b", 2, 2), ("c", 3, 3)], "bca"),
        ([("a", None, 1), ("b", 1, 2)], "ba"),
        ([("a", 2, 1), ("b", 1, 2)], "ba"),
    ],
)
def test_a_section_comes_to_the_place_that_was_written(order: Any, expected: str) -> None:
    assert "".join(moved(order)) == expected


# --- Settled for all, changed in one ------------------------------------------------------------


def test_a_new_report_is_as_the_organisation_has_settled(
    client: Client, case: Case, norrby: Organisation, ada: User
) -> None:
    make_report.settled(
        norrby,
        Place("arendet-i-korthet", "Sammanfattning"),
        Place("samverkan", is_included=False),
        by=ada,
        decisions=("Kommunstyrelsen noterar rapporten.", "Ärendet återkommer i juni."),
        recipient="Tillväxtutskottet",
        decision_goes_to=("Regionen",),
    )
    desk = Desk(client, case)
    assert desk.data["recipient"] == "Tillväxtutskottet"
    assert desk.data["decision_goes_to"] == "Regionen"
    assert desk.data["decisions"].splitlines()[1] == "Ärendet återkommer i juni."
    headings = [h.text_content() for h in desk.page.find_class("report-heading")]
    assert headings[0] == "1 Sammanfattning"
    assert not any("Samverkan" in heading for heading in headings)
    assert desk.send("faststall").status_code == 302
    sections = Report.from_json(Issued.objects.get().data).sections
    assert (sections[0].number, sections[0].heading) == ("1", "Sammanfattning")
    assert "samverkan" not in {section.key for section in sections}


def test_one_report_has_an_order_headings_and_sections_of_its_own(
    client: Client, case: Case
) -> None:
    desk = Desk(client, case)
    del desk.data["med-samverkan"]
    changes = {"plats-bilaga-loggbok": "1", "rubrik-genomfort": "Det vi har gjort"}
    desk.preview(**changes, **{"ord-samverkan": "Vi möts ofta."})
    headings = [h.text_content() for h in desk.page.find_class("report-heading")]
    assert headings[:2] == ["Bilaga: Loggbok", "1 Förslag till beslut"]
    assert "5 Det vi har gjort" in headings
    assert "Avsnittet Samverkan är inte med." in desk.text
    assert desk.data["plats-bilaga-loggbok"] == "1"
    assert desk.data["plats-forslag-till-beslut"] == "2"
    desk.open()
    assert "med-samverkan" not in desk.data
    assert desk.data["ord-samverkan"] == "Vi möts ofta.", "the words outlive their section"
    assert desk.send("faststall").status_code == 302
    report = Report.from_json(Issued.objects.get().data)
    assert report.sections[0].key == "bilaga-loggbok"
    assert "Vi möts ofta." not in Issued.objects.get().data
    assert not ReportSettings.objects.exists()


def test_what_must_be_there_cannot_be_left_out(client: Client, case: Case, alice: User) -> None:
    desk = Desk(client, case)
    for key in required_in(STATUS):
        assert f"med-{key}" not in desk.data
    desk.preview(**{f"med-{key}": "" for key in required_in(STATUS)})
    for key in required_in(STATUS):
        assert desk.section(key)
    for key in required_in(STATUS):
        with pytest.raises(Refused, match="går inte att utelämna"):
            make.issued(case, by=alice, arrangement=(Place(key, is_included=False),))


def test_what_is_left_out_is_not_in_the_data_either(case: Case, alice: User) -> None:
    make.entry(case, by=alice, what="Ringde bolaget")
    left_out = tuple(
        Place(key, is_included=False) for key in ("forslag-till-beslut", "bilaga-loggbok")
    )
    report = build(case, alice, STATUS, arrangement=left_out, decisions=("Hemligt förslag",))
    assert "Hemligt förslag" not in report.to_json()
    assert report.log() == ()
    assert report.entries_told() == 1


def test_the_next_report_counts_the_entries_of_one_without_its_log(case: Case, alice: User) -> None:
    make.entry(case, by=alice, what="Ringde bolaget")
    make.issued(case, by=alice, arrangement=(Place("bilaga-loggbok", is_included=False),))
    rows = [
        row
        for block in build(case, alice, STATUS).section("genomfort").blocks
        for row in getattr(block, "rows", ())
    ]
    assert ("Loggposter i rapporten", "1", "1") in rows


def test_an_issued_report_stays_as_it_was_whatever_is_settled_later(
    case: Case, norrby: Organisation, alice: User, ada: User
) -> None:
    make_report.logo(norrby, by=ada)
    make_report.settled(norrby, Place("arendet-i-korthet", "Kort"), by=ada)
    old = make.issued(
        case, by=alice, arrangement=make_report.first(Place("arendet-i-korthet", "Kort"))
    )
    before = {
        name: form.make(Report.from_json(old.data), issued_at=old.issued_at)
        for name, form in OTHER_FORMS.items()
    }
    make_report.settled(norrby, Place("arendet-i-korthet", "Annat"), by=ada)
    settings_actions.remove_logo(organisation=norrby, actor=ada, at=make.now())
    old.refresh_from_db()
    report = Report.from_json(old.data)
    assert report.to_json() == old.data
    assert report.sections[0].heading == "Kort"
    for name, form in OTHER_FORMS.items():
        assert form.make(report, issued_at=old.issued_at) == before[name]
    assert Report.from_json(make.issued(case, by=alice).data).head.logo is None


def test_a_report_from_before_logos_gives_the_data_it_was_issued_with(
    case: Case, alice: User
) -> None:
    data = make.issued(case, by=alice).data
    assert '"logo"' not in data
    assert Report.from_json(data).to_json() == data


# --- The organisation's page --------------------------------------------------------------------


class Office:
    """An administrator at the page where reports are settled."""

    def __init__(self, client: Client, organisation: Organisation) -> None:
        self.client = client
        self.url = f"/organisation/{organisation.pk}/rapporter/"
        self.open()

    def open(self, slug: str = "lagesrapport") -> None:
        self.slug = slug
        self.read(self.client.get(f"{self.url}{slug}/"))

    def read(self, answer: Any) -> None:
        page = html.fromstring(answer.content)
        form = next(form for form in page.forms if "seen_version" in form.fields)
        self.data = {n: (v or "").removeprefix("\n") for n, v in form.form_values()}
        self.text = " ".join(page.get_element_by_id("main").text_content().split())

    def save(self, **changes: str) -> Any:
        return self.client.post(f"{self.url}{self.slug}/spara/", self.data | changes)


def test_the_administrator_settles_order_headings_words_and_recipients(
    admin: Client, norrby: Organisation
) -> None:
    office = Office(admin, norrby)
    del office.data["med-ekonomi"]
    changes = {
        "plats-arendet-i-korthet": "1",
        "rubrik-arendet-i-korthet": "Sammanfattning",
        "decisions": "Kommunstyrelsen noterar rapporten.",
        "recipient": "Utskottet",
    }
    assert office.save(**changes).status_code == 302
    office.open()
    assert office.data["plats-arendet-i-korthet"] == "1"
    assert office.data["rubrik-arendet-i-korthet"] == "Sammanfattning"
    assert "med-ekonomi" not in office.data
    settings = ReportSettings.objects.get()
    assert settings.arrangement[0] == Place("arendet-i-korthet", "Sammanfattning")
    assert RowChange.objects.filter(table_name="reports_reportsettings").count() == 1
    assert "Egna inställningar" in admin.get(office.url).content.decode()


@pytest.mark.parametrize("kind", sorted(ARRANGED, key=lambda kind: kind.value))
def test_every_kind_that_may_be_settled_has_its_page(
    admin: Client, norrby: Organisation, kind: Kind
) -> None:
    office = Office(admin, norrby)
    office.open(kind.slug)
    assert office.save(recipient="Utskottet").status_code == 302
    assert ReportSettings.objects.get().kind == kind.value
    for other in set(Kind) - ARRANGED:
        assert admin.get(f"{office.url}{other.slug}/").status_code == 404


def test_two_administrators_never_write_over_each_other(
    admin: Client, norrby: Organisation, ada: User
) -> None:
    office = Office(admin, norrby)
    make_report.settled(norrby, Place("arendet-i-korthet", "Deras"), by=ada, recipient="Nämnden")
    answer = office.save(recipient="Utskottet")
    assert answer.status_code == 409
    office.read(answer)
    assert "Mottagare: Nämnden" in office.text
    assert "Avsnitt: Deras, Förslag till beslut" in office.text
    assert office.data["recipient"] == "Utskottet"
    assert office.save().status_code == 302
    assert ReportSettings.objects.get().recipient == "Utskottet"
    with pytest.raises(Conflict):
        settings_actions.settle_reports(
            organisation=norrby,
            kind=STATUS,
            settled=settings_actions.Settled(),
            seen_version=1,
            actor=ada,
            at=make.now(),
        )


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("recipient", "x" * 161, "för lång"),
        ("decisions", "Eva, 19811218-9876", "personnummer"),
        ("rubrik-genomfort", "x" * 121, "för lång"),
        ("rubrik-genomfort", "Eva, 19811218-9876", "personnummer"),
        ("rubrik-genomfort", "A\x00B", "styrtecken"),
        ("plats-genomfort", "många", "helt tal"),
        ("plats-genomfort", "0", "mindre"),
        ("plats-genomfort", "15", "större"),
        ("plats-genomfort", "9" * 40, "större"),
    ],
)
def test_what_cannot_be_saved_is_told_and_kept(
    admin: Client, norrby: Organisation, field: str, value: str, said: str
) -> None:
    office = Office(admin, norrby)
    answer = office.save(**{field: value})
    assert answer.status_code == 422
    page = html.fromstring(answer.content.replace(b"\x00", b""))
    assert page.findtext(".//title").startswith("Fel: ")
    [wrong] = page.xpath(f"//*[@name='{field}']")
    assert wrong.get("aria-invalid") == "true"
    told = page.get_element_by_id(f"id_{field}_error").text_content()
    assert said in told
    assert not ReportSettings.objects.exists()


def test_the_same_is_told_where_one_report_is_made(client: Client, case: Case) -> None:
    desk = Desk(client, case)
    for value in ("många", "0", "99"):
        answer = desk.send("forhandsgranska", **{"plats-genomfort": value})
        assert answer.status_code == 422
        page = html.fromstring(answer.content)
        assert page.get_element_by_id("id_plats-genomfort").get("value") == value
        assert page.xpath("//details[contains(@class, 'panel')][@open]")


# --- The logo -----------------------------------------------------------------------------------


def sent(content: bytes, name: str = "vapen.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_the_logo_stands_in_new_reports_in_every_form(
    admin: Client, norrby: Organisation, case: Case, alice: User
) -> None:
    url = f"/organisation/{norrby.pk}/rapporter/logotyp/"
    data = {"logo": sent(make_report.picture().read()), "alt_text": "Norrby kommuns vapen"}
    assert admin.post(url, data).status_code == 302
    report = build(case, alice, STATUS)
    assert report.head.logo
    page = html.fromstring(render_body(report))
    [image] = page.find_class("report-logo")
    assert image.get("alt") == "Norrby kommuns vapen"
    assert image.get("src").startswith("data:image/png;base64,")
    document = Document(BytesIO(as_docx(report, issued_at=make.now())))
    [shape] = document.inline_shapes
    assert shape._inline.docPr.get("descr") == "Norrby kommuns vapen"
    assert shape.height.mm <= 16.01
    assert Report.from_json(report.to_json()) == report
    assert admin.post(f"{url}ta-bort/").status_code == 302
    assert build(case, alice, STATUS).head.logo is None


def test_the_logo_is_read_out_in_the_pdf_and_not_smoothed(
    norrby: Organisation, case: Case, alice: User, ada: User
) -> None:
    make_report.logo(norrby, by=ada)
    report = build(case, alice, Kind.SUMMARY)
    first, again = (render_pdf(report, issued_at=samples.ISSUED_AT) for _ in range(2))
    assert first == again
    assert read_pdf(first).pages == 1
    with pikepdf.open(BytesIO(first)) as pdf:
        figures = [
            o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and o.get("/S") == "/Figure"
        ]
        assert "Norrby kommuns vapen" in {str(figure.get("/Alt")) for figure in figures}
        images = [
            o
            for o in pdf.objects
            if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"
        ]
        assert images
        assert all(not image.get("/Interpolate", False) for image in images)
        assert all("/SMask" not in image for image in images)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_a_logo_is_made_anew_on_white_and_small(kind: str) -> None:
    file = make_report.picture((4000, 1500), kind=kind)
    logo = made_logo(file, f"vapen.{kind.lower()}")
    assert len(logo.content) <= MOST_BYTES
    with Image.open(BytesIO(logo.content)) as image:
        assert image.format == "PNG"
        assert image.mode in {"RGB", "P"}
        assert image.convert("RGB").getpixel((image.width - 1, 0)) == (255, 255, 255)
        assert (image.width, image.height) == (logo.width, logo.height)
        assert image.width <= 900


def test_a_photograph_becomes_small_enough_to_lie_in_every_report() -> None:
    noise = Image.effect_noise((1200, 500), 90).convert("RGB")
    out = BytesIO()
    noise.save(out, format="PNG")
    out.seek(0)
    assert len(made_logo(out, "foto.png").content) <= MOST_BYTES


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "vapen.svg", "HTML, SVG"),
        (b"%PDF-1.4\n%%EOF", "vapen.pdf", "ska vara en bild"),
        (b"\x89PNG\r\n\x1a\nskadad", "vapen.png", "skadad"),
        (b"", "vapen.png", "tom"),
        (b"MZ\x00program", "vapen.png", "program"),
        (make_report.picture((20, 20)).getvalue(), "v.png", "för liten"),
        (make_report.picture((1000, 50)).getvalue(), "v.png", "långsmal"),
        (make_report.picture(colour="#fff7c0").getvalue(), "v.png", "syns inte mot vitt"),
    ],
)
def test_what_is_no_logo_is_refused_in_words(
    admin: Client, norrby: Organisation, content: bytes, name: str, said: str
) -> None:
    url = f"/organisation/{norrby.pk}/rapporter/logotyp/"
    answer = admin.post(url, {"logo": sent(content, name), "alt_text": "Vapnet"})
    assert answer.status_code == 422
    page = html.fromstring(answer.content)
    assert said in page.get_element_by_id("id_logo_error").text_content()
    assert page.get_element_by_id("id_alt_text").get("value") == "Vapnet"
    assert not ReportLogo.objects.exists()


def test_a_logo_needs_words_for_who_does_not_see_it(admin: Client, norrby: Organisation) -> None:
    url = f"/organisation/{norrby.pk}/rapporter/logotyp/"
    for words in ("", "x" * 161, "Eva, 19811218-9876"):
        data = {"logo": sent(make_report.picture().read()), "alt_text": words}
        answer = admin.post(url, data)
        assert answer.status_code == 422
        assert b"id_alt_text_error" in answer.content
    assert not ReportLogo.objects.exists()


def test_who_may_not_settle_reports_is_told_who_may(
    client: Client, norrby: Organisation, ada: User
) -> None:
    answer = client.get(f"/organisation/{norrby.pk}/rapporter/")
    assert answer.status_code == 403
    assert "bestämma hur rapporterna ser ut i Norrby kommun" in answer.content.decode()
    assert ada.name in answer.content.decode()
