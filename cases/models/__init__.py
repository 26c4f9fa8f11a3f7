"""Tables of cases: the case and who is round it, a municipality's contacts, and a case's groups."""

from cases.models.cases import (
    NUMBER,
    Case,
    CaseQuerySet,
    Guest,
    Participant,
    ParticipantQuerySet,
    PeriodModel,
    PhaseAnswer,
    PhaseAnswerQuerySet,
    PhaseStay,
    Reader,
    Share,
    still_active,
)
from cases.models.contacts import Actor, ActorQuerySet, Contact, ContactQuerySet
from cases.models.groups import (
    Assignment,
    AssignmentQuerySet,
    Group,
    GroupMember,
    GroupMemberQuerySet,
    GroupQuerySet,
)

__all__ = [
    "NUMBER",
    "Actor",
    "ActorQuerySet",
    "Assignment",
    "AssignmentQuerySet",
    "Case",
    "CaseQuerySet",
    "Contact",
    "ContactQuerySet",
    "Group",
    "GroupMember",
    "GroupMemberQuerySet",
    "GroupQuerySet",
    "Guest",
    "Participant",
    "ParticipantQuerySet",
    "PeriodModel",
    "PhaseAnswer",
    "PhaseAnswerQuerySet",
    "PhaseStay",
    "Reader",
    "Share",
    "still_active",
]
