"""The demo's largest case: Norrby's food factory closes, and two years of work follow."""

from cases.states import Trigger
from figures.clock_kinds import DateKind
from guide.model import MeasureGroup
from guide.phases import Phase
from home.demo.counts import FOOD_COUNTS, FOOD_EFFECTS
from home.demo.documents import FOOD_DOCUMENTS
from home.demo.groups import FOOD_GROUPS
from home.demo.story import (
    Activity,
    Answer,
    Assessed,
    Chart,
    Correction,
    Course,
    Move,
    Note,
    NotedDay,
    Paper,
    Planned,
    Report,
    Share,
    Story,
)
from measures.states import State

MEASURES = (
    Planned(
        day=3,
        key="information",
        catalogue="on-site-info",
        responsible="bo",
        partners="Arbetsförmedlingen, fackklubbarna, TSL, TRR",
        start=7,
        end=60,
        target="Alla 240 anställda har fått information på arbetstid före första uppsägningen.",
        activities=(
            Activity(title="Informationsmöten för varje skift", start=7, end=30, done=29),
            Activity(title="Fast mottagning i fabrikens matsal", start=30, end=120, done=118),
        ),
        course=(
            Course(day=5, to=State.DECIDED),
            Course(day=8, to=State.ONGOING),
            Course(day=121, to=State.DONE),
        ),
    ),
    Planned(
        day=9,
        key="leverantorer",
        catalogue="supplier-survey",
        responsible="alice",
        partners="Almi, LRF, Företagarna",
        start=14,
        end=70,
        activities=(
            Activity(title="Ringa runt till leverantörer och åkerier", start=14, end=45, done=44),
            Activity(title="Sammanställa beroendet av fabriken", start=45, end=70, done=73),
        ),
        course=(
            Course(day=12, to=State.DECIDED),
            Course(day=14, to=State.ONGOING),
            Course(day=74, to=State.DONE),
        ),
    ),
    Planned(
        day=40,
        key="kompetens",
        catalogue="skills-inventory",
        responsible="bo",
        partners="TSL, Komvux, fackklubbarna",
        start=45,
        end=130,
        activities=(
            Activity(title="Enkät till de anställda", start=45, end=70, done=68),
            Activity(title="Samtal och validering", start=75, end=130, done=141),
        ),
        course=(
            Course(day=42, to=State.DECIDED),
            Course(day=47, to=State.ONGOING),
            Course(day=142, to=State.DONE),
        ),
    ),
    Planned(
        day=82,
        key="anlaggning",
        catalogue="site-reuse",
        title="Ny användning av fabriken vid Kvarnån",
        responsible="alice",
        partners="Fastighetsägaren, Region Väst, Business Sweden",
        start=90,
        end=690,
        target="Minst 60 procent av ytan uthyrd två år efter beskedet.",
        activities=(
            Activity(
                title="Besiktiga byggnader, kylanläggning och mark", start=90, end=150, done=156
            ),
            Activity(title="Hitta nya hyresgäster", start=150, end=690, responsible="alice"),
            Activity(
                title="Ändra detaljplanen för södra delen", start=240, end=640, responsible="bo"
            ),
        ),
        course=(
            Course(day=95, to=State.DECIDED),
            Course(day=96, to=State.ONGOING),
        ),
    ),
    Planned(
        day=84,
        key="utbildning",
        catalogue="further-education",
        title="Utbildning till livsmedelstekniker och processoperatör",
        responsible="bo",
        partners="Komvux, yrkeshögskolan, TSL",
        start=160,
        end=560,
        target="40 personer har gått en utbildning som leder till arbete inom pendlingsavstånd.",
        activities=(
            Activity(title="Yrkespaket på Komvux", start=160, end=360, done=355),
            Activity(title="Yrkeshögskoleutbildning i processteknik", start=300, end=560),
        ),
        course=(
            Course(day=152, to=State.DECIDED),
            Course(day=163, to=State.ONGOING),
        ),
    ),
    Planned(
        day=86,
        key="matchning",
        catalogue="job-match",
        responsible="bo",
        partners="Arbetsförmedlingen, Företagarna, Samby kommun",
        start=155,
        end=330,
        activities=(
            Activity(title="Rekryteringsdagar i Folkets hus", start=155, end=250, done=246),
            Activity(title="Busslinje till industriområdet i Samby", start=200, end=330, done=322),
        ),
        course=(
            Course(day=150, to=State.DECIDED),
            Course(day=155, to=State.ONGOING),
            Course(day=331, to=State.DONE),
        ),
    ),
    Planned(
        day=110,
        key="hyresgast",
        catalogue="new-owner",
        title="Hyresstöd till den första nya tillverkaren",
        responsible="alice",
        partners="Region Väst, Almi",
        start=260,
        end=420,
        exceptional_reasons=(
            "Fabriken stod för vart sjunde arbetstillfälle i tätorten och befolkningen minskar. Utan en "
            "första hyresgäst går kylanläggningen inte att hålla i drift, och då faller värdet för alla "
            "andra intressenter. Stödet är begränsat till tolv månader och ryms inom EU:s regler om "
            "stöd av mindre betydelse."
        ),
        judged_by="Kommunjuristen",
        activities=(
            Activity(title="Pröva stödet rättsligt", start=110, end=200, done=188),
            Activity(title="Avtal om tolv månaders nedsatt hyra", start=260, end=300, done=303),
        ),
        course=(
            Course(day=265, to=State.DECIDED),
            Course(day=304, to=State.ONGOING),
            Course(day=668, to=State.DONE),
        ),
    ),
    Planned(
        day=130,
        key="start",
        catalogue="innovation-support",
        title="Starta eget-stöd för tidigare anställda",
        responsible="",
        partners="Nyföretagarcentrum, Almi",
        start=170,
        end=520,
        activities=(Activity(title="Startkurs med rådgivning", start=170, end=300, done=297),),
        course=(
            Course(day=160, to=State.DECIDED),
            Course(day=172, to=State.ONGOING),
            Course(day=525, to=State.HANDED_OVER, handed_over_to="Nyföretagarcentrum Väst"),
        ),
    ),
    Planned(
        day=132,
        key="forskning",
        catalogue="demo-site",
        title="Testbädd för växtbaserade livsmedel",
        responsible="alice",
        partners="Region Väst, ett lärosäte",
        start=300,
        end=600,
        activities=(Activity(title="Förstudie om testbädd", start=300, end=420, done=431),),
        course=(
            Course(day=290, to=State.DECIDED),
            Course(day=305, to=State.ONGOING),
            Course(
                day=470,
                to=State.CANCELLED,
                reason="Förstudien visade att driften kostar mer än vad parterna är beredda att betala.",
            ),
        ),
    ),
    Planned(
        day=410,
        key="centrum",
        catalogue="place-development",
        title="Liv i centrum när lunchgästerna försvinner",
        responsible="bo",
        partners="Handelsföreningen, fastighetsägare",
        start=430,
        end=760,
        activities=(
            Activity(title="Torghandel på lördagar", start=430, end=700),
            Activity(title="Tomma lokaler till nya företag", start=500, end=760),
        ),
        course=(Course(day=425, to=State.DECIDED), Course(day=440, to=State.ONGOING)),
    ),
    Planned(
        day=640,
        key="uppfoljning",
        title="Följa upp hur det gick för de varslade",
        group=MeasureGroup.INDIVIDUAL,
        responsible="bo",
        partners="Arbetsförmedlingen, TSL, TRR",
        start=720,
        end=790,
        activities=(Activity(title="Telefonintervjuer efter två år", start=720, end=770),),
        course=(Course(day=655, to=State.DECIDED),),
    ),
)

