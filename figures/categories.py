"""What is counted of those given notice, in the order it is told, and what is usual in the country."""

from decimal import Decimal

from django.db.models import TextChoices


class Category(TextChoices):
    """A number of persons in a snapshot. The value is the name of the column that holds it."""

    NOTIFIED = "notified_count", "Varslade"
    WITHDRAWN = "withdrawn_count", "Återtagna"
    DISMISSED = "dismissed_count", "Uppsagda"
    RESIGNED = "resigned_count", "Slutat på egen begäran"
    REEMPLOYED = "reemployed_count", "Nytt arbete"
    IN_EDUCATION = "in_education_count", "Studier"
    SELF_EMPLOYED = "self_employed_count", "Eget företag"
    RETIRED = "retired_count", "Pension"
    UNEMPLOYED = "unemployed_count", "Arbetslösa"
    UNKNOWN = "unknown_count", "Flyttat eller okänt"


HELP: dict[Category, str] = {
    Category.NOTIFIED: "Anställda som varslet omfattar",
    Category.WITHDRAWN: "Varslade som till slut inte sägs upp",
    Category.DISMISSED: "Har fått besked om uppsägning",
    Category.RESIGNED: "Har sagt upp sig själva efter beskedet",
    Category.REEMPLOYED: "Har fått ett annat arbete",
    Category.IN_EDUCATION: "Studerar",
    Category.SELF_EMPLOYED: "Har startat eget",
    Category.RETIRED: "Har gått i pension eller fått avtalspension",
    Category.UNEMPLOYED: "Inskrivna som arbetslösa hos Arbetsförmedlingen",
    Category.UNKNOWN: "Har flyttat, eller ingen vet hur det gick",
}

# How it went for those who leave the employer.
OUTCOMES = (
    Category.REEMPLOYED,
    Category.IN_EDUCATION,
    Category.SELF_EMPLOYED,
    Category.RETIRED,
    Category.UNEMPLOYED,
    Category.UNKNOWN,
)

MOST_PERSONS = 1_000_000

# Of those given notice in Sweden, in per cent: how many were dismissed, and how many became
# unemployed. Arbetsförmedlingen's follow-ups: 2008 after six months (60 and 30), the average of the
# five years to 2010 (20 unemployed), March–April 2020 after four months (56 and 25).
DISMISSED_BAND = (Decimal(56), Decimal(60))
UNEMPLOYED_BAND = (Decimal(20), Decimal(30))
BAND_SOURCE = (
    "Riket: av alla varslade blev 56–60 % uppsagda och 20–30 % arbetslösa, enligt "
    "Arbetsförmedlingens uppföljningar 2008–2020. Vid en hel nedläggning brukar fler sägas upp."
)
USUAL_SOURCES = (
    "Företaget",
    "Arbetsförmedlingen",
    "Omställningsorganisationen",
    "Facket",
    "Kommunens egen räkning",
)
