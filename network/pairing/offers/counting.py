"""Offers counted by who brought them: for the page of an edition."""

from django.db.models import Count as Counted
from django.utils.translation import gettext_lazy as _

from network.pairing.editions.models import PairingSettings
from network.pairing.editions.sides import Count
from network.pairing.offers.models import Offer


def offers(settings: PairingSettings) -> Count:
    """Offers that were approved once, whatever became of them (2.6-b). Cost: 1 query."""
    approved = Offer.objects.filter(edition=settings.pk, approved_at__isnull=False).order_by()
    numbers = dict(approved.values_list("partner__organisation").annotate(number=Counted("pk")))
    return Count(_("Offers approved"), numbers, order=10)
