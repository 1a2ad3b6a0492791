"""What group sessions ask of people: of candidates, to look at those that suit them; of hosts, to say who was there."""

from collections.abc import Iterable

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from network.pairing.gatherings import rules
from network.pairing.gatherings.models import Gathering, Place
from people.accounts.models import Person
from people.participants.waiting import Waiting, waits_for_me


def to_do(person: Person) -> Iterable[Waiting]:
    """Cost: none while no edition has group sessions; else 2 queries, 1 more for each request that wishes for them."""
    if not rules.any_edition_has_groups():
        return
    for gathering in Gathering.objects.to_note().filter(offer__host=person, places__state=Place.State.TAKEN).distinct():
        url = reverse("gatherings:presence", args=[gathering.pk])
        yield Waiting(_("Say who came to my group session"), url, why=_("It takes a minute, and it counts."), order=16)
    for request in rules.requests_of(person):
        found = Gathering.objects.bookable().suited_to(request)
        number = found.exclude(pk__in=Gathering.objects.of_person(person)).count()
        if number:
            words = ngettext("%(number)s date in your field", "%(number)s dates in your field", number) % {
                "number": number
            }
            yield Waiting(_("Choose a group session"), reverse("gatherings:home"), why=words, order=45)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    waits_for_me(to_do)
