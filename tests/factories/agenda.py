"""Events in the situations the field knows, and the organisers who run them."""

from datetime import date, datetime, time, timedelta
from itertools import count
from typing import Any

from django.utils import timezone

from core.reference.models import Measure, Objective, Region
from events.agenda.models import Event, Kind, Venue, WaitingFile
from people.accounts.models import Grant, Person, Role, Scope, User
from people.organisations.models import Organisation
from tests.factories.canaries import Canaries, maker

_numbers = count(1)


def region(code: str = "04") -> Region:
    return Region.objects.get_or_create(code=code, defaults={"name_fr": f"Région {code}"})[0]


def measure(code: str = "4.1") -> Measure:
    objective = Objective.objects.get_or_create(code=code[0], defaults={"name_fr": f"Objectif {code[0]}"})[0]
    return Measure.objects.get_or_create(code=code, defaults={"name_fr": f"Mesure {code}", "objective": objective})[0]


def organisation(name: str = "", **fields: Any) -> Organisation:
    scope = Scope.objects.create(kind=Scope.Kind.ORGANISATION)
    return Organisation.objects.create(name=name or f"Carrefour emploi {next(_numbers)}", scope=scope, **fields)


def venue(code: str = "04", **fields: Any) -> Venue:
    values = {"name": "Centre des congrès", "street": "1200, rue des Cascades", "locality": "Shawinigan"}
    return Venue.objects.create(**values | {"region": region(code)} | fields)


def event(*, code: str = "04", days: int = 30, about: tuple[str, ...] = (), **fields: Any) -> Event:
    """A published job fair from 10 h to 16 h, ``days`` from today at Montréal. ``about``: regions it is about."""
    day = fields.pop("on", None) or timezone.localdate() + timedelta(days=days)
    values: dict[str, Any] = {
        "kind": Kind.JOB_FAIR,
        "title_fr": "Salon de l’emploi de la Mauricie",
        "title_en": "Mauricie Job Fair",
        "start_date": day,
        "start_time": time(10),
        "end_date": day,
        "end_time": time(16),
        "published_at": timezone.now() - timedelta(days=60),
    } | fields
    values.setdefault("region", region(code))
    if "organisation" not in values:
        values["organisation"] = organisation()
    if "venue" not in values and not values.get("online_url"):
        values["venue"] = venue(values["region"].code)
    made = Event.objects.create(**values)
    made.about_regions.set([region(about_code) for about_code in about])
    return made


def draft(**fields: Any) -> Event:
    return event(published_at=None, **fields)


def unsaved(**fields: Any) -> Event:
    """An event as a form hands it over: related rows exist, its own does not."""
    values: dict[str, Any] = {
        "kind": Kind.INFO_SESSION,
        "title_fr": "Vivre et travailler en région",
        "start_date": date(2027, 3, 12),
        "start_time": time(18, 30),
        "end_date": date(2027, 3, 12),
        "end_time": time(20),
        "online_url": "https://rencontre.exemple.test/region",
    } | fields
    return Event(**{"organisation": values.get("organisation") or organisation()} | {"region": region()} | values)


def moment(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute))


def organiser(
    *, regions: tuple[str, ...] = (), organisations: tuple[Organisation, ...] = (), role: str = Role.ORGANISER
) -> User:
    """A login that runs the events of these regions and organisations."""
    number = next(_numbers)
    user = User.objects.create_user(
        f"organise{number}@exemple.test", person=Person.objects.create(name=f"Odile Gagnon {number}")
    )
    for code in regions:
        scope = Scope.objects.get_or_create(kind=Scope.Kind.REGION, region=region(code))[0]
        Grant.objects.create(user=user, role=role, scope=scope)
    for held in organisations:
        Grant.objects.create(user=user, role=role, scope=held.scope)
    return user


def administrator() -> User:
    number = next(_numbers)
    user = User.objects.create_user(
        f"administre{number}@exemple.test", person=Person.objects.create(name=f"Ada Roy {number}")
    )
    scope = Scope.objects.get_or_create(kind=Scope.Kind.NONE)[0]
    Grant.objects.create(user=user, role=Role.ADMINISTRATOR, scope=scope)
    return user


@maker(WaitingFile)
def a_waiting_file(person: Person, _sing: Canaries) -> WaitingFile:
    return WaitingFile.objects.create(person=person, organisation=organisation(), region=region(), outcome={})