PREPARE = (
    Note(
        day=0,
        what="Koncernchefen ringde kommundirektören klockan 8.15. All tillverkning i Norrby upphör inom "
        "arton månader. Styrelsen fattade beslutet i går kväll. Personalen får veta på möten klockan 10.",
        participants="Kommundirektören, kommunstyrelsens ordförande, Alice Andersson",
        result="Uppstartsgruppen kallas till i morgon.",
        next_step="Boka sammanträdesrum och skicka kallelse till uppstartsgruppen",
        next_in=1,
        next_done=1,
    ),
    Note(
        day=0,
        what="Enades om att bara kommunstyrelsens ordförande uttalar sig de första dagarna. "
        "Kommunikatören lägger ut ett kort besked på webbplatsen efter klockan 11.",
        internal=True,
        participants="Kommunikatören, kommundirektören",
    ),
    Note(
        day=1,
        what="Första mötet i uppstartsgruppen. Gick igenom vad vi vet: 240 anställda, varav 31 visstid. "
        "Ungefär en tredjedel pendlar från Samby. Fabriken är byggd 1962 och utbyggd två gånger.",
        participants="Kommunen, Arbetsförmedlingen, fackklubbarna, Företagarna",
        result="Gruppen träffas två gånger i veckan fram till att förhandlingen är klar.",
        files=(
            Paper(
                name="Minnesanteckningar uppstartsgruppen.pdf",
                lines=(
                    "Uppstartsgruppen, första mötet",
                    "Närvarande: kommunen, Arbetsförmedlingen, fackklubbarna, Företagarna",
                    "240 anställda, varav 31 visstid. En tredjedel pendlar från Samby.",
                    "Gruppen träffas två gånger i veckan tills förhandlingen är klar.",
                ),
            ),
        ),
    ),
    Note(
        day=2,
        what="Besökte fabriken med kommunstyrelsens ordförande. Platschefen visade runt och berättade att "
        "kylanläggningen byttes för fyra år sedan. Stämningen är dämpad men folk ställer frågor om framtiden.",
        participants="Platschefen, klubbordförandena i Livs och Unionen",
        result="Företaget utser en kontaktperson för kommunen.",
    ),
    Note(
        day=5,
        what="Varslet till Arbetsförmedlingen omfattar 238 personer, inte 240. Två har redan sagt upp sig.",
        corrected=Correction(
            after=4,
            what="Varslet till Arbetsförmedlingen omfattar 236 personer, inte 240. Fyra har redan sagt upp sig.",
            reason="Arbetsförmedlingen rättade siffran.",
        ),
    ),
    Note(
        day=8,
        what="Informationsmöte för förmiddagsskiftet, 74 personer kom. De flesta frågorna gällde "
        "uppsägningstider och om det går att studera under tiden.",
        on="information/1",
        participants="Arbetsförmedlingen, TSL, fackklubbarna",
    ),
    Note(
        day=9,
        what="Informationsmöte för kvälls- och nattskiftet. Tolkar på arabiska och polska behövdes och fanns på plats.",
        on="information/1",
        result="91 personer deltog. Frågor och svar läggs ut på anslagstavlan i matsalen.",
    ),
    Note(
        day=13,
        what="Möte i uppstartsgruppen. Beslut om en analysgrupp med fyra personer och om att be regionen om "
        "hjälp med siffror på pendling och branscher.",
        next_step="Skicka begäran om underlag till regionens analysenhet",
        next_in=5,
        next_done=16,
    ),
    Note(
        day=15,
        on="leverantorer/1",
        what="Ringde de elva första på listan. Tre åkerier har mer än hälften av sin omsättning på fabriken.",
        result="Två av åkerierna vill träffa oss redan nästa vecka.",
    ),
    Note(
        day=20,
        on="leverantorer/1",
        what="Träffade sju odlare hemma hos en av dem. Kontrakten på ärter och morötter löper ut efter skörden. "
        "De vill veta om någon annan förädlare kan ta över.",
        participants="LRF:s lokalavdelning, Almi",
        next_step="Be LRF om en lista över förädlare inom femton mil",
        next_in=20,
        next_done=33,
    ),
    Note(
        day=29,
        on="information/1",
        what="Sista informationsmötet, för dem som var lediga eller sjuka tidigare.",
        result="Sammanlagt har 221 av 236 varit på något möte. Resten har fått ett brev hem.",
    ),
)

