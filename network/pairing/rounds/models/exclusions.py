"""Who must not be put with whom, and why: said by a person, kept from one round to the next, lifted by a person."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.guard import door
from network.pairing.editions.models import PairingSettings
from network.pairing.offers.models import Offer
from network.pairing.rounds.models.round import Round
from network.pairing.rounds.models.rows import LONGEST_REASON
from people.accounts.models import Person
from people.programmes.models import Edition


class ExclusionQuerySet(models.QuerySet["Exclusion"]):
    @door
    def reviewed_by(self, user: Any) -> Self:
        return self.filter(edition__in=PairingSettings.objects.reviewed_by(user).values("pk"))

    def standing(self) -> Self:
        return self.filter(lifted_at=None)


class Exclusion(models.Model):
    """A candidate and an offer, or a candidate and a host whatever the offer."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="pairing_exclusions")
    offer = models.ForeignKey(Offer, null=True, on_delete=models.PROTECT, related_name="exclusions")
    host = models.ForeignKey(Person, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("why"), max_length=LONGEST_REASON)
    #: Where it was said.
    round = models.ForeignKey(Round, null=True, on_delete=models.SET_NULL, related_name="exclusions")
    by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey(Person, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "offer"], condition=Q(lifted_at=None), name="exclusion_of_an_offer_once"
            ),
            models.UniqueConstraint(
                fields=["person", "host"], condition=Q(lifted_at=None), name="exclusion_of_a_host_once"
            ),
            models.CheckConstraint(
                name="exclusion_is_of_an_offer_or_of_a_host",
                condition=Q(offer__isnull=False, host=None) | Q(offer=None, host__isnull=False),
            ),
            models.CheckConstraint(name="exclusion_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
