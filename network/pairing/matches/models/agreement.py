"""What both agree on, version by version: each signs the very words they read."""

from datetime import datetime
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.localtime import Zone, instant
from network.pairing.matches.models.match import Match
from network.pairing.proposals.models import Side
from people.accounts.models import Language, Person

#: Goals of one mentorship. Source: DOMAIN, 5.3.
MOST_GOALS = 3


class Rhythm(models.TextChoices):
    """How often a mentor and a mentee meet."""

    WEEKLY = "weekly", pgettext_lazy("meetings", "Every week")
    FORTNIGHTLY = "fortnightly", pgettext_lazy("meetings", "Every two weeks")
    MONTHLY = "monthly", pgettext_lazy("meetings", "Every month")
    AGREED = "agreed", pgettext_lazy("meetings", "As agreed from one to the next")


class Channel(models.TextChoices):
    """How the two meet."""

    IN_PERSON = "in_person", pgettext_lazy("meetings", "In person")
    ONLINE = "online", pgettext_lazy("meetings", "Online")
    PHONE = "phone", pgettext_lazy("meetings", "By telephone")
    BOTH = "both", pgettext_lazy("meetings", "In person and online")


class Insurer(models.TextChoices):
    """Who insures a placement. Source: DOMAIN, 5.2: the CNESST covers observation without pay only where a school is responsible."""

    EMPLOYER = "employer", pgettext_lazy("insurer", "The employer")
    PARTNER = "partner", pgettext_lazy("insurer", "The organisation that accompanies the candidate")
    PROGRAMME = "programme", pgettext_lazy("insurer", "The programme")
    SCHOOL = "school", pgettext_lazy("insurer", "A school that is responsible for the placement (CNESST)")
    OTHER = "other", pgettext_lazy("insurer", "Somebody else")


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def draft(self) -> Self:
        """That may be edited and signed; one a match at most."""
        return self.filter(state=Agreement.State.DRAFT)

    def in_force(self) -> Self:
        return self.filter(state=Agreement.State.IN_FORCE)