ANALYSE = (
    Note(
        day=31,
        on="information/2",
        what="Mottagningen i matsalen öppnade. Arbetsförmedlingen sitter där tisdagar och TSL torsdagar.",
    ),
    Note(
        day=36,
        what="Analysgruppens första möte. Delade upp arbetet: arbetskraft, företag, fastighet och kommunens ekonomi.",
        participants="Bo Berg, ekonomichefen, regionens analytiker, Samby kommun",
    ),
    Note(
        day=44,
        on="leverantorer/1",
        what="Alla 46 leverantörer är uppringda. Fem svarade inte trots tre försök.",
        late=2,
    ),
    Note(
        day=52,
        on="kompetens/1",
        what="Enkäten gick ut på papper och på webben. Klubbarna påminner på rasterna.",
        next_step="Räkna in svaren och påminn dem som inte har svarat",
        next_in=10,
        next_done=63,
    ),
    Note(
        day=55,
        what="Avstämning med kommunstyrelsens ordförande. Hon vill ha en skriftlig lägesbild till nästa sammanträde.",
        internal=True,
        next_step="Skriv lägesbild på två sidor till arbetsutskottet",
        next_in=7,
        next_done=61,
    ),
    Note(
        day=61,
        what="Lägesbilden lämnad till kommunstyrelsens arbetsutskott.",
        result="Utskottet ställde sig bakom att kommunen tar initiativ till en styrgrupp.",
    ),
    Note(
        day=68,
        on="kompetens/1",
        what="178 svar har kommit in. 62 kan tänka sig att studera, 41 vill helst stanna i livsmedelsbranschen "
        "och 19 funderar på eget.",
        files=(
            Chart(
                name="enkätsvar.png",
                alt="Stapeldiagram över 178 svar: 62 kan tänka sig att studera, 41 vill stanna i "
                "livsmedelsbranschen, 19 funderar på eget och 56 vet inte.",
                bars=(
                    ("Studera", 62),
                    ("Stanna i branschen", 41),
                    ("Starta eget", 19),
                    ("Vet inte", 56),
                ),
            ),
        ),
    ),
    Note(
        day=73,
        on="leverantorer/2",
        what="Sammanställningen är klar: 46 leverantörer, varav 9 i kommunen är starkt beroende. Uppskattningsvis "
        "35 jobb utanför fabriken är i fara.",
        result="Almi bjuder in de nio till egna samtal.",
        files=(
            Paper(
                name="Sammanställning leverantörer.pdf",
                lines=(
                    "Leverantörer till livsmedelsfabriken",
                    "46 leverantörer, varav 9 i kommunen är starkt beroende.",
                    "Uppskattningsvis 35 jobb utanför fabriken är i fara.",
                ),
            ),
        ),
    ),
)

