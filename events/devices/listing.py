"""The list that a device carries: which lines changed since it last asked, sealed for it.

Nobody tells this room when a seat changes: the list is compared with the seats whenever a device asks, so that whatever
happens to them, in whichever room, reaches the doors. 5,000 seats take some 60 ms.
"""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation

from events.agenda.models import Event
from events.devices import rules, sealing
from events.devices.models import Device, ListedSeat, SeatList
from events.devices.presence import presences
from events.devices.shapes import About, Counts, DoorCount, ListAnswer, SittingHours, milliseconds
from events.doors import desk, sittings
from events.doors.models import GRACE, OPENS_BEFORE, spoken
from events.needs.models import Wish
from events.registration import tickets
from events.registration.models import Seat, seat_words
from people.accounts.models import Person
from people.oversight.actions import note_reads
from people.oversight.models import ReadEntry

#: States in which a seat has no line: what is cancelled is told apart from what was never there by a line that is gone.
GONE = Seat.State.CANCELLED
#: In place of "expected": a seat that no door lets in before a parent or guardian has said yes.
GUARDIAN = "guardian"
COLUMNS = (
    "pk",
    "person",
    "code",
    "name",
    "state",
    "present_at",
    "registration",
    "registration__reference",
    "age_band",
    "registration__contact__name",
    "registration__awaits_guardian",
)


@dataclass(frozen=True)
class Line:
    """What a device may know of a seat."""

    seat: int
    person: int | None
    code: str
    name: str
    state: str
    reference: str
    #: Active seats of its registration.
    party: int
    at: datetime | None
    door: str
    #: Of a series: the sitting at which its holder is in, whose door is open now.
    sitting: int | None = None
    #: What it wishes on site, for whoever may know: no part of what the line says by itself.
    wishes: Sequence[str] = ()

    @property
    def is_gone(self) -> bool:
        return self.state == GONE

    def says(self, device: Device | None = None, needs: Iterable[str] = ()) -> dict[str, Any]:
        """As it is sealed: ``n``ame, ``s``tate, ``r``eference, ``p``arty, ``a``t, ``d``oor, ``w``ishes, s``i``tting. A kiosk gets a first name, no more."""
        said: dict[str, Any] = {"n": self.name, "s": self.state}
        if device is not None and device.is_kiosk:
            said["n"] = first_name(self.name)
        else:
            said |= {"r": spoken(self.reference), "p": self.party, "w": list(needs)}
        if self.at:
            said |= {"a": milliseconds(self.at), "d": self.door}
            if self.sitting:
                said["i"] = self.sitting
        return {name: value for name, value in said.items() if value not in ("", [], 1) or name in "ns"}


def first_name(name: str) -> str:
    return name.split(maxsplit=1)[0] if name.strip() else ""


def state_at_a_sitting(state: str, *, is_there: bool) -> str:
    """A seat of a series as a door sees it: whoever came to another sitting is still expected at this one."""
    if is_there:
        return Seat.State.PRESENT
    return Seat.State.EXPECTED if state == Seat.State.PRESENT else state


def lines_of(event: Event) -> list[Line]:
    """Every seat of an event; of a series, with the presence of the sitting whose door is open.

    Cost: 2 queries, 3 where it asks about needs; up to 2 more at a series.
    """
    rows = list(Seat.objects.filter(event=event).order_by("pk").values_list(*COLUMNS))
    parties = Counter(row[6] for row in rows if row[4] != GONE)
    wishes: dict[int, list[str]] = {}
    if event.asks_access_needs:
        agreed = Wish.objects.agreed().for_access().filter(seat__event=event)
        for seat, what, text in agreed.order_by("pk").values_list("seat", "what", "text"):
            wishes.setdefault(seat, []).append(f"{what} {text}")
    here = sittings.sitting_at(event, timezone.now()) if event.is_series else None
    sitting = here.pk if here else None
    known = {} if event.is_series and here is None else presences(event, sitting=sitting)
    lines = []
    for pk, person, code, name, state, at, registration, reference, age_band, lead, awaits_guardian in rows:
        entry = known.get((pk, sitting))
        if event.is_series:
            state, at = state_at_a_sitting(state, is_there=entry is not None), entry.at if entry else None
        if awaits_guardian and state == Seat.State.EXPECTED:
            state = GUARDIAN
        lines.append(
            Line(
                pk,
                person,
                code,
                seat_words(name, age_band, lead),
                state,
                reference,
                parties[registration],
                at,
                entry.door if entry and at else "",
                sitting if at else None,
                wishes.get(pk, ()),
            )
        )
    return lines


