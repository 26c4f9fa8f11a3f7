"""The groups of a case: who sits in them with which mandate, and what each is to produce."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import User
from cases.group_kinds import ActorKind, GroupKind, GroupRole
from cases.models.cases import Case
from cases.models.contacts import Contact
from core.models import AuditedModel, QuerySet, ends_after_start, known_value

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class GroupQuerySet(QuerySet["Group"]):
    """Groups by who may read them: never outsiders of the case (product.md, decision 4)."""

    def visible_to(self, user: "User | AnonymousUser") -> "GroupQuerySet":
        return self.filter(case__in=Case.objects.seen_from_inside_by(user))


class Group(AuditedModel):
    """A group of a case. There may be several of a kind, told apart by name."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="groups")
    kind = models.CharField("slag", max_length=10, choices=GroupKind)
    name = models.CharField("namn", max_length=80)
    task = models.CharField("uppgift", max_length=500, blank=True)
    began_on = models.DateField("bildad")
    ended_on = models.DateField("avslutad", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[GroupQuerySet] = GroupQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("group", "kind", GroupKind),
            ends_after_start("group", "began_on", "ended_on"),
            models.UniqueConstraint(fields=["case", "name"], name="group_name_is_unique_in_case"),
        ]

    def __str__(self) -> str:
        return self.name


class GroupMemberQuerySet(QuerySet["GroupMember"]):
    """Members by who may read them."""

    def visible_to(self, user: "User | AnonymousUser") -> "GroupMemberQuerySet":
        return self.filter(group__case__in=Case.objects.seen_from_inside_by(user))


class GroupMember(AuditedModel):
    """A person in a group, from and to: a contact, a user, or one who is written here only.

    `name`, `title`, `organisation`, `kind`, `email` and `phone` are as they were when the person
    came; the words in `queries` prefer what the contact or user has now. Ended, never erased.
    """

    group = models.ForeignKey(Group, models.PROTECT, related_name="members")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    name = models.CharField("namn", max_length=120)
    title = models.CharField("befattning", max_length=120, blank=True)
    organisation = models.CharField("organisation", max_length=160)
    kind = models.CharField("slag av organisation", max_length=20, choices=ActorKind)
    email = models.EmailField("e-postadress", max_length=254, blank=True)
    phone = models.CharField("telefon", max_length=40, blank=True)
    role = models.CharField("roll", max_length=10, choices=GroupRole)
    has_mandate = models.BooleanField("mandat", default=False)
    mandate = models.CharField("vad mandatet gäller", max_length=300, blank=True)
    deputy = models.CharField("ersättare", max_length=160, blank=True)
    began_on = models.DateField("från")
    ended_on = models.DateField("till", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[GroupMemberQuerySet] = GroupMemberQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("group_member", "kind", ActorKind),
            known_value("group_member", "role", GroupRole),
            ends_after_start("group_member", "began_on", "ended_on"),
            models.CheckConstraint(
                condition=Q(contact=None) | Q(user=None), name="group_member_is_one_person"
            ),
            models.CheckConstraint(
                condition=Q(mandate="") | Q(has_mandate=True),
                name="group_member_mandate_is_held",
            ),
            models.UniqueConstraint(
                fields=["group", "contact"],
                condition=Q(ended_on=None),
                name="group_member_contact_sits_once",
            ),
            models.UniqueConstraint(
                fields=["group", "user"],
                condition=Q(ended_on=None),
                name="group_member_user_sits_once",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def person_name(self) -> str:
        return self.contact.name if self.contact else self.user.name if self.user else self.name

    @property
    def person_title(self) -> str:
        return self.contact.title if self.contact else self.title

    @property
    def organisation_name(self) -> str:
        return self.contact.actor.name if self.contact else self.organisation

    @property
    def organisation_kind(self) -> str:
        return self.contact.actor.kind if self.contact else self.kind

    @property
    def work_email(self) -> str:
        return (self.contact or self.user or self).email

    @property
    def work_phone(self) -> str:
        return (self.contact or self.user or self).phone

    @property
    def left_on(self) -> date | None:
        """The day the person left their organisation, when the contact tells it."""
        return self.contact.ended_on if self.contact else None

    @property
    def is_written_here(self) -> bool:
        """Whether the person is known in this group only."""
        return self.contact_id is None and self.user_id is None

    def is_over(self, day: date) -> bool:
        return self.ended_on is not None and self.ended_on < day


class AssignmentQuerySet(QuerySet["Assignment"]):
    """Assignments by who may read them."""

    def visible_to(self, user: "User | AnonymousUser") -> "AssignmentQuerySet":
        return self.filter(group__case__in=Case.objects.seen_from_inside_by(user))


class Assignment(AuditedModel):
    """An analysis or a plan that a group is to produce, and the member who answers for it."""

    group = models.ForeignKey(Group, models.PROTECT, related_name="assignments")
    title = models.CharField("analys eller plan", max_length=160)
    responsible = models.ForeignKey(
        GroupMember,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name="ansvarig",
    )
    due_on = models.DateField("klar senast", null=True, blank=True)
    done_on = models.DateField("blev klar", null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[AssignmentQuerySet] = AssignmentQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "title"], name="assignment_is_given_once_to_a_group"
            )
        ]

    def __str__(self) -> str:
        return self.title
