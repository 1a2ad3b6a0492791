"""The rule by which a series is completed, and what was certified."""

import secrets
from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import guard
from events.agenda.models import Event
from events.registration.models import ALPHABET, Seat
from people.accounts.models import Language, Person

#: Characters of a code, of 32 each: 130 random bits, which nobody guesses.
CODE_LENGTH = 26
#: What people type for what they read; Crockford's own rules.
_MISREAD = str.maketrans("OIL", "011", " -\u2011\u2013\u00a0.\t\r\n")


def new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE_LENGTH))


def new_key() -> str:
    """128 random bits, in 32 hexadecimal digits."""
    return secrets.token_hex(16)


def as_code(text: str) -> str | None:
    """The code that somebody typed: case, spaces, hyphens and O, I, L are forgiven. None: something else."""
    typed = text.upper().translate(_MISREAD)
    return typed if len(typed) == CODE_LENGTH and set(typed) <= set(ALPHABET) else None


def spaced(code: str) -> str:
    """In groups to be read aloud and typed: 7K4Q9-2MVXD-…"""
    return "-".join(code[start : start + 5] for start in range(0, 20, 5)) + f"-{code[20:]}"


class Completion(models.Model):
    """How many of an event's sittings make it completed, and whether certificates leave by themselves."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="completion")
    #: None: all sittings but one. Never more is asked than there are.
    needed = models.PositiveSmallIntegerField(_("sittings needed"), null=True, blank=True)
    automatic = models.BooleanField(_("issue the certificates when the last sitting is over"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="completion_needs_one_sitting",
                condition=Q(needed=None) | Q(needed__gte=1),
                violation_error_message=_("At least one sitting is needed."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.needed}"


class CertificateQuerySet(models.QuerySet["Certificate"]):
    def valid(self) -> Self:
        return self.filter(withdrawn_at=None)

    @guard.door
    def behind(self, key: str) -> Self:
        """The certificate of a mailed link, with its event: whoever holds the link."""
        return self.filter(key=key).select_related("event__organisation")

    @guard.door
    def named(self, code: str) -> Self:
        """The certificate with this code, with its event: whoever was shown it."""
        return self.filter(code=code).select_related("event__organisation")

    def of_person(self, person: Person) -> Self:
        """The person's own, with their events."""
        return self.filter(person=person).select_related("event__organisation")

    def run_by(self, user: Any) -> Self:
        """Certificates of the events the user runs."""
        return self.filter(event__in=Event.objects.run_by(user))


class Certificate(models.Model):
    """What somebody completed, as it was on the day it was issued; the seat's own name is forgotten long before."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="certificates")
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="certificates")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="certificates")
    #: As it stood on the ticket.
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=2, choices=Language)
    attended = models.PositiveSmallIntegerField(_("sittings attended"))
    #: Of how many.
    sittings = models.PositiveSmallIntegerField()
    minutes = models.PositiveIntegerField(_("minutes attended"))
    first_on = models.DateField(_("first day"))
    last_on = models.DateField(_("last day"))
    #: Printed on it; whoever has it may ask what is certified.
    code = models.CharField(_("code"), max_length=CODE_LENGTH, unique=True, default=new_code)
    #: Secret of the mailed link: the person's own page, with the PDF, where they may erase it.
    key = models.CharField(max_length=32, unique=True, default=new_key)
    issued_at = models.DateTimeField(_("issued on"), default=timezone.now)
    withdrawn_at = models.DateTimeField(_("withdrawn on"), null=True, blank=True)
    reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    objects = CertificateQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("certificates")
        ordering = ["-issued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "person"], condition=Q(withdrawn_at=None), name="certificate_once_per_person_and_event"
            ),
            models.CheckConstraint(
                name="certificate_attended_within_sittings",
                condition=Q(attended__gte=1) & Q(attended__lte=F("sittings")),
            ),
            models.CheckConstraint(
                name="certificate_withdrawn_for_a_reason", condition=Q(withdrawn_at=None) | ~Q(reason="")
            ),
            models.CheckConstraint(name="certificate_ends_after_it_begins", condition=Q(last_on__gte=F("first_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}/{self.pk}"

    def get_absolute_url(self) -> str:
        """The person's own page, behind the mailed link."""
        return reverse("certificates:own", args=[self.key])

    @property
    def check_path(self) -> str:
        """The public page that says what is certified."""
        return reverse("certificates:check", args=[self.code])

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def is_erased(self) -> bool:
        """By its person: an empty row, so that none is issued again by itself."""
        return not self.name

    @property
    def spoken(self) -> str:
        return spaced(self.code)

    @property
    def issued_on(self) -> date:
        """Day of the event's own clock; needs the event loaded."""
        return self.issued_at.astimezone(self.event.zone_info).date()
