"""Reviews: how it went, asked of each side at its moment."""

from datetime import datetime
from typing import Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.guard import door
from network.pairing.matches.models.match import Match, Party
from people.accounts.models import Person


class Moment(models.TextChoices):
    """When a review is asked for."""

    FIRST = "first", pgettext_lazy("review", "After the first meeting")
    MIDWAY = "midway", pgettext_lazy("review", "Midway review")
    FINAL = "final", pgettext_lazy("review", "Final review")


class GivenReviewQuerySet(models.QuerySet["Review"]):
    def of_person(self, person: Person) -> Self:
        """Those the person is asked for, and gave."""
        return self.filter(party__person=person)

    @door
    def of_match(self, match: Match) -> Self:
        """Of a match that was reached."""
        return self.filter(party__match=match)

    def given(self) -> Self:
        return self.filter(given_at__isnull=False)

    def awaited(self) -> Self:
        return self.filter(given_at=None, dropped_at=None)

    def to_remind(self, before: datetime) -> Self:
        """Asked for before then, awaited, and not reminded."""
        return self.awaited().filter(asked_at__lte=before, reminded_at=None).order_by("asked_at", "pk")


class Review(models.Model):
    """One side's answers at one moment. A row stands from the moment it is asked for."""

    class Reached(models.TextChoices):
        ALL = "all", pgettext_lazy("goals", "All of them")
        SOME = "some", pgettext_lazy("goals", "Some of them")
        NONE = "none", pgettext_lazy("goals", "None yet")

    class Gained(models.TextChoices):
        NOTHING = "nothing", pgettext_lazy("review", "Neither")
        INTERVIEW = "interview", pgettext_lazy("review", "An interview")
        JOB = "job", pgettext_lazy("review", "A job")

    party = models.ForeignKey(Party, on_delete=models.CASCADE, related_name="reviews")
    moment = models.CharField(max_length=6, choices=Moment)
    asked_at = models.DateTimeField(default=timezone.now)
    reminded_at = models.DateTimeField(null=True)
    given_at = models.DateTimeField(null=True)
    #: Not waited for any more.
    dropped_at = models.DateTimeField(null=True)
    #: 1–5.
    usefulness = models.PositiveSmallIntegerField(
        _("how useful it is"), null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    problem = models.BooleanField(_("is there a problem?"), null=True, blank=True)
    words = models.TextField(_("in your words"), max_length=1000, blank=True)
    goals_reached = models.CharField(_("goals reached"), max_length=5, choices=Reached, blank=True)
    contacts_gained = models.PositiveSmallIntegerField(
        _("new contacts in the field"), null=True, blank=True, validators=[MaxValueValidator(99)]
    )
    training_need = models.CharField(_("training need found"), max_length=300, blank=True)
    gained = models.CharField(_("interview or job obtained"), max_length=9, choices=Gained, blank=True)
    would_again = models.BooleanField(_("would you do it again?"), null=True, blank=True)
    #: For the coordination alone: neither the other side nor caseworkers read it.
    private = models.TextField(_("for the coordination alone"), max_length=1000, blank=True)

    objects = GivenReviewQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["party", "moment"], name="match_review_once_a_moment"),
            models.CheckConstraint(name="match_review_moment_is_known", condition=Q(moment__in=Moment.values)),
            models.CheckConstraint(
                name="match_review_usefulness_of_one_to_five",
                condition=Q(usefulness=None) | Q(usefulness__gte=1, usefulness__lte=5),
            ),
            models.CheckConstraint(
                name="match_review_given_or_not_waited_for", condition=Q(given_at=None) | Q(dropped_at=None)
            ),
        ]
        indexes = [
            models.Index(fields=["asked_at"], condition=Q(given_at=None, dropped_at=None), name="match_review_awaited")
        ]

    def __str__(self) -> str:
        return f"{self.party_id} {self.moment}"

    @property
    def is_awaited(self) -> bool:
        return self.given_at is None and self.dropped_at is None
