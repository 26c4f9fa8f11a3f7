"""The words of the demo's lighter cases: industries, notes, main activities, answers, reasons."""

from dataclasses import dataclass

from cases.states import Trigger


@dataclass(frozen=True, kw_only=True)
class Industry:
    """A kind of employer that can close. `{ort}` is the municipality."""

    company: str
    titles: tuple[str, ...]
    trigger: Trigger
    affected: tuple[int, int]
    product: str
    trade: str
    premises: str
    description: str


@dataclass(frozen=True, kw_only=True)
class Line:
    """A note with slots for what is the case's own."""

    what: str
    participants: str = ""
    result: str = ""
    next_step: str = ""


INDUSTRIES = (
    Industry(
        company="{ort} Mekaniska AB",
        titles=("Mekaniska verkstaden i {ort} varslar", "Neddragning på {ort} Mekaniska"),
        trigger=Trigger.NOTICE,
        affected=(28, 90),
        product="växellådor",
        trade="svarvare och montörer",
        premises="verkstaden",
        description="Den största kunden har sagt upp avtalet. {antal} anställda är varslade.",
    ),
    Industry(
        company="{ort} Mejeri AB",
        titles=("Mejeriet i {ort} läggs ner",),
        trigger=Trigger.CLOSURE,
        affected=(35, 120),
        product="ost",
        trade="mejerister och chaufförer",
        premises="mejeriet",
        description="Invägningen flyttas och mejeriet stänger. {antal} anställda berörs.",
    ),
    Industry(
        company="Kundkontakt {ort} AB",
        titles=("Kundtjänsten lämnar {ort}", "Kundcentret i {ort} flyttar"),
        trigger=Trigger.RELOCATION,
        affected=(40, 160),
        product="telefonsupport",
        trade="kundtjänstmedarbetare",
        premises="kontoret vid torget",
        description="Verksamheten samlas på en annan ort. De flesta av de {antal} anställda är under 35 år.",
    ),
    Industry(
        company="{ort} Plast AB",
        titles=("Plastfabriken i {ort} i konkurs",),
        trigger=Trigger.BANKRUPTCY,
        affected=(18, 70),
        product="plastdetaljer",
        trade="maskinställare och operatörer",
        premises="fabriken",
        description="Konkursen kom efter två förlustår. {antal} anställda, varav många har varit där i över tjugo år.",
    ),
    Industry(
        company="{ort} Fönster AB",
        titles=("Fönsterfabriken i {ort} halverar", "Fönstertillverkaren i {ort} skär ner"),
        trigger=Trigger.DOWNSIZING,
        affected=(25, 85),
        product="fönster",
        trade="snickare och ytbehandlare",
        premises="den äldsta fabrikshallen",
        description="Färre byggen ger färre order. {antal} av de anställda är varslade.",
    ),
    Industry(
        company="{ort} Lager och Transport AB",
        titles=("Centrallagret i {ort} flyttar",),
        trigger=Trigger.RELOCATION,
        affected=(60, 210),
        product="lagertjänster",
        trade="truckförare och lagerarbetare",
        premises="lagret vid motorvägen",
        description="Kunden samlar sina lager på ett ställe. {antal} anställda, varav hälften via bemanning.",
    ),
    Industry(
        company="{ort} Tryckeri AB",
        titles=("Tryckeriet i {ort} stänger",),
        trigger=Trigger.CLOSURE,
        affected=(15, 45),
        product="kataloger",
        trade="tryckare och bokbindare",
        premises="tryckeriet",
        description="De stora katalogerna trycks inte längre. {antal} anställda, hög medelålder.",
    ),
    Industry(
        company="{ort} Gjuteri AB",
        titles=("Gjuteriet i {ort} varslar alla", "Gjuteriet i {ort} läggs ner"),
        trigger=Trigger.CLOSURE,
        affected=(30, 95),
        product="gjutgods",
        trade="gjutare och modellsnickare",
        premises="gjuteriet",
        description="Ugnen är sliten och ägaren vill inte investera. {antal} anställda varslas.",
    ),
    Industry(
        company="{ort} Elektronik AB",
        titles=("Elektronikfabriken i {ort} flyttar",),
        trigger=Trigger.RELOCATION,
        affected=(45, 180),
        product="styrkort",
        trade="montörer och testingenjörer",
        premises="renrummen",
        description="Tillverkningen flyttas utomlands, utvecklingen blir kvar. {antal} anställda berörs.",
    ),
    Industry(
        company="{ort} Spa och Konferens AB",
        titles=("Konferenshotellet i {ort} i konkurs",),
        trigger=Trigger.BANKRUPTCY,
        affected=(20, 60),
        product="konferenser",
        trade="kockar och receptionister",
        premises="hotellet",
        description="Hotellet är ortens största arbetsgivare för unga. {antal} anställda och många säsongsanställda.",
    ),
    Industry(
        company="{ort} Papper AB",
        titles=("Pappersmaskin två i {ort} stoppas",),
        trigger=Trigger.DOWNSIZING,
        affected=(70, 230),
        product="tidningspapper",
        trade="maskinförare och underhållsmekaniker",
        premises="maskinhallen",
        description="En av två pappersmaskiner stoppas. {antal} anställda är varslade.",
    ),
    Industry(
        company="{ort} Möbler AB",
        titles=("Möbelfabriken i {ort} varslar", "Neddragning på möbelfabriken i {ort}"),
        trigger=Trigger.NOTICE,
        affected=(22, 80),
        product="kontorsmöbler",
        trade="tapetserare och snickare",
        premises="sömnadssalen",
        description="Orderingången har halverats på ett år. {antal} anställda är varslade.",
    ),
)

