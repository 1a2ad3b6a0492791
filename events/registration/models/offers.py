"""A place that became free, kept for somebody who waited, until they answer or the time is over."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.agenda.models import Event
from events.registration.models.registrations import Registration


class PlaceOfferQuerySet(models.QuerySet["PlaceOffer"]):
    def open(self) -> Self:
        return self.filter(state=PlaceOffer.State.OPEN)

    def run_by(self, user: Any) -> Self:
        """Offers at the events the user runs."""
        return self.filter(registration__event__in=Event.objects.run_by(user))


class PlaceOffer(models.Model):
    """While it is open its seats count as taken: a seat is never both offered and free."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("place offer", "Waiting for an answer")
        ACCEPTED = "accepted", pgettext_lazy("place offer", "Accepted")
        DECLINED = "declined", pgettext_lazy("place offer", "Declined")
        EXPIRED = "expired", pgettext_lazy("place offer", "Time ran out")
        WITHDRAWN = "withdrawn", pgettext_lazy("place offer", "Taken back")

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="offers")
    #: How many seats were offered: the whole party's.
    seats = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    made_at = models.DateTimeField(default=timezone.now)
    #: Until when it can be answered.
    expires_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    #: Before its turn, by an organiser (the audit says who), and why.
    out_of_turn = models.BooleanField(default=False)
    reason = models.CharField(_("reason"), max_length=300, blank=True)

    objects = PlaceOfferQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["registration"], condition=Q(state="open"), name="place_offer_open_once_per_registration"
            ),
            models.CheckConstraint(
                name="place_offer_answered_has_its_moment",
                condition=Q(state="open", answered_at=None) | (~Q(state="open") & Q(answered_at__isnull=False)),
            ),
            models.CheckConstraint(name="place_offer_ends_after_it_begins", condition=Q(expires_at__gt=F("made_at"))),
            models.CheckConstraint(
                name="place_offer_out_of_turn_says_why", condition=~Q(state="open", out_of_turn=True, reason="")
            ),
            models.CheckConstraint(name="place_offer_is_of_a_seat", condition=Q(seats__gte=1)),
            models.CheckConstraint(
                name="place_offer_state_is_known",
                condition=Q(state__in=["open", "accepted", "declined", "expired", "withdrawn"]),
            ),
        ]
        indexes = [models.Index(fields=["expires_at"], condition=Q(state="open"), name="place_offer_open")]

    def __str__(self) -> str:
        return f"{self.registration_id} {self.state}"

    @property
    def is_open(self) -> bool:
        """Open, and its time is not over: the clock may not have come round yet."""
        return self.state == self.State.OPEN and self.expires_at > timezone.now()
