"""Offers: what an employer or a mentor makes available, to whom, where and when."""

from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.folding import fold
from core.guard import door
from core.reference.models import FrenchLevel, FrenchSkill, MajorGroup, Region
from network.pairing.editions.models import works_for
from network.pairing.kinds import Format
from people.accounts.models import Language, Person
from people.organisations.models import SPEAKING_ROLES, Organisation
from people.participants.models import SpokenLanguage
from people.programmes.models import Edition, Partner
from people.programmes.models import State as Opened
from people.timetable.availability import Availability

#: People one offer may take in.
MOST_PLACES = 5
#: Occupations one offer names.
MOST_OCCUPATIONS = 3


class State(models.TextChoices):
    """Where an offer stands. Source: DOMAIN, 5.1; « returned », « declined » and « paused » are ours."""

    DRAFT = "draft", pgettext_lazy("offer", "Draft")
    SUBMITTED = "submitted", pgettext_lazy("offer", "To be approved")
    RETURNED = "returned", pgettext_lazy("offer", "To be completed")
    OPEN = "open", pgettext_lazy("offer", "Open")
    PAUSED = "paused", pgettext_lazy("offer", "Paused")
    FILLED = "filled", pgettext_lazy("offer", "Filled")
    DECLINED = "declined", pgettext_lazy("offer", "Not approved")
    CLOSED = "closed", pgettext_lazy("offer", "Closed")


#: From where to where; all that is not here is refused.
MOVES: dict[str, frozenset[str]] = {
    State.DRAFT: frozenset({State.SUBMITTED}),
    State.SUBMITTED: frozenset({State.OPEN, State.RETURNED, State.DECLINED, State.CLOSED}),
    State.RETURNED: frozenset({State.SUBMITTED, State.CLOSED}),
    State.OPEN: frozenset({State.PAUSED, State.FILLED, State.CLOSED}),
    State.PAUSED: frozenset({State.OPEN, State.FILLED, State.CLOSED}),
    State.FILLED: frozenset({State.OPEN, State.CLOSED}),
    State.DECLINED: frozenset(),
    # By a renewal, once it lapsed; nothing else opens what was closed.
    State.CLOSED: frozenset({State.OPEN, State.FILLED}),
}
#: The host may write in it still.
WRITABLE = (State.DRAFT, State.RETURNED)
#: Neither over nor refused.
ALIVE = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.OPEN, State.PAUSED, State.FILLED)
#: Approved once: what counts as « ayant offert », unfilled or not (2.6-b).
APPROVED = (State.OPEN, State.PAUSED, State.FILLED, State.CLOSED)


class Cause(models.TextChoices):
    """Why an offer moved, where the state alone does not say it."""

    NONE = "", ""
    SILENT = "silent", pgettext_lazy("offer", "Two proposals in a row had no answer")
    LAPSED = "lapsed", pgettext_lazy("offer", "The day until which it was open has passed")
    RENEWED = "renewed", pgettext_lazy("offer", "Renewed")
    ALL_MATCHED = "matched", pgettext_lazy("offer", "Every place has found somebody")
    PLACE_FREE = "free", pgettext_lazy("offer", "A place has become free again")
    HANDED_ON = "handed_on", pgettext_lazy("offer", "Another person of the organisation receives")
    CHANGED = "changed", pgettext_lazy("offer", "Changed")
    LEFT = "left", pgettext_lazy("offer", "Who received is no longer there")