PLAN = (
    Note(
        day=79,
        what="Styrgruppen bildades. Ordförande är kommunstyrelsens ordförande. Gruppen har sju ledamöter och "
        "möts var tredje vecka.",
        participants="Kommunen, Region Väst, Arbetsförmedlingen, facken, Företagarna",
    ),
    Note(
        day=91,
        on="anlaggning/1",
        what="Gick genom byggnaderna med fastighetsägaren och en konsult. Taket på den äldsta delen är dåligt, "
        "men kylhallarna är i gott skick.",
        participants="Fastighetsägaren, besiktningskonsulten",
        next_step="Få kostnadsuppskattning för taket",
        next_in=30,
        next_done=124,
    ),
    Note(
        day=97,
        on="kompetens/2",
        what="Samtalen började. Varje samtal tar en timme och slutar med en enkel plan. Tre samtalsledare från TSL.",
    ),
    Note(
        day=104,
        what="Samråd med Samby kommun om gemensam busslinje och gemensamma rekryteringsdagar.",
        participants="Näringslivsutvecklarna i Samby, trafikplaneraren",
        on="matchning",
    ),
    Note(
        day=112,
        on="hyresgast/1",
        what="Bad kommunjuristen pröva om kommunen får sänka hyran tillfälligt för en första hyresgäst.",
        internal=True,
    ),
    Note(
        day=118,
        on="information/2",
        what="Mottagningen i matsalen stängde. Den som behöver hjälp hänvisas till medborgarkontoret.",
        result="Över 300 besök sammanlagt, många kom flera gånger.",
    ),
    Note(
        day=127,
        what="Styrgruppen gick igenom utkastet till genomförandeplan. Önskade färre insatser och tydligare ansvar.",
        result="Planen kortas från fjorton till tio insatser.",
        next_step="Skriv om planen och skicka ut den för synpunkter",
        next_in=14,
        next_done=139,
    ),
    Note(
        day=141,
        on="kompetens/2",
        what="De sista samtalen hölls. 164 personer har en egen plan.",
        result="Det blev elva dagar senare än tänkt, för en samtalsledare blev sjuk.",
    ),
    Note(
        day=148,
        what="Kommunstyrelsen antog genomförandeplanen.",
        result="Beslut KS {year}/217. Uppföljning i kommunstyrelsen var sjätte månad.",
    ),
)

