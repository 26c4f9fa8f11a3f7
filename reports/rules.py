"""What must hold before a report may be issued. Pure: facts in, sentences out."""

from collections.abc import Iterator, Mapping
from datetime import date

from reports.arrangement import Arrangement, required_in
from reports.levels import Level
from reports.model import BEGINNINGS, Kind
from reports.request import ReportRequest
from reports.sections import SECTIONS


def blockers_to_ask_for_pdf(*, has_file: bool) -> Iterator[str]:
    if has_file:
        yield "PDF-filen är redan gjord."


def blockers_to_replace(
    *, same_sender: bool, same_kind: bool, same_level: bool, is_replaced: bool, because: str
) -> Iterator[str]:
    """One withdraws one's own reports, once, by a report of the same kind, and says why."""
    if not same_sender:
        yield "Bara den organisation som fastställde en rapport kan ersätta den."
    if not same_kind:
        yield "En rapport ersätts av en ny av samma typ."
    if not same_level:
        yield "En rapport ersätts av en ny på samma nivå, så att de som läste den förra ser den nya."
    if is_replaced:
        yield "Rapporten är redan ersatt."
    if not because.strip():
        yield "Skriv varför rapporten ersätts."


def blockers_to_arrange(kind: Kind, wanted: Arrangement) -> Iterator[str]:
    """What the law demands, and what a report would mislead without, is always there."""
    headings = {spec.key: spec.heading for spec in SECTIONS[kind]}
    for place in wanted:
        if not place.is_included and (reason := required_in(kind).get(place.key)):
            yield f"Avsnittet ”{headings[place.key]}” går inte att utelämna. {reason}"


def blockers_to_logo(*, width: int, height: int, visible_share: float) -> Iterator[str]:
    """Pixels, and the share of them that stands out from white paper (contrast 3:1, WCAG 1.4.11)."""
    if height < 48 or width < 48:
        yield "Logotypen är för liten för att bli skarp på papper. Den ska vara minst 48 bildpunkter."
    elif width > 8 * height or height > 3 * width:
        yield "Logotypen är för långsmal. Välj en som är högst åtta gånger så bred som hög."
    elif visible_share < 0.01:
        yield "Logotypen syns inte mot vitt papper. Välj en mörkare variant av den."


def blockers_to_level(request: ReportRequest, *, is_of_the_organisation: bool) -> Iterator[str]:
    """What is internal is for its own; what the region does not see makes no report for it."""
    if request.level is Level.INTERNAL and not is_of_the_organisation:
        yield "Bara den som hör till organisationen kan ta fram dess interna rapporter."
    if request.level is Level.REGION and request.kind is Kind.FUNDER_REPORT:
        yield "Ett underlag till finansiär handlar om pengar, som inte är med på nivån Region."
    if request.level is Level.REGION and request.kind is Kind.PLAN:
        yield (
            "En genomförandeplan handlar om pengar och indikatorer, som inte är med på nivån Region. "
            "Den kan delas som dokument."
        )


def blockers_to_disclose(
    masks: Mapping[str, str],
    *,
    decided_by: str,
    same_sender: bool,
    is_copy: bool,
    leftovers: int,
) -> Iterator[str]:
    """The sender gives out its own report, with something masked, and says who decided that.

    `leftovers` are the places that tell what is masked, and that nobody has read and let go.
    """
    if not same_sender:
        yield "Bara den organisation som fastställde rapporten gör utlämnandekopior av den."
    if is_copy:
        yield "Rapporten är redan en kopia. Gör en ny kopia av originalet."
    if not masks:
        yield "Inget är maskat. Utan maskning kan rapporten lämnas ut som den är."
    if not decided_by.strip():
        yield "Skriv vem som har beslutat vad som maskas."
    if leftovers:
        yield (
            "Ord som är maskade står kvar på andra ställen. "
            "Maska dem också, eller intyga att de får lämnas ut."
        )


def blockers_to_issue(
    request: ReportRequest, *, today: date, is_of_the_organisation: bool
) -> Iterator[str]:
    """The period has an end that is past, a report says who receives it, and the level suits it."""
    yield from blockers_to_level(request, is_of_the_organisation=is_of_the_organisation)
    if request.kind in BEGINNINGS:
        yield f"En {request.kind.label.lower()} är arbetsmaterial och fastställs inte som rapport."
    if request.period_to < request.period_from:
        yield "Period till ligger före period från."
    if request.period_to > today:
        yield "Period till ligger i framtiden."
    if request.kind.has_recipient and not request.recipient.strip():
        yield "Skriv vem som tar emot rapporten."
    yield from blockers_to_arrange(request.kind, request.arrangement)
    if request.next_report_on and request.next_report_on <= request.period_to:
        yield "Nästa rapport ska komma efter den här periodens slut."