class OfferQuerySet(models.QuerySet["Offer"]):
    def visible_to(self, user: Any) -> Self:
        """One's own, those of an organisation one speaks for, those of editions one keeps, and those one's partner brought."""
        if not user.is_authenticated:
            return self.none()
        scopes = [scope for role, scope in user.grants_now if role in SPEAKING_ROLES]
        return self.filter(
            Q(host=user.person_id)
            | Q(organisation__scope__in=scopes)
            | Q(edition__in=Edition.objects.kept_by(user))
            | works_for(user, "partner__organisation")
        )

    def of_person(self, person: Person) -> Self:
        """Those whose host the person is."""
        return self.filter(host=person)

    @door
    def hosted_by(self, user: Any) -> Self:
        """Those one receives through, and those of organisations one speaks for: the host's side."""
        if not user.is_authenticated:
            return self.none()
        scopes = [scope for role, scope in user.grants_now if role in SPEAKING_ROLES]
        return self.filter(Q(host=user.person_id) | Q(organisation__scope__in=scopes))

    @door
    def watched_by(self, user: Any) -> Self:
        """Those one follows for others: of editions one keeps, and those one's partner brought. The staff's side."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(edition__in=Edition.objects.kept_by(user)) | works_for(user, "partner__organisation"))

    def matching(self, words: str) -> Self:
        """Those whose title, or the name of whose organisation, holds every word, accents and case aside."""
        found = self
        for word in fold(words).split():
            found = found.filter(Q(folded__contains=word) | Q(organisation__folded__contains=word))
        return found

    def alive(self) -> Self:
        """Neither over nor refused."""
        return self.filter(state__in=ALIVE)

    def kept_by(self, user: Any) -> Self:
        """Of editions one keeps: the coordination's."""
        return self.filter(edition__in=Edition.objects.kept_by(user))

    @door
    def to_approve_by(self, user: Any) -> Self:
        """Sent and not answered yet, of editions one keeps: who waits longest first."""
        return self.kept_by(user).filter(state=State.SUBMITTED).order_by("submitted_at", "pk")

    @door
    def held_by_letter(self, *, pk: int, host: int) -> Self:
        """The one that a signed link names, as long as the letter's reader still receives through it."""
        return self.filter(pk=pk, host=host, host__erased_at=None).select_related("host", "organisation", "edition")

    def change(self, pk: int, **changes: Any) -> bool:
        """One conditional UPDATE of the one row that ``self`` is narrowed to; False where another was first."""
        return self.filter(pk=pk).update(**changes) == 1

    def open_in_public(self) -> Self:
        """What the public learns of: those of an open edition that are open, whoever is being asked for a place now."""
        return self.filter(state=State.OPEN, edition__state=Opened.OPEN)

    def with_room(self) -> Self:
        """Open, its last day not passed, with a place that nobody holds: what a round may use."""
        today = timezone.localdate()
        return self.filter(state=State.OPEN, open_until__gte=today, capacity__gt=F("held") + F("matched"))


