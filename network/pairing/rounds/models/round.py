"""A round: one snapshot of those who wait and of those who receive, and the best assignment of it with its proof."""

from typing import Any, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.guard import door
from network.pairing.editions.models import Objective, PairingSettings
from people.accounts.models import Person, Role
from people.programmes.models import Edition


class Kind(models.TextChoices):
    """Why it was made."""

    NIGHTLY = "nightly", pgettext_lazy("round", "of the night")
    WEEKLY = "weekly", pgettext_lazy("round", "of the week")
    ON_DEMAND = "on_demand", pgettext_lazy("round", "on demand")


class State(models.TextChoices):
    """Where a round stands. From ready on only a person moves it."""

    QUEUED = "queued", pgettext_lazy("round", "About to begin")
    RUNNING = "running", pgettext_lazy("round", "Being computed")
    READY = "ready", pgettext_lazy("round", "To be reviewed")
    PUBLISHING = "publishing", pgettext_lazy("round", "Being sent")
    PUBLISHED = "published", pgettext_lazy("round", "Published")
    DISCARDED = "discarded", pgettext_lazy("round", "Put aside")
    FAILED = "failed", pgettext_lazy("round", "Stopped")


#: The engine is, or will be, at work.
UNDER_WAY = (State.QUEUED, State.RUNNING)
#: Somebody reviews it, or has decided.
ON_THE_TABLE = (State.READY, State.PUBLISHING)


class Stage(models.TextChoices):
    """What a round that is being computed does now."""

    READING = "reading", pgettext_lazy("round", "Reading requests and offers")
    EDGES = "edges", pgettext_lazy("round", "Finding out who could be with whom")
    SOLVING = "solving", pgettext_lazy("round", "Looking for the best assignment")
    PROVING = "proving", pgettext_lazy("round", "Checking the proof")
    PRICES = "prices", pgettext_lazy("round", "Working out what each rule costs")
    WRITING = "writing", pgettext_lazy("round", "Writing the board")


class Trouble(models.TextChoices):
    """Why a round stopped, in words for whoever asked for it."""

    STOPPED = "stopped", _("The computation was interrupted three times. Nothing was sent; ask for a new round.")
    UNPROVEN = (
        "unproven",
        _(
            "The proof of the assignment does not hold, so it is not shown. Nothing was sent; tell whoever runs the platform."
        ),
    )
    ERROR = (
        "error",
        _("The computation met an error. Nothing was sent; ask for a new round, and tell whoever runs the platform."),
    )
    NOT_OPEN = "not_open", _("The edition is not open any more, so nobody is paired in it.")


class RoundQuerySet(models.QuerySet["Round"]):
    def kept_by(self, user: Any) -> Self:
        """Of editions that the user keeps."""
        return self.filter(edition__in=Edition.objects.kept_by(user))

    @door
    def reviewed_by(self, user: Any) -> Self:
        """Of editions that the user keeps, or reviews for one of the organisations."""
        return self.filter(edition__in=PairingSettings.objects.reviewed_by(user).values("pk"))

    @door
    def counted_for(self, user: Any) -> Self:
        """Whose figures by group the user reads: of editions they keep; an analyst's, of all."""
        if user.is_authenticated and user.holds_any(Role.ANALYST):
            return self
        return self.kept_by(user)

    def under_way(self) -> Self:
        return self.filter(state__in=UNDER_WAY)

    def on_the_table(self) -> Self:
        return self.filter(state__in=ON_THE_TABLE)

    def computed(self) -> Self:
        """Those that came to a board."""
        return self.filter(is_proven=True)

    def before(self, one: "Round") -> Self:
        """Rounds of the same edition that came to a board before this one, the last first."""
        return self.computed().filter(edition=one.edition_id, number__lt=one.number).order_by("-number")

    def latest_of_editions(self) -> Self:
        """One an edition: the last."""
        later = Round.objects.filter(edition=OuterRef("edition"), number__gt=OuterRef("number"))
        return self.filter(~Exists(later))


