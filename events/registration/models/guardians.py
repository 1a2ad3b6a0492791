"""Who speaks for those under 18, and whether they have agreed."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.guard import door
from events.registration.models.keys import new_key
from events.registration.models.registrations import Registration


class GuardianQuerySet(models.QuerySet["Guardian"]):
    @door
    def asked_by(self, key: str) -> Self:
        """The guardian whom the mailed link of this key asked, with the registration and its event."""
        return self.filter(key=key).select_related("registration__event__venue", "registration__event__organisation")


class Guardian(models.Model):
    """The parent or guardian who answers for the minors of a registration: the person who registers, or somebody they name.

    Until ``confirmed_at`` there is no ticket; a registration that is not confirmed by ``until`` gives its seats back.
    """

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="guardian")
    name = models.CharField(_("name of the parent or guardian"), max_length=200)
    email = models.EmailField(_("email of the parent or guardian"))
    #: Secret of the mailed link by which they confirm or refuse.
    key = models.CharField(max_length=32, unique=True, default=new_key)
    asked_at = models.DateTimeField(default=timezone.now)
    until = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    objects = GuardianQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="guardian_has_confirmed_or_a_day_to_do_so",
                condition=Q(confirmed_at__isnull=False) | Q(until__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return str(self.registration_id)

    @property
    def has_confirmed(self) -> bool:
        return self.confirmed_at is not None

    def is_late(self, now: datetime) -> bool:
        return self.confirmed_at is None and self.until is not None and self.until <= now
