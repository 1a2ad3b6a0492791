"""Samples of privacy: one's own doubles, and every pair for those who guard the register."""

from datetime import timedelta

from django.core.files.base import ContentFile
from django.utils import timezone

from people.accounts.models import Person, User
from people.organisations.models import Organisation
from people.privacy.models import GUARDIANS, DataCopy, Erasure, RetentionRule
from tests.access.world import Parameters, Sample, World
from tests.factories.accounts import make_person
from tests.factories.participants import make_file


def a_guest(world: World) -> Person:
    """Somebody else's double: reached at an address of nobody who is tried."""
    return world.once("privacy.guest", lambda: make_person("Marc Roy", email="ailleurs@exemple.test"))


def a_double(world: World) -> Parameters:
    email = world.person.addresses.get().email
    guest = world.once(("privacy.double", world.role), lambda: make_person("Autre Nom", email=email))
    return {"pk": guest.pk}


def a_copy(world: World, person: Person) -> DataCopy:
    """Ready to download."""

    def made() -> DataCopy:
        copy = DataCopy(person=person, language="fr", ready_at=timezone.now())
        copy.file.save("x.zip", ContentFile(b"x"), save=False)
        copy.save()
        return copy

    return world.once(("privacy.copy", person.pk), made)


def followed_by(world: World, organisation: Organisation) -> Person:
    """Somebody for whom the caseworkers of this organisation may ask."""
    made = world.once(("privacy.followed", organisation.pk), lambda: make_file(organisation=organisation))
    return made.person


def an_erasure(world: World, asked_by: User) -> Parameters:
    """Of somebody whom the caseworkers of ``own_organisation`` follow, asked for by this login."""

    def planned() -> Erasure:
        return Erasure.objects.create(
            person=make_file(organisation=world.own_organisation).person,
            kind="on_behalf",
            channel="phone",
            asked_by=asked_by.person,
            due_at=timezone.now() + timedelta(days=30),
        )

    return {"pk": world.once(("privacy.erasure", asked_by.pk), planned).pk}


def a_rule(world: World) -> Parameters:
    rule = world.once("privacy.rule", lambda: RetentionRule.objects.create(code="core.mails", days=20, reason="Loi"))
    return {"pk": rule.pk}


def somebody_elses(world: World) -> Parameters | None:
    """An erasure that a caseworker may not take back; those who guard the register may take back any."""
    return an_erasure(world, world.login("administrator")) if world.role == "caseworker" else {"pk": 0}


#: Between two organisations: the caseworker of the other one opens what is foreign, and not what is own.
TENANTED = {"privacy:erasure_for"}

SAMPLES: dict[str, Sample] = {
    "privacy:answer": lambda world: (a_double(world), {"pk": a_guest(world).pk}),
    "privacy:copy": lambda world: (
        {"pk": a_copy(world, world.person).pk},
        {"pk": a_copy(world, a_guest(world)).pk},
    ),
    "privacy:inventory": lambda world: ({"ending": "csv"}, {"ending": "exe"}),
    "privacy:decide": lambda world: ({"code": "core.mails"}, {"code": "nothing.such"}),
    "privacy:undo": lambda world: (a_rule(world), {"pk": 0}),
    "privacy:erasure_for": lambda world: (
        {"person_pk": followed_by(world, world.own_organisation).pk},
        {"person_pk": 0 if world.role in GUARDIANS else followed_by(world, world.other_organisation).pk},
    ),
    "privacy:take_back_for": lambda world: (an_erasure(world, world.login("caseworker")), somebody_elses(world)),
    "privacy:merge": lambda world: (
        {"keep_pk": world.person.pk, "gone_pk": a_guest(world).pk},
        {"keep_pk": world.person.pk, "gone_pk": 0},
    ),
}