FIRST_YEAR = (
    Note(
        day=156,
        on="anlaggning/1",
        what="Besiktningen är klar. Taket kostar omkring 6,5 miljoner kronor att byta. Kylanläggningen håller "
        "i minst tolv år till.",
    ),
    Note(
        day=158,
        on="matchning/1",
        what="Första rekryteringsdagen i Folkets hus. 17 arbetsgivare och 130 besökare.",
        result="Två lager och en förpackningstillverkare i Samby bokade intervjuer på plats.",
        participants="Arbetsförmedlingen, Företagarna",
    ),
    Note(
        day=165,
        on="utbildning/1",
        what="Kursstart för yrkespaketet livsmedelsteknik, 22 deltagare från fabriken.",
    ),
    Note(
        day=173,
        on="start/1",
        what="Startkursen drog i gång med 14 deltagare. Idéerna spänner från catering till kylreparationer.",
    ),
    Note(
        day=188,
        on="hyresgast/1",
        what="Kommunjuristen bedömer att det finns synnerliga skäl om stödet är tidsbegränsat och beslutas av "
        "kommunfullmäktige.",
        internal=True,
    ),
    Note(
        day=197,
        what="Styrgruppsmöte. Regionen erbjuder sig att betala halva förstudien om testbädden.",
        participants="Styrgruppen",
        next_step="Skriv ansökan om förstudiemedel till regionen",
        next_in=30,
        next_done=222,
    ),
    Note(
        day=204,
        on="anlaggning/2",
        what="Visade fabriken för två intressenter. En söker 3 000 kvadratmeter kyld yta, en söker lager.",
        internal=True,
    ),
    Note(
        day=215,
        on="matchning/2",
        what="Kollektivtrafiken kan köra en tur morgon och kväll till industriområdet i Samby om kommunerna delar på kostnaden.",
        next_step="Ta fram avtal om kostnadsdelning med Samby",
        next_in=40,
        next_done=258,
    ),
    Note(
        day=233,
        on="anlaggning/2",
        what="Fastighetsägaren sänkte utgångshyran efter vårt påpekande om läget i regionen.",
    ),
    Note(
        day=246,
        on="matchning/1",
        what="Fjärde och sista rekryteringsdagen. Färre besökare nu, omkring 40.",
        result="Sammanlagt 58 anställningar som arbetsgivarna själva säger kom av dagarna.",
    ),
    Note(
        day=262,
        on="hyresgast",
        what="Kommunfullmäktige beslutade om nedsatt hyra i tolv månader för den första hyresgästen.",
        result="Beslutet vann laga kraft utan överklagande.",
    ),
    Note(
        day=270,
        what="Sista produktionsdagen för linje två. 88 personer slutade. Klubben ordnade tårta i matsalen.",
        participants="Platschefen, klubbarna, kommunstyrelsens ordförande",
    ),
    Note(
        day=288,
        on="anlaggning/3",
        what="Byggnadsnämnden gav positivt planbesked för södra delen.",
        late=3,
    ),
    Note(
        day=297,
        on="start/1",
        what="Startkursen avslutad. Sex företag är registrerade, två till är på väg.",
    ),
    Note(
        day=303,
        on="hyresgast/2",
        what="Avtalet undertecknat. Företaget fryser bär och svamp och räknar med 18 anställda inom ett halvår.",
        result="Inflyttning om sex veckor.",
        participants="Hyresgästen, fastighetsägaren, kommunstyrelsens ordförande",
    ),
    Note(
        day=322,
        on="matchning/2",
        what="Bussen har gått i en månad. I genomsnitt 16 resande på morgonturen.",
        corrected=Correction(
            after=9,
            what="Bussen har gått i en månad. I genomsnitt 26 resande på morgonturen.",
            reason="Jag läste fel i trafikbolagets tabell.",
        ),
    ),
    Note(
        day=340,
        on="utbildning/2",
        what="Myndigheten godkände yrkeshögskoleutbildningen i processteknik. 25 platser, start vid nästa terminsstart.",
        participants="Yrkeshögskolan, två industriföretag i Samby",
    ),
    Note(
        day=355,
        on="utbildning/1",
        what="Avslutning för yrkespaketet. 19 av 22 gick klart och 15 har redan arbete.",
    ),
)

