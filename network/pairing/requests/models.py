"""Requests: what a candidate hopes for, and since when they wait."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.reference.models import MajorGroup, Region
from people.accounts.models import Language, Person
from people.participants.models import Candidacy, CaseFile
from people.programmes.models import Edition

#: Occupations one request aims at.
MOST_OCCUPATIONS = 3


class State(models.TextChoices):
    """Where a request stands."""

    DRAFT = "draft", pgettext_lazy("request", "Draft")
    WAITING = "waiting", pgettext_lazy("request", "Waiting for a match")
    PROPOSED = "proposed", pgettext_lazy("request", "A match is proposed")
    MATCHED = "matched", pgettext_lazy("request", "Matched")
    RESTING = "resting", pgettext_lazy("request", "Put aside")
    ENDED = "ended", pgettext_lazy("request", "Ended")


#: From where to where; all that is not here is refused.
MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.WAITING, State.ENDED}),
    State.WAITING: frozenset({State.PROPOSED, State.RESTING, State.ENDED}),
    State.PROPOSED: frozenset({State.WAITING, State.MATCHED, State.RESTING, State.ENDED}),
    State.MATCHED: frozenset({State.WAITING, State.ENDED}),
    State.RESTING: frozenset({State.WAITING, State.ENDED}),
    State.ENDED: frozenset(),
}


class RequestQuerySet(models.QuerySet["Request"]):
    def visible_to(self, user: Any) -> Self:
        """One's own, and those of files that one's organisation follows now."""
        if not user.is_authenticated:
            return self.none()
        files = CaseFile.objects.visible_to(user)
        return self.filter(Q(candidacy__case_file__person=user.person_id) | Q(candidacy__case_file__in=files))

    def of_person(self, person: Person) -> Self:
        return self.filter(candidacy__case_file__person=person)

    def of_edition(self, edition: Edition) -> Self:
        return self.filter(candidacy__edition=edition)

    def live(self) -> Self:
        """Not ended."""
        return self.exclude(state=State.ENDED)


class Request(models.Model):
    """What a candidate asks of an edition. Who waits longest comes first: ``waiting_since`` is the clock of the queue."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.CASCADE, related_name="pairing_requests")
    purposes = models.JSONField(_("what for"), default=list, blank=True)
    formats = models.JSONField(_("formats"), default=list, blank=True)
    related_welcome = models.BooleanField(_("related occupations interest me, too"), default=True)
    #: 21 bits (``people.timetable.availability``); begins as the card's.
    availability = models.PositiveIntegerField(_("when you are free"), default=0)
    regions = models.ManyToManyField(Region, blank=True, related_name="+", verbose_name=_("regions you wish"))
    goes_anywhere = models.BooleanField(_("any region of Québec"), default=False)
    online_welcome = models.BooleanField(_("online suits me"), default=True)
    #: Codes of ``kinds.Want``: without them no match is made.
    musts = models.JSONField(_("what must be"), default=list, blank=True)
    #: Codes of ``kinds.Want``: would be good.
    wishes = models.JSONField(_("what you wish"), default=list, blank=True)
    words = models.TextField(_("in your words"), max_length=1000, blank=True)
    language = models.CharField(_("language it is written in"), max_length=2, choices=Language, default=Language.FRENCH)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    sent_at = models.DateTimeField(null=True, editable=False)
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    #: The clock of the queue: goes on while a host leaves, starts anew if the candidate did not come.
    waiting_since = models.DateTimeField(null=True, editable=False)
    #: Why it was put aside or ended.
    reason = models.CharField(_("why"), max_length=300, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        ordering = ["waiting_since", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy"], condition=~Q(state="ended"), name="request_one_alive_per_candidacy"
            ),
            models.CheckConstraint(name="request_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="request_in_the_queue_since",
                condition=Q(state__in=["draft", "ended"]) | Q(sent_at__isnull=False, waiting_since__isnull=False),
            ),
            models.CheckConstraint(name="request_availability_has_21_parts", condition=Q(availability__lt=2**21)),
        ]
        indexes = [models.Index(fields=["state", "waiting_since"], name="request_by_waiting")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def person(self) -> Person:
        """Whose it is. Cost: candidacy, file and person unless they came along."""
        return self.candidacy.case_file.person


class RequestOccupation(models.Model):
    """An occupation aimed at, NOC 2021 unit group; the first is the main one."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="occupations")
    rank = models.PositiveSmallIntegerField()
    code = models.CharField(_("occupation"), max_length=5)
    major_group = models.ForeignKey(MajorGroup, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["request", "code"], name="request_occupation_once"),
            models.UniqueConstraint(fields=["request", "rank"], name="request_occupation_rank_once"),
            models.CheckConstraint(name="request_occupation_is_a_code", condition=Q(code__regex=r"^\d{5}$")),
            models.CheckConstraint(
                name="request_occupations_are_few", condition=Q(rank__gte=1, rank__lte=MOST_OCCUPATIONS)
            ),
        ]

    def __str__(self) -> str:
        return self.code
