"""A dated follow-up: asked, answered or not, and what somebody tried meanwhile."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.guard import door
from core.reference.models import Region
from people.accounts.models import Person, Role
from people.consent.rules import consenting
from people.follow_up.models.tracks import CORRECTION_DAYS, CURRENT, LATE_DAYS, Track
from people.follow_up.purposes import REGIONAL
from people.participants.models import caseworker_scopes


def officer_scopes(user: Any) -> list[int]:
    """Scopes of the regions in which the user welcomes people. Cost: no query beyond the user's grants."""
    if not user.is_authenticated:
        return []
    return [scope for role, scope in user.grants_now if role == Role.REGIONAL_OFFICER]


def _moved_to(scopes: list[int]) -> Q:
    """People who live in one of these regions, and lived in another one when something of theirs began: who moved there."""
    here = Q(track__lives_in__scope__in=scopes) | Q(track__lives_in=None, track__case_file__region__scope__in=scopes)
    elsewhere = Track.objects.filter(case_file=OuterRef("track__case_file"), lived_in__isnull=False).exclude(
        lived_in__scope__in=scopes
    )
    return here & Q(Exists(elsewhere))


class FollowUpQuerySet(models.QuerySet["FollowUp"]):
    def current(self) -> Self:
        """Of people who are neither erased nor merged."""
        return self.filter(**{f"track__{path}": value for path, value in CURRENT.items()})

    def visible_to(self, user: Any) -> Self:
        """Of people one's organisation follows now, and of those who moved to the region one welcomes people in.

        A handover moves them along: nothing is copied. Of the latter, ``is_named`` says whether the officer may know who
        it is (``annotated_for``).
        """
        scopes, regions = caseworker_scopes(user), officer_scopes(user)
        seen = Q(track__case_file__organisation__scope__in=scopes)
        if regions:
            seen |= _moved_to(regions)
        return self.current().filter(seen)

    def followed_by(self, user: Any) -> Self:
        """Of people one's organisation follows now."""
        return self.current().filter(track__case_file__organisation__scope__in=caseworker_scopes(user))

    def annotated_for(self, user: Any) -> Self:
        """With ``is_named``: whether the user may see who it is and write down what they say.

        Caseworkers of the organisation that follows the person may; a regional officer while the person agrees to it.
        """
        follows = Q(track__case_file__organisation__scope__in=caseworker_scopes(user))
        agreed = Q(consenting(REGIONAL.code, person="track__case_file__person"))
        return self.annotate(
            is_named=Case(When(follows | agreed, then=Value(True)), default=Value(False)),
        )

    @door
    def recordable_by(self, user: Any) -> Self:
        """Those whose person the user may speak with about it: named ones among what they see."""
        agreed = Q(consenting(REGIONAL.code, person="track__case_file__person"))
        follows = Q(track__case_file__organisation__scope__in=caseworker_scopes(user))
        return self.visible_to(user).filter(follows | agreed)

    def of_person(self, person: Person) -> Self:
        return self.filter(track__case_file__person=person)

    @door
    def held_by(self, token: str) -> Self:
        """The one whose mailed link carries this token, whatever became of it."""
        return self.current().filter(token_hash=FollowUp.hash_of(token))

    def open(self) -> Self:
        """Neither answered nor closed."""
        return self.filter(state__in=FollowUp.OPEN)

    def due(self, day: date | None = None) -> Self:
        """Open, and its day has come: somebody should speak with the person."""
        return self.open().filter(due_on__lte=day or timezone.localdate())

    def to_ask(self, day: date | None = None) -> Self:
        """Planned ones whose person is asked by now."""
        return self.current().filter(state=FollowUp.State.PLANNED, ask_on__lte=day or timezone.localdate())

    def to_remind(self, day: date | None = None) -> Self:
        return self.current().filter(
            state=FollowUp.State.ASKED, reminded_at=None, remind_on__lte=day or timezone.localdate()
        )

    def to_give_up(self, day: date | None = None) -> Self:
        return self.current().open().filter(gives_up_on__lt=day or timezone.localdate())

    def answered(self) -> Self:
        return self.filter(state=FollowUp.State.ANSWERED)

    def counted(self) -> Self:
        """All that were not called off."""
        return self.exclude(state=FollowUp.State.CANCELLED)

    def living_in(self, regions: Collection[str]) -> Self:
        """Of people who live now in one of these regions: where the answer says, else what is known."""
        return self.alias(region_now=Coalesce("lives_in", "track__lives_in", "track__case_file__region")).filter(
            Q(region_now__in=sorted(regions)), lives_outside=False
        )

    def on_the_list(self) -> Self:
        """With what a line of a list shows."""
        return self.select_related(
            "track__case_file__person",
            "track__case_file__caseworker",
            "track__edition__programme",
            "lives_in",
            "works_in",
        )


