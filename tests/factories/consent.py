"""Purposes that exist for the length of a test, and consents to them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from people.accounts.models import Person
from people.consent import actions, registry
from people.consent.models import Consent
from people.consent.registry import Purpose, Wording
from tests.factories.canaries import Canaries, maker

FIRST = Wording(1, fr="J’accepte que ma fiche soit montrée.", en="I agree that my card is shown.")
SECOND = Wording(2, fr="J’accepte que ma fiche soit montrée aux employeurs.", en="I agree that employers see my card.")


@contextmanager
def asked(code: str = "test.card", *, versions: int = 1, **facts: Any) -> Iterator[Purpose]:
    """A purpose of this code while the block lasts, in place of one that bears it already."""
    before = registry._purposes.pop(code, None)
    values = {
        "label": "Montrer ma fiche",
        "wordings": (FIRST, SECOND)[:versions],
        "audience": "les employeurs",
        "what_ends": "Votre fiche disparaît des recherches.",
        "lasts": timedelta(days=730),
    }
    yield registry.purpose(code, **values | facts)
    del registry._purposes[code]
    if before:
        registry._purposes[code] = before


def give(person: Person, code: str = "test.card", **facts: Any) -> Consent:
    """The person agrees, on their own, in French."""
    return actions.give(**{"person": person, "purpose": code, "language": "fr", "how": "self", "by": person} | facts)


@maker(Consent)
def a_consent(person: Person, _sing: Canaries) -> Consent:
    """One's own, to be looked for a match for."""
    return Consent.objects.create(
        person=person, purpose="matching", wording_version=1, language="fr", how="self", given_by=person
    )
