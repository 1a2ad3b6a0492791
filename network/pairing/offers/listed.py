"""What the public list of members says of those who receive: formats with a place that is free. Never a person, never a title."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext

from network.membership.listed import Line
from network.pairing.kinds import Format
from network.pairing.offers.models import Offer


def open_places(organisations: Collection[int]) -> Mapping[int, list[Line]]:
    """Cost: 1 query."""
    rows = Offer.objects.open_in_public().filter(organisation__in=organisations).order_by()
    formats: dict[int, set[str]] = {}
    for organisation, code in rows.values_list("organisation", "format").distinct():
        formats.setdefault(organisation, set()).add(code)
    say = gettext("Receives now: %(what)s")
    return {
        pk: [Line(say % {"what": ", ".join(str(each.label) for each in Format if each in codes)}, "people")]
        for pk, codes in formats.items()
    }