class Round(models.Model):
    """One round of an edition. ``version`` counts what was changed on its board: who changes says which one they saw."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="rounds")
    #: From 1 in its edition.
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.ON_DEMAND)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    #: None: the calendar.
    asked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    started_at = models.DateTimeField(null=True)
    #: The engine has answered, or has given up.
    ended_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    stage = models.CharField(max_length=8, choices=Stage, blank=True)
    #: Per cent.
    progress = models.PositiveSmallIntegerField(default=0)
    trouble = models.CharField(max_length=10, choices=Trouble, blank=True)

    # What it was computed with.
    objective = models.CharField(max_length=16, choices=Objective)
    weights = models.JSONField(default=dict)
    keep_bonus = models.PositiveSmallIntegerField(default=0)

    # What came out. ``value``: pairs, days and score in one whole number (``network.pairing.problem.Amount``).
    candidates = models.PositiveIntegerField(default=0)
    hosts = models.PositiveIntegerField(default=0)
    places = models.PositiveIntegerField(default=0)
    edges = models.PositiveIntegerField(default=0)
    pairs = models.PositiveIntegerField(default=0)
    days = models.PositiveIntegerField(default=0)
    score = models.PositiveIntegerField(default=0)
    value = models.BigIntegerField(default=0)
    #: Days waited of whoever is left out and has waited longest; None: nobody is left out.
    longest_left = models.PositiveIntegerField(null=True)
    #: The certificate was checked, by one scan of the edges, and holds.
    is_proven = models.BooleanField(default=False)
    verify_ms = models.PositiveIntegerField(default=0)
    cpu_ms = models.PositiveIntegerField(default=0)
    #: Rule -> what the whole would gain without it; where hosts are missing.
    rule_prices = models.JSONField(default=list)
    scarcity = models.JSONField(default=dict)
    #: Candidates, hosts and feasible pairs as keys and scores, compressed (``network.pairing.rounds.snapshot``); emptied after a while.
    problem = models.BinaryField(null=True)

    version = models.PositiveIntegerField(default=0)
    #: Who decided that it is published: a person, always.
    decided_by = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    #: Published, or put aside.
    closed_at = models.DateTimeField(null=True)
    #: The round that came after it while nobody had decided.
    replaced_by = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")

    objects = RoundQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="round_number_once_an_edition"),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(state__in=["queued", "running"]), name="round_one_under_way"
            ),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(state__in=["ready", "publishing"]), name="round_one_on_the_table"
            ),
            models.CheckConstraint(name="round_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="round_kind_is_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(name="round_progress_is_per_cent", condition=Q(progress__lte=100)),
            models.CheckConstraint(
                name="round_is_shown_once_proven",
                condition=~Q(state__in=["ready", "publishing", "published"])
                | Q(is_proven=True, ended_at__isnull=False),
            ),
            models.CheckConstraint(
                name="round_is_published_by_a_person",
                condition=~Q(state__in=["publishing", "published"])
                | Q(decided_by__isnull=False, decided_at__isnull=False),
            ),
            models.CheckConstraint(name="round_failed_says_why", condition=~Q(state="failed") | ~Q(trouble="")),
            models.CheckConstraint(
                name="round_closed_at_a_moment",
                condition=~Q(state__in=["published", "discarded"]) | Q(closed_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.edition_id}/{self.number}"

    @property
    def topic(self) -> str:
        """What moves on screen when it moves."""
        return f"round/{self.pk}"

    @property
    def bonus(self) -> int:
        """Points of a pair that stands already: one at least, so that of two equal answers the one that stands is kept."""
        return max(self.keep_bonus, 1)

    @property
    def left_out(self) -> int:
        return self.candidates - self.pairs

    @property
    def is_under_way(self) -> bool:
        return self.state in UNDER_WAY

    @property
    def is_ready(self) -> bool:
        return self.state == State.READY

    @property
    def is_closed(self) -> bool:
        return self.state in {State.PUBLISHED, State.DISCARDED, State.FAILED}
