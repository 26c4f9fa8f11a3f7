"""The demo's other told cases: one not public, one with two municipalities, one that is over."""

from decimal import Decimal

from cases.states import State as CaseState
from cases.states import Trigger, Visibility
from figures.clock_kinds import DateKind
from guide.model import Industry, MeasureGroup
from guide.phases import Phase
from home.demo.counts import SAWMILL_COUNTS, TEXTILE_COUNTS
from home.demo.story import (
    Activity,
    Answer,
    ChangeState,
    Correction,
    Course,
    Move,
    NameReader,
    Note,
    NotedDay,
    Planned,
    Share,
    Story,
    TakeIn,
    Told,
)
from measures.states import State

# A neutral title: nothing in it may tell which company it is (product.md, visibility).
RESTRICTED = Story(
    slug="norrby-restricted",
    municipality="Norrby",
    title="Ärende Eken",
    company="Ej namngivet",
    trigger=Trigger.NOTICE,
    notice=16,
    affected=None,
    responsible="alice",
    deputy="bo",
    visibility=Visibility.RESTRICTED,
    secrecy_provision="OSL 30 kap. 23 §",
    description="Uppgifterna är lämnade i förtroende. Beskedet väntas bli offentligt inom några veckor.",
    steps=(
        NameReader(
            day=1, user="karin", reason="Kommundirektörens ersättare, behöver kunna fatta beslut"
        ),
        Note(
            day=0,
            what="Ägaren ringde och bad om ett förtroligt samtal. Beslut väntas efter nästa styrelsemöte.",
            participants="Alice Andersson",
            result="Vi enades om vilka tre som får veta.",
        ),
        Note(
            day=2,
            what="Möte på neutral plats. Tre möjliga vägar finns, varav en innebär att verksamheten blir kvar i mindre skala.",
            participants="Ägaren, Alice Andersson, Bo Berg",
            next_step="Ta fram uppgifter om lediga lokaler utan att nämna företaget",
            next_in=5,
            next_done=6,
        ),
        Note(
            day=8,
            what="Lämnade en lista på fyra lokaler. Ägaren vill titta på två av dem.",
            next_step="Stäm av när beskedet blir offentligt",
            next_in=12,
        ),
        Note(
            day=13,
            what="Kort telefonsamtal. Styrelsemötet är flyttat en vecka framåt.",
            late=1,
        ),
        NotedDay(day=2, kind=DateKind.GROUP_MET, on=2, source="Mötet på neutral plats"),
        Answer(
            day=2,
            question="1-not-public",
            text="Ingenting är offentligt. Tre personer i kommunen känner till ärendet.",
        ),
        Answer(
            day=3,
            question="1-spokesperson",
            text="Ingen uttalar sig innan företaget har gjort det.",
        ),
    ),
)

