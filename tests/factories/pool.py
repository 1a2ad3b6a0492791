"""People of the pool, as plain functions."""

from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from people.accounts.models import Person, User
from people.organisations.models import Organisation
from people.participants.models import Candidacy, Card, CaseFile
from people.pool import actions
from people.pool.counts import Ready
from people.pool.models import Enquiry, Handover, PoolEntry, about
from people.programmes.models import Edition, Partner
from tests.factories import canaries, participants
from tests.factories.accounts import make_person, make_region
from tests.factories.organisations import make_organisation
from tests.factories.participants import agree, make_card, make_caseworker
from tests.factories.programmes import make_edition, make_partner

_numbers = count(1)

MONDAY = date(2027, 1, 4)


def make_ready(
    count: int = 1, *, group: str = "72", unit: str = "72106", regions: str = "05", band: str = "7-8"
) -> list[Ready]:
    """So many persons alike; ``regions`` by spaces, "" goes anywhere."""
    wished = frozenset(regions.split())
    return [Ready(group, unit, wished, band, goes_anywhere=not wished)] * count


@dataclass
class Bridge:
    """An edition that a candidate bank and a regional partner run, a caseworker of each, and somebody ready in the bank."""

    edition: Edition
    bank: Organisation
    regional: Organisation
    sender: User
    receiver: User

    def ready(self, person: Person | None = None, *consents: str, region: str = "02", **card: Any) -> Candidacy:
        """Somebody of the bank who is ready, wishes ``region`` and agrees to ``consents`` beside matching."""
        candidacy = participants.make_ready(
            person or make_person(email=f"personne{next(_numbers)}@exemple.test"), edition=self.edition
        )
        person = candidacy.case_file.person
        make_card(person, regions=[make_region(region)], **card)
        for purpose in consents:
            agree(person, purpose)
        return candidacy

    def propose(self, candidacy: Candidacy | None = None, **facts: Any) -> Handover:
        candidacy = candidacy or self.ready()
        return actions.propose(
            case_file=candidacy.case_file,
            edition=self.edition,
            organisation=self.regional,
            by=self.sender.person,
            **facts,
        )

    def agreed(self, candidacy: Candidacy | None = None, **facts: Any) -> Handover:
        """One that the person agreed to."""
        return handed_on(self.propose(candidacy, **facts))


def make_bridge(
    *, region: str = "02", bank: Organisation | None = None, regional: Organisation | None = None
) -> Bridge:
    bank = bank or make_organisation()
    regional = regional or make_organisation(region=region)
    edition = make_edition(state="open")
    make_partner(edition=edition, organisation=bank, capacity=100)
    # Requests go to the bank: a regional partner receives people by handover.
    partner = make_partner(edition=edition, organisation=regional, capacity=1, role="regional")
    Partner.objects.filter(pk=partner.pk).update(assigned=1)
    return Bridge(edition, bank, regional, make_caseworker(bank), make_caseworker(regional))


@canaries.maker(Handover)
def a_handover(person: Person, _sing: canaries.Canaries) -> Handover:
    """One that was proposed, of whatever file the person has."""
    bridge = make_bridge()
    file = CaseFile.objects.get_or_create(person=person, defaults={"opened_by": person})[0]
    return Handover.objects.create(
        case_file=file,
        edition=bridge.edition,
        from_organisation=bridge.bank,
        to_organisation=bridge.regional,
        proposed_by=bridge.sender.person,
    )


@canaries.maker(Enquiry)
def an_enquiry(person: Person, _sing: canaries.Canaries) -> Enquiry:
    """One that was made, about whatever file the person has."""
    bridge = make_bridge()
    file = CaseFile.objects.get_or_create(person=person, defaults={"opened_by": person})[0]
    return Enquiry.objects.create(
        case_file=file,
        edition=bridge.edition,
        organisation=bridge.regional,
        bank=bridge.bank,
        asked_by=bridge.receiver.person,
    )


def handed_on(handover: Handover) -> Handover:
    """The same, once the person agreed to it."""
    agree(handover.case_file.person, "handover", about=about(handover))
    return Handover.objects.get(pk=handover.pk)


@canaries.maker(PoolEntry)
def _pool_entry(person: Person, _sing: canaries.Canaries) -> PoolEntry:
    """Of whatever request and card the person has."""
    candidacy = Candidacy.objects.of_person(person).first() or participants.make_candidacy(person)
    return PoolEntry.objects.create(
        candidacy=candidacy,
        case_file=candidacy.case_file,
        card=Card.objects.of_person(person).first() or make_card(person),
        organisation=candidacy.organisation or make_organisation(),
        edition=candidacy.edition,
        since=candidacy.state_since,
        is_first=True,
        major_group="72",
        unit_group="72106",
        regions=1,
        availability=1,
        band="5-6",
    )