#: Code of a situation -> how it is said of somebody, where ``FollowUp.Situation`` has what they say of themselves.
OF_THEM: dict[str, str | Promise] = {
    "own_field": _("Works in their field"),
    "other_job": _("Works in another field"),
    "studying": _("Studies or trains"),
    "looking": _("Is looking for work"),
    "not_looking": _("Is not working, for another reason"),
}


def new_nonce() -> str:
    """128 random bits, in 32 hexadecimal digits."""
    return secrets.token_hex(16)


class FollowUp(models.Model):
    """One question to one person, some months after: do they work, in their field, where do they live.

    Asked by a mailed link whose token is derived from ``nonce`` and the server's key: the database keeps its hash alone.
    """

    class State(models.TextChoices):
        PLANNED = "planned", pgettext_lazy("follow-up", "To come")
        ASKED = "asked", pgettext_lazy("follow-up", "Asked")
        ANSWERED = "answered", pgettext_lazy("follow-up", "Answered")
        UNREACHABLE = "unreachable", pgettext_lazy("follow-up", "Not reached")
        CANCELLED = "cancelled", pgettext_lazy("follow-up", "Called off")

    class Situation(models.TextChoices):
        OWN_FIELD = "own_field", _("I work in my field")
        OTHER_JOB = "other_job", _("I work in another field")
        STUDYING = "studying", _("I study or train")
        LOOKING = "looking", _("I am looking for work")
        NOT_LOOKING = "not_looking", _("I am not working, for another reason")

    class How(models.TextChoices):
        SELF = "self", _("by the person")
        CASEWORKER = "caseworker", _("in person, entered by a caseworker")
        PHONE = "phone", _("by telephone, entered by a caseworker")

    class Ended(models.TextChoices):
        SOURCE = "source", _("what called for it no longer holds")
        BY_HAND = "by_hand", _("called off by the caseworker")
        DECLINED = "declined", _("the person does not wish to be asked")

    OPEN: ClassVar[tuple[str, ...]] = (State.PLANNED, State.ASKED)
    EMPLOYED: ClassVar[tuple[str, ...]] = (Situation.OWN_FIELD, Situation.OTHER_JOB)

    track = models.ForeignKey(Track, on_delete=models.CASCADE, related_name="follow_ups")
    months = models.PositiveSmallIntegerField(_("months after"))
    due_on = models.DateField(_("date"))
    #: Days computed from the plan when it was made or moved.
    ask_on = models.DateField()
    gives_up_on = models.DateField()
    remind_on = models.DateField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=11, choices=State, default=State.PLANNED)
    end_reason = models.CharField(max_length=8, choices=Ended, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    nonce = models.CharField(max_length=32, blank=True, editable=False)
    token_hash = models.CharField(max_length=64, null=True, unique=True, editable=False)
    #: Counts what was written into it, so that of two answers given at once one is kept.
    revision = models.PositiveSmallIntegerField(default=0, editable=False)

    answered_at = models.DateTimeField(null=True, blank=True)
    answered_how = models.CharField(max_length=10, choices=How, blank=True)
    answered_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    corrected_at = models.DateTimeField(null=True, blank=True)
    situation = models.CharField(_("what they do"), max_length=11, choices=Situation, blank=True)
    lives_in = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("lives in")
    )
    lives_outside = models.BooleanField(_("lives outside Québec"), default=False)
    works_in = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("works in")
    )
    works_outside = models.BooleanField(_("works outside Québec"), default=False)
    still_there = models.BooleanField(_("still where they began"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=600, blank=True)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["track", "months"], name="follow_up_once_per_month"),
            models.CheckConstraint(
                name="follow_up_state_is_known",
                condition=Q(state__in=["planned", "asked", "answered", "unreachable", "cancelled"]),
            ),
            models.CheckConstraint(
                name="follow_up_asked_then_due_then_given_up",
                condition=Q(ask_on__lte=F("due_on"), due_on__lte=F("gives_up_on")),
            ),
            models.CheckConstraint(
                name="follow_up_answered_has_its_outcome",
                condition=(Q(state="answered", answered_at__isnull=False) & ~Q(answered_how="") & ~Q(situation=""))
                | (
                    ~Q(state="answered")
                    & Q(answered_at=None, answered_how="", situation="", lives_in=None, works_in=None)
                    & Q(lives_outside=False, works_outside=False, still_there=None)
                ),
            ),
            models.CheckConstraint(
                name="follow_up_works_only_if_employed",
                condition=Q(works_in=None, works_outside=False) | Q(situation__in=["own_field", "other_job"]),
            ),
            models.CheckConstraint(
                name="follow_up_outside_is_no_region",
                condition=(Q(lives_outside=False) | Q(lives_in=None)) & (Q(works_outside=False) | Q(works_in=None)),
            ),
            models.CheckConstraint(
                name="follow_up_situation_is_known",
                condition=Q(situation__in=["", "own_field", "other_job", "studying", "looking", "not_looking"]),
            ),
            models.CheckConstraint(
                name="follow_up_how_is_known", condition=Q(answered_how__in=["", "self", "caseworker", "phone"])
            ),
            models.CheckConstraint(
                name="follow_up_asked_has_its_moment",
                condition=~Q(state="asked") | Q(asked_at__isnull=False, remind_on__isnull=False),
            ),
            models.CheckConstraint(
                name="follow_up_called_off_says_why",
                condition=Q(state="cancelled", end_reason__in=["source", "by_hand", "declined"])
                | (~Q(state="cancelled") & Q(end_reason="")),
            ),
            models.CheckConstraint(
                name="follow_up_link_has_its_hash",
                condition=Q(nonce="", token_hash=None) | (~Q(nonce="") & Q(token_hash__isnull=False)),
            ),
            models.CheckConstraint(
                name="follow_up_corrected_after_answered",
                condition=Q(corrected_at=None) | Q(answered_at__isnull=False, corrected_at__gte=F("answered_at")),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "due_on"], name="follow_up_by_work"),
            models.Index(fields=["ask_on"], condition=Q(state="planned"), name="follow_up_to_ask"),
        ]

    def __str__(self) -> str:
        return f"{self.track_id} + {self.months}"

    @property
    def token(self) -> str:
        """What the mailed link carries; never stored."""
        return salted_hmac("people.follow_up.link", self.nonce, algorithm="sha256").hexdigest()

    @staticmethod
    def hash_of(token: str) -> str:
        return hashlib.sha256(token.encode()).hexdigest()

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    @property
    def is_answered(self) -> bool:
        return self.state == self.State.ANSWERED

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def is_employed(self) -> bool:
        return self.situation in self.EMPLOYED

    @property
    def is_in_own_field(self) -> bool:
        return self.situation == self.Situation.OWN_FIELD

    @property
    def situation_of_them(self) -> "str | Promise":
        """What they do, as somebody else says it; "" without an answer."""
        return OF_THEM.get(self.situation, "")

    @property
    def has_place(self) -> bool:
        """Whether it says where the person lives, and works if they do."""
        return self.lives_outside or self.lives_in_id is not None

    @property
    def correctable_until(self) -> datetime | None:
        """Until when the person may correct it themself."""
        return self.answered_at + timedelta(days=CORRECTION_DAYS) if self.answered_at else None

    def may_answer_oneself(self) -> bool:
        """Whether the person may answer or correct now: asked or reached late, or within seven days of their answer."""
        if self.state in {self.State.ASKED, self.State.UNREACHABLE}:
            return True
        if self.state == self.State.PLANNED:
            return self.ask_on <= timezone.localdate()
        until = self.correctable_until
        return self.is_answered and self.answered_how == self.How.SELF and until is not None and until > timezone.now()

    def link_holds(self) -> bool:
        """Whether the mailed link still opens something: a fortnight after it was given up it does not, an answer's ends
        with the days to correct it. Whoever declined may change their mind by it."""
        if self.is_answered:
            until = self.correctable_until
            return until is not None and until > timezone.now()
        if timezone.localdate() > self.gives_up_on + timedelta(days=LATE_DAYS):
            return False
        if self.state == self.State.CANCELLED:
            return self.has_declined
        return self.may_answer_oneself()

    @property
    def has_declined(self) -> bool:
        return self.end_reason == self.Ended.DECLINED


class Attempt(models.Model):
    """Somebody tried to reach the person, and did not."""

    class How(models.TextChoices):
        PHONE = "phone", pgettext_lazy("attempt", "By telephone")
        MESSAGE = "message", pgettext_lazy("attempt", "By text message or email")
        LETTER = "letter", pgettext_lazy("attempt", "By letter")
        VISIT = "visit", pgettext_lazy("attempt", "In person")

    follow_up = models.ForeignKey(FollowUp, on_delete=models.CASCADE, related_name="attempts")
    how = models.CharField(_("how"), max_length=8, choices=How, default=How.PHONE)
    made_at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="attempt_how_is_known", condition=Q(how__in=["phone", "message", "letter", "visit"])
            ),
        ]

    def __str__(self) -> str:
        return f"{self.how} {self.follow_up_id}"
