"""A match: one candidate, one mentor or host, and how far they are. What was counted stays counted once."""

from datetime import date, datetime
from typing import Any, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from network.pairing.editions.models import works_for
from network.pairing.kinds import PAIRED, Format
from network.pairing.offers.models import Offer
from network.pairing.proposals.models import Proposal, Side
from network.pairing.requests.models import Request
from people.accounts.models import Person, Role
from people.participants.models import CaseFile
from people.programmes.models import Edition

#: Who works with matches, each in their own scope.
WORKING_ROLES = (Role.CASEWORKER, Role.REGIONAL_OFFICER, Role.PROGRAMME_COORDINATOR, Role.ADMINISTRATOR)


class State(models.TextChoices):
    """Where a match stands. Source: DOMAIN, 5.1; the review at mid-way is a row, not a state."""

    TO_SIGN = "to_sign", pgettext_lazy("match", "Agreement to sign")
    SIGNED = "signed", pgettext_lazy("match", "Agreement signed")
    SCHEDULED = "scheduled", pgettext_lazy("match", "Dates set")
    UNDER_WAY = "under_way", pgettext_lazy("match", "Under way")
    DONE = "done", pgettext_lazy("match", "Final reviews awaited")
    COMPLETED = "completed", pgettext_lazy("match", "Completed")
    ENDED = "ended", pgettext_lazy("match", "Ended early")


#: From where to where; all that is not here is refused.
MOVES: dict[str, frozenset[str]] = {
    State.TO_SIGN: frozenset({State.SIGNED, State.SCHEDULED, State.ENDED}),
    State.SIGNED: frozenset({State.SCHEDULED, State.UNDER_WAY, State.DONE, State.COMPLETED, State.ENDED}),
    State.SCHEDULED: frozenset({State.UNDER_WAY, State.DONE, State.COMPLETED, State.ENDED}),
    State.UNDER_WAY: frozenset({State.SCHEDULED, State.DONE, State.COMPLETED, State.ENDED}),
    State.DONE: frozenset({State.UNDER_WAY, State.COMPLETED, State.ENDED}),
    State.COMPLETED: frozenset(),
    #: What was ended by mistake is taken up again.
    State.ENDED: frozenset({State.TO_SIGN, State.SIGNED, State.SCHEDULED, State.UNDER_WAY, State.DONE}),
}
#: Neither completed nor ended.
LIVE = (State.TO_SIGN, State.SIGNED, State.SCHEDULED, State.UNDER_WAY, State.DONE)
#: Live, and both know each other's name.
SIGNED = (State.SIGNED, State.SCHEDULED, State.UNDER_WAY, State.DONE)


#: Live, and the two meet: what may rest, and is asked for meetings.
MEETING = (State.SIGNED, State.SCHEDULED, State.UNDER_WAY)


class EndReason(models.TextChoices):
    """Why a match ended before its time."""

    HOST_LEFT = "host_left", pgettext_lazy("match", "The mentor or host is not available any more")
    NO_SHOW = "no_show", pgettext_lazy("match", "The candidate did not come")
    NOT_SUITED = "not_suited", pgettext_lazy("match", "It is not the right match")
    FOUND_JOB = "found_job", pgettext_lazy("match", "The candidate found a job")
    STOPS = "stops", pgettext_lazy("match", "The candidate wishes to stop")
    OTHER = "other", pgettext_lazy("match", "Another reason")
    #: Given by nobody: the ground is gone.
    LEFT = "left", pgettext_lazy("match", "One of the two takes no part any more")


