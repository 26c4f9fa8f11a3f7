"""The plan of a municipality: who is called to which group, the largest employers, the first days."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.db import models
from django.db.models import Q

from accounts.models import Membership, Organisation, User
from accounts.permissions import CASE_LOGGING_ROLES
from cases.group_kinds import GroupKind, GroupRole
from cases.models import Contact
from core.models import AuditedModel, QuerySet, both_or_neither, known_value
from core.sorting import swedish_sort_key

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser


class PlanQuerySet(QuerySet["PreparednessPlan"]):
    """Plans by who may read them."""

    def visible_to(self, user: "User | AnonymousUser") -> "PlanQuerySet":
        """Those of municipalities where the person may log in cases: the plan names contacts."""
        mine = Membership.objects.active().filter(user=user.pk, role__in=CASE_LOGGING_ROLES)
        return self.filter(municipality__in=mine.values("organisation"))


class PreparednessPlan(AuditedModel):
    """A *beredskapsplan*, one for each municipality. It tells of no case.

    `left_out` are the keys of the guide's points that the municipality has no use for, `own_steps`
    its own points for the first days.
    """

    municipality = models.OneToOneField(Organisation, models.PROTECT, related_name="+")
    call_out = models.TextField("så larmar vi", blank=True)
    jobs = models.PositiveIntegerField("jobb i kommunen", null=True, blank=True)
    jobs_year = models.PositiveSmallIntegerField("år", null=True, blank=True)
    jobs_source = models.CharField("källa", max_length=160, blank=True)
    left_out = models.JSONField(default=list, blank=True)
    own_steps = models.JSONField(default=list, blank=True)
    reviewed_on = models.DateField("senast genomgången", null=True, blank=True)
    reviewed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[PlanQuerySet] = PlanQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            both_or_neither("preparedness_plan", "reviewed_on", "reviewed_by"),
            models.CheckConstraint(
                condition=Q(jobs=None) | Q(jobs__gt=0), name="preparedness_plan_jobs_are_some"
            ),
        ]

    def __str__(self) -> str:
        return f"plan of {self.municipality_id}"


class PlanGroupQuerySet(QuerySet["PlanGroup"]):
    """Groups by who may read their plan."""

    def visible_to(self, user: "User | AnonymousUser") -> "PlanGroupQuerySet":
        return self.filter(plan__in=PreparednessPlan.objects.visible_to(user))


class PlanGroup(AuditedModel):
    """A group that is called together when something happens."""

    plan = models.ForeignKey(PreparednessPlan, models.PROTECT, related_name="groups")
    kind = models.CharField("slag", max_length=10, choices=GroupKind)
    name = models.CharField("namn", max_length=80)
    task = models.CharField("uppgift", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[PlanGroupQuerySet] = PlanGroupQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("plan_group", "kind", GroupKind),
            models.UniqueConstraint(
                fields=["plan", "name"], name="plan_group_name_is_unique_in_plan"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PlanMemberQuerySet(QuerySet["PlanMember"]):
    """Members by who may read their plan."""

    def visible_to(self, user: "User | AnonymousUser") -> "PlanMemberQuerySet":
        return self.filter(group__plan__in=PreparednessPlan.objects.visible_to(user))


class PlanMember(AuditedModel):
    """A contact or a colleague who is to sit in a group, and who comes when that person cannot."""

    group = models.ForeignKey(PlanGroup, models.PROTECT, related_name="members")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="+")
    user = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    role = models.CharField("roll", max_length=10, choices=GroupRole)
    has_mandate = models.BooleanField("mandat", default=False)
    mandate = models.CharField("vad mandatet gäller", max_length=300, blank=True)
    deputy = models.CharField("ersättare", max_length=160, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[PlanMemberQuerySet] = PlanMemberQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            known_value("plan_member", "role", GroupRole),
            models.CheckConstraint(
                condition=Q(contact=None, user__isnull=False) | Q(contact__isnull=False, user=None),
                name="plan_member_is_one_person",
            ),
            models.CheckConstraint(
                condition=Q(mandate="") | Q(has_mandate=True), name="plan_member_mandate_is_held"
            ),
            models.UniqueConstraint(
                fields=["group", "contact"], name="plan_member_contact_sits_once"
            ),
            models.UniqueConstraint(fields=["group", "user"], name="plan_member_user_sits_once"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        person = self.contact or self.user
        return person.name if person else ""

    @property
    def works_at(self) -> str:
        """Title and organisation of a contact; empty for a colleague."""
        if self.contact is None:
            return ""
        parts = (self.contact.title, self.contact.actor.name)
        return ", ".join(part for part in parts if part)

    @property
    def email(self) -> str:
        person = self.contact or self.user
        return person.email if person else ""

    @property
    def phone(self) -> str:
        person = self.contact or self.user
        return person.phone if person else ""

    @property
    def left_on(self) -> date | None:
        """The day the contact left their organisation."""
        return self.contact.ended_on if self.contact else None


class EmployerQuerySet(QuerySet["Employer"]):
    """Employers by who may read their plan."""

    def visible_to(self, user: "User | AnonymousUser") -> "EmployerQuerySet":
        return self.filter(plan__in=PreparednessPlan.objects.visible_to(user))


class Employer(AuditedModel):
    """One of the largest employers, with its jobs in the municipality as of a day and a source."""

    plan = models.ForeignKey(PreparednessPlan, models.PROTECT, related_name="employers")
    name = models.CharField("arbetsgivare", max_length=160)
    name_sort = swedish_sort_key("name")
    jobs = models.PositiveIntegerField("antal jobb")
    counted_on = models.DateField("uppgiften gäller")
    source = models.CharField("källa", max_length=160)
    note = models.CharField("anteckning", max_length=500, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[EmployerQuerySet] = EmployerQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "name_sort"], name="employer_is_named_once_in_plan"
            )
        ]
        indexes = [models.Index(fields=["plan", "-jobs", "id"], name="employer_largest_first")]

    def __str__(self) -> str:
        return self.name
