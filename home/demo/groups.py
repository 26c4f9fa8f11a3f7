"""Groups of the demo's told cases: who sat where for whom, with which mandate, and what they produced."""

from cases.group_kinds import ActorKind, GroupKind, GroupRole
from home.demo.story import Formed, Produces, Seats, Step

HR = Seats(
    name="Hanna Holm",
    title="Personalchef",
    organisation="Norrby Livs AB",
    kind=ActorKind.COMPANY,
    phone="0500-11 22 33",
    left=560,
)
AF = Seats(
    name="Lars Lindh",
    title="Sektionschef",
    organisation="Arbetsförmedlingen",
    kind=ActorKind.EMPLOYMENT_SERVICE,
    mandate="Egna handläggare och vägledare, men inte upphandlade utbildningar",
    deputy="Biträdande sektionschef",
)
UNION = Seats(
    name="Rosa Rask",
    title="Ombudsman",
    organisation="Livsmedelsarbetareförbundet",
    kind=ActorKind.UNION,
)
ALMI = Seats(
    name="Mats Modig",
    title="Rådgivare",
    organisation="Almi",
    kind=ActorKind.ALMI,
    mandate="Rådgivning till nya företag",
    deputy="Kontorschefen",
)
REGION = Seats(
    name="Siv Sand",
    title="Regional samordnare",
    organisation="Region Väst",
    kind=ActorKind.REGION,
    mandate="Regionala projektmedel upp till 500 000 kronor",
    deputy="Utvecklingschefen",
)
SCHOOL = Seats(
    name="Ulla Uhr",
    title="Rektor",
    organisation="Norrby lärcentrum",
    kind=ActorKind.SCHOOL,
    deputy="Biträdande rektor",
)
CHAIR = Seats(
    user="alice",
    role=GroupRole.CHAIR,
    mandate="Kommunens lokaler, mark och egen personal",
    deputy="Bo Berg",
)

FOOD_GROUPS: tuple[Step, ...] = (
    Formed(
        day=1,
        until=62,
        kind=GroupKind.START_UP,
        members=(CHAIR, HR, AF, UNION, REGION),
        produces=(Produces(title="Lägesbild", responsible="alice", due=20, done=18),),
    ),
    Formed(
        day=21,
        until=120,
        kind=GroupKind.ANALYSIS,
        members=(Seats(user="bo", role=GroupRole.LEADER, deputy="Alice Andersson"), AF, ALMI),
        produces=(Produces(title="Konsekvensanalys", responsible="bo", due=80, done=84),),
    ),
    Formed(
        day=62,
        kind=GroupKind.STEERING,
        task="Leder omställningen och antar genomförandeplanen. Möts första måndagen i månaden.",
        members=(CHAIR, HR, AF, UNION, ALMI, REGION),
        produces=(
            Produces(title="Genomförandeplan", responsible="alice", due=120, done=118),
            Produces(title="Plan för överlämning", responsible="alice", due=760),
        ),
    ),
    Formed(
        day=65,
        kind=GroupKind.WORKING,
        task="Driver insatserna och rapporterar till styrgruppen.",
        members=(Seats(user="bo", role=GroupRole.LEADER), SCHOOL, AF, ALMI),
        produces=(Produces(title="Kommunikationsplan", responsible="bo", due=715),),
    ),
)
