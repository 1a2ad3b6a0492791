"""Group sessions: each date of an offer of that format, and who has a place there, or waits for one."""

import uuid
from datetime import date, datetime
from typing import Any, Self, cast

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.dates import Span, span_words
from core.guard import door
from core.localtime import Zone, instant
from network.pairing.editions.models import works_for
from network.pairing.kinds import Format
from network.pairing.offers.models import Offer
from network.pairing.offers.models import State as OfferState
from network.pairing.requests.models import Request, RequestOccupation
from network.pairing.requests.models import State as RequestState
from people.accounts.models import Person
from people.participants.models import Candidacy, CaseFile
from people.programmes.models import Edition, Partner
from people.programmes.models import State as Opened

#: People one session may take in; an offer's own five are people met one by one.
MOST_PLACES = 30
#: Requests whose person may take a place: sent, and not put aside.
ASKING = (RequestState.WAITING, RequestState.PROPOSED, RequestState.MATCHED)
#: Who may take part in their edition.
ADMITTED = (Candidacy.State.ELIGIBLE, Candidacy.State.IN_POOL, Candidacy.State.MATCHED)


def asking_of(person: Person | int) -> models.QuerySet[Request]:
    """Requests with which the person may take places of group sessions, as far as their format; see ``rules.wants_groups``."""
    open_editions = {"candidacy__edition__state": Opened.OPEN, "candidacy__edition__pairing__group": True}
    return Request.objects.filter(
        candidacy__case_file__person=person, candidacy__state__in=ADMITTED, state__in=ASKING, **open_editions
    )


class State(models.TextChoices):
    PLANNED = "planned", pgettext_lazy("group session", "Planned")
    HELD = "held", pgettext_lazy("group session", "Held")
    CANCELLED = "cancelled", pgettext_lazy("group session", "Cancelled")


class GatheringQuerySet(models.QuerySet["Gathering"]):
    def visible_to(self, user: Any) -> Self:
        """Those one hosts, those of editions one keeps, and those of editions that one's organisation runs."""
        if not user.is_authenticated:
            return self.none()
        run = Partner.objects.filter(works_for(user, "organisation"))
        return self.filter(
            Q(offer__in=Offer.objects.hosted_by(user))
            | Q(offer__edition__in=Edition.objects.kept_by(user))
            | Q(offer__edition__in=run.values("edition"))
        )

    @door
    def run_by_host_or_staff(self, user: Any) -> Self:
        """Those one moves, calls off and notes the presence of: the host's side, the coordination, and who brought the host."""
        if not user.is_authenticated:
            return self.none()
        return self.filter(Q(offer__in=Offer.objects.hosted_by(user)) | Q(offer__in=Offer.objects.watched_by(user)))

    def of_person(self, person: Person) -> Self:
        """Those in which the person has a place, or waits for one."""
        theirs = Place.objects.of_person(person).live().filter(gathering=OuterRef("pk"))
        return self.filter(Exists(theirs))

    @door
    def shown_to(self, person: Person) -> Self:
        """To a candidate: those of their own, whatever became of them, and those to come of editions they ask something of."""
        theirs = Place.objects.of_person(person).filter(gathering=OuterRef("pk"))
        there = asking_of(person).filter(candidacy__edition=OuterRef("offer__edition"))
        return self.filter(Exists(theirs) | (Q(state=State.PLANNED) & Exists(there)))

    def to_come(self) -> Self:
        return self.filter(state=State.PLANNED, ends_at__gt=timezone.now())

    def not_begun(self) -> Self:
        """Planned, and not begun."""
        return self.filter(state=State.PLANNED, starts_at__gt=timezone.now())

    def bookable(self) -> Self:
        """Not begun, of offers that are open: a place can be taken, or one waits."""
        return self.not_begun().filter(offer__state=OfferState.OPEN)

    def to_note(self) -> Self:
        """Over, and nobody has said who was there."""
        return self.filter(state=State.PLANNED, ends_at__lte=timezone.now())

    def suited_to(self, request: Request) -> Self:
        """Of the request's edition, in a field it aims at, and online or where the person goes. No query of its own."""
        groups = RequestOccupation.objects.filter(request=request).values("major_group")
        fields = Q(offer__occupations__major_group__in=groups) | Q(offer__occupations__isnull=True)
        found = self.filter(fields, offer__edition=request.candidacy.edition_id)
        if not request.goes_anywhere:
            home = CaseFile.objects.filter(candidacies=request.candidacy_id).values("region")
            wished = Request.regions.through.objects.filter(request=request).values("region")
            near = Q(offer__region__in=wished) | Q(offer__region__in=home)
            found = found.filter(near | Q(is_online=True) if request.online_welcome else near & Q(is_online=False))
        return found.distinct()

    def in_order(self) -> Self:
        return self.order_by("starts_at", "pk")

    def take(self, pk: int) -> bool:
        """One place more, where one is free and it is still to come: one conditional UPDATE decides who is first."""
        free = self.filter(pk=pk, state=State.PLANNED, taken__lt=F("capacity"), starts_at__gt=timezone.now())
        return free.update(taken=F("taken") + 1) == 1

    def give_back(self, pk: int) -> bool:
        return self.filter(pk=pk, taken__gt=0).update(taken=F("taken") - 1) == 1


