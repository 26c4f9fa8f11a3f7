"""Organisations, the people in them, and the roles they hold."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from accounts.permissions import Role
from core.models import AuditedModel, QuerySet, known_value
from core.sorting import swedish_sort_key


class UserManager(BaseUserManager["User"]):
    """Makes users; everyone is found by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A person who can log in. Without a password the login is unusable until one is set."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())

    def system(self) -> "User":
        """The product itself, as actor of what no person did."""
        return self.get(email=SYSTEM_EMAIL)


SYSTEM_EMAIL = "system@omstallning.invalid"


class User(AbstractBaseUser):
    """A person who logs in with e-mail and password, or a guest tied to one case."""

    email = models.EmailField("e-postadress", max_length=254, unique=True)
    name = models.CharField("namn", max_length=120)
    phone = models.CharField("telefon", max_length=40, blank=True)
    is_active = models.BooleanField(default=True)
    uses_shortcuts = models.BooleanField("kortkommandon", default=True, db_default=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="user_email_is_lower_case"
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    MUNICIPALITY = "MUNICIPALITY", "Kommun"
    REGION = "REGION", "Region"
    PARTNER = "PARTNER", "Part"


class Organisation(AuditedModel):
    """A municipality, a region or a partner. Gotland is both municipality and region."""

    name = models.CharField("namn", max_length=160)
    short_name = models.CharField("kort namn", max_length=80)
    kind = models.CharField("slag", max_length=12, choices=OrganisationKind)
    is_region_too = models.BooleanField(default=False)
    code = models.CharField("kod", max_length=4, blank=True)
    region = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="municipalities"
    )
    name_sort = swedish_sort_key("short_name")

    objects = QuerySet["Organisation"].as_manager()

    class Meta:
        constraints = [
            known_value("organisation", "kind", OrganisationKind),
            models.UniqueConstraint(
                fields=["kind", "code"], condition=~Q(code=""), name="organisation_code_is_unique"
            ),
            models.UniqueConstraint(fields=["kind", "name"], name="organisation_name_is_unique"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_municipality(self) -> bool:
        return self.kind == OrganisationKind.MUNICIPALITY

    @property
    def is_region(self) -> bool:
        return self.kind == OrganisationKind.REGION or self.is_region_too


class MembershipQuerySet(QuerySet["Membership"]):
    """Memberships by time and person."""

    def active(self) -> "MembershipQuerySet":
        """Those that have not ended."""
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=Now()), user__is_active=True)

    def held_by(self, user: User) -> "MembershipQuerySet":
        return self.active().filter(user=user)


class Membership(AuditedModel):
    """A person's role in an organisation, from and to. Ended, never erased."""

    user = models.ForeignKey(User, models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField("roll", max_length=20, choices=Role)
    began_at = models.DateTimeField(db_default=Now())
    began_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            known_value("membership", "role", Role),
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(ended_at=None),
                name="membership_is_held_once",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_by=None)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="membership_ended_at_is_paired",
            ),
        ]
        indexes = [models.Index(fields=["organisation"], name="membership_by_organisation")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} {self.organisation_id}"
