"""Invented events of every kind, region and state, placed around today; ``demo_events.yaml`` holds their words."""

import re
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import yaml
from django.utils import timezone

from core.localtime import Zone, instant
from core.reference.models import Measure, Region
from events.agenda import actions, sittings
from events.agenda.models import Event, Venue
from events.agenda.series import Sitting
from people.accounts.models import Scope
from people.organisations.models import Organisation

DATA = Path(__file__).with_name("demo_events.yaml")
#: A past event was published this long before it was held.
ANNOUNCED = timedelta(days=60)
TEXTS = ("title", "summary", "text", "accessibility")


def seed(world: Any) -> None:
    """Events by slug in ``world.events``, and how full each should be in ``world.fill``; found again the second time."""
    data = yaml.safe_load(DATA.read_text())
    organisations = {slug: organisation_of(**row) for slug, row in data["organisations"].items()}
    venues = {slug: venue_of(row) for slug, row in data["venues"].items()}
    world.organisations = getattr(world, "organisations", {}) | organisations
    world.events, world.fill = {}, {}
    for row in data["events"]:
        world.events[row["slug"]] = event_of(row, organisations[row["organisation"]], venues.get(row.get("venue")))
        world.fill[row["slug"]] = row.get("fill", "")


def organisation_of(*, name: str, region: str) -> Organisation:
    known = Organisation.objects.filter(name=name).first()
    return known or Organisation.objects.create(
        name=name,
        region=Region.objects.get(pk=region),
        scope=Scope.objects.create(kind=Scope.Kind.ORGANISATION),
    )


def venue_of(row: dict[str, Any]) -> Venue:
    values = {**row, "region": Region.objects.get(pk=row["region"])}
    names = {"name": values.pop("name"), "locality": values.pop("locality")}
    return Venue.objects.get_or_create(**names, defaults=values)[0]


def event_of(row: dict[str, Any], organisation: Organisation, venue: Venue | None) -> Event:
    """The event of a row: made as its organiser would, published, and moved or cancelled if its row says so."""
    today = timezone.localdate()
    # The fair of the day is another one every day: its doors are open whenever the demonstration is first seen.
    key = f"demo:{row['slug']}" + (f":{today}" if row.get("today") else "")
    if known := Event.objects.filter(organisation=organisation, import_key=key).first():
        return known
    event = Event(
        kind=row["kind"],
        organisation=organisation,
        venue=venue,
        online_url=row.get("online", ""),
        region=venue.region if venue else Region.objects.get(pk=row["region"]),
        capacity=row.get("capacity"),
        audience=row.get("audience", ""),
        asks_access_needs="access" in row.get("asks", []),
        asks_meal="meal" in row.get("asks", []),
        import_key=key,
        zone=venue.zone if venue else Zone.MONTREAL,
        **{f"{name}_{code}": typeset(row.get(f"{name}_{code}", ""), code) for name in TEXTS for code in ("fr", "en")},
    )
    place_in_time(event, row, today)
    about = Region.objects.filter(pk__in=row.get("about", []))
    actions.create_event(event=event, by=None, about_regions=about, contributions=measures_of(row))
    if several := row.get("sittings"):
        hold_in_sittings(event, several)
    event = into_state(event, row)
    if moved := (several or {}).get("moved"):
        move_one(event, moved)
    event.refresh_from_db()
    return event


def hold_in_sittings(event: Event, row: dict[str, Any]) -> None:
    """The event's own hours, every so many days, each with its title."""
    titles = row["titles"]
    spans = sittings.repeated(sittings.Hours(event.starts, event.ends), times=len(titles), days=row["every"])
    added = sittings.add_sittings(event=event, by=None, hours=spans)
    for sitting, (french, english) in zip(added, titles, strict=True):
        sitting.title_fr, sitting.title_en = typeset(french, "fr"), english
    Sitting.objects.bulk_update(added, ["title_fr", "title_en"])
    event.refresh_from_db()


def move_one(event: Event, row: dict[str, Any]) -> None:
    """One sitting is held on another day, while it is still to come."""
    sitting = Sitting.objects.select_related("event").get(event=event, number=row["number"])
    later = timedelta(days=row["days"])
    if sitting.starts_at > timezone.now():
        sittings.move_sitting(
            sitting=sitting,
            by=None,
            hours=sittings.Hours(sitting.starts + later, sitting.ends + later),
            reason_fr=typeset(row["reason_fr"], "fr"),
            reason_en=row["reason_en"],
        )


