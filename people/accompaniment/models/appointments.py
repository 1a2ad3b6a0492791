"""Hours that a caseworker opens, appointments that a person books in them, and the zone each reads them in."""

import uuid
from datetime import datetime, timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.guard import door
from core.localtime import Zone
from people.accompaniment.zones import ZONES
from people.accounts.models import Grant, Person, Role
from people.organisations.models import Organisation
from people.participants.models import CaseFile, caseworker_scopes
from people.timetable.models import Busy


class Mode(models.TextChoices):
    PLACE = "place", pgettext_lazy("appointment", "In person")
    ONLINE = "online", pgettext_lazy("appointment", "Online")
    PHONE = "phone", pgettext_lazy("appointment", "By telephone")


class LocalSpan(models.Model):
    """A span of local time with its zone, which are the truth; the instants are derived. And where it takes place."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    caseworker = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    start_date = models.DateField()
    start_time = models.TimeField()
    end_date = models.DateField()
    end_time = models.TimeField()
    zone = models.CharField(_("legal time"), max_length=40, choices=Zone, default=Zone.MONTREAL)
    starts_at = models.DateTimeField(editable=False)
    ends_at = models.DateTimeField(editable=False)
    mode = models.CharField(_("how you meet"), max_length=6, choices=Mode, default=Mode.PLACE)
    #: The address, the link of the meeting, or the number to call: as the mode says; by telephone, empty means that the
    #: caseworker calls the person.
    place = models.CharField(_("place"), max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def starts(self) -> datetime:
        """Naive local time."""
        return datetime.combine(self.start_date, self.start_time)

    @property
    def ends(self) -> datetime:
        """Naive local time."""
        return datetime.combine(self.end_date, self.end_time)

    @property
    def minutes(self) -> int:
        return int((self.ends_at - self.starts_at).total_seconds()) // 60

    @property
    def has_started(self) -> bool:
        return self.starts_at <= timezone.now()

    @property
    def is_over(self) -> bool:
        return self.ends_at <= timezone.now()


def still_there() -> Exists:
    """A condition on hours and appointments: their caseworker still is one of their organisation's."""
    held = Grant.objects.in_force().filter(
        role=Role.CASEWORKER,
        user__person=OuterRef("caseworker"),
        user__is_active=True,
        scope__organisation=OuterRef("organisation"),
    )
    return Exists(held)


class SlotQuerySet(models.QuerySet["Slot"]):
    @door
    def opened_by(self, person: Person) -> Self:
        """The caseworker's own."""
        return self.filter(caseworker=person)

    def visible_to(self, user: Any) -> Self:
        """Of the user's organisations."""
        return self.filter(organisation__scope__in=caseworker_scopes(user))

    def upcoming(self) -> Self:
        return self.filter(closed_at=None, starts_at__gt=timezone.now())

    def free(self) -> Self:
        """To come, open, booked by nobody, of somebody who still is a caseworker there, and whom nothing else holds then."""
        held = Busy.objects.filter(
            person=OuterRef("caseworker"),
            exclusive=True,
            starts_at__lt=OuterRef("ends_at"),
            ends_at__gt=OuterRef("starts_at"),
        )
        taken = Appointment.objects.filter(slot=OuterRef("pk")).exclude(state=Appointment.State.CANCELLED)
        return self.upcoming().filter(~Exists(taken), ~Exists(held), still_there())

    @door
    def offered_to(self, person: Person) -> Self:
        """Their caseworker's hours, or the organisation's while nobody answers for the file; also those that are gone."""
        return self.filter(
            Q(organisation__case_files__caseworker=F("caseworker")) | Q(organisation__case_files__caseworker=None),
            organisation__case_files__person=person,
            organisation__case_files__closed_at=None,
        )

    def of_person(self, person: Person) -> Self:
        """Free hours that the person may book."""
        return self.free().offered_to(person)

    @door
    def offered_for(self, case_file: CaseFile) -> Self:
        """Hours of the whole organisation that follows the person; also those that are gone."""
        return self.filter(organisation=case_file.organisation_id)

    @door
    def free_for(self, case_file: CaseFile) -> Self:
        """Free hours of the whole organisation that follows the person: what a caseworker books for them."""
        return self.free().offered_for(case_file)

    def in_order(self) -> Self:
        return self.order_by("starts_at", "pk")