def bring_up_to_date(event: Event) -> tuple[int, list[Line]]:
    """Note which lines changed; the version they make, and all lines. Cost: 4 queries (5 where the event asks about needs), where something changed up to 12."""
    version = SeatList.objects.filter(pk=event.pk).values_list("version", flat=True).first() or 0
    lines = lines_of(event)
    if not any(_differences(event, lines, version)):
        return version, lines
    with transaction.atomic():
        SeatList.objects.get_or_create(event=event)
        # One at a time: a version is whole before anybody is told of it.
        version = SeatList.objects.select_for_update().get(pk=event.pk).version + 1
        lines = lines_of(event)
        new, changed = _differences(event, lines, version)
        ListedSeat.objects.bulk_create(new, batch_size=500)
        ListedSeat.objects.bulk_update(changed, ["digest", "version"], batch_size=500)
        SeatList.objects.filter(pk=event.pk).update(version=version)
    return version, lines


def _differences(event: Event, lines: Iterable[Line], version: int) -> tuple[list[ListedSeat], list[ListedSeat]]:
    """Lines that are not listed yet, and those that say something else now, as they will stand. Cost: 1 query."""
    new, changed = [], []
    known = {row.seat_id or -row.pk: row for row in ListedSeat.objects.filter(event=event)}
    for line in lines:
        row, digest = known.pop(line.seat, None), _digest(line)
        if row is None:
            lookup = sealing.lookup_of(event.pk, line.code)
            new.append(ListedSeat(event=event, seat_id=line.seat, lookup=lookup, digest=digest, version=version))
        elif row.digest != digest:
            row.digest, row.version = digest, version
            changed.append(row)
    for lost in known.values():
        if lost.digest:
            lost.digest, lost.version = "", version
            changed.append(lost)
    return new, changed


def answer(device: Device, since: int, *, carries_needs: bool = False) -> ListAnswer:
    """What the device needs to be up to date. What is gone stands in the whole list too: a ticket that it has not is taken
    for one that was sold since. That the device carries somebody's needs is noted as a reading by whoever added it.

    ``carries_needs``: what it has says some, which it gives back whole once whoever added it may read none any more.
    Cost: those of :func:`bring_up_to_date`, and 2 more; 5 where it shows needs.
    """
    version, lines = bring_up_to_date(device.event)
    needs = rules.needs_by_seat(device)
    whole = not 0 < since <= version or carries_needs != bool(needs)
    changed = ListedSeat.objects.filter(event=device.event_id, version__gt=0 if whole else since)
    by_seat = {line.seat: line for line in lines}
    listed = list(changed.order_by("pk").values_list("seat", "lookup"))
    note_needs(device, [by_seat[seat] for seat, _lookup in listed if seat in needs and seat in by_seat])
    rows = [_row(device, lookup, by_seat.get(seat or 0), needs.get(seat or 0, ())) for seat, lookup in listed]
    return ListAnswer(
        now=milliseconds(timezone.now()),
        version=version,
        whole=whole,
        needs=bool(needs),
        rows=rows,
        counts=counts(device.event, lines),
        about=about(device),
    )


def note_needs(device: Device, lines: Sequence[Line]) -> None:
    """Cost: none, or 1 query."""
    read = [Person(pk=line.person) for line in lines if line.person]
    if read:
        event = device.event
        note_reads(
            by=device.added_by, about=read, kind=ReadEntry.Kind.NEEDS, thing=event, organisation=event.organisation
        )


def counts(event: Event, lines: Iterable[Line]) -> Counts:
    """Who is in (at the sitting that figures are about), and by which door they came. Cost: 1 query, up to 4 at a series."""
    figures = desk.figures(event, sittings.shown(event) if event.is_series else None)
    by_door = Counter(line.door for line in lines if line.state == Seat.State.PRESENT and line.door)
    doors = [DoorCount(door, number) for door, number in sorted(by_door.items())]
    return Counts(figures.present, figures.registered, doors)


def about(device: Device) -> About:
    titles = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            titles[language] = str(device.event.title)
    return About(
        event=device.event_id,
        title=titles,
        is_off=device.event.is_cancelled,
        zone=device.event.zone,
        starts=milliseconds(device.event.starts_at),
        until=milliseconds(rules.until(device)),
        device=device.label,
        door=device.door,
        kind=device.kind,
        keys=tickets.public_keys(),
        sittings=sittings_of(device.event),
    )


def sittings_of(event: Event) -> list[SittingHours]:
    """From when to when the door of each is open, and its own hours. Cost: 1 query, none for an event held once."""
    if not event.is_series:
        return []
    return [
        SittingHours(
            one.pk,
            milliseconds(one.starts_at - OPENS_BEFORE),
            milliseconds(one.starts_at),
            milliseconds(one.ends_at),
            milliseconds(one.ends_at + GRACE),
        )
        for one in event.sittings_standing
    ]


def _row(device: Device, lookup: str, line: Line | None, needs: Iterable[str]) -> list[str]:
    if line is None or line.is_gone:
        return [lookup]
    return [lookup, sealing.seal(device.event_id, line.code, line.says(device, needs))]


def _digest(line: Line) -> str:
    """Of all that any device may be told of it."""
    text = json.dumps({} if line.is_gone else line.says(needs=line.wishes), sort_keys=True).encode()
    return hashlib.blake2b(text, digest_size=16, key=settings.SECRET_KEY.encode()[:64]).hexdigest()
