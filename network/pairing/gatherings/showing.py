"""Sessions and places in words, for the pages."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from network.pairing.gatherings.models import Gathering, Place, Presence, State

#: Colour of a tag, by state.
KINDS = {State.PLANNED.value: "", State.HELD.value: "success", State.CANCELLED.value: "warn"}


@dataclass(frozen=True)
class Line:
    """A session, with the reader's own place there, or None."""

    gathering: Gathering
    place: Place | None = None

    @property
    def room(self) -> str:
        """« 3 places left », or that one waits."""
        free = self.gathering.free
        if not free:
            return _("Full: you may join the waiting list")
        return ngettext("%(number)s place left", "%(number)s places left", free) % {"number": free}

    @property
    def state(self) -> str:
        """Of the reader's place, in words."""
        place, gathering = self.place, self.gathering
        if gathering.is_cancelled:
            return str(gathering.get_state_display())
        if place is None or not place.is_live:
            return ""
        return str(place.get_presence_display() if place.presence else place.get_state_display())

    @property
    def kind(self) -> str:
        if self.gathering.is_cancelled:
            return "warn"
        if self.place is None or not self.place.is_live:
            return ""
        if self.place.is_waiting or self.place.presence == Presence.ABSENT:
            return "warn"
        return "success"


def lines(gatherings: Iterable[Gathering], places: Iterable[Place] = ()) -> list[Line]:
    """No query."""
    own = {place.gathering_id: place for place in places}
    return [Line(each, own.get(each.pk)) for each in gatherings]


def number_in_line(place: Place) -> int:
    """1 for who is next. Cost: 1 query."""
    before = list(Place.objects.filter(gathering=place.gathering_id).waiting().values_list("pk", flat=True))
    return before.index(place.pk) + 1 if place.pk in before else 0
