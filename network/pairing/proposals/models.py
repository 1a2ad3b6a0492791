"""Proposals: one candidate, one offer, two answers. A person decided to propose it; nobody is paired without saying yes."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.guard import door
from network.pairing.editions.models import PairingSettings, works_for
from network.pairing.offers.models import Offer
from network.pairing.requests.models import Request
from people.accounts.models import Person
from people.participants.models import CaseFile
from people.programmes.models import Edition

#: Days before its last one on which a proposal that waits for an answer is worth a call.
CALL_DAYS = 2
#: A no that was a slip of the thumb can be taken back for so long; the other side is told once it has passed.
GRACE = timedelta(minutes=30)
#: Days in which somebody answers who asked for a review.
REVIEW_DAYS = 10


class State(models.TextChoices):
    """Where a proposal stands."""

    OPEN = "open", pgettext_lazy("proposal", "Waiting for answers")
    ACCEPTED = "accepted", pgettext_lazy("proposal", "Accepted by both")
    DECLINED = "declined", pgettext_lazy("proposal", "Declined")
    LAPSED = "lapsed", pgettext_lazy("proposal", "Lapsed")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Withdrawn")


#: From where to where; all that is not here is refused. A no is taken back within the half hour.
MOVES: dict[str, frozenset[str]] = {
    State.OPEN: frozenset({State.ACCEPTED, State.DECLINED, State.LAPSED, State.WITHDRAWN}),
    State.ACCEPTED: frozenset(),
    State.DECLINED: frozenset({State.OPEN}),
    State.LAPSED: frozenset(),
    State.WITHDRAWN: frozenset(),
}


class Side(models.TextChoices):
    """The two who answer."""

    CANDIDATE = "candidate", pgettext_lazy("side of a proposal", "The candidate")
    HOST = "host", pgettext_lazy("side of a proposal", "The host")

    @property
    def other(self) -> "Side":
        return Side.HOST if self is Side.CANDIDATE else Side.CANDIDATE


class Answer(models.TextChoices):
    """What one side said."""

    NONE = "", pgettext_lazy("proposal", "No answer yet")
    YES = "yes", pgettext_lazy("proposal", "Yes")
    NO = "no", pgettext_lazy("proposal", "No")


class Why(models.TextChoices):
    """Why one side declined. It stays with the coordination; the other side learns only that it does not work out."""

    NOT_NOW = "not_now", _("Not at this time")
    FIELD = "field", _("Not my field, or not close enough")
    HOURS = "hours", _("The hours do not suit")
    PLACE = "place", _("Too far, or not the place")
    LANGUAGE = "language", _("The language would be difficult")
    KNOWN = "known", _("We know each other already")
    OTHER = "other", _("Another reason")


class Ground(models.TextChoices):
    """Why a proposal was withdrawn before both had answered."""

    NONE = "", ""
    STAFF = "staff", pgettext_lazy("proposal", "The coordination, or a caseworker, withdrew it")
    OFFER = "offer", pgettext_lazy("proposal", "The offer is no longer open")
    REQUEST = "request", pgettext_lazy("proposal", "The candidate no longer waits for a match")
    GONE = "gone", pgettext_lazy("proposal", "One of the two is no longer here")


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: Any) -> Self:
        """For staff: of editions one keeps or reviews, of people one's organisation follows, of hosts one's partner brought."""
        if not user.is_authenticated:
            return self.none()
        return self.there().filter(
            Q(request__candidacy__edition__in=Edition.objects.kept_by(user))
            | Q(request__candidacy__edition__in=PairingSettings.objects.reviewed_by(user).values("edition"))
            | Q(request__candidacy__case_file__in=CaseFile.objects.visible_to(user))
            | works_for(user, "offer__partner__organisation")
        )

    @door
    def kept_or_reviewed_by(self, user: Any) -> Self:
        """Of editions that the user keeps, or reviews."""
        return self.there().filter(
            request__candidacy__edition__in=PairingSettings.objects.reviewed_by(user).values("edition")
        )

    def of_person(self, person: Person) -> Self:
        """Those the person is asked about, on either side."""
        return self.filter(Q(person=person) | Q(offer__host=person))

    def there(self) -> Self:
        """Of candidates who are neither erased nor merged into another entry."""
        return self.filter(person__erased_at=None, person__merged_into=None)

    def open(self) -> Self:
        return self.filter(state=State.OPEN)

    def waiting_for(self, side: str) -> Self:
        """Open, and this side has not said a word."""
        return self.open().filter(**{f"{side}_answer": Answer.NONE})

    def waiting(self) -> Self:
        """Open, and somebody has not answered: all that are open."""
        return self.open().filter(Q(host_answer=Answer.NONE) | Q(candidate_answer=Answer.NONE))

    def soon_over(self, today: date | None = None) -> Self:
        """Waiting, with two days left at most."""
        return self.waiting().filter(answer_by__lte=(today or timezone.localdate()) + timedelta(days=CALL_DAYS))

    def failed(self) -> Self:
        """Pairs that are not proposed again: somebody said no to them."""
        return self.filter(state=State.DECLINED)

    def along(self) -> Self:
        """With all that a page or a letter names. Cost: none beyond its own."""
        return self.select_related(
            "person",
            "decided_by",
            "offer__host",
            "offer__organisation",
            "offer__region",
            "offer__partner__organisation",
            "request__candidacy__edition__programme",
            "request__candidacy__case_file__person",
            "request__candidacy__case_file__organisation",
        )


class Proposal(models.Model):
    """One pair put before both sides. While it is open it holds a place of the offer (``Offer.held``)."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="proposals")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="proposals")
    #: The candidate: one open proposal a person, whatever the edition.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pairing_proposals")
    #: 1..1000 with its parts by name (``network.pairing.feasibility``); 0 for a pair put together by hand against a rule.
    score = models.PositiveSmallIntegerField(default=0)
    parts = models.JSONField(default=dict)
    #: What was known of both when it was decided: the facts that each part stands on (``facts.facts_of``).
    facts = models.JSONField(default=dict)
    #: Codes of the rules it goes beyond, by hand, and the written reason both sides are shown.
    beyond = models.JSONField(default=list)
    by_hand = models.BooleanField(default=False)
    hand_reason = models.CharField(_("why these two"), max_length=500, blank=True)
    #: Whether a computer proposed the pair before a person decided.
    computed = models.BooleanField(default=True)
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateField(_("answer by"))
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.OPEN)
    closed_at = models.DateTimeField(null=True)
    host_answer = models.CharField(max_length=3, choices=Answer, default=Answer.NONE, blank=True)
    host_answered_at = models.DateTimeField(null=True)
    candidate_answer = models.CharField(max_length=3, choices=Answer, default=Answer.NONE, blank=True)
    candidate_answered_at = models.DateTimeField(null=True)
    #: Why it was withdrawn; in words where the coordination, or a caseworker, did it.
    ground = models.CharField(max_length=8, choices=Ground, default=Ground.NONE, blank=True)
    withdrawn_because = models.CharField(_("why it is withdrawn"), max_length=300, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["person"], condition=Q(state="open"), name="proposal_one_open_per_person"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(state="open"), name="proposal_one_open_per_request"
            ),
            models.CheckConstraint(name="proposal_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="proposal_accepted_by_both",
                condition=~Q(state="accepted") | Q(host_answer="yes", candidate_answer="yes"),
            ),
            models.CheckConstraint(
                name="proposal_both_yes_is_accepted",
                condition=~Q(host_answer="yes", candidate_answer="yes") | Q(state="accepted"),
            ),
            models.CheckConstraint(
                name="proposal_declined_by_one",
                condition=~Q(state="declined") | Q(host_answer="no") | Q(candidate_answer="no"),
            ),
            models.CheckConstraint(
                name="proposal_no_ends_it",
                condition=Q(state="declined") | ~(Q(host_answer="no") | Q(candidate_answer="no")),
            ),
            models.CheckConstraint(
                name="proposal_answers_are_known",
                condition=Q(host_answer__in=Answer.values, candidate_answer__in=Answer.values),
            ),
            models.CheckConstraint(
                name="proposal_answered_at_a_moment",
                condition=(
                    Q(host_answer="", host_answered_at=None) | (~Q(host_answer="") & Q(host_answered_at__isnull=False))
                )
                & (
                    Q(candidate_answer="", candidate_answered_at=None)
                    | (~Q(candidate_answer="") & Q(candidate_answered_at__isnull=False))
                ),
            ),
            models.CheckConstraint(
                name="proposal_open_until_it_is_closed",
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="proposal_withdrawn_on_a_ground",
                condition=Q(state="withdrawn", ground__in=["staff", "offer", "request", "gone"])
                | (~Q(state="withdrawn") & Q(ground="")),
            ),
            models.CheckConstraint(
                name="proposal_withdrawn_by_staff_says_why",
                condition=~Q(ground="staff") | ~Q(withdrawn_because=""),
                violation_error_message=_("Say why: both read it."),
            ),
            models.CheckConstraint(
                name="proposal_by_hand_has_a_reason", condition=Q(by_hand=False) | ~Q(hand_reason="")
            ),
            models.CheckConstraint(name="proposal_beyond_a_rule_by_hand", condition=Q(beyond=[]) | Q(by_hand=True)),
            models.CheckConstraint(name="proposal_score_is_small", condition=Q(score__lte=1000)),
        ]
        indexes = [
            models.Index(fields=["state", "answer_by"], name="proposal_by_day"),
            models.Index(fields=["offer", "state"], name="proposal_by_offer"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def is_late(self) -> bool:
        """Its last day has passed, and the clock has not come round."""
        return self.is_open and self.answer_by < timezone.localdate()

    @property
    def host(self) -> Person:
        return self.offer.host

    def person_of(self, side: str) -> Person:
        return self.person if side == Side.CANDIDATE else self.offer.host

    def side_of(self, person: Person) -> Side | None:
        """On which side the person is asked; None for somebody else. Needs the offer loaded."""
        if person.pk == self.person_id:
            return Side.CANDIDATE
        return Side.HOST if person.pk == self.offer.host_id else None

    def answer_of(self, side: str) -> str:
        return self.candidate_answer if side == Side.CANDIDATE else self.host_answer

    def answered_at(self, side: str) -> Any:
        return self.candidate_answered_at if side == Side.CANDIDATE else self.host_answered_at

    def waits_for(self, side: str) -> bool:
        return self.is_open and self.answer_of(side) == Answer.NONE

    @property
    def waits_for_sides(self) -> list[Side]:
        """Who has not answered yet."""
        return [side for side in Side if self.waits_for(side)]

    def may_take_back(self, side: str) -> bool:
        """A yes until the other one answers too; a no for half an hour."""
        if self.answer_of(side) == Answer.YES:
            return self.is_open
        return self.answer_of(side) == Answer.NO and self.is_within_grace(side)

    def is_within_grace(self, side: str) -> bool:
        said_at = self.answered_at(side)
        return self.state == State.DECLINED and said_at is not None and timezone.now() < said_at + GRACE


class Reply(models.Model):
    """What one side said beside yes or no: it stays with whoever said it and with those who propose."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="replies")
    side = models.CharField(max_length=10, choices=Side)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=3, choices=[("yes", Answer.YES.label), ("no", Answer.NO.label)])
    why = models.CharField(_("why"), max_length=10, choices=Why, blank=True)
    words = models.CharField(_("in your words"), max_length=500, blank=True)
    said_at = models.DateTimeField(default=timezone.now)
    #: Who noted it: the person, or staff to whom they said it.
    noted_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["said_at", "pk"]
        verbose_name_plural = "replies"
        constraints = [
            models.UniqueConstraint(fields=["proposal", "side"], name="reply_once_a_side"),
            models.CheckConstraint(name="reply_side_is_known", condition=Q(side__in=Side.values)),
            models.CheckConstraint(name="reply_is_yes_or_no", condition=Q(answer__in=["yes", "no"])),
            models.CheckConstraint(name="reply_no_says_why", condition=Q(answer="yes") | ~Q(why="")),
            models.CheckConstraint(name="reply_why_is_known", condition=Q(why="") | Q(why__in=Why.values)),
        ]

    def __str__(self) -> str:
        return f"{self.proposal_id} {self.side}"


class ReviewRequestQuerySet(models.QuerySet["ReviewRequest"]):
    def visible_to(self, user: Any) -> Self:
        """Of proposals of editions that the user keeps, or reviews."""
        if not user.is_authenticated:
            return self.none()
        editions = PairingSettings.objects.reviewed_by(user).values("edition")
        return self.filter(
            proposal__request__candidacy__edition__in=editions, person__erased_at=None, person__merged_into=None
        )

    def of_person(self, person: Person) -> Self:
        return self.filter(person=person)

    def open(self) -> Self:
        return self.filter(answered_at=None)


class ReviewRequest(models.Model):
    """Somebody asks that a person looks again at what was proposed to them; a named person answers. Source: Law 25."""

    class Outcome(models.TextChoices):
        STANDS = "stands", pgettext_lazy("review", "What was proposed stands")
        CORRECTED = "corrected", pgettext_lazy("review", "Something was wrong, and is corrected")
        ANEW = "anew", pgettext_lazy("review", "Another proposal is looked for")

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="reviews")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    side = models.CharField(max_length=10, choices=Side)
    words = models.TextField(_("what should be looked at"), max_length=1000)
    asked_at = models.DateTimeField(default=timezone.now)
    answer_by = models.DateField(_("answer by"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    answer = models.TextField(_("answer"), max_length=1500, blank=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    answered_at = models.DateTimeField(null=True)

    objects = ReviewRequestQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["proposal", "person"], condition=Q(answered_at=None), name="review_one_open_per_person"
            ),
            models.CheckConstraint(name="review_says_what", condition=~Q(words="")),
            models.CheckConstraint(name="review_side_is_known", condition=Q(side__in=Side.values)),
            models.CheckConstraint(
                name="review_answered_in_words",
                condition=Q(answered_at=None, answer="", outcome="")
                | (Q(answered_at__isnull=False) & ~Q(answer="") & Q(outcome__in=["stands", "corrected", "anew"])),
            ),
            models.CheckConstraint(
                name="review_answered_after_asked", condition=Q(answered_at=None) | Q(answered_at__gte=F("asked_at"))
            ),
        ]
        indexes = [models.Index(fields=["answered_at", "answer_by"], name="review_by_day")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_open(self) -> bool:
        return self.answered_at is None

    @property
    def is_late(self) -> bool:
        return self.is_open and self.answer_by < timezone.localdate()


def declined_pairs(edition: int) -> Iterable[tuple[int, int]]:
    """Person and offer that one of the two said no to: a round leaves them apart. Cost: 1 query."""
    return Proposal.objects.failed().filter(offer__edition=edition).values_list("person", "offer")