class Slot(LocalSpan):
    """Time that a caseworker offers to whom they follow; says nothing about anybody until it is booked."""

    #: What was opened together, to be closed together.
    series = models.UUIDField(default=uuid.uuid4, editable=False)
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = SlotQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["caseworker", "starts_at"], condition=Q(closed_at=None), name="slot_opened_once"
            ),
            models.CheckConstraint(name="slot_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="slot_zone_is_known", condition=Q(zone__in=Zone.values)),
            models.CheckConstraint(name="slot_mode_is_known", condition=Q(mode__in=["place", "online", "phone"])),
            models.CheckConstraint(name="slot_says_where", condition=Q(mode="phone") | ~Q(place="")),
        ]
        indexes = [
            models.Index(fields=["organisation", "starts_at"], condition=Q(closed_at=None), name="slot_to_come"),
            models.Index(fields=["series"], name="slot_by_series"),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%dT%H:%MZ}"


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def visible_to(self, user: Any) -> Self:
        """Of people whom one of the user's organisations follows now, and past ones that it held before a handover."""
        scopes = caseworker_scopes(user)
        return self.filter(Q(case_file__organisation__scope__in=scopes) | Q(organisation__scope__in=scopes))

    @door
    def editable_by(self, user: Any) -> Self:
        """Of people whom one of the user's organisations follows now."""
        return self.filter(case_file__organisation__scope__in=caseworker_scopes(user))

    def of_person(self, person: Person) -> Self:
        return self.filter(case_file__person=person)

    def booked(self) -> Self:
        return self.filter(state=Appointment.State.BOOKED)

    def upcoming(self) -> Self:
        """Booked and not over yet, soonest first."""
        return self.booked().filter(ends_at__gt=timezone.now()).order_by("starts_at", "pk")

    def to_note(self) -> Self:
        """Over, and nobody has said whether the person came."""
        return self.booked().filter(ends_at__lte=timezone.now())


class Appointment(LocalSpan):
    """A person and a caseworker meet at an hour. Moved, it stays the same row and the same entry of both calendars."""

    class State(models.TextChoices):
        BOOKED = "booked", pgettext_lazy("appointment", "Booked")
        HELD = "held", pgettext_lazy("appointment", "Held")
        MISSED = "missed", pgettext_lazy("appointment", "Missed")
        CANCELLED = "cancelled", pgettext_lazy("appointment", "Cancelled")

    case_file = models.ForeignKey(CaseFile, on_delete=models.CASCADE, related_name="appointments")
    #: None: at an hour that was not opened for booking.
    slot = models.ForeignKey(Slot, null=True, blank=True, on_delete=models.SET_NULL, related_name="appointments")
    state = models.CharField(max_length=9, choices=State, default=State.BOOKED)
    #: What the person would like to talk about.
    about = models.CharField(_("what it is about"), max_length=300, blank=True)
    booked_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    booked_at = models.DateTimeField(default=timezone.now)
    cancelled_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    cancelled_at = models.DateTimeField(null=True, blank=True)
    #: Why it was cancelled, in words for the other side.
    reason = models.CharField(_("why"), max_length=300, blank=True)
    #: Of both calendars' entry: it outlives a move.
    calendar_uid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    #: iCalendar SEQUENCE: raised by each move and by the cancellation.
    sequence = models.PositiveSmallIntegerField(default=0)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["slot"], condition=~Q(state="cancelled"), name="appointment_once_per_slot"),
            models.CheckConstraint(name="appointment_ends_after_it_starts", condition=Q(ends_at__gt=F("starts_at"))),
            models.CheckConstraint(name="appointment_zone_is_known", condition=Q(zone__in=Zone.values)),
            models.CheckConstraint(
                name="appointment_mode_is_known", condition=Q(mode__in=["place", "online", "phone"])
            ),
            models.CheckConstraint(
                name="appointment_state_is_known", condition=Q(state__in=["booked", "held", "missed", "cancelled"])
            ),
            models.CheckConstraint(
                name="appointment_cancelled_with_its_moment",
                condition=Q(state="cancelled", cancelled_at__isnull=False)
                | (~Q(state="cancelled") & Q(cancelled_at=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["case_file", "starts_at"], name="appointment_by_file"),
            models.Index(fields=["organisation", "ends_at"], condition=Q(state="booked"), name="appointment_booked"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def is_booked(self) -> bool:
        return self.state == self.State.BOOKED

    @property
    def may_change_until(self) -> datetime:
        """Until when the person themself moves or cancels it: ``APPOINTMENT_CHANGE_HOURS`` of the settings before."""
        return self.starts_at - timedelta(hours=settings.APPOINTMENT_CHANGE_HOURS)

    @property
    def person_may_change(self) -> bool:
        return self.is_booked and timezone.now() < self.may_change_until


class OwnZone(models.Model):
    """The zone in which somebody reads hours, once they chose one: people book from abroad, too."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="own_zone")
    zone = models.CharField(_("your time zone"), max_length=40, choices=ZONES)

    def __str__(self) -> str:
        return self.zone
