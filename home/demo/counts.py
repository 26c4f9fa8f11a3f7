"""Figures of the demo's told cases: waves, snapshots, and sources that do not agree."""

from figures.supplier_states import SupplierState
from home.demo.story import Aim, Counts, Followed, Paid, Step, Supplies, Wave

COMPANY, AF, UNION, TSL, OWN = (
    "Företaget",
    "Arbetsförmedlingen",
    "Livsmedelsarbetareförbundet",
    "TSL",
    "Kommunens egen räkning",
)

# In the order of the categories: notified, withdrawn, dismissed, resigned, new job, studying,
# self-employed, retired, unemployed, moved or unknown.
FOOD_COUNTS: tuple[Step, ...] = (
    Wave(day=0, name="Tillverkningen"),
    Counts(day=1, source=COMPANY, numbers=(180,)),
    Counts(day=60, source=COMPANY, numbers=(180, 12, 0, 6, 4, 0, 0, 0, 0, None)),
    Counts(day=120, source=COMPANY, numbers=(180, 18, 96, 14, 17, 4, 0, 3, 8, 5)),
    Counts(day=120, source=UNION, numbers=(180, 18, 104, 14), late=5),
    Wave(day=150, name="Lager och kontor"),
    Counts(day=151, wave=2, source=COMPANY, numbers=(60,)),
    Counts(
        day=200,
        source=TSL,
        numbers=(180, 22, 138, 18, 52, 16, 3, 9, 31, 12),
        others={"unemployed_count": AF, "notified_count": COMPANY, "withdrawn_count": COMPANY},
    ),
    Counts(day=230, wave=2, source=COMPANY, numbers=(60, 9, 30, 4, 6, 1, 0, 2, 4, 3)),
    Counts(
        day=330,
        source=TSL,
        numbers=(180, 24, 138, 18, 84, 24, 5, 12, 22, 9),
        others={"unemployed_count": AF},
    ),
    Counts(day=335, wave=2, source=TSL, numbers=(60, 9, 44, 6, 21, 6, 2, 4, 11, 5)),
    Counts(
        day=520,
        source=OWN,
        numbers=(180, 24, 138, 18, 101, 19, 6, 13, 11, 6),
        others={"unemployed_count": AF},
    ),
    Counts(day=522, wave=2, source=OWN, numbers=(60, 9, 44, 7, 31, 5, 2, 4, 6, 3)),
    Counts(day=690, source=AF, numbers=(None, None, None, None, None, None, None, None, 9, None)),
    Counts(day=690, source=OWN, numbers=(180, 24, 138, 18, 112, 11, 7, 14, 7, 5), late=4),
    Counts(day=692, wave=2, source=OWN, numbers=(60, 9, 44, 7, 36, 3, 2, 5, 3, 2)),
)
FOOD_EFFECTS: tuple[Step, ...] = (
    Followed(
        day=70,
        key="dependency_top1",
        baseline=(-1, "14.2", 620),
        target=(4, "10"),
        values=((0, "13.9", 598), (1, "9.6", 395)),
    ),
    Followed(
        day=70,
        key="unemployment_rate",
        baseline=(-1, "6.4", None),
        target=(3, "6.5"),
        values=((0, "6.9", None), (1, "8.1", None)),
    ),
    Followed(
        day=71,
        key="new_firms",
        baseline=(-1, "5.1", None),
        target=(3, "6.5"),
        values=((0, "5.3", None), (1, "5.9", None)),
    ),
    Supplies(
        day=25,
        name="Norrby Emballage AB",
        town="Norrby",
        state=SupplierState.AT_RISK,
        share="62.5",
        employees=34,
        at_risk=15,
        contact="Vd Lena Lund, 0500-12 34 56",
    ),
    Supplies(
        day=28,
        name="Åkeriet i Samby",
        town="Samby",
        state=SupplierState.CUTS_DOWN,
        share="40",
        employees=22,
        at_risk=9,
        redundant=7,
        contact="Åkare Per Palm, 0500-65 43 21",
    ),
    Supplies(
        day=40,
        name="Slättens Kylservice",
        town="Norrby",
        state=SupplierState.MANAGES,
        share="12",
        employees=9,
    ),
    Supplies(day=41, name="Städ och Trivsel i Norrby", state=SupplierState.NOT_ASKED, at_risk=6),
    Aim(
        day=100,
        on="utbildning",
        indicator="Personer som har fullföljt en utbildning",
        target="40",
        reached_by=560,
        results=((360, "18"), (600, "33")),
    ),
    Aim(
        day=100,
        on="matchning",
        indicator="Varslade i nytt arbete",
        target="120",
        reached_by=330,
        results=((335, "111"),),
    ),
    Paid(
        day=120,
        on="utbildning",
        funder="Region Väst",
        applied=1_800_000,
        granted=(155, 1_500_000),
        costs=(
            (240, 420_000, "Yrkespaket på Komvux, våren"),
            (355, 515_500, "Yrkespaket på Komvux, hösten"),
        ),
    ),
    Paid(
        day=125,
        on="utbildning",
        funder="Norrby kommun",
        applied=400_000,
        granted=(150, 400_000),
        costs=((250, 86_250, "Lokaler och handledare"),),
    ),
)
TEXTILE_COUNTS: tuple[Step, ...] = (
    Wave(day=0, name="Första varslet"),
    Counts(day=2, source=AF, numbers=(85,)),
    Counts(day=50, source=COMPANY, numbers=(85, 10, 20, 5, 3, 0, 0, 2, 0, None)),
    Counts(day=110, source=COMPANY, numbers=(85, 14, 48, 9, 13, 3, 1, 4, 12, 6)),
    Counts(day=150, source=COMPANY, numbers=(85, 14, 52, 10, 21, 5, 1, 4, 16, 5)),
)
SAWMILL_COUNTS: tuple[Step, ...] = (
    Wave(day=0, name="Varslet"),
    Counts(day=3, source=COMPANY, numbers=(64,)),
    Counts(day=200, source=COMPANY, numbers=(64, 6, 50, 8, 26, 4, 2, 6, 12, 5)),
    Counts(day=500, source=OWN, numbers=(64, 6, 50, 8, 34, 2, 3, 8, 6, 5)),
)