TEXTILE = Story(
    slug="norrby-textile",
    municipality="Norrby",
    title="Neddragning på väveriet i Norrby och Samby",
    company="Västväv AB",
    trigger=Trigger.DOWNSIZING,
    notice=158,
    affected=85,
    responsible="alice",
    deputy="bo",
    diary_number="KS {year}/342",
    description="Väveriet halverar produktionen på båda orterna. 85 av 190 anställda är varslade.",
    steps=(
        *TEXTILE_COUNTS,
        TakeIn(day=3, municipality="Samby"),
        Planned(
            day=10,
            key="vagledning",
            catalogue="study-support-info",
            responsible="jonna",
            partners="CSN, TSL",
            start=20,
            end=90,
            activities=(
                Activity(
                    title="Informationskvällar om omställningsstudiestöd", start=20, end=60, done=55
                ),
                Activity(title="Enskild vägledning", start=60, end=150),
            ),
            course=(Course(day=14, to=State.DECIDED), Course(day=21, to=State.ONGOING)),
        ),
        Planned(
            day=48,
            key="leverantorer",
            catalogue="supplier-survey",
            responsible="bo",
            partners="Almi",
            start=50,
            end=100,
            activities=(
                Activity(
                    title="Besöka färgeriet och två sömnadsföretag", start=50, end=80, done=83
                ),
                Activity(title="Sammanfatta vad de behöver", start=80, end=100),
            ),
            course=(Course(day=50, to=State.DECIDED), Course(day=52, to=State.ONGOING)),
        ),
        Planned(
            day=96,
            key="pendling",
            catalogue="commuting",
            responsible="jonna",
            partners="Region Väst, trafikbolaget",
            start=140,
            end=300,
            activities=(Activity(title="Räkna på tätare turer Norrby–Samby", start=140, end=190),),
            course=(Course(day=120, to=State.DECIDED),),
        ),
        Planned(
            day=110,
            key="cirkular",
            title="Pröva återbruk av textil i de tomma vävsalarna",
            group=MeasureGroup.RENEWAL,
            partners="Science park, en återvinningskoncern",
            start=170,
        ),
        Note(
            day=0,
            what="Fabrikschefen ringde båda kommunerna samma förmiddag. Två av fyra vävlinjer stängs inom ett år.",
            participants="Fabrikschefen, Alice Andersson, Jonna Juhl",
            result="Norrby leder ärendet, Samby deltar från start.",
        ),
        Note(
            day=4,
            what="Gemensamt möte i Samby kommunhus. Bestämde att ha en enda uppstartsgrupp för båda orterna.",
            participants="Norrby och Samby kommuner, IF Metall, Arbetsförmedlingen",
        ),
        Note(
            day=11,
            by="jonna",
            what="Träffade klubben på dagskiftet i Samby. Oron är störst bland dem som har skiftarbetat länge.",
            next_step="Be TSL komma till fabriken i Samby",
            next_in=10,
            next_done=18,
        ),
        Note(
            day=24,
            by="jonna",
            on="vagledning/1",
            what="Första informationskvällen, 23 deltagare. Många visste inte att det går att få betalt för att studera.",
        ),
        Note(
            day=39,
            on="vagledning/1",
            what="Andra informationskvällen, nu i Norrby. 17 deltagare.",
            corrected=Correction(
                after=2,
                what="Andra informationskvällen, nu i Norrby. 19 deltagare, varav två via länk.",
                reason="Två deltog på distans och saknades på listan.",
            ),
        ),
        Note(
            day=58,
            by="bo",
            on="leverantorer/1",
            what="Besökte färgeriet. De har 11 anställda och lever till två tredjedelar på väveriet.",
            participants="Almi, färgeriets ägare",
            next_step="Ordna ett rådgivningssamtal hos Almi",
            next_in=14,
            next_done=70,
        ),
        Note(
            day=83,
            by="bo",
            on="leverantorer/1",
            what="De två sömnadsföretagen klarar sig på andra kunder. Ett av dem söker till och med folk.",
        ),
        Note(
            day=92,
            what="Analysgruppen lämnade sin rapport. Starkast är kunnandet om tekniska vävar, svagast är tillgången på lokaler för små företag.",
            participants="Båda kommunerna, regionens analytiker",
        ),
        Note(
            day=104,
            by="jonna",
            what="Samby kommunstyrelse informerades. Ordföranden vill att planen omfattar båda kommunerna.",
            internal=True,
        ),
        Note(
            day=126,
            what="Första styrgruppsmötet. Två ledamöter från vardera kommunen, en från facket och en från företaget.",
            next_step="Skriv utkast till gemensam genomförandeplan",
            next_in=35,
        ),
        Note(
            day=140,
            by="jonna",
            on="pendling/1",
            what="Bad trafikbolaget räkna på två turer till om dagen.",
            next_step="Påminn trafikbolaget om kalkylen",
            next_in=10,
        ),
        Note(
            day=151,
            on="vagledning/2",
            what="CSN har fått 14 ansökningar från väveriets anställda. Sex är beviljade hittills.",
        ),
        Answer(
            day=9,
            question="1-right-people",
            text="Ja, båda kommunerna, facket, företaget och Arbetsförmedlingen.",
        ),
        Answer(
            day=30,
            question="1-affected-people",
            text="85 varslade: 52 i Norrby och 33 i Samby. De flesta är vävare eller truckförare.",
        ),
        Answer(
            day=90,
            question="2-strengths",
            text="Kunnande om tekniska vävar, nära till en textilhögskola. Få lokaler för små företag.",
        ),
        Answer(
            day=95,
            by="jonna",
            question="2-education-supply",
            text="Komvux i Samby kan starta truck- och svetsutbildning inom sex veckor.",
        ),
        NotedDay(
            day=4, kind=DateKind.GROUP_MET, on=4, source="Mötesanteckning från Samby kommunhus"
        ),
        NotedDay(
            day=2,
            kind=DateKind.NOTICE_FILED,
            on=1,
            source="Fabrikschefen, mejl till båda kommunerna",
        ),
        NotedDay(
            day=24,
            by="jonna",
            kind=DateKind.LAST_WORKING_DAY,
            on=330,
            source="Klubbens information efter förhandlingen",
        ),
        NotedDay(
            day=126,
            kind=DateKind.REPORT_STOP,
            on=150,
            source="Beslut på första styrgruppsmötet",
        ),
        Move(
            day=33,
            to=Phase.ANALYSE,
            reason="Samby vill börja med analysen. Resten besvaras efter hand.",
        ),
        Move(
            day=99,
            to=Phase.PLAN,
            reason="Rapporten är klar. Frågan om globaliseringsfonden är inte aktuell för 85 personer.",
        ),
    ),
)