class MatchQuerySet(models.QuerySet["Match"]):
    def visible_to(self, user: Any) -> Self:
        """For staff: of editions one keeps, of people whom one's organisation follows, and of hosts whom one's partner brought."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(edition__in=Edition.objects.kept_by(user))
            | Q(candidate__case_file__in=CaseFile.objects.visible_to(user))
            | works_for(user, "offer__partner__organisation")
        )

    def kept_by(self, user: Any) -> Self:
        """Of editions whose coordination the user has."""
        return self.filter(edition__in=Edition.objects.kept_by(user))

    def of_person(self, person: Person) -> Self:
        """Those the person is part of, on either side."""
        return self.filter(Q(candidate=person) | Q(host=person))

    def editions(self) -> models.QuerySet[Edition]:
        """Editions of these matches, to narrow a list by."""
        found: models.QuerySet[Edition] = Edition.objects.filter(pk__in=self.order_by().values("edition"))
        return found.select_related("programme").order_by("-starts_on", "pk")

    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def known_to_each_other(self) -> Self:
        """Signed by both, whatever came of it: they know each other's name."""
        return self.filter(signed_at__isnull=False)

    def with_a_draft(self) -> Self:
        """Whose agreement, or a new version of it, waits for signatures."""
        open_ones = [State.TO_SIGN, State.SIGNED, State.SCHEDULED, State.UNDER_WAY]
        return self.filter(agreements__state="draft", state__in=open_ones)

    def with_a_review_to_come(self) -> Self:
        """Of which a review was asked for and has not come."""
        reviews = Party.reviews.rel.related_model._default_manager
        return self.filter(Exists(reviews.filter(party__match=OuterRef("pk"), given_at=None, dropped_at=None)))

    def past_their_last_day(self) -> Self:
        """Whose last agreed day has passed before the hours were reached."""
        open_ones = [State.TO_SIGN, State.SIGNED, State.SCHEDULED, State.UNDER_WAY]
        return self.filter(state__in=open_ones, ends_on__lt=timezone.localdate())

    def to_ask_midway(self, today: date) -> Self:
        """Mentorships half over, whose midway review was not asked for."""
        asked = Party.reviews.rel.related_model._default_manager.filter(party__match=OuterRef("pk"), moment="midway")
        found = self.filter(~Exists(asked), state__in=[State.SIGNED, State.UNDER_WAY], midway_on__lte=today)
        return found.order_by("midway_on", "pk")

    def to_complete(self, before: datetime) -> Self:
        """Whose agreed time was spent, and whose reviews have not come since then; a placement waits for its logbook."""
        found = self.filter(state=State.DONE, state_since__lte=before).exclude(format=Format.PLACEMENT)
        return found.order_by("state_since", "pk")

    def completed_between(self, first: date, last: date) -> Self:
        """Completed on one of these days, both included: who benefited (2.6-a), each person once by ``candidate``."""
        return self.filter(state=State.COMPLETED, completed_on__range=(first, last))


