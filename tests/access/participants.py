"""Samples of the person's pages: one's own request, document and card, whoever one is."""

from collections.abc import Iterator

from django.core.files.base import ContentFile

from core.files.cv import PDF, Harmless
from people.accounts.models import Person
from people.participants import actions
from people.participants.models import Candidacy, Card, Document
from people.programmes.models import Edition
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.accounts import make_person
from tests.factories.participants import make_card, make_file
from tests.factories.programmes import make_edition, make_partner


def an_edition(world: World) -> Edition:
    """Open, and run by the own organisation."""

    def made() -> Edition:
        edition = make_edition(state="open")
        make_partner(edition=edition, organisation=world.own_organisation)
        return edition

    return world.once("person.edition", made)


def a_stranger(world: World) -> Person:
    """Followed by no organisation of those who are tried."""
    return world.once("person.stranger", lambda: make_person("Marc Roy"))


def a_request(world: World, person: Person) -> Parameters:
    def made() -> Candidacy:
        file = make_file(person)
        return Candidacy.objects.create(case_file=file, edition=an_edition(world))

    return {"pk": world.once(("person.request", person.pk), made).pk}


def a_document(world: World, person: Person) -> Parameters:
    def made() -> Document:
        return actions.add_document(
            case_file=make_file(person),
            harmless=Harmless(b"%PDF-1.7 %%EOF", PDF, 1, ""),
            name="CV.pdf",
            by=person,
        )

    return {"pk": world.once(("person.document", person.pk), made).pk}


def a_card(world: World, person: Person) -> Parameters:
    """With a portrait, and a CV behind it."""

    def made() -> Card:
        a_document(world, person)
        card = make_card(person)
        return actions.set_portrait(card=card, content=ContentFile(b"RIFFxxxxWEBP", name="x.webp"), by=person)

    return {"pk": world.once(("person.card", person.pk), made).pk}


def a_planned_edition(world: World) -> Parameters:
    """Not public yet: nobody can ask for it."""
    return {"edition": world.once("person.planned", make_edition).pk}


def stranger_with_everything(world: World) -> Iterator[Foreign]:
    """The person's own pages show nobody else's words."""
    person = make_person("Marc Roy")
    file = make_file(person)
    yield Foreign(file, fixed=frozenset({"reference", "diploma"}))
    yield Foreign(person)
    yield Foreign(make_card(person), fixed=frozenset({"occupation_code", "language"}))
    actions.say_languages(case_file=file, languages=[("Espagnol", "native")], by=person)
    yield Foreign(file.languages.get())
    yield Foreign(
        actions.add_document(
            case_file=file, harmless=Harmless(b"%PDF-1.7 %%EOF", PDF, 1, ""), name="CV.pdf", by=person
        ),
        fixed=frozenset({"file"}),
    )
    yield Foreign(Candidacy.objects.create(case_file=file, edition=an_edition(world), state="inactive", end_reason="–"))


SAMPLES: dict[str, Sample] = {
    "participants:apply": lambda world: ({"edition": an_edition(world).pk}, a_planned_edition(world)),
    "participants:step": lambda world: ({"code": "work"}, {"code": "horoscope"}),
    **{
        f"participants:{name}": lambda world: (a_request(world, world.person), a_request(world, a_stranger(world)))
        for name in ("candidacy", "ask_again", "withdraw")
    },
    **{
        f"participants:{name}": lambda world: (a_document(world, world.person), a_document(world, a_stranger(world)))
        for name in ("document", "remove_document")
    },
    **{
        f"participants:{name}": lambda world: (a_card(world, world.person), a_card(world, a_stranger(world)))
        for name in ("portrait", "card_cv")
    },
}
CANARIES: list[Canaries] = [stranger_with_everything]
