"""Who asked to come, and the seats they hold."""

from collections.abc import Iterable
from typing import Any, Self

from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext, pgettext_lazy

from core.ages import MINORS, AgeBand
from events.agenda.models import Event
from events.registration.models.keys import new_key, new_reference
from people.accounts.models import Language, Person
from people.organisations.models import Organisation


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def active(self) -> Self:
        return self.exclude(state=Registration.State.CANCELLED)

    def waiting(self) -> Self:
        """The waiting list, first come first."""
        return self.filter(state=Registration.State.WAITING).order_by("waiting_position", "pk")

    def of_person(self, person: Person) -> Self:
        """Which the person made, or in which they have a seat, with what a line of a list shows: to come first, then latest
        first. A seat that was given back in somebody else's party leads there no more. Cost: 1 query.
        """
        now = timezone.now()
        is_over = Case(When(event__ends_at__gt=now, then=0), default=1)
        held = Seat.objects.filter(person=person).active().values("registration")
        own = self.filter(Q(contact=person) | Q(pk__in=held)).select_related("event__venue", "event__region")
        return own.annotate(is_over=is_over).order_by(
            "is_over",
            Case(When(is_over=0, then=F("event__starts_at"))).asc(nulls_last=True),
            "-event__starts_at",
            "-pk",
        )

    def run_by(self, user: Any) -> Self:
        """Registrations of the events the user runs."""
        return self.filter(event__in=Event.objects.run_by(user))


