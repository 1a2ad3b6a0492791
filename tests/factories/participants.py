"""Files, cards and requests, as plain functions."""

from itertools import count
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Q
from django.utils import timezone

from core.reference.models import MajorGroup
from people.accounts.models import Person, Role, User
from people.consent import actions as consents
from people.organisations.models import Organisation
from people.participants import actions
from people.participants.demo_rows import Rows
from people.participants.models import (
    Candidacy,
    Card,
    CaseFile,
    Decision,
    Document,
    Following,
    Household,
    HouseholdMember,
    Note,
    PaperLetter,
)
from people.pool import entries
from people.pool.models import PoolEntry
from people.programmes.models import Edition
from people.timetable.availability import MORNING, Availability
from tests.factories.accounts import make_person, make_user
from tests.factories.canaries import Canaries, maker
from tests.factories.organisations import make_organisation
from tests.factories.programmes import make_edition, make_partner

_numbers = count(1)


def make_caseworker(organisation: Organisation, **fields: Any) -> User:
    """A login that follows people for the organisation."""
    return make_user(Role.CASEWORKER, scope=organisation.scope, **fields)


def make_file(person: Person | None = None, organisation: Organisation | None = None, **facts: Any) -> CaseFile:
    """A person's file, followed by an organisation if one is given; ``facts`` are fields of the file."""
    person = person or make_person(email="")
    if not CaseFile.objects.filter(person=person).exists():
        rows = Rows()
        opened = rows.open_file(person=person, by=person)
        if facts:
            rows.describe(case_file=opened, details=facts, by=person)
        if organisation is not None:
            rows.follow(case_file=opened, organisation=organisation, how="on_behalf", by=None)
        rows.write()
        return opened
    file = actions.open_file(person=person, by=person)
    if facts:
        actions.describe(case_file=file, details=facts, by=person)
    if organisation is not None:
        actions.follow(case_file=file, organisation=organisation, how="on_behalf", by=None)
    file.refresh_from_db()
    return file


def make_card(person: Person, *, occupation: str = "72106", **details: Any) -> Card:
    """A card that says enough to be matched: welder, free on Monday mornings."""
    return actions.write_card(person=person, by=person, details=_card(occupation) | details)


def _card(occupation: str = "72106") -> dict[str, Any]:
    return {
        "occupation_code": occupation,
        "major_group": MajorGroup.objects.get(pk=occupation[:2]),
        "occupation_title": "Soudeur",
        "availability": int(Availability.of([(0, MORNING)])),
    }


def agree(person: Person, purpose: str, **about: Any) -> None:
    """The person gives a consent by themself."""
    consents.give(person=person, purpose=purpose, language=person.language, how="self", by=person, **about)


def make_candidacy(
    person: Person | None = None, edition: Edition | None = None, *, organisation: Organisation | None = None
) -> Candidacy:
    """A request to an edition that has one partner, which follows the person."""
    person, edition = person or make_person(), edition or _edition_of(organisation)
    if not edition.takes_requests() or CaseFile.objects.filter(person=person).exists():
        return actions.apply(person=person, edition=edition, by=person)
    rows = Rows()
    candidacy = rows.apply(case_file=rows.open_file(person=person, by=person), edition=edition, by=person)
    rows.write()
    return candidacy


def make_ready(
    person: Person | None = None, edition: Edition | None = None, *, organisation: Organisation | None = None
) -> Candidacy:
    """Somebody in the pool: eligible, with a card that says enough, and matching turned on.

    As rows, which are those that the actions leave (``test_demo_rows``): tests of the way there ask the actions.
    """
    person, edition = person or make_person(), edition or _edition_of(organisation)
    known = Person.objects.filter(pk=person.pk)
    if known.filter(Q(case_file__isnull=False) | Q(card__isnull=False) | Q(consents__isnull=False)).exists():
        return ready_by_actions(person, edition)
    rows = Rows()
    candidacy = rows.apply(case_file=rows.open_file(person=person, by=person), edition=edition, by=person)
    caseworker = make_caseworker(candidacy.organisation).person  # type: ignore[arg-type]  # it has one
    rows.write_card(person=person, details=_card(), by=person)
    rows.agree(person=person, purpose="matching", language=person.language, how="self", by=person)
    rows.decide(candidacy=candidacy, outcome="eligible", reason="Vu ensemble.", by=caseworker)
    rows.put_in_pool(candidacy=candidacy, by=caseworker)
    rows.write()
    candidacy.case_file.oral_levels = []  # type: ignore[attr-defined]  # as ``entries`` reads them
    PoolEntry.objects.bulk_create(entries.rows_of([candidacy]))
    return candidacy


def ready_by_actions(person: Person, edition: Edition) -> Candidacy:
    candidacy = make_candidacy(person, edition)
    caseworker = make_caseworker(candidacy.organisation).person  # type: ignore[arg-type]  # it has one
    make_card(person)
    agree(person, "matching")
    actions.decide(candidacy=candidacy, outcome="eligible", reason="Vu ensemble.", by=caseworker)
    return actions.put_in_pool(candidacy=candidacy, by=caseworker)


def _edition_of(organisation: Organisation | None) -> Edition:
    edition = make_edition(state="open")
    make_partner(edition=edition, organisation=organisation or make_organisation())
    return edition


# ------------------------------------------------------------------ one row of every model, for the proofs


@maker(CaseFile)
def a_file(person: Person, _sing: Canaries) -> CaseFile:
    """Followed by an organisation of its own."""
    return CaseFile.objects.filter(person=person).first() or make_file(person, make_organisation())


@maker(Following)
def a_following(person: Person, sing: Canaries) -> Following:
    return a_file(person, sing).followings.get()


@maker(HouseholdMember)
def a_member(person: Person, sing: Canaries) -> HouseholdMember:
    file = a_file(person, sing)
    file.household = Household.objects.create()
    file.save()
    return HouseholdMember.objects.create(household=file.household, relation="child", age_band="5-11")


@maker(Card)
def a_card(person: Person, _sing: Canaries) -> Card:
    return make_card(person)


@maker(Note)
def a_note(person: Person, sing: Canaries) -> Note:
    file = a_file(person, sing)
    return Note.objects.create(case_file=file, organisation=file.organisation, author=make_person(), text="Vue.")


@maker(Document)
def a_document(person: Person, sing: Canaries) -> Document:
    document = Document(case_file=a_file(person, sing), kind="cv", name="cv.pdf", mime="application/pdf", size=1)
    document.file.save("cv.pdf", ContentFile(b"x"), save=False)
    document.save()
    return document


@maker(Candidacy)
def a_candidacy(person: Person, sing: Canaries) -> Candidacy:
    """One that ended: the only one with a word of its own."""
    file = a_file(person, sing)
    return Candidacy.objects.create(
        case_file=file,
        edition=make_edition(state="open"),
        organisation=file.organisation,
        assigned_at=timezone.now(),
        state="inactive",
    )


@maker(Decision)
def a_decision(person: Person, sing: Canaries) -> Decision:
    candidacy = Candidacy.objects.of_person(person).first() or a_candidacy(person, sing)
    return Decision.objects.create(
        candidacy=candidacy, verdict="unknown", outcome="eligible", reason="Vu.", decided_by=make_person()
    )


@maker(PaperLetter)
def a_letter(person: Person, sing: Canaries) -> PaperLetter:
    return PaperLetter.objects.create(
        case_file=a_file(person, sing),
        key=f"participants/ready:{next(_numbers)}",
        template="participants/ready",
        language="fr",
    )
