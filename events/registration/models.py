"""One engine for every event: a Registration has Seats; ticket, check-in and attendance belong to the Seat."""

import secrets
from typing import Any, Self

from django.db import models
from django.db.models import Case, F, Q, When
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from events.agenda.models import Event
from people.accounts.models import Language, Person
from people.organisations.models import Organisation

#: Crockford's base 32: no I, L, O or U to mistake when a code is read aloud at a door.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def new_reference() -> str:
    """Eight characters to read aloud, 40 bits: unique, and worth nothing to whoever guesses it."""
    return "".join(secrets.choice(ALPHABET) for _place in range(8))


def new_key() -> str:
    """128 random bits, in 32 hexadecimal digits."""
    return secrets.token_hex(16)


class RegistrationQuerySet(models.QuerySet["Registration"]):
    def active(self) -> Self:
        return self.exclude(state=Registration.State.CANCELLED)

    def waiting(self) -> Self:
        """The waiting list, first come first."""
        return self.filter(state=Registration.State.WAITING).order_by("waiting_position", "pk")

    def of_person(self, person: Person) -> Self:
        """In which the person has or had a seat, with what a line of a list shows: to come first, then latest first. Cost: 1 query."""
        now = timezone.now()
        is_over = Case(When(event__ends_at__gt=now, then=0), default=1)
        own = self.filter(seats__person=person).select_related("event__venue", "event__region")
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
        CONFIRMED = "confirmed", _("Confirmed")
        WAITING = "waiting", _("On the waiting list")
        CANCELLED = "cancelled", _("Cancelled")

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="registrations")
    contact = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="registrations")
    #: The address given for this event; the Person may be reached at others.
    email = models.EmailField(_("email"))
    language = models.CharField(_("language"), max_length=2, choices=Language)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.SET_NULL, verbose_name=_("comes for")
    )
    state = models.CharField(max_length=10, choices=State)
    waiting_position = models.PositiveIntegerField(null=True, blank=True)
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
                condition=Q(state="waiting", waiting_position__isnull=False)
                | (~Q(state="waiting") & Q(waiting_position=None)),
            ),
            models.CheckConstraint(
                name="registration_state_is_known", condition=Q(state__in=["confirmed", "waiting", "cancelled"])
            ),
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
        if self.event.is_cancelled and not self.is_cancelled:
            return pgettext("event", "Called off")
        return self.State(self.state).label

    @property
    def is_waiting(self) -> bool:
        return self.state == self.State.WAITING

    @property
    def is_cancelled(self) -> bool:
        return self.state == self.State.CANCELLED


class SeatQuerySet(models.QuerySet["Seat"]):
    def expected(self) -> Self:
        """Seats whose holder is to come: they have an entry in their calendar."""
        return self.filter(state=Seat.State.EXPECTED)

    def active(self) -> Self:
        return self.exclude(state=Seat.State.CANCELLED)

    def present(self) -> Self:
        return self.filter(state=Seat.State.PRESENT)


class Seat(models.Model):
    """One place for one person: its ticket, its calendar entry, its attendance."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        EXPECTED = "expected", _("Expected")
        PRESENT = "present", _("Present")
        ABSENT = "absent", _("Absent")
        CANCELLED = "cancelled", _("Cancelled")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="seats")
    #: The registration's event, kept here for the constraint below and for the door.
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="seats")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="seats")
    #: As the person wants it on the ticket.
    name = models.CharField(_("name on the ticket"), max_length=200)
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
                condition=Q(state__in=["waiting", "expected", "present", "absent", "cancelled"]),
            ),
        ]
        indexes = [
            models.Index(fields=["event", "state"], name="seat_by_event_state"),
            models.Index(fields=["event", "present_at"], name="seat_by_event_arrival"),
        ]

    def __str__(self) -> str:
        return f"{self.registration_id}/{self.pk}"