class Offer(models.Model):
    """A place, or up to five, for people who look for work. ``held`` proposals and ``matched`` people never pass ``capacity``."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="offers")
    format = models.CharField(_("format"), max_length=12, choices=Format)
    #: Who receives: the mentor, or the employer's contact.
    host = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="offers")
    #: None: a mentor who offers in their own name.
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="offers"
    )
    #: The partner of the edition that brought the host and accompanies them; None: the coordination.
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="offers")
    title = models.CharField(_("in one line"), max_length=120)
    what = models.TextField(_("what one will see or work on"), max_length=1500, blank=True)
    language = models.CharField(_("language it is written in"), max_length=2, choices=Language, default=Language.FRENCH)
    purposes = models.JSONField(_("what it is good for"), default=list, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("people I can take in"), default=1, validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )
    held = models.PositiveSmallIntegerField(default=0, editable=False)
    matched = models.PositiveSmallIntegerField(default=0, editable=False)
    related_welcome = models.BooleanField(_("people of related occupations are welcome"), default=True)
    is_online = models.BooleanField(_("online"), default=False)
    is_on_site = models.BooleanField(_("on site"), default=True)
    region = models.ForeignKey(Region, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    municipality = models.CharField(_("municipality"), max_length=120, blank=True)
    #: Told once a match is made.
    address = models.CharField(_("address"), max_length=300, blank=True)
    #: Codes of ``kinds.Access``, and a word about them.
    access = models.JSONField(_("accessibility"), default=list, blank=True)
    access_note = models.CharField(_("accessibility, in words"), max_length=300, blank=True)
    #: 21 bits (``people.timetable.availability``).
    availability = models.PositiveIntegerField(_("when I am free"), default=0)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    state_since = models.DateTimeField(default=timezone.now, editable=False)
    submitted_at = models.DateTimeField(null=True, editable=False)
    #: Approved the first time: kept whatever follows, for 2.6-b.
    approved_at = models.DateTimeField(null=True, editable=False)
    #: Who wrote it, where that is not the host: somebody of a partner, or the coordination.
    made_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    approved_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+", editable=False)
    #: Last day it is open; renewed with one click.
    open_until = models.DateField(_("open until"), null=True, blank=True)
    #: Proposals in a row that the host let lapse; two pause the offer.
    silences = models.PositiveSmallIntegerField(default=0, editable=False)
    #: What the coordination wrote when it returned or declined it, or why it is paused or closed.
    word = models.CharField(_("message"), max_length=500, blank=True)
    #: The title without case or accents, for the search.
    folded = models.CharField(max_length=120, default="", editable=False)

    objects = OfferQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.CheckConstraint(name="offer_has_a_title", condition=~Q(title="")),
            models.CheckConstraint(name="offer_format_is_known", condition=Q(format__in=Format.values)),
            models.CheckConstraint(name="offer_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="offer_takes_one_to_five",
                condition=Q(capacity__gte=1, capacity__lte=MOST_PLACES),
                violation_error_message=_("An offer takes in one to five people."),
            ),
            models.CheckConstraint(
                name="offer_is_never_overfilled",
                condition=Q(capacity__gte=F("held") + F("matched")),
                violation_error_message=_("More people are met or being asked than that already."),
            ),
            models.CheckConstraint(
                name="offer_filled_when_all_are_matched", condition=~Q(state="filled") | Q(matched=F("capacity"))
            ),
            # As long as a place is free, it is not full; once all are taken, it is no longer open.
            models.CheckConstraint(
                name="offer_open_has_a_place_left", condition=~Q(state="open") | Q(matched__lt=F("capacity"))
            ),
            models.CheckConstraint(
                name="offer_open_until_a_day",
                condition=~Q(state__in=["open", "paused", "filled"]) | Q(open_until__isnull=False),
            ),
            models.CheckConstraint(
                name="offer_is_somewhere",
                condition=Q(is_online=True) | Q(is_on_site=True),
                violation_error_message=_("Say whether it is on site, online, or both."),
            ),
            models.CheckConstraint(
                name="offer_on_site_has_a_region",
                condition=Q(is_on_site=False) | Q(region__isnull=False) | Q(state="draft"),
                violation_error_message=_("Say in which region it is."),
            ),
            models.CheckConstraint(name="offer_availability_has_21_parts", condition=Q(availability__lt=2**21)),
            models.CheckConstraint(
                name="offer_open_was_approved",
                condition=~Q(state__in=["open", "paused", "filled"]) | Q(approved_at__isnull=False),
            ),
            models.CheckConstraint(
                name="offer_submitted_at_a_moment",
                condition=Q(state="draft") | Q(state="closed") | Q(submitted_at__isnull=False),
            ),
            models.CheckConstraint(
                name="offer_no_without_a_word", condition=~Q(state__in=["returned", "declined"]) | ~Q(word="")
            ),
        ]
        indexes = [
            models.Index(fields=["host", "state"], name="offer_by_host"),
            models.Index(fields=["edition", "state"], name="offer_by_edition"),
            models.Index(fields=["organisation", "state"], name="offer_by_organisation"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def save(self, **options: Any) -> None:
        self.folded = fold(self.title)[:120]
        if options.get("update_fields") is not None:
            options["update_fields"] = {*options["update_fields"], "folded"}
        super().save(**options)

    @property
    def room(self) -> int:
        """Places that nobody holds."""
        return self.capacity - self.held - self.matched

    @property
    def is_open(self) -> bool:
        return self.state == State.OPEN

    @property
    def where(self) -> str:
        """« Chicoutimi, Saguenay–Lac-Saint-Jean », « Montréal »; "" where nobody comes. Never the address. Needs the region."""
        parts = [self.municipality, str(self.region.name) if self.region else ""] if self.is_on_site else []
        return ", ".join(dict.fromkeys(filter(None, parts)))

    @property
    def door(self) -> str:
        """Address and municipality, for whoever comes; "" where nobody does."""
        return ", ".join(filter(None, [self.address, self.municipality])) if self.is_on_site else ""

    @property
    def is_writable(self) -> bool:
        """A draft, or returned to be completed: its host writes in all of it."""
        return self.state in WRITABLE

    @property
    def is_alive(self) -> bool:
        return self.state in ALIVE

    @property
    def free(self) -> Availability:
        return Availability(self.availability)

    @property
    def has_hours(self) -> bool:
        """Whether somebody could come: hours of most weeks, or a day that has not passed. Cost: 0 or 1 query."""
        return bool(self.availability) or self.dates.filter(day__gte=timezone.localdate()).exists()


class OfferOccupation(models.Model):
    """An occupation one will see, NOC 2021 unit group; the first is the main one."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="occupations")
    rank = models.PositiveSmallIntegerField()
    code = models.CharField(_("occupation"), max_length=5)
    major_group = models.ForeignKey(MajorGroup, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "code"], name="offer_occupation_once"),
            models.UniqueConstraint(fields=["offer", "rank"], name="offer_occupation_rank_once"),
            models.CheckConstraint(name="offer_occupation_is_a_code", condition=Q(code__regex=r"^\d{5}$")),
            models.CheckConstraint(
                name="offer_occupations_are_few", condition=Q(rank__gte=1, rank__lte=MOST_OCCUPATIONS)
            ),
        ]
        indexes = [models.Index(fields=["major_group", "code"], name="offer_by_occupation")]

    def __str__(self) -> str:
        return self.code


