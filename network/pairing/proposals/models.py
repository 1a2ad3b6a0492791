"""Proposals: one candidate, one offer, two answers. A person decided to propose it; nobody is paired without saying yes."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from network.pairing.offers.models import Offer
from network.pairing.requests.models import Request
from people.accounts.models import Person
from people.participants.models import CaseFile
from people.programmes.models import Edition


class State(models.TextChoices):
    """Where a proposal stands."""

    OPEN = "open", pgettext_lazy("proposal", "Waiting for answers")
    ACCEPTED = "accepted", pgettext_lazy("proposal", "Accepted by both")
    DECLINED = "declined", pgettext_lazy("proposal", "Declined")
    LAPSED = "lapsed", pgettext_lazy("proposal", "Lapsed")
    WITHDRAWN = "withdrawn", pgettext_lazy("proposal", "Withdrawn")


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


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def visible_to(self, user: Any) -> Self:
        """For staff: of editions one keeps, of people one's organisation follows, and of offers that one sees."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(
            Q(request__candidacy__edition__in=Edition.objects.kept_by(user))
            | Q(request__candidacy__case_file__in=CaseFile.objects.visible_to(user))
        )

    def of_person(self, person: Person) -> Self:
        """Those the person is asked about, on either side."""
        return self.filter(Q(person=person) | Q(offer__host=person))

    def open(self) -> Self:
        return self.filter(state=State.OPEN)

    def failed(self) -> Self:
        """Pairs that are not proposed again: somebody said no to them."""
        return self.filter(state=State.DECLINED)


class Proposal(models.Model):
    """One pair put before both sides. While it is open it holds a place of the offer (``Offer.held``)."""

    request = models.ForeignKey(Request, on_delete=models.PROTECT, related_name="proposals")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="proposals")
    #: The candidate: one open proposal a person, whatever the edition.
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pairing_proposals")
    #: 1..1000 with its parts by name (``network.pairing.feasibility``); 0 for a pair put together by hand against a rule.
    score = models.PositiveSmallIntegerField(default=0)
    parts = models.JSONField(default=dict)
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
    host_why = models.CharField(max_length=10, choices=Why, blank=True)
    host_words = models.CharField(max_length=500, blank=True)
    candidate_answer = models.CharField(max_length=3, choices=Answer, default=Answer.NONE, blank=True)
    candidate_answered_at = models.DateTimeField(null=True)
    candidate_why = models.CharField(max_length=10, choices=Why, blank=True)
    candidate_words = models.CharField(max_length=500, blank=True)
    #: Why the coordination, or a caseworker, withdrew it.
    withdrawn_because = models.CharField(max_length=300, blank=True)

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
                name="proposal_declined_by_one",
                condition=~Q(state="declined") | Q(host_answer="no") | Q(candidate_answer="no"),
            ),
            models.CheckConstraint(
                name="proposal_open_until_it_is_closed",
                condition=Q(state="open", closed_at=None) | (~Q(state="open") & Q(closed_at__isnull=False)),
            ),
            models.CheckConstraint(
                name="proposal_by_hand_has_a_reason", condition=Q(by_hand=False) | ~Q(hand_reason="")
            ),
            models.CheckConstraint(name="proposal_beyond_a_rule_by_hand", condition=Q(beyond=[]) | Q(by_hand=True)),
            models.CheckConstraint(name="proposal_score_is_small", condition=Q(score__lte=1000)),
        ]
        indexes = [models.Index(fields=["state", "answer_by"], name="proposal_by_day")]

    def __str__(self) -> str:
        return f"#{self.pk}"