class Agreement(models.Model):
    """One version. A draft is edited by either side or staff; an edit raises ``revision`` and takes signatures back."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("agreement", "To be signed")
        IN_FORCE = "in_force", pgettext_lazy("agreement", "In force")
        REPLACED = "replaced", pgettext_lazy("agreement", "Replaced")
        DROPPED = "dropped", pgettext_lazy("agreement", "Dropped")

    match = models.ForeignKey(Match, on_delete=models.CASCADE, related_name="agreements")
    number = models.PositiveSmallIntegerField(default=1)
    revision = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=8, choices=State, default=State.DRAFT)
    language = models.CharField(_("language it is written in"), max_length=2, choices=Language, default=Language.FRENCH)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    rhythm = models.CharField(_("how often you meet"), max_length=12, choices=Rhythm, blank=True)
    channel = models.CharField(_("how you meet"), max_length=10, choices=Channel, blank=True)
    #: Of a mentorship: what was agreed; others count their days.
    hours = models.PositiveSmallIntegerField(_("hours agreed"), null=True, blank=True)
    subject = models.CharField(_("what you will talk about"), max_length=300, blank=True)
    limits = models.TextField(_("what it is not"), max_length=1000, blank=True)
    place = models.CharField(_("place"), max_length=300, blank=True)
    zone = models.CharField(_("legal time"), max_length=40, choices=Zone, default=Zone.MONTREAL)
    tasks = models.TextField(_("tasks that will be observed"), max_length=1500, blank=True)
    colleague = models.CharField(_("colleague who accompanies"), max_length=120, blank=True)
    confidentiality = models.TextField(_("confidentiality"), max_length=1000, blank=True)
    insurer = models.CharField(_("who insures"), max_length=12, choices=Insurer, blank=True)
    insurance = models.CharField(_("name or number of the insurance"), max_length=200, blank=True)
    right_to_stop = models.TextField(_("right to stop"), max_length=1000, blank=True)
    written_at = models.DateTimeField(default=timezone.now)
    written_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    candidate_signed_at = models.DateTimeField(null=True)
    host_signed_at = models.DateTimeField(null=True)
    in_force_at = models.DateTimeField(null=True)

    #: What the form of each format asks for, beside goals and days.
    FIELDS: ClassVar[dict[str, tuple[str, ...]]] = {
        "mentoring": ("starts_on", "ends_on", "hours", "rhythm", "channel", "limits"),
        "placement": (
            "place", "zone", "tasks", "colleague", "confidentiality", "insurer", "insurance", "right_to_stop",
        ),
        "conversation": ("subject", "channel", "place", "zone", "limits"),
    }  # fmt: skip

    objects = AgreementQuerySet.as_manager()

    class Meta:
        ordering = ["match", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["match", "number"], name="agreement_number_once"),
            models.UniqueConstraint(fields=["match"], condition=Q(state="draft"), name="agreement_one_draft"),
            models.UniqueConstraint(fields=["match"], condition=Q(state="in_force"), name="agreement_one_in_force"),
            models.CheckConstraint(
                name="agreement_state_is_known", condition=Q(state__in=["draft", "in_force", "replaced", "dropped"])
            ),
            models.CheckConstraint(
                name="agreement_in_force_signed_by_both",
                condition=Q(state__in=["draft", "dropped"], in_force_at=None)
                | Q(
                    state__in=["in_force", "replaced"],
                    in_force_at__isnull=False,
                    candidate_signed_at__isnull=False,
                    host_signed_at__isnull=False,
                ),
            ),
            models.CheckConstraint(
                name="agreement_draft_lacks_a_signature",
                condition=~Q(state="draft") | Q(candidate_signed_at=None) | Q(host_signed_at=None),
            ),
            models.CheckConstraint(
                name="agreement_ends_after_it_starts",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(ends_on__gt=F("starts_on")),
                violation_error_message=_("It would end before it starts."),
            ),
            models.CheckConstraint(name="agreement_insurer_is_known", condition=Q(insurer__in=["", *Insurer.values])),
        ]

    def __str__(self) -> str:
        return f"{self.match_id}/{self.number}"

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    def signed_at(self, side: str) -> datetime | None:
        """When this side signed these words; None if it has not."""
        return self.candidate_signed_at if side == Side.CANDIDATE else self.host_signed_at


class Goal(models.Model):
    """A goal of a mentorship; ticked by either side once it is reached."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="goals")
    rank = models.PositiveSmallIntegerField()
    text = models.CharField(_("goal"), max_length=200)
    reached_at = models.DateTimeField(null=True)
    reached_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "rank"], name="goal_rank_once"),
            models.CheckConstraint(name="goals_are_three_at_most", condition=Q(rank__gte=1, rank__lte=MOST_GOALS)),
            models.CheckConstraint(name="goal_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id}/{self.rank}"


class Day(models.Model):
    """A day of a placement, or the hour of a conversation; local time of the agreement's zone."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="days")
    day = models.DateField(_("day"))
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    break_minutes = models.PositiveSmallIntegerField(_("minutes of break"), default=0)

    class Meta:
        ordering = ["day", "starts"]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "day"], name="agreement_day_once"),
            models.CheckConstraint(
                name="agreement_day_ends_after_it_starts",
                condition=Q(ends__gt=F("starts")),
                violation_error_message=_("It would end before it starts."),
            ),
            models.CheckConstraint(name="agreement_day_has_a_short_break", condition=Q(break_minutes__lte=240)),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.starts}"

    @property
    def minutes(self) -> int:
        """Time spent together: the day without its breaks, an hour that the clocks skip or repeat counted as it is lived."""
        begins, ends = (instant(datetime.combine(self.day, at), self.agreement.zone) for at in (self.starts, self.ends))
        return max(int((ends - begins).total_seconds()) // 60 - self.break_minutes, 0)

    @property
    def key(self) -> str:
        """What its minutes are counted under."""
        return f"day:{self.day.isoformat()}"
