"""What is followed up and when: an edition's plan, a track per fact that calls for it, and who wants none of it."""

from typing import Any, ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.reference.models import Region
from people.accounts.models import Person
from people.follow_up import origins
from people.participants.models import CaseFile
from people.programmes.models import Edition

#: Months after the beginning at which people are followed up, unless an edition says otherwise.
MONTHS = [3, 6, 12]
#: Days in which the person may correct by the link what they answered.
CORRECTION_DAYS = 7
#: Days in which a mailed link still takes an answer after it was given up.
LATE_DAYS = 14


def default_months() -> list[int]:
    return list(MONTHS)


class FollowUpPlan(models.Model):
    """When the people of an edition are followed up, and how; a row that is not saved says what holds without one."""

    edition = models.OneToOneField(Edition, on_delete=models.CASCADE, related_name="follow_up_plan")
    months = models.JSONField(_("months after the beginning"), default=default_months)
    asks_days_before = models.PositiveSmallIntegerField(
        _("days before the date when the person is asked"), default=3, validators=[MaxValueValidator(28)]
    )
    reminder_days = models.PositiveSmallIntegerField(
        _("days until the reminder"), default=7, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    gives_up_days = models.PositiveSmallIntegerField(
        _("days after the date until it is given up"),
        default=45,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
        help_text=_("Then, without an answer, the person counts as not reached; a late answer still counts."),
    )
    attempts = models.PositiveSmallIntegerField(
        _("attempts before a person counts as not reached"),
        default=2,
        validators=[MaxValueValidator(10)],
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="follow_up_plan_reminds_after_asking",
                condition=Q(reminder_days__gte=1),
                violation_error_message=_("A reminder comes a day after the question at the earliest."),
            ),
            models.CheckConstraint(
                name="follow_up_plan_gives_up_after_the_date",
                condition=Q(gives_up_days__gte=1),
                violation_error_message=_("It is given up a day after the date at the earliest."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}"


class TrackQuerySet(models.QuerySet["Track"]):
    def of_person(self, person: Person) -> Self:
        return self.filter(case_file__person=person)

    def from_origin(self, origin: str) -> Self:
        """Everybody's that one fact called for: all who were on one stay."""
        return self.filter(origin=origin)


#: Nobody who was erased or merged is followed up.
CURRENT: dict[str, Any] = {"case_file__person__erased_at": None, "case_file__person__merged_into": None}


class Track(models.Model):
    """One person followed up after one thing: a stay, a match, a post found. ``origin`` names what called for it."""

    class Kind(models.TextChoices):
        STAY = "stay", pgettext_lazy("follow-up", "Exploratory stay")
        PROJECT = "project", pgettext_lazy("follow-up", "Project in a region")
        PAIRING = "pairing", pgettext_lazy("follow-up", "Professional pairing")
        OTHER = "other", pgettext_lazy("follow-up", "Support")

    #: What must come before a settlement (DOMAIN, 4.1-c): a stay, or a fair, an interview, help with money for a region.
    PROJECTS: ClassVar[tuple[str, ...]] = (Kind.STAY, Kind.PROJECT)

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="tracks")
    edition = models.ForeignKey(Edition, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    #: What called for it, as "registration.seat:12": ``origins`` has the words.
    origin = models.CharField(max_length=80)
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.OTHER)
    begun_on = models.DateField(_("beginning"))
    #: Where the person lived when it began, and where they said last that they live; None: not known.
    lived_in = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    lives_in = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects = TrackQuerySet.as_manager()

    class Meta:
        ordering = ["begun_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["case_file", "origin"], name="track_once_per_origin"),
            models.CheckConstraint(name="track_says_its_origin", condition=~Q(origin="")),
            models.CheckConstraint(
                name="track_kind_is_known", condition=Q(kind__in=["stay", "project", "pairing", "other"])
            ),
        ]
        indexes = [models.Index(fields=["origin"], name="track_by_origin")]

    def __str__(self) -> str:
        return self.origin

    @property
    def origin_words(self) -> "str | Promise":
        """What it follows up, in words that name nobody."""
        return origins.words_of(self.origin) or self.Kind(self.kind).label


class DeclinedQuerySet(models.QuerySet["Declined"]):
    def of_person(self, person: Person) -> Self:
        return self.filter(case_file__person=person)


class Declined(models.Model):
    """The person does not want to be asked what became of them. The row goes when they change their mind."""

    case_file = models.OneToOneField(CaseFile, on_delete=models.CASCADE, related_name="follow_ups_declined")
    since = models.DateTimeField(_("since"), default=timezone.now)

    objects = DeclinedQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "declined"

    def __str__(self) -> str:
        return f"{self.case_file_id}"