class Match(models.Model):
    """One candidate and one host. While it is live it is the only one of its request, and takes a place of the offer."""

    #: None once the proposal's time to be kept is over.
    proposal = models.OneToOneField(Proposal, null=True, on_delete=models.SET_NULL, related_name="match")
    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="matches")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="matches")
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="matches")
    candidate = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="matches_as_candidate")
    host = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="matches_as_host")
    format = models.CharField(_("format"), max_length=12, choices=Format)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.TO_SIGN)
    made_at = models.DateTimeField(default=timezone.now)
    state_since = models.DateTimeField(default=timezone.now)
    #: Both signed the first version.
    signed_at = models.DateTimeField(null=True)
    #: The first minutes were counted.
    began_at = models.DateTimeField(null=True)
    #: Of the agreement in force.
    starts_on = models.DateField(_("first day"), null=True)
    ends_on = models.DateField(_("last day"), null=True)
    #: When both are asked how it goes, mid-way; mentorships alone.
    midway_on = models.DateField(null=True)
    #: Who insures, as the agreement in force says; a placement has no dates without.
    insurer = models.CharField(max_length=12, blank=True)
    minutes_planned = models.PositiveIntegerField(_("minutes agreed"), default=0)
    minutes_done = models.PositiveIntegerField(_("minutes held"), default=0)
    #: Local day of Montréal: the fiscal year that counts it.
    completed_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    #: Who ended it, or completed it by hand; None: the calendar.
    closed_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    #: The side that ended it; "" for staff and the calendar.
    ended_side = models.CharField(max_length=9, choices=Side, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=10, choices=EndReason, blank=True)
    #: It rests until that day: nobody is asked for meetings before.
    paused_until = models.DateField(_("rests until"), null=True)
    #: In words, for the caseworker and the coordination.
    end_words = models.CharField(_("in your words"), max_length=500, blank=True)
    #: The schedule took out its words; that it was counts on.
    forgotten_at = models.DateTimeField(null=True)
    #: Why the coordination completed it before the agreed hours.
    completed_because = models.CharField(_("why"), max_length=300, blank=True)

    objects = MatchQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name_plural = "matches"
        constraints = [
            models.UniqueConstraint(
                fields=["request"],
                condition=Q(state__in=["to_sign", "signed", "scheduled", "under_way", "done"]),
                name="match_one_live_per_request",
            ),
            models.CheckConstraint(name="match_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="match_format_is_paired", condition=Q(format__in=[each.value for each in PAIRED])
            ),
            models.CheckConstraint(
                name="match_between_two_people",
                condition=Q(state__in=["completed", "ended"]) | ~Q(candidate=F("host")),
            ),
            models.CheckConstraint(
                name="match_signed_once_it_goes_on",
                condition=Q(state="to_sign", signed_at=None)
                | Q(state__in=["signed", "scheduled", "under_way", "done", "completed"], signed_at__isnull=False)
                | Q(state="ended"),
            ),
            models.CheckConstraint(
                name="match_scheduled_with_an_insurer",
                condition=~Q(format="placement") | Q(state__in=["to_sign", "signed", "ended"]) | ~Q(insurer=""),
            ),
            models.CheckConstraint(
                name="match_scheduled_has_days", condition=~Q(state="scheduled") | Q(starts_on__isnull=False)
            ),
            models.CheckConstraint(
                name="match_ends_after_it_starts",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gte=F("starts_on")),
            ),
            models.CheckConstraint(
                name="match_completed_on_a_day",
                condition=Q(state="completed", completed_on__isnull=False)
                | (~Q(state="completed") & Q(completed_on=None)),
            ),
            models.CheckConstraint(
                name="match_ended_for_a_reason",
                condition=Q(state="ended", ended_at__isnull=False) & ~Q(end_reason="")
                | (~Q(state="ended") & Q(ended_at=None, end_reason="")),
            ),
            models.CheckConstraint(
                name="match_rests_once_signed_and_live",
                condition=Q(paused_until=None) | Q(state__in=["signed", "scheduled", "under_way"]),
            ),
            models.CheckConstraint(
                name="match_end_reason_is_known", condition=Q(end_reason__in=["", *EndReason.values])
            ),
            models.CheckConstraint(
                name="match_completed_at_the_agreed_minutes_or_says_why",
                condition=~Q(state="completed") | Q(minutes_done__gte=F("minutes_planned")) | ~Q(completed_because=""),
            ),
        ]
        indexes = [
            models.Index(fields=["edition", "state"], name="match_by_edition"),
            models.Index(fields=["state", "midway_on"], name="match_by_midway"),
            models.Index(fields=["completed_on"], condition=Q(state="completed"), name="match_by_completion"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_live(self) -> bool:
        return self.state in LIVE

    @property
    def is_resting(self) -> bool:
        return self.paused_until is not None and self.paused_until > timezone.localdate()

    @property
    def is_signed(self) -> bool:
        """Both know each other's name."""
        return self.signed_at is not None

    @property
    def is_over(self) -> bool:
        return self.state in {State.COMPLETED, State.ENDED}

    @property
    def closed_at(self) -> datetime | None:
        """When it was completed or ended: its state's moment."""
        return self.state_since if self.is_over else None

    def side_of(self, person: Person) -> Side | None:
        """Which side the person is on; None for neither."""
        if person.pk == self.candidate_id:
            return Side.CANDIDATE
        return Side.HOST if person.pk == self.host_id else None

    def person_of(self, side: str) -> Person:
        return self.candidate if side == Side.CANDIDATE else self.host


class Party(models.Model):
    """One of the two, with what they share with the other once both signed."""

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="parties")
    side = models.CharField(max_length=9, choices=Side)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    #: Shown to the other once both signed; their mail address is, too.
    phone = models.CharField(_("telephone, for the other to reach you"), max_length=40, blank=True)

    class Meta:
        ordering = ["match", "side"]
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(fields=["match", "side"], name="match_party_once_a_side"),
            models.CheckConstraint(name="match_party_side_is_known", condition=Q(side__in=Side.values)),
        ]

    def __str__(self) -> str:
        return f"{self.match_id} {self.side}"


class Minutes(models.Model):
    """Time that was spent together and counts: once for each key, whoever says it and however often."""

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="counted")
    #: What they were spent in, as "meeting:12" or "day:2026-04-02".
    key = models.CharField(max_length=60)
    minutes = models.PositiveIntegerField()
    counted_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["counted_at", "pk"]
        verbose_name_plural = "minutes"
        constraints = [
            models.UniqueConstraint(fields=["match", "key"], name="match_minutes_counted_once"),
            models.CheckConstraint(name="match_minutes_are_some", condition=Q(minutes__gte=1, minutes__lte=24 * 60)),
        ]

    def __str__(self) -> str:
        return f"{self.match_id} {self.key}"


def shows_its_card(user: Any) -> Q:
    """Cards of the people whom the user is matched with and who signed with them, while it is live: a reason to see them."""
    mine = Match.objects.live().known_to_each_other().filter(host=user.person_id)
    return Q(Exists(mine.filter(candidate=OuterRef("person"))))
