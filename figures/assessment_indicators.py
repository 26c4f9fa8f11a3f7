"""The twelve indicators of the yearly self-assessment: what is judged, and what the ends of the scale mean."""

from dataclasses import dataclass

from django.db.models import TextChoices

from guide.model import MeasureGroup


class Side(TextChoices):
    """What an indicator is about."""

    PROCESS = "PROCESS", "Hur vi arbetar"
    EFFECT = "EFFECT", "Vad det ger"


class SelfIndicator(TextChoices):
    """What the group judges. Six are about how the work is done, six about what comes of it."""

    PACE = "PACE", "Snabbhet"
    MANDATE = "MANDATE", "Mandat och styrning"
    BUSINESS_SUPPORT = "BUSINESS_SUPPORT", "Förankring i näringslivet"
    COOPERATION = "COOPERATION", "Samverkan mellan aktörer"
    DOCUMENTATION = "DOCUMENTATION", "Dokumentation"
    COMMUNICATION = "COMMUNICATION", "Kommunikation"
    REEMPLOYMENT = "REEMPLOYMENT", "Ny sysselsättning för berörda"
    JOBS = "JOBS", "Nya och bevarade jobb"
    FIRMS = "FIRMS", "Nya och växande företag"
    VULNERABILITY = "VULNERABILITY", "Minskad sårbarhet"
    PREMISES = "PREMISES", "Användning av mark och lokaler"
    CAPACITY = "CAPACITY", "Kommunens utvecklingsförmåga"


LOWEST, HIGHEST = 1, 5


@dataclass(frozen=True, kw_only=True)
class About:
    """An indicator as the group meets it. `group` is where a measure that comes of it belongs."""

    indicator: SelfIndicator
    side: Side
    question: str
    low: str
    high: str
    group: MeasureGroup = MeasureGroup.RENEWAL

    @property
    def key(self) -> str:
        return str(self.indicator.value)

    @property
    def label(self) -> str:
        return str(self.indicator.label)


def _process(indicator: SelfIndicator, question: str, low: str, high: str) -> About:
    return About(indicator=indicator, side=Side.PROCESS, question=question, low=low, high=high)


def _effect(
    indicator: SelfIndicator,
    question: str,
    low: str,
    high: str,
    group: MeasureGroup = MeasureGroup.RENEWAL,
) -> About:
    return About(
        indicator=indicator, side=Side.EFFECT, question=question, low=low, high=high, group=group
    )


ABOUT: tuple[About, ...] = (
    _process(
        SelfIndicator.PACE,
        "Kom gruppen igång och kom insatserna igång så fort som läget krävde?",
        "veckor gick innan någon gjorde något",
        "gruppen och de första insatserna var igång inom dagar",
    ),
    _process(
        SelfIndicator.MANDATE,
        "Kan de som sitter i grupperna besluta för sina organisationer, och blir det beslut?",
        "frågor blir liggande eller skickas runt",
        "besluten fattas i rummet och alla vet vem som beslutar vad",
    ),
    _process(
        SelfIndicator.BUSINESS_SUPPORT,
        "Är företagen på orten med och bär arbetet?",
        "företagen känner inte till arbetet",
        "företagen driver egna delar av det",
    ),
    _process(
        SelfIndicator.COOPERATION,
        "Drar kommunen, staten, regionen, facken och omställningsorganisationerna åt samma håll?",
        "var och en gör sitt utan att de andra vet",
        "arbetet är fördelat och ingen grupp faller mellan stolarna",
    ),
    _process(
        SelfIndicator.DOCUMENTATION,
        "Går det att se vad som har gjorts, när, av vem och med vilket resultat?",
        "det mesta finns i någons huvud",
        "loggbok, siffror och beslut är i ordning och går att ta över",
    ),
    _process(
        SelfIndicator.COMMUNICATION,
        "Vet anställda, företag, invånare och politiker vad som händer?",
        "de får veta det ur tidningen eller inte alls",
        "de får besked i tid, från oss, och vet vart de ska vända sig",
    ),
    _effect(
        SelfIndicator.REEMPLOYMENT,
        "Hur har det gått för dem som miste jobbet?",
        "de flesta är arbetslösa eller okända för oss",
        "nästan alla arbetar, studerar eller har gått i pension",
        MeasureGroup.INDIVIDUAL,
    ),
    _effect(
        SelfIndicator.JOBS,
        "Hur många jobb har kommit till eller blivit kvar?",
        "jobben är borta och inga nya har kommit",
        "det finns minst lika många jobb som före beskedet",
    ),
    _effect(
        SelfIndicator.FIRMS,
        "Startar och växer företag på orten?",
        "färre startar än före beskedet",
        "klart fler startar eller växer än före beskedet",
    ),
    _effect(
        SelfIndicator.VULNERABILITY,
        "Hur illa vore det om den största arbetsgivaren försvann i dag?",
        "lika illa eller värre än före beskedet",
        "orten står på flera ben och jobben är minst lika många",
    ),
    _effect(
        SelfIndicator.PREMISES,
        "Används den mark och de lokaler som blev lediga?",
        "de står tomma utan plan",
        "de används, eller det är bestämt till vad och när",
    ),
    _effect(
        SelfIndicator.CAPACITY,
        "Står kommunen bättre rustad inför nästa omställning?",
        "kunskapen försvinner med dem som var med",
        "plan, roller och kontakter finns och är prövade",
    ),
)


def about(key: str) -> About:
    """The indicator with that key. Raises KeyError."""
    return _BY_KEY[key]


_BY_KEY = {item.key: item for item in ABOUT}