PREPARE = [
    Line(
        what="Vd ringde innan beskedet gick ut. {antal} personer berörs, mest {yrke}.",
        participants="Vd, näringslivsutvecklaren",
        result="Vi träffas i morgon på kommunhuset.",
    ),
    Line(
        what="Första mötet med uppstartsgruppen. Gick laget runt: vad vet vi, vad vet vi inte, vem frågar vem.",
        participants="Kommunen, Arbetsförmedlingen, facken",
        next_step="Skriv ihop en lägesbild på en sida",
    ),
    Line(
        what="Var ute i {lokal} och hälsade på. Skyddsombudet visade runt och berättade om oron på golvet.",
        participants="Klubbordföranden, skyddsombudet",
    ),
    Line(
        what="Bytte några ord med {grannort} kommun. {fjardedel} av de varslade bor där.",
        result="De utser en egen kontaktperson.",
    ),
    Line(
        what="Fick listan över yrken från personalchefen. Mest {yrke}, men också några på ekonomi och inköp.",
        next_step="Skicka listan till Arbetsförmedlingen",
    ),
    Line(
        what="Informerade kommunstyrelsens arbetsutskott muntligt. Frågor om skatteintäkter och om {lokal}.",
    ),
    Line(
        what="Lokalradion ringde. Hänvisade till kommunstyrelsens ordförande som vi kommit överens om.",
    ),
]

ANALYSE = [
    Line(
        what="Ringde {tal} underleverantörer. De som lever på {vara} är mest oroliga, resten klarar sig.",
        next_step="Boka besök hos de tre mest utsatta",
    ),
    Line(
        what="Regionens analytiker visade siffror på pendling. Fler än vi trodde åker till {grannort} varje dag.",
        participants="Regionens analysenhet",
    ),
    Line(
        what="Enkäten är inlämnad av {halva} personer. Överraskande många vill läsa vidare.",
        result="Komvux ser över vad som kan starta snabbt.",
    ),
    Line(
        what="Pratade med fem arbetsgivare inom en halvtimmes bilväg. Två söker {yrke} redan nu.",
        participants="Företagarna",
        result="Kontaktuppgifter lämnade till omställningsorganisationen.",
    ),
    Line(
        what="Gick igenom {lokal} med fastighetsägaren. Skicket är bättre än ryktet, men elen är gammal.",
        participants="Fastighetsägaren, stadsbyggnad",
    ),
    Line(
        what="Räknade med ekonomichefen på vad det betyder för kommunen om hälften blir utan arbete ett år.",
    ),
]

PLAN = [
    Line(
        what="Styrgruppens första möte. Kort dagordning, tre beslut och ny tid om tre veckor.",
        participants="Kommunen, facken, Arbetsförmedlingen, Företagarna",
        next_step="Skicka utkastet till plan till alla ledamöter",
    ),
    Line(
        what="Stämde av planen med klubben. De vill att de visstidsanställda nämns uttryckligen.",
        result="Infört i planen.",
    ),
    Line(
        what="Möte med ekonomi om pengar till en halvtid under ett år. Besked i nästa budgetuppföljning.",
    ),
    Line(
        what="Planen förankrad i {grannort}. De är med på gemensamma träffar men inte på att dela kostnader.",
        participants="{grannort} kommun",
    ),
    Line(
        what="Planen på remiss hos facken och Företagarna i två veckor. Tre synpunkter, alla rimliga.",
    ),
]

IMPLEMENT = [
    Line(
        what="Jobbmässa i sporthallen. {tal} arbetsgivare på plats och god stämning.",
        result="Minst {tal} intervjuer bokade.",
        participants="Arbetsförmedlingen, Företagarna",
    ),
    Line(
        what="Kursstart på Komvux. {fjardedel} av de varslade har kommit in.",
    ),
    Line(
        what="Visade {lokal} för en intressent från {grannort}. De behöver mer takhöjd men gillade läget.",
        next_step="Hör efter om det finns ritningar på taket",
    ),
    Line(
        what="Avstämning med styrgruppen. Två insatser går bra, en står stilla för att ingen äger den.",
        result="Ansvarig utses senast nästa möte.",
    ),
    Line(
        what="{tal} personer har fått nytt arbete sedan förra månaden, de flesta hos mindre företag.",
        participants="Omställningsorganisationen",
    ),
    Line(
        what="Frukostmöte för företag som tidigare levererade till tillverkningen av {vara}. Almi berättade om lån och rådgivning.",
        participants="Almi, {tal} företagare",
    ),
    Line(
        what="Tre tidigare anställda har startat eget tillsammans. De hyr in sig i ett hörn av {lokal}.",
    ),
    Line(
        what="Lämnade lägesrapport till kommunstyrelsen. Inga frågor, men beröm för att den gick att läsa på fem minuter.",
    ),
]