class FrenchNeed(models.Model):
    """The level of French wanted in one skill, at the least."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="french_needs")
    skill = models.ForeignKey(FrenchSkill, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(FrenchLevel, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["skill"]
        constraints = [models.UniqueConstraint(fields=["offer", "skill"], name="french_need_once_a_skill")]

    def __str__(self) -> str:
        return f"{self.skill_id} {self.level_id}"


class LanguageNeed(models.Model):
    """Another language that is wanted, with the ease it takes."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="language_needs")
    name = models.CharField(_("language"), max_length=60)
    folded = models.CharField(max_length=60, editable=False)
    ease = models.CharField(_("ease"), max_length=12, choices=SpokenLanguage.Ease)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "folded"], name="language_need_once"),
            models.CheckConstraint(name="language_need_has_a_name", condition=~Q(folded="")),
        ]

    def __str__(self) -> str:
        return self.name


class OfferDate(models.Model):
    """A day one can come, with local hours; the place's zone is the region's."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="dates")
    day = models.DateField(_("day"))
    starts = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))

    class Meta:
        ordering = ["day", "starts"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "day", "starts"], name="offer_date_once"),
            models.CheckConstraint(
                name="offer_date_ends_after_it_starts",
                condition=Q(ends__gt=F("starts")),
                violation_error_message=_("It would end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.starts}"


class Step(models.Model):
    """One move of an offer: who made it, and what its host was told."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="steps")
    source = models.CharField(max_length=10, choices=State, blank=True)
    target = models.CharField(max_length=10, choices=State)
    cause = models.CharField(max_length=10, choices=Cause, default=Cause.NONE, blank=True)
    word = models.CharField(max_length=500, blank=True)
    #: None: the calendar did it.
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [models.CheckConstraint(name="offer_step_cause_is_known", condition=Q(cause__in=Cause.values))]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
