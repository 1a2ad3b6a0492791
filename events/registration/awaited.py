"""What waits for a person here: a place that is kept until they answer."""

from collections.abc import Iterator

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.dates import local_of
from events.registration.models import PlaceOffer
from people.accounts.models import Person
from people.participants.waiting import Waiting


def offered_places(person: Person) -> Iterator[Waiting]:
    """Cost: 1 query."""
    offers = PlaceOffer.objects.open().filter(registration__contact=person)
    for offer in offers.select_related("registration__event").order_by("expires_at"):
        event = offer.registration.event
        if offer.is_open and not event.is_cancelled:
            yield Waiting(
                label=format_lazy(_("Answer: a place is kept for you at “{title}”"), title=event.title.text),
                url=reverse("registration:my_one", args=[event.pk]),
                by=local_of(offer.expires_at, event.zone).date(),
                why=_("Without an answer, it goes to the next who waits."),
                order=1,
            )
