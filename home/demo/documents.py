"""Documents of the demo's told cases."""

from guide.model import DocumentKind
from home.demo.story import Filed, PlanAdopted, Step

FOOD_DOCUMENTS: tuple[Step, ...] = (
    Filed(
        day=2,
        key="picture",
        kind=DocumentKind.SITUATION,
        title="Lägesbild",
        lines=(
            "Norrby Livs AB lägger ner fabriken vid Kvarnån.",
            "240 personer är varslade. De flesta bor i Norrby.",
            "Vi vet inte än när den sista linjen stannar.",
        ),
    ),
    Filed(
        day=20,
        key="picture-2",
        after="picture",
        kind=DocumentKind.SITUATION,
        title="Lägesbild",
        news="Tidplanen för linjerna, och 46 underleverantörer.",
        lines=(
            "Första linjen stänger efter nio månader, den sista efter arton.",
            "46 leverantörer, varav tre åkerier och sju odlare är starkt beroende.",
        ),
        shared=True,
    ),
    Filed(
        day=70,
        key="analysis",
        kind=DocumentKind.IMPACT,
        title="Konsekvensanalys av nedläggningen",
        lines=("Styrkor, svagheter och arbetsmarknaden i Norrby med grannkommuner.",),
        adopted=74,
        body="Styrgruppen",
    ),
    PlanAdopted(day=148, body="Kommunstyrelsen", diary_number="KS {year}/217"),
    Filed(
        day=148,
        key="plan",
        kind=DocumentKind.PLAN,
        title="Genomförandeplan",
        lines=("Insatserna med mål, ansvariga, pengar och tid.",),
        adopted=148,
        body="Kommunstyrelsen",
        diary_number="KS {year}/217",
        shared=True,
    ),
    Filed(
        day=150,
        key="decision",
        kind=DocumentKind.DECISION,
        title="Kommunstyrelsens protokoll, utdrag",
        lines=("Kommunstyrelsen antar genomförandeplanen.",),
        diary_number="KS {year}/217",
    ),
)
