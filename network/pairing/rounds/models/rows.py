"""What a round found, row by row: its candidates, its hosts, its pairs."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from network.pairing.offers.models import Offer
from network.pairing.proposals.models import Proposal
from network.pairing.requests.models import Request
from network.pairing.rounds.models.round import Round
from people.accounts.models import Person

#: A reason is a sentence or two.
LONGEST_REASON = 500


class Because(models.TextChoices):
    """Why somebody is left out (``network.pairing.problem.LeftOut``)."""

    PAIRED = "", pgettext_lazy("round", "paired")
    NO_HOST = "no_host", _("No host suits")
    NO_PLACE = "no_place", _("The hosts that suit have no place left")
    LONGER_WAIT = "longer_wait", _("Others wait longer for the same places")
    BETTER_FIT = "better_fit", _("The same places suit others better")


class RoundCandidate(models.Model):
    """One of those who waited when the snapshot was taken."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="candidate_rows")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="round_rows")
    #: Place in the order of waiting, from 1.
    order = models.PositiveIntegerField()
    days_waited = models.PositiveIntegerField()
    #: Hosts that hold every hard rule.
    reach = models.PositiveIntegerField(default=0)
    because = models.CharField(max_length=12, choices=Because, default=Because.PAIRED, blank=True)
    #: Nearest host, what was missing there, and which rules keep others away: codes and numbers alone.
    facts = models.JSONField(default=dict)
    #: What the round gains by serving them, over what their place costs: a price of the proof.
    gain = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["round", "order"]
        constraints = [
            models.UniqueConstraint(fields=["round", "request"], name="round_has_a_request_once"),
            models.UniqueConstraint(fields=["round", "order"], name="round_has_one_in_each_place_of_the_queue"),
            models.CheckConstraint(name="round_reason_is_known", condition=Q(because__in=Because.values)),
        ]
        indexes = [models.Index(fields=["round", "because", "order"], name="round_left_out")]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.request_id}"


class RoundHost(models.Model):
    """One of the offers that had a place when the snapshot was taken."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="host_rows")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="round_rows")
    room = models.PositiveSmallIntegerField()
    used = models.PositiveSmallIntegerField(default=0)
    #: What one more place would be worth: a price of the proof. 0 where there is room.
    price = models.BigIntegerField(default=0)

    class Meta:
        ordering = ["round", "offer"]
        constraints = [
            models.UniqueConstraint(fields=["round", "offer"], name="round_has_an_offer_once"),
            models.CheckConstraint(name="round_host_is_never_overfilled", condition=Q(used__lte=F("room"))),
        ]

    def __str__(self) -> str:
        return f"{self.round_id}/{self.offer_id}"

    @property
    def free(self) -> int:
        return self.room - self.used


class Origin(models.TextChoices):
    """Who put the two together."""

    ENGINE = "engine", pgettext_lazy("pair", "computed")
    KEPT = "kept", pgettext_lazy("pair", "kept from the last round")
    MOVED = "moved", pgettext_lazy("pair", "moved by a person")
    HAND = "hand", pgettext_lazy("pair", "added by a person")


class PairState(models.TextChoices):
    """Where a pair of a round stands."""

    PROPOSED = "proposed", pgettext_lazy("pair", "Proposed")
    LOCKED = "locked", pgettext_lazy("pair", "Locked")
    EXCLUDED = "excluded", pgettext_lazy("pair", "Excluded")
    PUBLISHED = "published", pgettext_lazy("pair", "Sent to both")
    FELL_THROUGH = "fell", pgettext_lazy("pair", "Could not be sent")


#: Holds a place of its host.
LIVE = (PairState.PROPOSED, PairState.LOCKED, PairState.PUBLISHED)


class RoundPairQuerySet(models.QuerySet["RoundPair"]):
    def live(self) -> Self:
        return self.filter(state__in=LIVE)

    def standing(self) -> Self:
        """Not sent yet."""
        return self.filter(state__in=[PairState.PROPOSED, PairState.LOCKED])


class RoundPair(models.Model):
    """One candidate with one host, as the round has it now."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="pair_rows")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="+")
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="+")
    #: 1 to 1000, and its parts by name; 0 for a pair that no rule lets be.
    score = models.PositiveSmallIntegerField(default=0)
    parts = models.JSONField(default=dict)
    origin = models.CharField(max_length=6, choices=Origin, default=Origin.ENGINE)
    state = models.CharField(max_length=9, choices=PairState, default=PairState.PROPOSED)
    #: Of a pair by hand: what both sides are shown. Of one that is excluded: why.
    reason = models.CharField(_("why"), max_length=LONGEST_REASON, blank=True)
    #: Codes of the rules it goes beyond.
    beyond = models.JSONField(default=list)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    proposal = models.OneToOneField(Proposal, null=True, on_delete=models.PROTECT, related_name="round_pair")
    #: Why it could not be sent, as the person who decided was told: the name of a refusal (``proposals.refusals``).
    fell_because = models.CharField(max_length=40, blank=True)

    objects = RoundPairQuerySet.as_manager()

    class Meta:
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["round", "request", "offer"], name="round_has_a_pair_once"),
            models.UniqueConstraint(
                fields=["round", "request"],
                condition=Q(state__in=["proposed", "locked", "published"]),
                name="round_puts_a_request_with_one_host",
            ),
            models.CheckConstraint(name="round_pair_state_is_known", condition=Q(state__in=PairState.values)),
            models.CheckConstraint(name="round_pair_origin_is_known", condition=Q(origin__in=Origin.values)),
            models.CheckConstraint(
                name="round_pair_sent_has_a_proposal",
                condition=Q(state="published", proposal__isnull=False) | (~Q(state="published") & Q(proposal=None)),
            ),
            models.CheckConstraint(name="round_pair_by_hand_has_a_reason", condition=~Q(origin="hand") | ~Q(reason="")),
            models.CheckConstraint(
                name="round_pair_excluded_has_a_reason", condition=~Q(state="excluded") | ~Q(reason="")
            ),
            models.CheckConstraint(name="round_pair_beyond_a_rule_by_hand", condition=Q(beyond=[]) | Q(origin="hand")),
            models.CheckConstraint(name="round_pair_score_is_small", condition=Q(score__lte=1000)),
            models.CheckConstraint(name="round_pair_fell_says_why", condition=~Q(state="fell") | ~Q(fell_because="")),
        ]
        indexes = [models.Index(fields=["round", "state"], name="round_pairs_by_state")]

    def __str__(self) -> str:
        return f"{self.request_id} × {self.offer_id}"

    @property
    def is_locked(self) -> bool:
        return self.state == PairState.LOCKED