SECOND_YEAR = (
    Note(
        day=372,
        what="Ett år efter beskedet: träff med alla inblandade i Folkets hus. Gick igenom vad som är gjort och "
        "vad som återstår.",
        participants="Styrgruppen, tidigare anställda, hyresgästen",
        result="Många vill se mer som händer i centrum.",
    ),
    Note(
        day=390,
        on="forskning/1",
        what="Konsulten presenterade en första skiss på testbädden. Den skulle ta 900 kvadratmeter av kylhallen.",
    ),
    Note(
        day=413,
        on="centrum",
        what="Handelsföreningen berättade att lunchrestaurangerna har tappat en tredjedel av gästerna.",
        participants="Handelsföreningen, två restaurangägare",
    ),
    Note(
        day=431,
        on="forskning/1",
        what="Förstudien klar. Driften kostar 4 miljoner kronor om året och ingen part vill stå för mer än en fjärdedel.",
        result="Styrgruppen tar ställning vid nästa möte.",
        next_step="Ta upp testbädden i styrgruppen",
        next_in=30,
        next_done=466,
    ),
    Note(
        day=445,
        on="centrum/1",
        what="Första lördagen med torghandel. Elva försäljare, varav tre är tidigare anställda.",
    ),
    Note(
        day=466,
        what="Styrgruppen beslutade att inte gå vidare med testbädden. Lärosätet vill ändå ha studenter hos hyresgästen.",
    ),
    Note(
        day=489,
        on="anlaggning/2",
        what="Andra hyresgästen flyttade in: ett lager för e-handel med 12 anställda.",
        result="41 procent av ytan är uthyrd.",
    ),
    Note(
        day=512,
        on="centrum/2",
        what="Tre fastighetsägare är med på att hyra ut tomma lokaler billigt i sex månader.",
        next_step="Ta fram ett enkelt hyresavtal som alla kan använda",
        next_in=30,
        next_done=541,
    ),
    Note(
        day=528,
        on="start",
        what="Överlämningsmöte med Nyföretagarcentrum, som tar över rådgivningen till de åtta nya företagen.",
    ),
    Note(
        day=545,
        what="Sista anställda slutade. Fabriken är tom på eget folk, men 30 personer arbetar hos de nya hyresgästerna.",
        participants="Platschefen",
    ),
    Note(
        day=563,
        on="utbildning/2",
        what="Halvtid i yrkeshögskoleutbildningen. 21 studerande kvar, alla har praktikplats.",
    ),
    Note(
        day=588,
        on="anlaggning/3",
        what="Samrådet om detaljplanen avslutat. Två yttranden handlar om lastbilar på Kvarngatan.",
        next_step="Svara på yttrandena tillsammans med stadsbyggnad",
        next_in=45,
        next_done=629,
    ),
    Note(
        day=610,
        on="centrum/2",
        what="Två lokaler på Storgatan är uthyrda: en cykelverkstad och en klädsömmare.",
    ),
    Note(
        day=633,
        what="Styrgruppsmöte. Bestämde att vi börjar förbereda uppföljningen av dem som varslades.",
        participants="Styrgruppen",
        next_step="Be Arbetsförmedlingen om siffror på inskrivna efter två år",
        next_in=60,
    ),
    Note(
        day=651,
        on="anlaggning/2",
        what="Ett bageri från Granfors tittade på den äldsta delen. De vill att taket är bytt innan de bestämmer sig.",
        internal=True,
        next_step="Ring fastighetsägaren om tidplan för taket",
        next_in=10,
        next_done=659,
    ),
    Note(
        day=669,
        on="hyresgast",
        what="Tiden med nedsatt hyra är slut. Hyresgästen betalar full hyra och har 24 anställda.",
    ),
    Note(
        day=684,
        on="anlaggning/3",
        what="Planarbetet drar ut på tiden. Trafikutredningen behöver göras om innan granskningen.",
        result="Antagande tidigast om ett halvår.",
        next_step="Stäm av ny tidplan med stadsbyggnadschefen",
        next_in=10,
    ),
    Note(
        day=692,
        on="centrum/1",
        what="Torghandeln gör uppehåll i några veckor. Försäljarna vill ha tak över två av platserna när de börjar igen.",
    ),
    Note(
        day=699,
        on="anlaggning/2",
        what="Fastighetsägaren har beställt takbytet. Bageriet i Granfors fick besked samma dag.",
        result="58 procent av ytan är uthyrd om bageriet skriver på.",
        participants="Fastighetsägaren, bageriets ägare",
        next_step="Boka möte med bageriet om hyresavtal",
        next_in=12,
    ),
)