SAWMILL = Story(
    slug="soderby-sawmill",
    municipality="Söderby",
    title="Sågverket i Söderby stänger",
    company="Söderby Trä AB",
    trigger=Trigger.BANKRUPTCY,
    notice=912,
    affected=64,
    responsible="charlie",
    deputy="disa",
    diary_number="KS {year}-101",
    description="Sågverket gick i konkurs efter en brand i torken. 64 anställda och omkring 20 skogsentreprenörer berördes.",
    steps=(
        *SAWMILL_COUNTS,
        Planned(
            day=6,
            key="kris",
            catalogue="crisis-support",
            responsible="disa",
            partners="Företagshälsovården, kyrkan",
            start=7,
            end=60,
            activities=(Activity(title="Öppet hus i församlingshemmet", start=7, end=60, done=58),),
            course=(
                Course(day=6, to=State.DECIDED),
                Course(day=7, to=State.ONGOING),
                Course(day=60, to=State.DONE),
            ),
        ),
        Planned(
            day=20,
            key="agare",
            catalogue="new-owner",
            title="Ny ägare till hyvleriet",
            responsible="charlie",
            partners="Konkursförvaltaren, Business Sweden",
            start=25,
            end=300,
            activities=(
                Activity(
                    title="Ta fram prospekt med konkursförvaltaren", start=25, end=60, done=64
                ),
                Activity(title="Visa anläggningen för intressenter", start=60, end=300, done=281),
            ),
            course=(
                Course(day=22, to=State.DECIDED),
                Course(day=27, to=State.ONGOING),
                Course(day=286, to=State.DONE),
            ),
        ),
        Planned(
            day=70,
            key="entreprenorer",
            catalogue="supplier-shift",
            title="Nya kunder åt skogsentreprenörerna",
            responsible="disa",
            partners="Skogsägarföreningen, Almi",
            start=80,
            end=250,
            activities=(
                Activity(title="Träffar med två större sågverk", start=80, end=200, done=176),
            ),
            course=(
                Course(day=76, to=State.DECIDED),
                Course(day=80, to=State.ONGOING),
                Course(day=252, to=State.HANDED_OVER, handed_over_to="Skogsägarföreningen"),
            ),
        ),
        Note(
            day=0,
            what="Tingsrätten beslutade om konkurs på förmiddagen. Konkursförvaltaren höll möte med personalen klockan 14.",
            participants="Konkursförvaltaren, Charlie Ceder, kommunalrådet",
        ),
        Note(
            day=1,
            what="Uppstartsgruppen träffades första gången. Lönegarantin gäller, men flera har redan obetalda räkningar.",
            result="Budget- och skuldrådgivningen utökar sina tider.",
        ),
        Note(
            day=8,
            by="disa",
            on="kris/1",
            what="Öppet hus i församlingshemmet, ett trettiotal kom. Mest kaffe och samtal, och det behövdes.",
        ),
        Note(
            day=26,
            on="agare/1",
            what="Gick igenom maskinlistan med konkursförvaltaren. Hyvleriet klarade sig från branden.",
            next_step="Fotografera hyvleriet till prospektet",
            next_in=7,
            next_done=31,
        ),
        Note(
            day=64,
            on="agare/1",
            what="Prospektet är klart på svenska och engelska.",
            result="Skickat till 40 företag.",
        ),
        Note(
            day=93,
            by="disa",
            on="entreprenorer/1",
            what="Två sågverk inom åtta mil vill ha mer virke. Nio entreprenörer var med på mötet.",
        ),
        Note(
            day=140,
            on="agare/2",
            what="Tredje visningen. En hustillverkare var intresserad av både hyvleri och mark.",
            participants="Konkursförvaltaren, hustillverkaren",
            next_step="Svara på frågorna om avlopp och vägbredd",
            next_in=14,
            next_done=149,
        ),
        Note(
            day=176,
            by="disa",
            on="entreprenorer/1",
            what="Sista träffen. Alla utom tre entreprenörer har full beläggning igen.",
        ),
        Note(
            day=224, what="Avstämning med Arbetsförmedlingen: 41 av 64 har nytt arbete, 9 studerar."
        ),
        Note(
            day=281,
            on="agare/2",
            what="Hustillverkaren köpte hyvleriet och tillträder om två månader. 16 arbetstillfällen till att börja med.",
            result="Avtal undertecknat med konkursboet.",
        ),
        Note(
            day=352, what="Ett år efter konkursen. Lokaltidningen skrev ett uppslag om hyvleriet."
        ),
        Note(
            day=470,
            by="disa",
            what="Ringde runt till dem som sades upp. 52 av 64 svarade. 47 har arbete, 3 är pensionärer, 2 söker.",
            corrected=Correction(
                after=5,
                what="Ringde runt till dem som sades upp. 52 av 64 svarade. 45 har arbete, 5 är pensionärer, 2 söker.",
                reason="Två hade svarat att de gått i pension.",
            ),
        ),
        Note(
            day=610,
            what="Lärdomar skrivna tillsammans med regionen: börja med leverantörerna tidigare och ha en person till från första dagen.",
        ),
        Note(
            day=690,
            what="Slutrapporten behandlad i kommunstyrelsen.",
            result="Kommunstyrelsen godkände rapporten.",
        ),
        Answer(
            day=5,
            question="1-right-people",
            text="Ja, men konkursförvaltaren kan bara vara med ibland.",
        ),
        Answer(
            day=610,
            question="5-lessons",
            text="Vi borde ha ringt entreprenörerna första veckan. Två personer behövs från början.",
        ),
        Answer(
            day=612,
            question="5-premises-used",
            text="Hyvleriet används. Sågtomten väntar på sanering.",
        ),
        Answer(
            day=615,
            question="5-continuation",
            text="Skogsägarföreningen tar hand om entreprenörerna. Kommunen följer upp saneringen.",
        ),
        NotedDay(day=1, kind=DateKind.GROUP_MET, on=1, source="Mötesanteckning i loggboken"),
        NotedDay(day=78, kind=DateKind.PLAN_ADOPTED, on=77, source="Kommunstyrelsens protokoll"),
        Move(day=18, to=Phase.ANALYSE, reason="Konkursen ger kort tid, analysen börjar nu."),
        Move(day=45, to=Phase.PLAN, reason="Det viktigaste är känt."),
        Move(day=78, to=Phase.IMPLEMENT, reason="Planen är kort och antagen."),
        Move(day=455, to=Phase.FOLLOW_UP, reason="Alla insatser är avslutade eller överlämnade."),
        Share(day=12, organisation="Region Väst"),
        ChangeState(
            day=698,
            to=CaseState.CLOSED,
            reason="Uppföljningen är klar och slutrapporten godkänd av kommunstyrelsen.",
        ),
        Told(
            day=705,
            title="Ett sågverk på orten gick i konkurs efter en brand",
            industry=Industry.FOREST,
            share_percent=Decimal("1.2"),
            summary=(
                "Sågverket gick i konkurs efter en brand i torken. Utöver de anställda berördes "
                "skogsentreprenörer som hade nästan alla sina uppdrag där."
            ),
            lessons=(
                "Ring entreprenörerna samma vecka: de omfattas inte av något varsel och syns inte i "
                "siffrorna. Tala med konkursförvaltaren om lokalerna innan utrustningen säljs."
            ),
            differently="Vi skulle ha haft två personer i arbetet från första dagen.",
        ),
    ),
)
