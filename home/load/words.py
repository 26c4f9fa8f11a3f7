"""The words of load data: log entries of some sixty words in plain municipal Swedish."""

import random
from collections.abc import Sequence

# Searched for by the benchmark: one stands in four entries of ten, one in a handful.
COMMON_WORD = "kompetensinventering"
RARE_WORD = "vattenturbin"
COMMON_SHARE = 0.4

WORDS_PER_ENTRY = 60
POOL = 4000  # sentences; enough that no two cases read alike, few enough to make at once

WHO = (
    "Arbetsförmedlingen", "Almi", "regionens utvecklingsenhet", "näringslivsbolaget", "facken",
    "företagets ledning", "personalchefen", "fastighetsägaren", "kommunstyrelsens ordförande",
    "vuxenutbildningen", "yrkeshögskolan", "länsstyrelsen", "Trygghetsrådet", "banken",
    "underleverantörerna", "socialtjänsten", "den lokala företagarföreningen", "grannkommunen",
)  # fmt: skip
VERBS = (
    "gick igenom", "beskrev", "redovisade", "tog upp", "presenterade", "följde upp", "ställde frågor om",
    "lovade att återkomma om", "bad om underlag för", "sammanfattade", "prioriterade", "tidsatte",
)  # fmt: skip
MATTERS = (
    "läget på arbetsplatsen", "vilka yrkesgrupper som berörs", "tidplanen för avvecklingen",
    "vilka företag i trakten som söker folk", "lokalerna och hur de kan användas",
    "möjligheten att validera yrkeskunskaper", "stödet till dem som vill starta eget",
    "hur underleverantörerna påverkas", "pendlingen till grannkommunerna",
    "de ekonomiska förutsättningarna för en ny ägare", "vad som kan sägas till medierna",
    "behovet av korta utbildningar på arbetsplatsen", "frågan om bidrag ur strukturfonden",
    "hur de anställda får information", "arbetet i analysgruppen", "vad genomförandeplanen ska rymma",
)  # fmt: skip
FORMS = (
    "{who} {verb} {matter}.",
    "Vid mötet {verb} {who} {matter}, och {other} fick i uppdrag att ta frågan vidare.",
    "Det bestämdes att {who} och {other} tillsammans ser över {matter} före nästa avstämning.",
    "{who} har uppgifter om {matter} som ännu inte är bekräftade, så {other} kontrollerar dem.",
    "Efter samtal med {place} står det klart att {matter} måste lösas innan sommaren.",
    "Ett {kind} med {count} deltagare hölls i {place}, där {who} {verb} {matter}.",
    "Av de {count} personer som svarade vill de flesta veta mer om {matter}.",
    "Kontakten med {place} gav att {count} tjänster kan tillsättas före årsskiftet.",
)
KINDS = (
    "informationsmöte",
    "samrådsmöte",
    "arbetsmöte",
    "telefonmöte",
    "studiebesök",
    "frukostmöte",
)
FIRST = (
    "Gran", "Björk", "Berg", "Sjö", "Ek", "Lind", "Hög", "Ström", "Kvarn", "Vinter", "Norr", "Söder",
    "Väster", "Öster", "Ny", "Gammel", "Sten", "Sand", "Mose", "Älv", "Ås", "Hammar", "Bruk", "Myr",
)  # fmt: skip
SECOND = (
    "fors", "hyttan", "by", "torp", "näs", "vik", "holm", "ryd", "sund", "mark", "dal", "berga",
    "köping", "tuna", "hamn", "gård", "bro", "lunda", "ås", "stad",
)  # fmt: skip
TRADES = (
    "Mekaniska", "Bruk", "Plast", "Livs", "Trä", "Gjuteri", "Åkeri", "Elektronik", "Textil", "Papper",
    "Bil", "Verktyg", "Förpackning", "Möbler", "Tryckeri", "Kyl", "Ventil", "Glas",
)  # fmt: skip
GIVEN = (
    "Anna", "Erik", "Maria", "Lars", "Karin", "Anders", "Eva", "Johan", "Sara", "Per", "Elin", "Nils",
    "Fatima", "Amir", "Leila", "Omar", "Åsa", "Örjan", "Ingrid", "Göran", "Malin", "Björn", "Lena",
)  # fmt: skip
FAMILY = (
    "Andersson", "Berg", "Ceder", "Dahl", "Ekman", "Falk", "Granath", "Hellström", "Isaksson", "Järv",
    "Kvist", "Lönn", "Mårdh", "Nordh", "Orre", "Palm", "Roos", "Sand", "Tall", "Uddman", "Vide", "Åhl",
)  # fmt: skip


class Words:
    """Sentences, names and companies by dice that fall the same way each time."""

    def __init__(self, dice: random.Random) -> None:
        self.dice = dice
        self._pool = [self._sentence() for _ in range(POOL)]

    def entry(self) -> str:
        """What has been done, in about sixty words."""
        dice = self.dice
        said: list[str] = []
        length = 0
        wanted = dice.randint(WORDS_PER_ENTRY - 25, WORDS_PER_ENTRY + 15)
        while length < wanted:
            sentence, words = dice.choice(self._pool)
            said.append(sentence)
            length += words
        if dice.random() < COMMON_SHARE:
            said.append(f"Frågan om {COMMON_WORD} togs upp.")
        return " ".join(said)

    def person(self) -> str:
        return f"{self.dice.choice(GIVEN)} {self.dice.choice(FAMILY)}"

    def place(self) -> str:
        return f"{self.dice.choice(FIRST)}{self.dice.choice(SECOND)}"

    def company(self) -> str:
        return f"{self.place()} {self.dice.choice(TRADES)} AB"

    def one_of(self, texts: Sequence[str]) -> str:
        return self.dice.choice(texts)

    def matter(self) -> str:
        """A few words on what was spoken of."""
        matter = self.dice.choice(MATTERS)
        return matter[0].upper() + matter[1:]

    def _sentence(self) -> tuple[str, int]:
        dice = self.dice
        text = dice.choice(FORMS).format(
            who=dice.choice(WHO),
            other=dice.choice(WHO),
            verb=dice.choice(VERBS),
            matter=dice.choice(MATTERS),
            place=self.company() if dice.random() < 0.5 else self.place(),
            kind=dice.choice(KINDS),
            count=dice.randint(5, 180),
        )
        text = text[0].upper() + text[1:]
        return text, len(text.split())
