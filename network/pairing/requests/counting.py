"""Requests counted by the organisation that accompanies the person: for the page of an edition."""

from django.db.models import Count as Counted
from django.utils.translation import gettext_lazy as _

from network.pairing.editions.models import PairingSettings
from network.pairing.editions.sides import Count
from network.pairing.requests.models import Request


def requests(settings: PairingSettings) -> Count:
    """Requests that were sent once, whatever became of them (2.6-a). Cost: 1 query."""
    sent = Request.objects.filter(candidacy__edition=settings.pk, sent_at__isnull=False).order_by()
    numbers = dict(sent.values_list("candidacy__organisation").annotate(number=Counted("pk")))
    return Count(_("Requests sent"), numbers, order=5)
