"""Samples of what caseworkers and coordinators do: what is foreign to one organisation is the other one's."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils import timezone

from core.files.cv import PDF, Harmless
from people.organisations.models import Organisation
from people.participants import actions
from people.participants.models import (
    Candidacy,
    CaseFile,
    Decision,
    Document,
    Following,
    Note,
    PaperLetter,
    SavedFilter,
)
from people.programmes.models import Edition
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.accounts import make_person
from tests.factories.participants import make_candidacy, make_card, make_file
from tests.factories.programmes import condition, make_edition, make_partner, publish


def edition(world: World) -> Edition:
    """Open, run by both organisations, in the region of who coordinates one."""

    def make() -> Edition:
        made = make_edition(state="open", regions=[world.own_region.code])
        for organisation in (world.own_organisation, world.other_organisation):
            make_partner(edition=made, organisation=organisation)
        publish(made, condition("adult"))
        return made

    return world.once("participants.edition", make)


def a_file(world: World, organisation: Organisation) -> CaseFile:
    def make() -> CaseFile:
        person = make_person(email=f"personne.{organisation.pk}@exemple.test")
        file = make_file(person, organisation, phone="514 555-0134")
        make_card(person)
        return file

    return world.once(("participants.file", organisation.pk), make)


def a_candidacy(world: World, organisation: Organisation) -> Candidacy:
    person = a_file(world, organisation).person
    return world.once(("participants.candidacy", organisation.pk), lambda: make_candidacy(person, edition(world)))


def a_note(world: World, organisation: Organisation) -> Note:
    file = a_file(world, organisation)
    by = world.caseworker if organisation == world.own_organisation else world.other_caseworker
    return world.once(
        ("participants.note", organisation.pk),
        lambda: actions.write_note(
            case_file=file,
            kind="call",
            on_date=timezone.localdate(file.opened_at),
            text="Rappeler jeudi.",
            by=by.person,
        ),
    )


def a_document(world: World, organisation: Organisation) -> Document:
    file = a_file(world, organisation)
    return world.once(
        ("participants.document", organisation.pk),
        lambda: actions.add_document(
            case_file=file, harmless=Harmless(b"%PDF-1.7\n%%EOF", PDF, 1, ""), name="cv.pdf", by=file.person
        ),
    )


def a_letter(world: World, organisation: Organisation) -> PaperLetter:
    file = a_file(world, organisation)
    return world.once(
        ("participants.letter", organisation.pk),
        lambda: PaperLetter.objects.create(
            case_file=file, key=f"access:{file.pk}", template="caseworker/invited", language="fr", object_id="0"
        ),
    )


def of_link(world: World) -> tuple[Parameters | None, Parameters | None]:
    return between(a_file, "pk", "pk")(world)


def between(of: Callable[[World, Organisation], Any], name: str, lookup: str, **more: str) -> Sample:
    """Own and foreign parameters of something that an organisation has."""

    def sample(world: World) -> tuple[Parameters | None, Parameters | None]:
        own, other = (
            {name: getattr(of(world, organisation), lookup), **more}
            for organisation in (world.own_organisation, world.other_organisation)
        )
        return own, other

    return sample


def of_file(**more: str) -> Sample:
    return between(a_file, "reference", "reference", **more)


def of_request(world: World) -> tuple[Parameters | None, Parameters | None]:
    return between(a_candidacy, "pk", "pk")(world)


def coordinated(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"pk": edition(world).pk}, {"pk": 0}


def waiting_request(world: World) -> tuple[Parameters | None, Parameters | None]:
    return {"pk": a_candidacy(world, world.own_organisation).pk}, {"pk": 0}


SAMPLES: dict[str, Sample] = {
    "participants:staff_step": of_file(code="reach"),
    "participants:staff_take": of_file(),
    "participants:staff_close": of_file(),
    "participants:staff_link": of_link,
    "participants:staff_open": of_file(),
    "participants:staff_note": of_file(),
    "participants:staff_note_amend": between(a_note, "pk", "pk"),
    "participants:staff_document_add": of_file(),
    "participants:staff_card": of_file(),
    "participants:staff_document": between(a_document, "pk", "pk"),
    "participants:staff_document_remove": between(a_document, "pk", "pk"),
    "participants:staff_ask": of_file(),
    "participants:staff_decide": of_request,
    "participants:staff_put_in_pool": of_request,
    "participants:staff_take_out": of_request,
    "participants:staff_ask_again": of_request,
    "participants:staff_end": of_request,
    "participants:staff_consents": of_file(),
    "participants:staff_consent_sheet": of_file(),
    "participants:staff_consent_withdraw": of_file(purpose="matching"),
    "participants:staff_letter": between(a_letter, "pk", "pk"),
    "participants:staff_requests": coordinated,
    "participants:staff_share_out": coordinated,
    "participants:staff_reassign": waiting_request,
    "participants:staff_writing_rule": lambda world: (
        {"pk": partner_in_region(world).pk},
        {"pk": 0},
    ),
}

TENANTED = {
    name
    for name in SAMPLES
    if name
    not in {
        "participants:staff_requests",
        "participants:staff_share_out",
        "participants:staff_reassign",
        "participants:staff_writing_rule",
    }
}


def partner_in_region(world: World) -> Organisation:
    edition(world)
    organisation = world.own_organisation
    if organisation.region_id is None:
        Organisation.objects.filter(pk=organisation.pk).update(region=world.own_region)
        organisation.refresh_from_db()
    return organisation


def foreign_files(world: World) -> Iterator[Foreign]:
    """All that the other organisation knows of somebody: no role here reaches it."""
    other = world.other_organisation
    candidacy = a_candidacy(world, other)
    file = candidacy.case_file
    reached = actions.say_french_levels(case_file=file, levels={"oral_comprehension": "7"}, by=file.person)
    actions.say_languages(case_file=file, languages=[("espagnol", "fluent")], by=file.person)
    actions.say_household(case_file=file, members=[("child", "0-4")], by=file.person)
    file.refresh_from_db()
    decided = Decision.objects.create(
        candidacy=candidacy, verdict="unknown", outcome="eligible", reason="Vu ensemble.", decided_by=None
    )
    spell = Following.objects.filter(case_file=file).get()
    saved = SavedFilter.objects.create(owner=world.other_caseworker.person, list="people", name="Les miens")
    numbers = frozenset({"reference"})
    yield Foreign(reached, fixed=numbers | {"diploma"})
    yield Foreign(file.person)
    yield Foreign(file.person.card, fixed=frozenset({"occupation_code", "portrait", "language"}))
    # Only a request that has ended has a reason for it.
    yield Foreign(
        Candidacy.objects.create(case_file=file, edition=make_edition(), state="inactive", end_reason="Partie.")
    )
    yield Foreign(decided)
    yield Foreign(spell)
    yield Foreign(file.languages.get())
    yield Foreign(file.french_levels.get())
    yield Foreign(file.household.members.get())  # type: ignore[union-attr]  # said above
    yield Foreign(a_note(world, other))
    yield Foreign(a_document(world, other), fixed=frozenset({"file"}))
    yield Foreign(a_letter(world, other))
    yield Foreign(saved)


CANARIES: list[Canaries] = [foreign_files]
