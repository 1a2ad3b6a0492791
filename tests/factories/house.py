"""One organisation with a caseworker who is signed in, and another one beside it."""

from dataclasses import dataclass

from django.test import Client

from people.accounts.models import User
from people.organisations.models import Organisation
from tests.factories.accounts import sign_in
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_caseworker


@dataclass
class House:
    """``client`` is ``caseworker``'s browser."""

    organisation: Organisation
    other: Organisation
    caseworker: User
    colleague: User
    stranger: User
    client: Client


def make_house() -> House:
    organisation, other = make_organisation("Carrefour du Rang"), make_organisation("Horizons du Fjord")
    caseworker = make_caseworker(organisation, name="Rachid Haddad")
    return House(
        organisation,
        other,
        caseworker,
        make_caseworker(organisation, name="Mélanie Tremblay"),
        make_caseworker(other, name="Julie Gagné"),
        sign_in(Client(), caseworker),
    )
