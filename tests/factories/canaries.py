"""A row of any declared model about a person, with a canary in every personal field that can hold one.

Rooms whose rows cannot be made from their fields alone register a maker, here or in their own factory module::

    @canaries.maker(CaseFile)
    def a_case_file(person: Person, sing: Canaries) -> CaseFile: ...
"""

import importlib
import pkgutil
from collections.abc import Callable
from datetime import time, timedelta
from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.db import models
from django.utils import timezone

import tests.factories
from core import personal
from people.accounts.models import Person, Scope, User

_numbers = count(1)
#: In every canary, so that one search finds them all.
SONG = "kanari"

#: Fields whose own value something else goes by (the session a browser really has), or that hold no word of their own.
BORNE_OUT = {
    ("usersessions.usersession", "session_key"),
    ("participants.card", "occupation_code"),
    ("pool.poolentry", "band"),
    ("pool.poolentry", "major_group"),
}

Maker = Callable[[Person, "Canaries"], models.Model]
_makers: dict[type[models.Model], Maker] = {}


def maker(model: type[models.Model]) -> Callable[[Maker], Maker]:
    """Register how a row of this model about a person is made; its personal fields are filled afterwards."""

    def keep(function: Maker) -> Maker:
        _makers[model] = function
        return function

    return keep


class Canaries:
    """Unique values that stand nowhere else, and where each was put."""

    def __init__(self) -> None:
        self.sung: dict[str, str] = {}

    def word(self, where: str, *, length: int | None = None) -> str:
        """A word of at most ``length`` letters; the shortest still holds a number of its own."""
        number = f"{next(_numbers):04d}"
        word = f"{SONG}{number}" if length is None or length >= 10 else f"kn{number}"[: length or None]
        self.sung[word] = where
        return word

    def value(self, field: Any, where: str) -> Any:
        """A canary that this field can hold; None where it can hold none: a day, a number, a choice, a key."""
        if field.choices or field.is_relation:
            return None
        match field:
            case models.FileField():
                word = self.word(where)
                return ContentFile(f"file of {word}".encode(), name=f"{word}.pdf")
            case models.EmailField():
                return f"{self.word(where)}@exemple.test"
            case models.URLField():
                return f"https://{self.word(where)}.exemple.test/"
            case models.GenericIPAddressField():
                self.sung["203.0.113.77"] = where
                return "203.0.113.77"
            case models.JSONField():
                return {"said": self.word(where), "list": [self.word(where)]}
            case models.CharField() | models.TextField():
                return self.word(where, length=field.max_length)
        return None


def fill(row: models.Model, entry: personal.Declaration, sing: Canaries) -> models.Model:
    """Put a canary in every declared field that can hold one, and save."""
    for name, held in entry.fields.items():
        if held.stays or (entry.code, name) in BORNE_OUT:
            continue
        value = sing.value(entry.model._meta.get_field(name), f"{entry.code}.{name}")
        if isinstance(value, ContentFile):
            getattr(row, name).save(value.name, value, save=False)
        elif value is not None:
            setattr(row, name, value)
    if entry.fields:
        row.save()
    return row


def row_about(entry: personal.Declaration, person: Person, sing: Canaries) -> models.Model:
    """A row of a declared model that is about the person, with canaries; fails with what to do if it cannot be made."""
    return fill(plain_row(entry, person, sing), entry, sing)


def plain_row(entry: personal.Declaration, person: Person, sing: Canaries) -> models.Model:
    """A row about the person as its maker leaves it, one that is there already if there is one."""
    for found in pkgutil.iter_modules(tests.factories.__path__):
        importlib.import_module(f"tests.factories.{found.name}")
    there: models.Model | None = entry.of_people([person.pk]).first()
    make = _makers.get(entry.model)
    if there is None:
        there = make(person, sing) if make else build(entry.model, along(entry, person, sing))
    return there


def along(entry: personal.Declaration, person: Person, sing: Canaries) -> dict[str, Any]:
    """The key that leads to the person: themselves, or what of theirs stands in between, made if it must be."""
    name, _, rest = (entry.owner or "").partition("__")
    target: Any = entry.model._meta.get_field(name).related_model
    if not rest:
        return {name: person}
    if target is User:
        return {name: User.objects.get(person=person)}
    between = personal.of(target)
    assert between, f"register a maker for {entry.code} in tests/factories/canaries.py"
    return {name: plain_row(between, person, sing)}


