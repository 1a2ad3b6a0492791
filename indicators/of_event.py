"""Which indicators one event brings people to, for its report."""

from collections.abc import Iterator

from django.db.models import Count

from core.bilingual import pick
from core.reference.models import Indicator
from events.agenda.models import Event, Kind, Track
from events.registration.models import Seat
from events.report.counting import Counted

#: Of measure 2.2, the indicator that each of its two tracks is counted by.
TRACKS = {Track.FRANCOPHONE.value: "2.2-a", Track.FRENCH_CLASS.value: "2.2-b"}


def counted(event: Event) -> Iterator[Counted]:
    """Indicators that count the people present at this event, each once. Cost: 1 query for its measures, 2 more if there are any."""
    declared = dict(event.contributions.order_by("measure").values_list("measure", "track"))
    codes = [TRACKS[track] for track in declared.values() if track]
    if "4.1" in declared and event.kind == Kind.INFO_SESSION:
        codes.append("4.1-a")
    if not codes:
        return
    people = Seat.objects.present().filter(event=event).aggregate(n=Count("person", distinct=True))["n"]
    for one in Indicator.objects.filter(pk__in=codes).select_related("measure").order_by("pk"):
        if one.measure is not None:
            yield Counted(one.pk, pick(one, "name"), pick(one.measure, "name"), people)