class Registration(models.Model):
    """Somebody asked to come: who to write to, in which language, and the seats it holds."""

    class State(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("registration", "Application received")
        CONFIRMED = "confirmed", _("Confirmed")
        WAITING = "waiting", _("On the waiting list")
        OFFERED = "offered", _("A place is offered")
        CANCELLED = "cancelled", _("Cancelled")

    class Ending(models.TextChoices):
        """How a cancelled registration ended."""

        NONE = "", ""
        GIVEN_BACK = "given_back", _("Given back")
        BY_ORGANISER = "by_organiser", _("Cancelled by the organiser")
        DECLINED = "declined", _("Offer declined")
        EXPIRED = "expired", _("Offer not answered in time")
        UNGUARDED = "unguarded", _("No parent or guardian confirmed in time")
        NOT_CHOSEN = "not_chosen", _("Not chosen")
        CALLED_OFF = "called_off", _("The event was called off")
        DOUBLE = "double", _("Registered twice")

    class Source(models.TextChoices):
        FORM = "form", _("The form")
        STAFF = "staff", _("The organiser")
        DOOR = "door", _("At the door")
        IMPORT = "import", pgettext_lazy("registration", "An imported list")
        API = "api", _("Another system")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    contact = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="registrations")
    #: The address given for this event; the Person may be reached at others.
    email = models.EmailField(_("email"))
    language = models.CharField(_("language"), max_length=2, choices=Language)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, verbose_name=_("comes for")
    )
    state = models.CharField(max_length=10, choices=State)
    #: Drawn when somebody joins the list; kept while a place is offered, so that an offer taken back leads to where it came from.
    waiting_position = models.PositiveIntegerField(null=True, blank=True)
    #: Parties behind this one that went first because it was too large for what was free.
    times_passed = models.PositiveSmallIntegerField(default=0)
    #: Seats it holds or waits for: the rows that are not cancelled.
    size = models.PositiveSmallIntegerField(default=1)
    ending = models.CharField(max_length=12, choices=Ending, default=Ending.NONE, blank=True)
    source = models.CharField(max_length=6, choices=Source, default=Source.FORM)
    #: Somebody in it is under 18, and the word of their guardian is still missing: there is no ticket yet.
    awaits_guardian = models.BooleanField(default=False)
    wants_reminder = models.BooleanField(_("remind me the day before"), default=True)
    reference = models.CharField(max_length=8, unique=True, default=new_reference)
    #: Secret of the mailed link that changes or cancels.
    link_key = models.CharField(max_length=32, unique=True, default=new_key)
    #: What makes a second try the same registration: one form page, one key.
    idempotency_key = models.CharField(max_length=64)
    #: Keyed digest of address and name: the same person asking again gets the first registration.
    asked_by = models.CharField(max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    #: When it got its seat: at once, or by promotion from the waiting list.
    confirmed_at = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)

    objects = RegistrationQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "asked_by"], condition=~Q(state="cancelled"), name="registration_once_per_asker"
            ),
            models.UniqueConstraint(fields=["event", "idempotency_key"], name="registration_once_per_form_page"),
            models.UniqueConstraint(
                fields=["event", "waiting_position"],
                condition=Q(waiting_position__isnull=False),
                name="registration_waits_at_a_place_of_its_own",
            ),
            models.CheckConstraint(
                name="registration_waits_with_a_position",
                condition=Q(state__in=["waiting", "offered"], waiting_position__isnull=False)
                | (~Q(state__in=["waiting", "offered"]) & Q(waiting_position=None)),
            ),
            models.CheckConstraint(
                name="registration_state_is_known",
                condition=Q(state__in=["applied", "confirmed", "waiting", "offered", "cancelled"]),
            ),
            models.CheckConstraint(
                name="registration_ended_says_how",
                condition=Q(state="cancelled") & ~Q(ending="") | ~Q(state="cancelled") & Q(ending=""),
            ),
            models.CheckConstraint(name="registration_has_a_seat", condition=Q(state="cancelled") | Q(size__gte=1)),
        ]
        indexes = [models.Index(fields=["event", "state"], name="registration_by_event_state")]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The page behind the mailed link: whoever has it may change and cancel."""
        return reverse("registration:manage", args=[self.link_key])

    @property
    def standing(self) -> str | Promise:
        """Where it stands, in one or two words; needs the event loaded."""
        if self.event.is_cancelled and (not self.is_cancelled or self.ending == self.Ending.CALLED_OFF):
            return pgettext("event", "Called off")
        return self.State(self.state).label

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_offered(self) -> bool:
        return self.state == self.State.OFFERED

    @property
    def is_applied(self) -> bool:
        return self.state == self.State.APPLIED

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED

    @property
    def has_tickets(self) -> bool:
        """Confirmed, and no guardian is still to say yes."""
        return self.state == self.State.CONFIRMED and not self.awaits_guardian

    @property
    def is_party(self) -> bool:
        return self.size > 1

    @property
    def lead(self) -> "Seat":
        """The seat that its calendar entry and its page stand for. Cost: 1 query unless the seats were fetched along."""
        return lead_of(self.seats.all())

    @property
    def party(self) -> "list[Seat]":
        """The seats that are not given back, the lead first. Cost: as above."""
        held = [seat for seat in self.seats.all() if seat.state != Seat.State.CANCELLED]
        return sorted(held, key=lambda seat: (seat.person_id is None, seat.pk))


class SeatQuerySet(models.QuerySet["Seat"]):
    def expected(self) -> Self:
        """Seats whose holder is to come: they have an entry in their calendar."""
        return self.filter(state=Seat.State.EXPECTED)

    def active(self) -> Self:
        return self.exclude(state=Seat.State.CANCELLED)

    def present(self) -> Self:
        return self.filter(state=Seat.State.PRESENT)

    def taking(self) -> Self:
        """Seats that count as taken: held for somebody, used, or left empty by somebody who did not come."""
        return self.filter(state__in=TAKING)

    def of_party(self, registration: "Registration") -> Self:
        """Seats of a registration that are not given back; the first is the lead. Cost: 1 query."""
        return self.filter(registration=registration).active().order_by("pk")


class Seat(models.Model):
    """One place, for one person or somebody of an age: its ticket, its attendance.

    The first seat of a person in a registration that is not given back is its *lead*: the entry in the calendar of whoever
    registered belongs to it, one for the whole party.
    """

    class State(models.TextChoices):
        APPLIED = "applied", pgettext_lazy("seat", "Applied for")
        WAITING = "waiting", _("Waiting")
        OFFERED = "offered", pgettext_lazy("seat", "Offered")
        EXPECTED = "expected", _("Expected")
        PRESENT = "present", _("Present")
        ABSENT = "absent", _("Absent")
        CANCELLED = "cancelled", _("Cancelled")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="seats")
    #: The registration's event, kept here for the constraint below and for the door.
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="seats")
    #: None: somebody of whom we know the age band alone, a child of the party.
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="seats")
    #: As the person wants it on the ticket; none without a person.
    name = models.CharField(_("name on the ticket"), max_length=200, blank=True)
    #: Only where the event asks.
    age_band = models.CharField(_("age"), max_length=5, choices=AgeBand, blank=True)
    state = models.CharField(max_length=10, choices=State)
    #: 128 random bits; the ticket carries them signed.
    code = models.CharField(max_length=32, unique=True, default=new_key)
    #: Names the entry in the visitor's calendar. Somebody who registers again keeps it, and ``sequence`` with it.
    calendar_uid = models.CharField(max_length=32, default=new_key)
    #: iCalendar SEQUENCE of this seat's entry: what the visitor's calendar was last told.
    sequence = models.PositiveIntegerField(default=0)
    #: Whether the last word to the visitor's calendar was a CANCEL.
    calendar_cancelled = models.BooleanField(default=False)
    present_at = models.DateTimeField(null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"], condition=~Q(state="cancelled"), name="seat_once_per_person_and_event"
            ),
            models.UniqueConstraint(
                fields=["calendar_uid"], condition=~Q(state="cancelled"), name="seat_has_a_calendar_entry_of_its_own"
            ),
            models.CheckConstraint(
                name="seat_present_has_its_moment",
                condition=Q(state="present", present_at__isnull=False) | (~Q(state="present") & Q(present_at=None)),
            ),
            models.CheckConstraint(
                name="seat_state_is_known",
                condition=Q(state__in=["applied", "waiting", "offered", "expected", "present", "absent", "cancelled"]),
            ),
            models.CheckConstraint(
                name="seat_is_for_a_person_or_an_age", condition=Q(person__isnull=False) | ~Q(age_band="") & Q(name="")
            ),
            models.CheckConstraint(
                name="seat_age_band_is_known", condition=Q(age_band="") | Q(age_band__in=AgeBand.values)
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state"], name="seat_by_event_state"),
            models.Index(fields=["event", "present_at"], name="seat_by_event_arrival"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}/{self.pk}"

    @property
    def label(self) -> str:
        """Who the seat is for, as a ticket and a door say it: the name, else the age."""
        return seat_words(self.name, self.age_band, "")

    @property
    def is_minor(self) -> bool:
        return self.age_band in MINORS


def seat_words(name: str, age_band: str, lead: str) -> str:
    """Who a seat is for, on a list: the name, else the age and with whom they come."""
    if name or not age_band:
        return name
    age = pgettext("seat", "Guest, %(age)s") % {"age": AgeBand(age_band).label}
    return pgettext("seat", "%(guest)s (with %(lead)s)") % {"guest": age, "lead": lead} if lead else age


#: States of a seat that count in the event's ``seats_taken``.
TAKING = (Seat.State.OFFERED, Seat.State.EXPECTED, Seat.State.PRESENT, Seat.State.ABSENT)


def lead_of(seats: Iterable[Seat]) -> Seat:
    """The lead of a registration's seats: the first of a person that is not given back, or of one that ended, the first of all."""
    return min(seats, key=lambda seat: (seat.state == Seat.State.CANCELLED, seat.person_id is None, seat.pk))
