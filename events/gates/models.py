"""Conditions to register at an event, those who were invited, and those who were let in by hand."""

import secrets
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.guard import door
from events.agenda.models import Event
from events.registration.models import ALPHABET, Registration
from people.accounts.models import Language, Person

#: Letters of a code: 60 bits.
CODE = 12
MOST_USES = 100_000
#: Invitations of one event: more is a mailing, not a list.
MOST_INVITED = 5000
MOST_GATES = 8


def new_code() -> str:
    """Twelve characters to type from a letter, 60 bits: nobody finds one by trying."""
    return "".join(secrets.choice(ALPHABET) for _place in range(CODE))


class GateQuerySet(models.QuerySet["Gate"]):
    def run_by(self, user: Any) -> Self:
        """Gates of the events the user runs."""
        return self.filter(event__in=Event.objects.run_by(user))


class Gate(models.Model):
    """One condition. All of an event's must be met, unless somebody has a :class:`Pass`."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="gates")
    #: Dotted question of ``core.audiences`` with its argument; empty: being invited.
    question = models.CharField(max_length=120, blank=True)
    made_at = models.DateTimeField(default=timezone.now)

    objects = GateQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["event", "question"], name="gate_once_per_event")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.question}"

    @property
    def is_of_invited(self) -> bool:
        return not self.question


class InvitedQuerySet(models.QuerySet["Invitation"]):
    def run_by(self, user: Any) -> Self:
        """Invitations to the events the user runs."""
        return self.filter(event__in=Event.objects.run_by(user))

    def unsent(self) -> Self:
        return self.filter(sent_at=None)

    @door
    def opened_by(self, code: str) -> Self:
        """The invitation of this code, with its event."""
        return self.filter(code=code).select_related("event")


class Invitation(models.Model):
    """Somebody may register, once: by the code of their letter, or signed in with the address it went to."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField(_("email"))
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.FRENCH)
    code = models.CharField(max_length=CODE, unique=True, default=new_code)
    made_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)
    used_by = models.OneToOneField(
        Registration, null=True, blank=True, on_delete=models.SET_NULL, related_name="invitation"
    )

    objects = InvitedQuerySet.as_manager()

    class Meta:
        ordering = ["email", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "email"], name="invitation_once_per_address"),
            models.CheckConstraint(name="invitation_language_is_known", condition=Q(language__in=Language.values)),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SharedCode(models.Model):
    """One code for many, so many registrations at most."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="shared_code")
    code = models.CharField(max_length=CODE, unique=True, default=new_code)
    most_uses = models.PositiveIntegerField(_("registrations it opens at most"))
    uses = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(name="shared_code_used_as_often_as_it_may", condition=Q(uses__lte=F("most_uses"))),
            models.CheckConstraint(
                name="shared_code_opens_something", condition=Q(most_uses__gte=1, most_uses__lte=MOST_USES)
            ),
        ]

    def __str__(self) -> str:
        return str(self.event_id)

    @property
    def is_used_up(self) -> bool:
        return self.uses >= self.most_uses


class SharedUse(models.Model):
    """A registration that came by the shared code; it goes when the registration ends."""

    shared = models.ForeignKey(SharedCode, on_delete=models.CASCADE, related_name="used")
    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="shared_use")

    def __str__(self) -> str:
        return str(self.registration_id)


class PassQuerySet(models.QuerySet["Pass"]):
    def run_by(self, user: Any) -> Self:
        """Passes of the events the user runs."""
        return self.filter(event__in=Event.objects.run_by(user))

    @door
    def opened_by(self, code: str) -> Self:
        """The pass of this code, with its event."""
        return self.filter(code=code).select_related("event")


class Pass(models.Model):
    """Somebody may register whatever the audience and the gates say, for a reason that is on record."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="gate_passes")
    email = models.EmailField(_("email"))
    language = models.CharField(_("language"), max_length=2, choices=Language, default=Language.FRENCH)
    reason = models.CharField(_("reason"), max_length=300)
    #: The organiser who let them in.
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    code = models.CharField(max_length=CODE, unique=True, default=new_code)
    made_at = models.DateTimeField(default=timezone.now)
    used_by = models.OneToOneField(
        Registration, null=True, blank=True, on_delete=models.SET_NULL, related_name="gate_pass"
    )

    objects = PassQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name_plural = "passes"
        constraints = [
            models.UniqueConstraint(fields=["event", "email"], name="pass_once_per_address"),
            models.CheckConstraint(name="pass_says_why", condition=~Q(reason="")),
            models.CheckConstraint(name="pass_language_is_known", condition=Q(language__in=Language.values)),
        ]

    def __str__(self) -> str:
        return str(self.pk)
