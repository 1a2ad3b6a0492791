"""Requests: what a candidate hopes for, and since when they wait."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core import guard
from core.reference.models import MajorGroup, Region
from people.accounts.models import Language, Person
from people.consent.rules import consenting
from people.participants.models import Candidacy, CaseFile
from people.programmes.models import Edition
from people.programmes.models import State as Opened

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
    # Taken back: as it stood before, a match excepted.
    State.ENDED: frozenset({State.DRAFT, State.WAITING, State.RESTING}),
}
#: In the queue, or asked about a match already.
IN_THE_QUEUE = (State.WAITING, State.PROPOSED)
#: What may still be written: an open proposal stays as it was made.
WRITABLE = (State.DRAFT, State.WAITING, State.PROPOSED, State.RESTING)


class RequestQuerySet(models.QuerySet["Request"]):
    def of_person(self, person: Person) -> Self:
        return self.filter(candidacy__case_file__person=person)

    def of_edition(self, edition: Edition) -> Self:
        return self.filter(candidacy__edition=edition)

    @guard.door
    def coordinated_by(self, user: Any) -> Self:
        """Of editions the user keeps: a coordinator sees their place and their number, never the files behind them."""
        return self.filter(candidacy__edition__in=Edition.objects.kept_by(user))

    @guard.door
    def worked_on_by(self, user: Any) -> Self:
        """Of files that one's organisation follows now, drafts among them; one's own is not among those one works on."""
        return self.filter(candidacy__case_file__in=CaseFile.objects.visible_to(user))

    def live(self) -> Self:
        """Not ended."""
        return self.exclude(state=State.ENDED)

    def waiting(self) -> Self:
        return self.filter(state=State.WAITING)

    def ready(self) -> Self:
        """What a round may use: waiting, of an open edition, of people who can be met now, and whose card hosts may read."""
        shown = consenting("card", person="case_file__person")
        ready = Candidacy.objects.in_pool().filter(shown, edition__state=Opened.OPEN)
        return self.waiting().filter(candidacy__in=ready)

    def by_waiting(self) -> Self:
        """Who waits longest comes first; what never was in the queue comes last."""
        return self.order_by(F("waiting_since").asc(nulls_last=True), "pk")

    def narrowed(self, by: Mapping[str, Any]) -> Self:
        """Those that fit all of ``by``, as ``QueueForm`` cleans it; without a state, all that have not ended."""
        found = self.filter(state=by["state"]) if by.get("state") else self.live()
        if by.get("edition"):
            found = found.filter(candidacy__edition=by["edition"])
        if by.get("field"):
            first = RequestOccupation.objects.filter(request=OuterRef("pk"), rank=1, major_group=by["field"])
            found = found.filter(Exists(first))
        if by.get("region"):
            wished = Request.regions.through.objects.filter(request=OuterRef("pk"), region=by["region"])
            found = found.filter(Q(goes_anywhere=True) | Exists(wished))
        if by.get("waited"):
            found = found.filter(waiting_since__lt=timezone.now() - timedelta(days=by["waited"]))
        return found

    def with_field(self) -> Self:
        """With ``field``: the major group of the occupation named first, "" for none. No query of its own."""
        first = RequestOccupation.objects.filter(request=OuterRef("pk"), rank=1).values("major_group")
        return self.annotate(field=Coalesce(Subquery(first[:1]), Value("")))


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
    #: Days of waiting of which the person had news last, in this wait: 0, 14 or 45.
    news = models.PositiveSmallIntegerField(default=0, editable=False)

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

    @property
    def is_live(self) -> bool:
        return self.state != State.ENDED

    @property
    def is_writable(self) -> bool:
        return self.state in WRITABLE

    @property
    def days_waited(self) -> int:
        """Whole days since the clock of the queue began; those put aside do not count. 0 for what never was in the queue."""
        if self.waiting_since is None:
            return 0
        until = self.state_since if self.state in {State.RESTING, State.ENDED, State.MATCHED} else timezone.now()
        return max(0, (until - self.waiting_since).days)


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
        indexes = [models.Index(fields=["major_group", "rank"], name="request_by_field")]

    def __str__(self) -> str:
        return self.code


class Step(models.Model):
    """One move of a request: from where to where, who made it, and why."""

    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="steps")
    source = models.CharField(max_length=10, choices=State, blank=True)
    target = models.CharField(max_length=10, choices=State)
    reason = models.CharField(max_length=300, blank=True)
    #: None: the calendar did it, or it follows from something else.
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