def build(model: type[models.Model], facts: dict[str, Any]) -> models.Model:
    """A row with ``facts`` and whatever else it needs, made up from its fields."""
    try:
        for field in model._meta.concrete_fields:
            if field.name in facts or field.primary_key or field.has_default() or field.null or field.blank:
                continue
            facts[field.name] = _made_up(field)
        return model._base_manager.create(**facts)
    except Exception as trouble:
        raise AssertionError(
            f"{model._meta.label} cannot be made from its fields ({type(trouble).__name__}: {trouble}). "
            "Register a maker in tests/factories/canaries.py."
        ) from trouble


def one_of(model: Any) -> Any:
    """Somebody or something else for a key to lead to."""
    from events.agenda.models import Event
    from people.organisations.models import Organisation
    from tests.factories.accounts import make_person, make_user
    from tests.factories.organisations import make_organisation
    from tests.factories.registration import open_event

    known: dict[Any, Callable[[], Any]] = {
        Event: open_event,
        Organisation: make_organisation,
        Person: make_person,
        User: make_user,
    }
    if model in known:
        return known[model]()
    return model._base_manager.first() or build(model, {})


def _made_up(field: Any) -> Any:
    number = next(_numbers)
    if field.is_relation:
        return one_of(field.related_model)
    if field.choices:
        return field.choices[0][0]
    match field:
        case models.DateTimeField():
            return timezone.now() + timedelta(minutes=number)
        case models.DateField():
            return timezone.localdate()
        case models.TimeField():
            return time(10)
        case models.IntegerField():
            return number
        case models.BooleanField():
            return False
        case models.JSONField():
            return {}
        case models.EmailField():
            return f"autre{number}@exemple.test"
        case models.GenericIPAddressField():
            return "203.0.113.9"
    return f"x{number}"[: field.max_length or None]


# ------------------------------------------------------------------ rows that need more than their fields


@maker(Person)
def _person(person: Person, _sing: Canaries) -> models.Model:
    return person


def _register_makers() -> None:
    from events.doors.models import Scan
    from events.registration.models import Guardian, Registration, Seat
    from network.membership.models import Step
    from people.accounts.models import Grant, SecondFactorReset
    from people.organisations.models import Invitation
    from people.privacy.models import DataCopy, Distinction, Erasure
    from tests.factories import doors
    from tests.factories.accounts import make_person
    from tests.factories.membership import make_membership
    from tests.factories.organisations import make_organisation
    from tests.factories.registration import open_event, registered

    @maker(Registration)
    def _registration(person: Person, _sing: Canaries) -> models.Model:
        return registered(open_event(), person.name, person=person)

    @maker(Seat)
    def _seat(person: Person, _sing: Canaries) -> models.Model:
        return Seat.objects.get(registration=registered(open_event(), person.name, person=person))

    @maker(Guardian)
    def _guardian(person: Person, _sing: Canaries) -> models.Model:
        registration = registered(open_event(), person.name, person=person)
        return Guardian.objects.create(registration=registration, name="Mirela", confirmed_at=registration.made_at)

    @maker(Scan)
    def _scan(person: Person, _sing: Canaries) -> models.Model:
        seat = doors.seat(doors.fair())
        return Scan.objects.create(seat=seat, event=seat.event, by=person, door="x", outcome=Scan.Outcome.choices[0][0])

    @maker(Step)
    def _step(person: Person, _sing: Canaries) -> models.Model:
        return Step.objects.create(membership=make_membership(), target="submitted", by=person)

    @maker(Grant)
    def _grant(person: Person, _sing: Canaries) -> models.Model:
        return Grant.objects.create(
            user=User.objects.get(person=person), role="mentor", scope=Scope.objects.everywhere()
        )

    @maker(SecondFactorReset)
    def _reset(person: Person, _sing: Canaries) -> models.Model:
        return SecondFactorReset.objects.create(
            person=person, asked_by=make_person(), expires_at=timezone.now() + timedelta(hours=1)
        )

    @maker(Invitation)
    def _invitation(person: Person, _sing: Canaries) -> models.Model:
        return Invitation.objects.create(
            organisation=make_organisation(),
            email="x@exemple.test",
            role="executive",
            accepted_by=person,
            accepted_at=timezone.now(),
        )

    @maker(Distinction)
    def _distinction(person: Person, _sing: Canaries) -> models.Model:
        return Distinction.objects.create(first=person, second=make_person())

    @maker(DataCopy)
    def _copy(person: Person, _sing: Canaries) -> models.Model:
        copy = DataCopy(person=person, language="fr", ready_at=timezone.now())
        copy.file.save("x.zip", ContentFile(b"x"), save=False)
        copy.save()
        return copy

    @maker(Erasure)
    def _erasure(person: Person, _sing: Canaries) -> models.Model:
        now = timezone.now()
        return Erasure.objects.create(
            person=person, kind="own", asked_by=person, asked_at=now, due_at=now + timedelta(seconds=1)
        )


_register_makers()
