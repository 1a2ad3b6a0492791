"""Somebody whom another organisation follows, with a word in all that is held about them: none of it is met by those who are tried."""

from collections.abc import Iterator

from django.db import models

from core import personal, search
from people.accounts.models import Person
from people.consent.models import Consent
from people.oversight.models import PrivacyPolicy
from people.participants.models import (
    Candidacy,
    Card,
    CaseFile,
    Decision,
    Document,
    Following,
    Note,
    PaperLetter,
    SpokenLanguage,
)
from people.timetable.models import Busy, Feed
from tests.access.world import World
from tests.canaries import Canaries, Foreign
from tests.factories import canaries
from tests.factories.accounts import make_person
from tests.factories.organisations import make_organisation
from tests.factories.oversight import make_incident, make_policy, make_read
from tests.factories.participants import make_file
from tests.factories.timetable import claimed

#: Who watches over everybody's data, and meets names in the log of reads and the register of incidents.
OVERSEERS = frozenset({"privacy_officer", "administrator"})


def somebody(world: World) -> Person:
    """Followed by the other organisation, and by its caseworker."""

    def made() -> Person:
        file = make_file(make_person("Personne d’ailleurs"), world.other_organisation)
        CaseFile.objects.filter(pk=file.pk).update(caseworker=world.other_caseworker.person)
        return file.person

    return world.once("files.somebody", made)


def row(model: type[models.Model], person: Person) -> models.Model:
    entry = personal.of(model)
    assert entry is not None
    return canaries.plain_row(entry, person, canaries.Canaries())


def foreign_files(world: World) -> Iterator[Foreign]:
    """File, card, papers and requests of somebody followed elsewhere."""
    person = somebody(world)
    for model in (Card, Candidacy, CaseFile, Decision, Document, Following, Note, PaperLetter, SpokenLanguage):
        yield Foreign(row(model, person))
    yield Foreign(person, OVERSEERS)


def foreign_findings(world: World) -> Iterator[Foreign]:
    """What the search knows of them."""
    found = search.Indexed.objects.filter(owner=somebody(world).pk)[:1]
    yield Foreign(found.get())
    yield Foreign(search.KnownWord.objects.all()[:1].get())


def foreign_days(world: World) -> Iterator[Foreign]:
    """Where they are expected, and the address of their feed."""
    person = somebody(world)
    claimed(person)
    yield Foreign(Busy.objects.get(person=person))
    yield Foreign(Feed.objects.create(person=person))


def foreign_consents(world: World) -> Iterator[Foreign]:
    """What they agreed to."""
    yield Foreign(row(Consent, somebody(world)), fixed=frozenset({"purpose"}))


def watched(world: World) -> Iterator[Foreign]:
    """Their file was read, an incident touched them; an organisation writes its policy and has not shown it yet."""
    person = somebody(world)
    make_read(world.other_caseworker.person, person)
    incident = make_incident()
    incident.affected.create(person=person, source="entered", added_by=make_person())
    policy: PrivacyPolicy = make_policy(make_organisation(), published=False)
    yield Foreign(policy, OVERSEERS)


CANARIES: list[Canaries] = [foreign_files, foreign_findings, foreign_days, foreign_consents, watched]
