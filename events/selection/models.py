"""How an event chooses among applications: what is looked at, who found what, what was decided, and when all are told."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.bilingual import Said, pick
from events.agenda.models import Event
from events.registration.models import Registration
from people.accounts.models import Person

#: A grid that is read in a minute: more criteria tell applications no better apart.
MOST_CRITERIA = 8
MOST_POINTS = 20
#: Longest reason, and what stands in place of one that was erased.
LONGEST_REASON = 500
ERASED = "–"


class CriterionQuerySet(models.QuerySet["Criterion"]):
    def run_by(self, user: Any) -> Self:
        """Criteria of the events the user runs."""
        return self.filter(event__in=Event.objects.run_by(user))


class Criterion(models.Model):
    """One thing that applications of an event are read for, and how many points it can give."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="criteria")
    #: Its place in the grid, from 1.
    number = models.PositiveSmallIntegerField()
    label_fr = models.CharField(_("criterion (French)"), max_length=120)
    label_en = models.CharField(_("criterion (English)"), max_length=120, blank=True)
    meaning_fr = models.CharField(_("what it means (French)"), max_length=300, blank=True)
    meaning_en = models.CharField(_("what it means (English)"), max_length=300, blank=True)
    most = models.PositiveSmallIntegerField(
        _("most points"), default=5, validators=[MinValueValidator(1), MaxValueValidator(MOST_POINTS)]
    )

    objects = CriterionQuerySet.as_manager()

    class Meta:
        ordering = ["event", "number", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="criterion_has_a_number_of_its_own"),
            models.CheckConstraint(
                name="criterion_gives_one_to_twenty_points", condition=Q(most__gte=1) & Q(most__lte=MOST_POINTS)
            ),
            models.CheckConstraint(name="criterion_has_a_name", condition=~Q(label_fr="")),
        ]

    def __str__(self) -> str:
        return self.label_fr

    @property
    def label(self) -> Said:
        return pick(self, "label")

    @property
    def meaning(self) -> Said:
        return pick(self, "meaning")


class Score(models.Model):
    """What one reader gives an application for one criterion. Several may read it: their mean counts."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="scores")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="scores_given")
    points = models.PositiveSmallIntegerField(_("points"))
    scored_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["registration", "criterion", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration", "criterion", "by"], name="score_once_per_reader_and_criterion"
            ),
            models.CheckConstraint(name="score_is_within_reach", condition=Q(points__lte=MOST_POINTS)),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}/{self.criterion_id}"


class VerdictQuerySet(models.QuerySet["Verdict"]):
    def run_by(self, user: Any) -> Self:
        """Decisions at the events the user runs."""
        return self.filter(event__in=Event.objects.run_by(user))

    def standing(self, event: Event) -> Self:
        """Decisions on applications that still wait for their result."""
        return self.filter(event=event, told_at=None, registration__state=Registration.State.APPLIED)

    def in_reserve(self, event: Event) -> Self:
        """The reserve list as it would be told, in its order."""
        return self.standing(event).filter(outcome=Verdict.Outcome.RESERVE).order_by("rank", "pk")


class Verdict(models.Model):
    """What is decided on an application. A draft that nobody but the organisers sees, until ``told_at``."""

    class Outcome(models.TextChoices):
        CHOSEN = "chosen", pgettext_lazy("application", "Chosen")
        RESERVE = "reserve", pgettext_lazy("application", "Reserve list")
        DECLINED = "declined", pgettext_lazy("application", "Not chosen")

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="verdict")
    #: The registration's event, kept here for the constraint below.
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="verdicts")
    outcome = models.CharField(_("decision"), max_length=8, choices=Outcome)
    #: In the reserve list: the lower, the sooner. Numbers may be missing.
    rank = models.PositiveIntegerField(_("place in the reserve list"), null=True, blank=True)
    reason_fr = models.CharField(_("reason of the no (French)"), max_length=LONGEST_REASON, blank=True)
    reason_en = models.CharField(_("reason of the no (English)"), max_length=LONGEST_REASON, blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="verdicts_given")
    decided_at = models.DateTimeField(default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True)

    objects = VerdictQuerySet.as_manager()

    class Meta:
        ordering = ["event", "rank", "pk"]
        constraints = [
            models.CheckConstraint(
                name="verdict_outcome_is_known", condition=Q(outcome__in=["chosen", "reserve", "declined"])
            ),
            models.CheckConstraint(
                name="verdict_of_the_reserve_list_has_a_rank",
                condition=Q(outcome="reserve", rank__isnull=False) | (~Q(outcome="reserve") & Q(rank=None)),
            ),
            models.UniqueConstraint(
                fields=["event", "rank"], condition=Q(rank__isnull=False), name="verdict_rank_of_its_own"
            ),
            models.CheckConstraint(
                name="verdict_that_declines_says_why", condition=~Q(outcome="declined", reason_fr="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.outcome}"

    @property
    def mark(self) -> str:
        """Tells this decision from any before or after it: what a page says it has shown."""
        return self.decided_at.isoformat()

    @property
    def reason(self) -> Said:
        return pick(self, "reason")

    def reason_in(self, language: str) -> str:
        return pick(self, "reason", language).text


class Results(models.Model):
    """When everybody is told: at ``tell_at``, by the clock, or before by hand; once, at ``released_at``."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="results")
    tell_at = models.DateTimeField(_("results are told at"), null=True, blank=True)
    #: Who set the hour, and hears if nothing could be told then.
    planned_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="results_planned"
    )
    #: The hour came and something was missing: nothing was told.
    held_up_at = models.DateTimeField(null=True, blank=True)
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "results"
        constraints = [
            models.CheckConstraint(
                name="results_planned_by_somebody", condition=Q(tell_at=None) | Q(planned_by__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.event_id)

    @classmethod
    def of(cls, event: Event) -> "Results":
        """The event's own, or unsaved ones: no hour set, nothing told. Cost: 1 query unless selected with the event."""
        try:
            found: Results = event.results
        except cls.DoesNotExist:
            return cls(event=event)
        return found

    @property
    def are_told(self) -> bool:
        return self.released_at is not None