class Gathering(models.Model):
    """One date of a group offer. Local day and hours with their zone are the truth; the instants are derived."""

    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="gatherings")
    start_date = models.DateField(_("day"))
    start_time = models.TimeField(pgettext_lazy("hour", "from"))
    end_time = models.TimeField(pgettext_lazy("hour", "until"))
    zone = models.CharField(_("legal time"), max_length=40, choices=Zone, default=Zone.MONTREAL)
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    is_online = models.BooleanField(_("online"), default=False)
    #: The address, or the link of the meeting; told to whoever has a place. Empty: as the offer says.
    place = models.CharField(_("place"), max_length=300, blank=True)
    capacity = models.PositiveSmallIntegerField(
        _("places"), default=5, validators=[MinValueValidator(1), MaxValueValidator(MOST_PLACES)]
    )
    #: Places that are taken; who came without one is not among them.
    taken = models.PositiveSmallIntegerField(default=0, editable=False)
    state = models.CharField(_("state"), max_length=9, choices=State, default=State.PLANNED, editable=False)
    #: Why it was called off, for those who would have come.
    word = models.CharField(_("why"), max_length=300, blank=True)
    made_at = models.DateTimeField(default=timezone.now, editable=False)
    cancelled_at = models.DateTimeField(null=True, editable=False)
    #: When somebody said who was there, the first time; and how many were.
    noted_at = models.DateTimeField(null=True, editable=False)
    came = models.PositiveSmallIntegerField(null=True, editable=False)
    #: Of the host's calendar entry: it outlives a move.
    calendar_uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: iCalendar SEQUENCE of all entries: raised by each move and by the cancellation.
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = GatheringQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "start_date", "start_time"],
                condition=~Q(state="cancelled"),
                name="gathering_once_per_hour",
                violation_error_message=_("There is a session at that hour already."),
            ),
            models.CheckConstraint(
                name="gathering_ends_after_it_starts",
                condition=Q(ends_at__gt=F("starts_at"), end_time__gt=F("start_time")),
                violation_error_message=_("It would end before it starts."),
            ),
            models.CheckConstraint(name="gathering_state_is_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(name="gathering_zone_is_known", condition=Q(zone__in=Zone.values)),
            models.CheckConstraint(
                name="gathering_takes_one_to_thirty",
                condition=Q(capacity__gte=1, capacity__lte=MOST_PLACES),
                violation_error_message=_("A session takes in one to thirty people."),
            ),
            models.CheckConstraint(
                name="gathering_is_never_overfilled",
                condition=Q(taken__lte=F("capacity")),
                violation_error_message=_("More places are taken than that already."),
            ),
            models.CheckConstraint(
                name="gathering_cancelled_with_its_moment",
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at=None)),
            ),
            models.CheckConstraint(
                name="gathering_held_once_somebody_noted_it",
                condition=Q(state="held", noted_at__isnull=False, came__isnull=False)
                | (~Q(state="held") & Q(noted_at=None, came=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["offer", "starts_at"], name="gathering_by_offer"),
            models.Index(fields=["starts_at"], condition=Q(state="planned"), name="gathering_planned"),
        ]

    #: Set by ``actions.holding``: whose rows are held with this one.
    held_people: frozenset[int] = frozenset()

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def end_date(self) -> date:
        """The day it began: a session does not pass midnight."""
        return self.start_date

    @property
    def starts(self) -> datetime:
        """Naive local time."""
        return datetime.combine(self.start_date, self.start_time)

    @property
    def ends(self) -> datetime:
        """Naive local time."""
        return datetime.combine(self.start_date, self.end_time)

    @property
    def when(self) -> str:
        """Day and hours in words, the zone named when it is not Montréal's."""
        return span_words(cast(Span, self))

    @property
    def where(self) -> str:
        """The address or the link, for whoever has a place; "" while it is not known. Cost: the offer unless it came along."""
        if self.place or self.is_online:
            return self.place
        return self.offer.door

    @property
    def free(self) -> int:
        return max(0, self.capacity - self.taken)

    @property
    def is_planned(self) -> bool:
        return self.state == State.PLANNED

    @property
    def is_cancelled(self) -> bool:
        return self.state == State.CANCELLED

    @property
    def has_started(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()

    @property
    def is_to_come(self) -> bool:
        return self.is_planned and not self.has_started

    @property
    def is_bookable(self) -> bool:
        """Cost: the offer unless it came along."""
        return self.is_to_come and self.offer.state == OfferState.OPEN

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    def set_hours(self) -> None:
        """Derive the instants. Raises NoSuchTime or AmbiguousTime."""
        self.starts_at, self.ends_at = instant(self.starts, self.zone), instant(self.ends, self.zone)


class Presence(models.TextChoices):
    UNKNOWN = "", pgettext_lazy("group session", "Not said yet")
    PRESENT = "present", pgettext_lazy("group session", "Was there")
    ABSENT = "absent", pgettext_lazy("group session", "Did not come")


class PlaceQuerySet(models.QuerySet["Place"]):
    def visible_to(self, user: Any) -> Self:
        """Of people whom one's organisation follows now: with their name."""
        return self.filter(request__candidacy__case_file__in=CaseFile.objects.visible_to(user))

    def of_person(self, person: Person | int) -> Self:
        return self.filter(request__candidacy__case_file__person=person)

    @door
    def of_run(self, gathering: Gathering) -> Self:
        """Of a session that was reached already: whoever runs it reads who is expected."""
        return self.filter(gathering=gathering)

    def live(self) -> Self:
        """Taken, or waited for."""
        return self.exclude(state=Place.State.GIVEN_BACK)

    def taken(self) -> Self:
        return self.filter(state=Place.State.TAKEN)

    def waiting(self) -> Self:
        """In the order in which they asked."""
        return self.filter(state=Place.State.WAITING).order_by("asked_at", "pk")

    def with_people(self) -> Self:
        return self.select_related("request__candidacy__case_file__person", "gathering__offer__organisation")


class Place(models.Model):
    """One person's place in a session, or their place in the waiting list. Given back and asked for anew, it is the same row."""

    class State(models.TextChoices):
        TAKEN = "taken", pgettext_lazy("place", "Registered")
        WAITING = "waiting", pgettext_lazy("place", "On the waiting list")
        GIVEN_BACK = "given_back", pgettext_lazy("place", "Given back")

    gathering = models.ForeignKey(Gathering, on_delete=models.CASCADE, related_name="places")
    request = models.ForeignKey(Request, on_delete=models.CASCADE, related_name="group_places")
    state = models.CharField(_("state"), max_length=10, choices=State)
    #: Came without a place: the host let them in.
    is_walk_in = models.BooleanField(default=False)
    presence = models.CharField(_("presence"), max_length=7, choices=Presence, default=Presence.UNKNOWN, blank=True)
    #: The order of the waiting list.
    asked_at = models.DateTimeField(default=timezone.now)
    state_since = models.DateTimeField(default=timezone.now)
    #: Who registered them, where they did not themself.
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    calendar_uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: iCalendar SEQUENCE of the person's own entry.
    sequence = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["gathering", "request"], name="group_place_once_per_request"),
            models.CheckConstraint(
                name="group_place_state_is_known", condition=Q(state__in=["taken", "waiting", "given_back"])
            ),
            models.CheckConstraint(
                name="group_presence_of_who_has_a_place", condition=Q(presence="") | Q(state="taken")
            ),
            models.CheckConstraint(name="group_presence_is_known", condition=Q(presence__in=Presence.values)),
            models.CheckConstraint(
                name="group_walk_in_was_there", condition=Q(is_walk_in=False) | Q(state="taken", presence="present")
            ),
        ]
        indexes = [models.Index(fields=["gathering", "state", "asked_at"], name="group_place_in_order")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def person(self) -> Person:
        """Cost: request, candidacy, file and person unless they came along."""
        return self.request.candidacy.case_file.person

    @property
    def is_taken(self) -> bool:
        return self.state == self.State.TAKEN

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_live(self) -> bool:
        return self.state != self.State.GIVEN_BACK


#: What a group session is, as offers and requests have it.
FORMAT = Format.GROUP