def place_in_time(event: Event, row: dict[str, Any], today: date) -> None:
    """Set days and hours, and the registration window counted back from the first day."""
    if row.get("today"):
        event.start_date = event.end_date = today
        event.start_time, event.end_time = hours_of_today()
        if event.end_time <= event.start_time:
            event.end_date += timedelta(days=1)
    else:
        event.start_date = day_of(today, row["days"], row.get("weekday"))
        event.end_date = event.start_date + timedelta(days=row.get("lasts", 1) - 1)
        event.start_time, event.end_time = time.fromisoformat(row["start"]), time.fromisoformat(row["end"])
    for name in ("opens", "closes"):
        if window := row.get(name):
            day = event.start_date - timedelta(days=window["days"])
            local = datetime.combine(day, time.fromisoformat(window["at"]))
            setattr(event, f"registration_{name}_at", instant(local, event.zone))


def day_of(today: date, days: int, weekday: int | None) -> date:
    """``days`` from today, moved on to the weekday; back to it for a day that is past."""
    day = today + timedelta(days=days)
    if weekday is None:
        return day
    step = (weekday - day.weekday()) % 7
    return after_the_holidays(day + timedelta(days=step if days >= 0 else step - 7 if step else 0))


def after_the_holidays(day: date) -> date:
    """The day, or the same weekday two weeks on: nobody holds a fair between Christmas and the first week of January."""
    return day if (1, 4) < (day.month, day.day) < (12, 22) else day + timedelta(days=14)


def hours_of_today() -> tuple[time, time]:
    """From 9 h to 21 h, or so that it has begun and is not about to end."""
    now = datetime.now(ZoneInfo(Zone.MONTREAL)).replace(tzinfo=None)
    start = min(time(9), max(datetime.combine(now.date(), time()), now - timedelta(hours=2)).time())
    end = (now + timedelta(hours=3)).time() if now.hour >= 18 else time(21)
    return start.replace(minute=0, second=0, microsecond=0), end.replace(minute=0, second=0, microsecond=0)


def measures_of(row: dict[str, Any]) -> dict[Measure, str]:
    """Measures of the plan it counts for, with 2.2's track."""
    wanted = [entry if isinstance(entry, dict) else {"measure": entry} for entry in row.get("measures", [])]
    return {Measure.objects.get(pk=entry["measure"]): entry.get("track", "") for entry in wanted}


def into_state(event: Event, row: dict[str, Any]) -> Event:
    state = row.get("state", "published")
    if state == "draft":
        return event
    if event.starts_at <= timezone.now():
        # Nobody publishes what has begun: this one was announced in its time.
        published: dict[str, Any] = {"published_at": event.starts_at - ANNOUNCED}
        if state == "cancelled":
            reasons = {f"cancellation_reason_{code}": typeset(row[f"reason_{code}"], code) for code in ("fr", "en")}
            published |= {"cancelled_at": event.starts_at - timedelta(days=1), **reasons}
        Event.objects.filter(pk=event.pk).update(**published)
        event.refresh_from_db()
        return event
    event = actions.publish(event=event, by=None)
    if state == "cancelled":
        reason_fr, reason_en = (typeset(row[f"reason_{code}"], code) for code in ("fr", "en"))
        return actions.cancel(event=event, by=None, reason_fr=reason_fr, reason_en=reason_en)
    if state == "moved":
        moved = row["moved"]
        day = after_the_holidays(event.start_date + timedelta(days=moved["days"]))
        return actions.move(
            event=event,
            by=None,
            start=datetime.combine(day, time.fromisoformat(moved["start"])),
            end=datetime.combine(day, time.fromisoformat(moved["end"])),
            venue=event.venue,
            online_url=event.online_url,
            reason_fr=typeset(moved["reason_fr"], "fr"),
            reason_en=typeset(moved["reason_en"], "en"),
        )
    return event


def typeset(text: str, language: str) -> str:
    """French wants a no-break space before a colon, inside guillemets and in hours."""
    if language != "fr":
        return text.strip()
    text = re.sub(r" (?=[:»])|(?<=«) ", "\u00a0", text.strip())
    return re.sub(
        r"(\d) h(?: (\d\d))?", lambda hour: f"{hour[1]}\u00a0h" + (f"\u00a0{hour[2]}" if hour[2] else ""), text
    )
