"""Notice waves of a case, and dated snapshots of how it goes for those concerned."""

from typing import ClassVar

from django.db import models
from django.db.models import Exists, OuterRef, Q

from accounts.models import User
from cases.models import Case
from core.models import AppendOnlyModel, AuditedModel
from figures.categories import MOST_PERSONS, Category
from figures.models.inside import InsideQuerySet
from logbook.models import LogClock


class NoticeWaveQuerySet(InsideQuerySet["NoticeWave"]):
    """Waves by who may read them."""

    def in_order(self) -> "NoticeWaveQuerySet":
        return self.order_by("number")


class NoticeWave(AuditedModel):
    """A *varselomgång*: one of several notices by the same employer in the same case."""

    case = models.ForeignKey(Case, models.PROTECT, related_name="notice_waves")
    number = models.PositiveSmallIntegerField()
    name = models.CharField("namn", max_length=80)
    noticed_on = models.DateField("dag för varslet")
    version = models.PositiveIntegerField(default=1)

    objects: ClassVar[NoticeWaveQuerySet] = NoticeWaveQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], name="notice_wave_number_is_unique_in_its_case"
            )
        ]

    def __str__(self) -> str:
        return self.name


class HeadcountQuerySet(InsideQuerySet["Headcount"]):
    """Snapshots by who may read them; a correction stands in the place of what it replaces."""

    path = "wave__case"

    def current(self) -> "HeadcountQuerySet":
        return self.filter(~Exists(Headcount.objects.filter(replaces=OuterRef("pk"))))

    def newest_first(self) -> "HeadcountQuerySet":
        return self.order_by("-counted_on", "-id")


def _persons(category: Category) -> "models.PositiveIntegerField[int | None, int | None]":
    return models.PositiveIntegerField(str(category.label).lower(), null=True, blank=True)


class Headcount(AppendOnlyModel):
    """What one source said of one wave on one day. Numbers it did not give are NULL, never 0.

    Several sources may disagree on the same day; each is a row and all stand. `sources` names
    another source for single numbers, by column. A correction is a new row with a reason; without
    any number it takes the row away. The corrected row stays readable.
    """

    erasable = ("source", "sources", "correction_reason")

    wave = models.ForeignKey(NoticeWave, models.PROTECT, related_name="headcounts")
    counted_on = models.DateField("dag")
    source = models.CharField("källa", max_length=120, blank=True)
    sources = models.JSONField(default=dict, blank=True)
    notified_count = _persons(Category.NOTIFIED)
    withdrawn_count = _persons(Category.WITHDRAWN)
    dismissed_count = _persons(Category.DISMISSED)
    resigned_count = _persons(Category.RESIGNED)
    reemployed_count = _persons(Category.REEMPLOYED)
    in_education_count = _persons(Category.IN_EDUCATION)
    self_employed_count = _persons(Category.SELF_EMPLOYED)
    retired_count = _persons(Category.RETIRED)
    unemployed_count = _persons(Category.UNEMPLOYED)
    unknown_count = _persons(Category.UNKNOWN)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    correction_reason = models.CharField("skäl till rättelsen", max_length=500, blank=True)
    recorded_at = models.DateTimeField(db_default=LogClock(), editable=False)
    recorded_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    objects: ClassVar[HeadcountQuerySet] = HeadcountQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    *(
                        Q(**{category.value: None}) | Q(**{f"{category.value}__lte": MOST_PERSONS})
                        for category in Category
                    )
                ),
                name="headcount_is_plausible",
            ),
        ]
        indexes = [models.Index(fields=["wave", "-counted_on", "-id"], name="headcount_newest")]

    def __str__(self) -> str:
        return f"{self.wave_id} {self.counted_on} {self.source}"

    def count(self, category: Category) -> int | None:
        """The number in a category, None when the source did not give it."""
        value: int | None = getattr(self, category.value)
        return value

    def source_of(self, category: Category) -> str:
        """Who gave the number."""
        return str(self.sources.get(category.value) or self.source)

    @property
    def is_taken_away(self) -> bool:
        """A correction that leaves nothing of the row."""
        return all(self.count(category) is None for category in Category)
