"""What offers ask of their host: a draft to finish, something to complete, dates that have passed, an end that comes near."""

from collections.abc import Iterable
from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from network.pairing.offers import rules
from network.pairing.offers.actions.keeping import DAYS_BEFORE
from network.pairing.offers.models import Offer, OfferDate, State
from people.accounts.models import Person
from people.participants.waiting import Waiting, waits_for_me


def to_do(person: Person) -> Iterable[Waiting]:
    """Cost: 1 query."""
    today = timezone.localdate()
    to_come = OfferDate.objects.filter(offer=OuterRef("pk"), day__gte=today)
    found = Offer.objects.of_person(person).alive().annotate(has_dates=Exists(to_come))
    for offer in found.select_related("edition__pairing").order_by("pk"):
        name, url = {"title": offer.title}, reverse("offers:offer", args=[offer.pk])
        if offer.state == State.DRAFT:
            yield Waiting(_("Finish your offer: %(title)s") % name, reverse("offers:check", args=[offer.pk]), order=40)
        elif offer.state == State.RETURNED:
            why = _("The coordination would like to know more before it opens.")
            yield Waiting(_("Complete your offer: %(title)s") % name, url, why=why, order=12)
        elif offer.state == State.OPEN and not (offer.availability or offer.has_dates):  # type: ignore[attr-defined]  # annotated above
            why = _("They have all passed, so that nobody can be proposed to you.")
            step = reverse("offers:step", args=[offer.pk, "where"])
            yield Waiting(_("Name new dates for your offer: %(title)s") % name, step, why=why, order=20)
        elif offer.state == State.OPEN and _ends_soon(offer) and rules.may_last_longer(offer):
            why = _("Else it closes by itself, and nobody new is proposed to you.")
            yield Waiting(_("Renew your offer: %(title)s") % name, url, by=offer.open_until, why=why, order=30)


def _ends_soon(offer: Offer) -> bool:
    return offer.open_until is not None and offer.open_until <= timezone.localdate() + timedelta(days=DAYS_BEFORE)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    waits_for_me(to_do)