ANSWERS = (
    Answer(
        day=6,
        question="1-right-people",
        text="Ja. Kommunen, Arbetsförmedlingen, båda klubbarna och Företagarna är med. Regionen kommer med från nästa möte.",
    ),
    Answer(day=6, question="1-communicator", text="Ja, kommunikatören är med på alla möten."),
    Answer(day=6, question="1-spokesperson", text="Kommunstyrelsens ordförande."),
    Answer(
        day=7,
        question="1-company-contact",
        text="Platschefen är kontaktperson, HR-chefen är ersättare.",
    ),
    Answer(
        day=14,
        question="1-affected-people",
        text="236 varslade: 190 i produktion, 28 tjänstemän och 18 i underhåll. 81 pendlar från Samby.",
    ),
    Answer(
        day=14,
        question="1-key-dates",
        text="Förhandlingen klar efter tio veckor. Första linjen stänger efter nio månader, den sista efter arton.",
    ),
    Answer(
        day=16, question="1-not-public", not_relevant="Allt är offentligt sedan den första dagen."
    ),
    Answer(
        day=22,
        question="1-suppliers",
        text="46 leverantörer, varav tre åkerier och sju odlare är starkt beroende av fabriken.",
    ),
    Answer(day=23, question="1-two-people", text="KS {year}/217. Alice Andersson och Bo Berg."),
    Answer(
        day=58,
        question="2-strengths",
        text="Yrkesvana i livsmedel och kyla, bra läge vid järnvägen, låga lokalkostnader. Svagheter: låg "
        "utbildningsnivå och få tjänsteföretag.",
    ),
    Answer(
        day=60,
        question="2-released-skills",
        text="Processoperatörer, underhållsmekaniker, kyltekniker, kvalitetskontroll. Samby och Granfors söker underhåll.",
    ),
    Answer(
        day=66,
        question="2-municipal-tools",
        text="Detaljplan, Komvux, upphandling av transporter och två egna industrilokaler.",
    ),
    Answer(
        day=70,
        question="2-egf-threshold",
        text="Ja, 236 varslade är över tröskeln. Arbetsförmedlingen bedömer att det inte lönar sig att söka.",
    ),
    Answer(
        day=74,
        question="2-municipal-effects",
        text="Skatteintäkterna minskar med omkring 9 miljoner kronor om året om hälften blir utan arbete i två år.",
    ),
    Answer(
        day=130,
        question="3-steering-mandate",
        text="Ja, beslut i kommunstyrelsen. Möte var tredje vecka.",
    ),
    Answer(day=130, question="3-steering-size", text="Ja, sju personer."),
    Answer(
        day=149,
        question="3-plan-adopted",
        text="Ja. Kommunstyrelsen, KS {year}/217, fem månader efter beskedet.",
    ),
    Answer(
        day=149, question="3-report-and-review", text="Var sjätte månad, på ordinarie sammanträden."
    ),
    Answer(
        day=260,
        question="4-outside-every-measure",
        text="De 31 visstidsanställda fick inte del av omställningsavtalen. Komvux har tagit emot nio av dem.",
    ),
    Answer(
        day=420,
        question="4-deviations",
        text="Validering och besiktning blev några veckor sena. Testbädden är osäker.",
    ),
    Answer(
        day=480,
        question="4-measures-ended",
        text="Fem insatser är genomförda, testbädden är avbruten. Starta eget-stödet lämnas över när kursdeltagarna är i gång.",
    ),
)