FOLLOW_UP = [
    Line(
        what="Gick igenom hur det gått för de {antal}. Ungefär tre av fyra har arbete eller studerar.",
        participants="Arbetsförmedlingen, omställningsorganisationen",
    ),
    Line(
        what="Träff om lärdomar. Det som hjälpte mest var att någon fanns på plats i {lokal} varje vecka.",
        result="Lärdomarna skrivs in i kommunens beredskapsplan.",
    ),
    Line(
        what="Hälften av ytan i {lokal} är uthyrd: två små företag och en förening.",
    ),
    Line(
        what="Ringde runt till dem som startade eget. Fyra av fem finns kvar.",
    ),
    Line(
        what="Lämnade över det sista till näringslivsbolaget, som följer upp en gång om året.",
    ),
]

LINES: dict[int, list[Line]] = {1: PREPARE, 2: ANALYSE, 3: PLAN, 4: IMPLEMENT, 5: FOLLOW_UP}

ACTIVITIES: dict[str, tuple[str, ...]] = {
    "on-site-info": ("Informationsmöten på arbetsplatsen", "Mottagning en dag i veckan"),
    "supplier-survey": ("Ringa leverantörerna", "Sammanställa vad de behöver"),
    "job-match": ("Jobbmässa i sporthallen", "Studiebesök hos arbetsgivare i {grannort}"),
    "study-support-info": ("Kvällsmöte om studiestöd",),
    "further-education": ("Ta fram kurser med Komvux", "Antagning och kursstart"),
    "skills-inventory": ("Enkät till de anställda", "Enskilda samtal"),
    "validation": ("Validera yrkeskunskaper för {yrke}",),
    "place-marketing": ("Ta fram material om {lokal}", "Besök av intressenter"),
    "prestudy": ("Upphandla förstudie", "Redovisa för styrgruppen"),
    "innovation-support": ("Startkurs för tidigare anställda",),
    "cluster": ("Samla företagen till en första träff", "Gemensam arbetsplan"),
    "place-development": ("Tomma lokaler i centrum", "Fler evenemang på torget"),
}

ANSWERS = (
    (2, "1-right-people", "Ja, men vi saknar någon från företaget. Personalchefen är tillfrågad."),
    (3, "1-spokesperson", "Kommunstyrelsens ordförande, kommundirektören är ersättare."),
    (
        6,
        "1-affected-people",
        "{antal} varslade, mest {yrke}. Omkring {fjardedel} pendlar från {grannort}.",
    ),
    (
        40,
        "2-strengths",
        "Yrkeskunniga {yrke} och lediga lokaler. Ensidigt näringsliv är svagheten.",
    ),
    (60, "2-municipal-tools", "Komvux, lokaler, upphandling och en plan för mark vid infarten."),
    (120, "3-steering-mandate", "Ja, kommunstyrelsens arbetsutskott är styrgrupp."),
    (300, "4-deviations", "Utbildningen startade en månad senare än planerat."),
    (700, "5-lessons", "Börja prata med underleverantörerna samma vecka som beskedet kommer."),
)

MOVES: dict[int, tuple[str, ...]] = {
    2: (
        "Gruppen är på plats. Det som saknas tas under analysen.",
        "Vi behöver komma i gång med analysen medan folk finns kvar på arbetsplatsen.",
    ),
    3: (
        "Bilden är tillräckligt god för att planera.",
        "Analysgruppen är klar med det viktigaste, resten fylls på.",
    ),
    4: (
        "Planen är antagen av kommunstyrelsen.",
        "Arbetsutskottet har godkänt planen och pengarna finns.",
    ),
    5: (
        "Insatserna är avslutade. Nu följer vi upp.",
        "De sista uppsagda har slutat och insatserna är genomförda.",
    ),
}

PAUSED = (
    "Företaget förhandlar om en ny order. Vi väntar på besked innan vi gör mer.",
    "Varslet är förlängt och ingen sägs upp det närmaste halvåret.",
    "En möjlig köpare granskar bolaget.",
)

CLOSED = (
    "Uppföljningen är klar och redovisad för kommunstyrelsen.",
    "Det som återstår sköts i näringslivsbolagets vanliga arbete.",
    "Slutrapporten är godkänd.",
)
