"""Files as municipalities keep them: five unlike workbooks and a CSV file, made when a test asks."""

from collections.abc import Callable, Iterable
from datetime import date, datetime
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

Fill = Callable[[Worksheet], None]


def workbook(*sheets: tuple[str, Fill]) -> bytes:
    """An .xlsx with these sheets."""
    book = Workbook()
    book.remove(book.active)
    for name, fill in sheets:
        fill(book.create_sheet(name))
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def table(rows: Iterable[Iterable[Any]], name: str = "Logg") -> bytes:
    """An .xlsx with one plain table."""

    def fill(sheet: Worksheet) -> None:
        for row in rows:
            sheet.append(list(row))

    return workbook((name, fill))


def guide_table() -> bytes:
    """The guide's own form: two columns, a bar for each measure, merged cells, dated texts.

    The year stands in the sheet's name.
    """

    def fill(sheet: Worksheet) -> None:
        sheet["A1"] = "Loggbok omställning Findus"
        sheet.merge_cells("A1:B1")
        sheet["A2"], sheet["B2"] = "Insats", "Vad har gjorts och när"
        sheet["A3"] = "Insats: Ny användning av fabriken"
        sheet.merge_cells("A3:B3")
        sheet["A4"] = "Huvudaktivitet 1: Kontakta fastighetsägare"
        sheet["B4"] = "31/3 Beskedet kom.\n29/4 Första mötet med fastighetsbolaget."
        sheet["B5"] = "16/9: Möte med företagets svenska ledning"
        sheet.merge_cells("A4:A5")
        sheet["A6"] = "Huvudaktivitet 2: Nytt bolag"
        sheet["B6"] = "Foodhills AB bildades 19/12"

    return workbook(("2016", fill))


def every_kind_of_day() -> bytes:
    """A day in each way people and Excel write it, and some that are none."""
    days: list[tuple[Any, str]] = [
        (date(2016, 3, 31), "Riktigt datum"),
        (datetime(2016, 4, 8, 13, 30), "Datum med klockslag"),
        ("42460", "Excels löpnummer som text"),
        ("2016-03-31", "ISO"),
        ("31/3 2016", "Snedstreck"),
        ("31/3-16", "Snedstreck och kort år"),
        ("31 mars 2016", "Månad i ord"),
        ("31.3.2016", "Punkter"),
        ("160331", "Sex siffror"),
        ("tors 31/3 2016", "Veckodag före"),
        ("mars 2016", "Bara månad"),
        ("v. 12 2016", "Vecka"),
        ("våren 2016", "Årstid"),
        ("3–5 mars 2016", "Period"),
        ("28/12-16 – 3/1-17", "Period över årsskiftet"),
        ("30/2 2016", "Finns inte"),
        ("igår", "Säger inget"),
        ("snart", "Inget datum"),
        ("2099-01-01", "Kommer"),
        (None, "Saknas"),
    ]
    return table([("Datum", "Händelse"), *days], "Blad1")


def months_only() -> bytes:
    """Months only, as Excel shows them; what was done stands in two columns."""

    def fill(sheet: Worksheet) -> None:
        sheet.append(["Månad", "Aktivitet", "Kommentar"])
        rows = [
            (date(2016, 6, 1), "Ny regional samordnare", "Med erfarenhet"),
            (date(2017, 7, 1), "Lantmännen blev delägare", None),
        ]
        for number, (day, what, more) in enumerate(rows, start=2):
            sheet.append([day, what, more])
            sheet.cell(number, 1).number_format = "mmm\\-yy"
        sheet.append(["augusti 2018", "Sju hyresgäster", "Sex har flyttat in"])

    return workbook(("Logg", fill))


def headings_on_row_4() -> bytes:
    """Headings further down, from–to, measures and main activities, next steps, years as headings."""
    return table(
        [
            ("Omställning Bruket – logg",),
            ("Uppdateras varje fredag",),
            (),
            ("Nr", "Från", "Till", "Insats", "Huvudaktivitet", "Vad har gjorts?", "Deltagare",
             "Utfall", "Nästa steg", "Senast", "Ansvarig"),
            ("2016",),
            (1, "1/3", None, "Jobbmässa", "1. Boka lokal", "Ringde idrottshallen", "Kommunen",
             "Ledigt", "Skriv avtal", "15/3", "Bo Berg"),
            (2, "3/3", "5/3", "Jobbmässa", "Bjud in arbetsgivare", "Skickade inbjudan", "Almi",
             None, None, None, None),
            ("2017",),
            (3, "12/1", None, "Validering", None, "Mötte yrkeshögskolan", None, None,
             "Följ upp", "2030-01-15", "Bo Berg"),
        ],
        "Logg",
    )  # fmt: skip


def several_in_one_cell() -> bytes:
    """A cell for each week, with all that happened in it."""
    return table(
        [
            ("När", "Vad som hänt", "Insats"),
            ("mars 2016", "12/3 möte med facket; 15/3 beslut om samordnare", "Samordning"),
            ("april 2016", "• 8/4 Regionen beslutade\n• 29/4 Första mötet\nMånga kom.", None),
            ("2016-05-02", "Träffade Almi. Nästa möte 12/5.", None),
        ]
    )


FIVE: dict[str, Callable[[], bytes]] = {
    "loggbok enligt guiden.xlsx": guide_table,
    "dagar.xlsx": every_kind_of_day,
    "manader.xlsx": months_only,
    "bruket.xlsx": headings_on_row_4,
    "veckologg.xlsx": several_in_one_cell,
}


def plain_csv(encoding: str = "cp1252") -> bytes:
    """What Excel in Sweden saves as CSV."""
    text = "Datum;Händelse;Medverkande\r\n2016-03-31;Beskedet kom: ”allt” läggs ner;Företaget\r\n"
    return (
        text.replace("”", '""')
        .replace('Beskedet kom: ""allt"" läggs ner', '"Beskedet kom: ""allt"" läggs ner"')
        .encode(encoding)
    )
