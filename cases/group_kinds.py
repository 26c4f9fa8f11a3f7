"""What actors, groups and roles in groups there are."""

from django.db.models import TextChoices


class ActorKind(TextChoices):
    """What an organisation round the table is."""

    MUNICIPALITY = "MUNICIPALITY", "Kommun"
    COMPANY = "COMPANY", "Företag"
    UNION = "UNION", "Facklig organisation"
    EMPLOYMENT_SERVICE = "EMPLOYMENT_SERVICE", "Arbetsförmedlingen"
    TRANSITION = "TRANSITION", "Omställningsorganisation"
    REGION = "REGION", "Region"
    COUNTY_BOARD = "COUNTY_BOARD", "Länsstyrelse"
    ALMI = "ALMI", "Almi"
    BUSINESS_SUPPORT = "BUSINESS_SUPPORT", "Företagsfrämjare"
    SCHOOL = "SCHOOL", "Skola eller lärosäte"
    STATE = "STATE", "Annan statlig myndighet"
    OTHER = "OTHER", "Annan"


class GroupKind(TextChoices):
    """The guide's groups (domain.md §1.3–1.5)."""

    START_UP = "START_UP", "Uppstartsgrupp"
    ANALYSIS = "ANALYSIS", "Analysgrupp"
    STEERING = "STEERING", "Styrgrupp"
    WORKING = "WORKING", "Arbetsgrupp"
    REFERENCE = "REFERENCE", "Referensgrupp"


# The group with its article, as it is called in running text.
THE_GROUP = {kind: f"{kind.label.lower()}en" for kind in GroupKind}

# What each group is for, in one sentence, after the guide.
ABOUT = {
    GroupKind.START_UP: "Kommer i gång snabbt, skaffar överblick och sätter ihop organisationen.",
    GroupKind.ANALYSIS: "Gör den fördjupade analysen av näringsliv och arbetsmarknad.",
    GroupKind.STEERING: "Beslutar, ställer upp med folk och pengar och antar genomförandeplanen.",
    GroupKind.WORKING: "Tar fram planen och gör eller leder arbetet.",
    GroupKind.REFERENCE: "Bidrar med sakkunskap. Beslutar inget och gör inget löpande arbete.",
}


class GroupRole(TextChoices):
    """What a person is in a group."""

    CHAIR = "CHAIR", "Ordförande"
    VICE_CHAIR = "VICE_CHAIR", "Vice ordförande"
    LEADER = "LEADER", "Projektledare"
    MEMBER = "MEMBER", "Ledamot"
    SECRETARY = "SECRETARY", "Sekreterare"
    COOPTED = "COOPTED", "Adjungerad"


# Those who lead a group, and those who sit in it without deciding.
LEADING = frozenset({GroupRole.CHAIR, GroupRole.LEADER})
WITHOUT_VOTE = frozenset({GroupRole.SECRETARY, GroupRole.COOPTED})