STEPS = (
    *MEASURES,
    *PREPARE,
    *ANALYSE,
    *PLAN,
    *FIRST_YEAR,
    *SECOND_YEAR,
    *ANSWERS,
    Share(day=4, organisation="Region Väst"),
    Move(
        day=24,
        to=Phase.ANALYSE,
        reason="Det som saknas fylls på medan analysen pågår. Det går inte att vänta.",
    ),
    Move(
        day=75,
        to=Phase.PLAN,
        reason="Kvarvarande frågor om utbildningsutbudet besvaras tillsammans med Komvux under planeringen.",
    ),
    Move(
        day=150,
        to=Phase.IMPLEMENT,
        reason="Planen är antagen. Referensgruppen utses senare.",
    ),
    Assessed(
        day=300,
        participants="Styrgruppen och arbetsgruppen",
        said={
            "PACE": (4, "Gruppen möttes dagen efter beskedet."),
            "MANDATE": (3, "Styrgruppen beslutar, men regionens plats stod länge tom."),
            "BUSINESS_SUPPORT": (
                2,
                "Företagarna är med men få andra känner till arbetet.",
                "Frukostmöte med företagen varje månad",
            ),
            "COOPERATION": (4, "TSL, TRR och Arbetsförmedlingen delade upp skiften mellan sig."),
            "DOCUMENTATION": (3, "Loggboken är i ordning, siffrorna kommer ojämnt."),
            "COMMUNICATION": (4, "Anställda fick besked av oss före tidningen."),
            "REEMPLOYMENT": (3, "Drygt hälften av de uppsagda har nytt arbete eller studerar."),
            "JOBS": (1, "Inga nya jobb finns i lokalerna än."),
            "FIRMS": (2, "Tre nya företag, men lika många har lagt ner."),
            "VULNERABILITY": (2, "Två stora arbetsgivare står fortfarande för var femte jobb."),
            "PREMISES": (
                2,
                "Besiktningen är klar. Ingen hyresgäst har skrivit på.",
                "Egen lots för den som vill hyra i fabriken",
            ),
            "CAPACITY": (3, "Vi lär oss, men det hänger på två personer."),
        },
    ),
    Assessed(
        day=690,
        participants="Styrgruppen, arbetsgruppen och två hyresgäster",
        said={
            "PACE": (4, "Nya frågor tas upp inom en vecka."),
            "MANDATE": (4, "Alla platser är besatta och beslut fattas på mötet."),
            "BUSINESS_SUPPORT": (3, "Frukostmötena samlar ett trettiotal företag."),
            "COOPERATION": (4, "Fungerar, även nu när farten är lägre."),
            "DOCUMENTATION": (4, "Siffrorna är daterade och har källa."),
            "COMMUNICATION": (
                3,
                "Det är länge sedan invånarna fick veta något.",
                "Öppet hus i fabriken till våren",
            ),
            "REEMPLOYMENT": (4, "Få är kvar som arbetslösa, men tio vet vi inget om."),
            "JOBS": (2, "36 jobb i lokalerna mot 240 före beskedet."),
            "FIRMS": (3, "Två hyresgäster växer och tre har startat."),
            "VULNERABILITY": (2, "Andelen har sjunkit, men för att jobben är borta."),
            "PREMISES": (3, "Drygt en tredjedel av ytan är uthyrd."),
            "CAPACITY": (
                3,
                "Det vi har lärt oss är inte nedskrivet.",
                "Skriv en beredskapsplan med roller och ersättare",
            ),
        },
    ),
    NotedDay(day=1, kind=DateKind.GROUP_MET, on=1, source="Mötesanteckning i loggboken"),
    NotedDay(
        day=5,
        by="bo",
        kind=DateKind.NOTICE_FILED,
        on=3,
        source="Arbetsförmedlingens handläggare på telefon",
    ),
    NotedDay(
        day=76,
        kind=DateKind.LAST_WORKING_DAY,
        on=548,
        source="Protokoll från förhandlingen: sista linjen stänger efter arton månader",
    ),
    NotedDay(
        day=340,
        by="rolf",
        kind=DateKind.REPORT_STOP,
        on=639,
        source="Kommunstyrelsens sammanträdesplan",
    ),
    NotedDay(
        day=646,
        by="rolf",
        kind=DateKind.REPORT_STOP,
        on=730,
        source="Kommunstyrelsens sammanträdesplan",
    ),
    Report(
        day=335,
        since=0,
        summary="Fabriken lägger ner i etapper. Genomförandeplanen är antagen och de första insatserna har gett resultat.",
        deviations="Kompetenskartläggningen och besiktningen blev några veckor försenade.",
        diary_number="KS {year}/217-18",
    ),
    Report(
        day=640,
        since=335,
        summary="All egen tillverkning har upphört. Två hyresgäster med tillsammans 36 anställda finns i lokalerna.",
        deviations="Testbädden är avbruten. Detaljplanen för södra delen är försenad.",
        diary_number="KS {year}/217-31",
    ),
)

FOOD = Story(
    slug="norrby-food",
    municipality="Norrby",
    title="Livsmedelsfabriken i Norrby lägger ner",
    company="Norrby Livs AB",
    trigger=Trigger.CLOSURE,
    notice=702,
    affected=240,
    responsible="alice",
    deputy="bo",
    diary_number="KS {year}/217",
    description=(
        "Koncernen flyttar all tillverkning av djupfrysta grönsaker och färdigrätter utomlands. "
        "Fabriken är kommunens näst största arbetsplats."
    ),
    steps=(*STEPS, *FOOD_COUNTS, *FOOD_EFFECTS, *FOOD_GROUPS, *FOOD_DOCUMENTS),
)
