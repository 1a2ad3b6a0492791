"""A plan carried out: drafts made, events changed or moved, through the room's actions. The caller holds the transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import translation
from django.utils.translation import gettext as _

from core import calendars
from core.folding import fold
from core.localtime import Zone
from core.reference.models import Measure, Region
from core.refusals import Refusal
from events.agenda import actions, entries
from events.agenda.importing.drafts import Defaults, Draft
from events.agenda.importing.plan import MOVES, Known, Line, Verdict
from events.agenda.importing.settings import WITH_TRACKS
from events.agenda.models import Event, Venue
from people.accounts.models import User
from people.organisations.models import Organisation

#: Fields of a draft that are fields of an event under the same name.
PLAIN = (
    *("title_fr", "title_en", "summary_fr", "summary_en", "text_fr", "text_en"),
    *("accessibility_fr", "accessibility_en", "online_url"),
)
#: What people are asked and let in by: fields of an event, too, that a row may leave unsaid.
SETTINGS = ("audience", "asks_access_needs", "asks_meal")
#: When registration is open: a draft's name, and the event's.
WINDOW = {"opens": "registration_opens_at", "closes": "registration_closes_at"}


def known_events(organisation: Organisation, by: User | None = None) -> dict[str, Known]:
    """What the organisation has, by key; ``by``: whoever imports, None for the system itself. Cost: 3 to 4 queries."""
    events = Event.objects.filter(organisation=organisation)
    events = events.select_related("venue").prefetch_related("contributions", "about_regions")
    run = None if by is None else set(events.run_by(by).values_list("pk", flat=True))
    return {key_of(event): known(event, is_foreign=run is not None and event.pk not in run) for event in events}


def known(event: Event, *, is_foreign: bool = False) -> Known:
    values: dict[str, Any] = {name: getattr(event, name) for name in (*PLAIN, *SETTINGS)} | {
        "about": tuple(sorted(region.pk for region in event.about_regions.all())),
        "kind": event.kind,
        "start": datetime.combine(event.start_date, event.start_time),
        "end": datetime.combine(event.end_date, event.end_time),
        "capacity": event.capacity,
    }
    values |= {name: getattr(event, column) for name, column in WINDOW.items()}
    if event.venue:
        values |= {"venue": event.venue.name, "locality": event.venue.locality}
    else:
        values |= {"venue": "", "locality": ""}
    counts = {count.measure_id: count.track for count in event.contributions.all()}
    apart: dict[str, Any] = {"measures": tuple(sorted(counts)), "track": "".join(counts.values())}
    if event.venue:
        apart |= {"street": event.venue.street, "postal_code": event.venue.postal_code, "region": event.region_id}
    return Known(
        values,
        apart=apart,
        is_foreign=is_foreign,
        is_published=not event.is_draft,
        is_cancelled=event.is_cancelled,
        is_over=event.is_past,
        seats_taken=event.seats_taken,
    )


def defaults_for(region: str, kind: str = "") -> Defaults:
    """Cost: 2 queries."""
    regions = {fold(name): code for code, name in Region.objects.values_list("code", "name_fr")}
    regions |= {code: code for code in regions.values()}
    return Defaults(region, regions, frozenset(Measure.objects.values_list("code", flat=True)), kind)


def key_of(event: Event) -> str:
    """What a file calls the event: what it was imported under, or the UID of its entry in the public calendars."""
    return event.import_key or entries.uid(event)


def number_in(key: str) -> int:
    """Number of the event made here whose UID this is; 0 for a key of another make."""
    number = key.removeprefix("event-").partition("@")[0]
    return int(number) if number.isdecimal() and len(number) < 19 and key == calendars.uid("event", int(number)) else 0


def apply(lines: Iterable[Line], holders: Mapping[int, Organisation], *, by: User | None) -> list[Line]:
    """Do what the plan says, line by line; a line that an action refuses is kept out alone, and says why."""
    return [_applied(line, holders[line.line], by) if line.line in holders else line for line in lines]


def _applied(line: Line, organisation: Organisation, by: User | None) -> Line:
    if line.draft is None or line.verdict not in {Verdict.CREATE, Verdict.UPDATE}:
        return line
    try:
        with transaction.atomic():
            if line.verdict is Verdict.CREATE:
                event_id = _create(line.draft, organisation, by)
            else:
                event_id = _update(line.draft, line.changed, organisation, by)
    except Refusal as refusal:
        return replace(line, verdict=Verdict.REFUSE, reason=str(refusal))
    return replace(line, event_id=event_id)


def _create(draft: Draft, organisation: Organisation, by: User | None) -> int:
    event = Event(
        kind=draft.kind,
        organisation=organisation,
        region=Region.objects.get(pk=draft.region),
        venue=_venue(draft, by),
        capacity=draft.capacity,
        zone=draft.zone,
        import_key=draft.key,
        audience=draft.audience,
        asks_access_needs=bool(draft.asks_access_needs),
        asks_meal=bool(draft.asks_meal),
        registration_opens_at=draft.opens,
        registration_closes_at=draft.closes,
        start_date=draft.start.date(),
        start_time=draft.start.time(),
        end_date=draft.end.date(),
        end_time=draft.end.time(),
        **{name: getattr(draft, name) for name in PLAIN},
    )
    measures = {
        measure: draft.track if measure.pk == WITH_TRACKS else ""
        for measure in Measure.objects.filter(pk__in=draft.measures)
    }
    about = Region.objects.filter(pk__in=draft.about)
    return actions.create_event(event=event, by=by, about_regions=about, contributions=measures).pk


def _update(draft: Draft, changed: frozenset[str], organisation: Organisation, by: User | None) -> int:
    events = Event.objects.filter(organisation=organisation).select_related("venue", "region")
    event = events.get(Q(import_key=draft.key) | Q(import_key="", pk=number_in(draft.key)))
    if "is_cancelled" in changed:
        if event.is_draft:
            actions.discard_draft(event=event, by=by)
            return 0
        reasons = {}
        for language in ("fr", "en"):
            with translation.override(language):
                reasons[f"reason_{language}"] = _("Cancelled by its organiser.")
        return actions.cancel(event=event, by=by, **reasons).pk
    if changed & MOVES and not event.is_draft:
        event = actions.move(
            event=event,
            by=by,
            start=draft.start,
            end=draft.end,
            venue=_venue(draft, by) or (None if draft.online_url else event.venue),
            online_url=draft.online_url or event.online_url,
        )
    elif changed & MOVES:
        event.start_date, event.start_time = draft.start.date(), draft.start.time()
        event.end_date, event.end_time = draft.end.date(), draft.end.time()
        event.venue = _venue(draft, by) or (None if draft.online_url else event.venue)
    for name in changed & {*PLAIN, *SETTINGS, "kind"}:
        setattr(event, name, getattr(draft, name))
    for name in changed & {*WINDOW}:
        setattr(event, WINDOW[name], getattr(draft, name))
    about = Region.objects.filter(pk__in=draft.about) if "about" in changed else None
    event = actions.edit_event(event=event, by=by, about_regions=about)
    if "capacity" in changed:
        actions.change_capacity(event=event, by=by, capacity=draft.capacity)
    return event.pk


def _venue(draft: Draft, by: User | None) -> Venue | None:
    """The venue of this name in this municipality, accents and case aside, made if there is none."""
    if not draft.venue:
        return None
    wanted = (fold(draft.venue), fold(draft.locality))
    for venue in Venue.objects.filter(region=draft.region).select_related("region"):
        if (fold(venue.name), fold(venue.locality)) == wanted:
            return venue
    venue = Venue(
        name=draft.venue[:200],
        street=draft.street[:200],
        locality=draft.locality[:120],
        postal_code=draft.postal_code[:7],
        region=Region.objects.get(pk=draft.region),
        zone=Zone(draft.zone),
    )
    return actions.create_venue(venue=venue, by=by)
