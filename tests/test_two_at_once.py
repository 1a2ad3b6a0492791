"""Wherever staff edit what others edit: the second save undoes nothing unseen, and goes through once it was seen."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.db import models
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.reference.models import OrganisationType
from people.accompaniment import actions as accompaniment
from people.accounts.models import Person, Role
from people.participants import actions
from people.participants.models import CaseFile
from tests.factories.accompaniment import followed, make_plan, make_task, make_template
from tests.factories.accounts import make_user, sign_in
from tests.factories.agenda import draft
from tests.factories.house import make_house
from tests.factories.organisations import make_organisation
from tests.factories.oversight import make_incident, make_policy
from tests.factories.participants import make_file
from tests.factories.programmes import make_area, make_edition, make_mrc, make_partner, make_programme

pytestmark = pytest.mark.django_db

#: What is edited, where, the field two people change, and how a row is read and changed behind the form's back.
Case = tuple[Client, str, str, models.Model, str]
HIDDEN = re.compile(r'<input[^>]*name="(shown|seen)"[^>]*value="([^"]+)"')


def _signed_in(role: Role, **scope: Any) -> Client:
    return sign_in(Client(), make_user(role, **scope))


def of_step(code: str, field: str) -> Case:
    house = make_house()
    file = make_file(organisation=house.organisation)
    url = reverse("participants:staff_step", args=[file.reference, code])
    if field == "headline":
        card = actions.write_card(person=file.person, details={"headline": "Avant"}, by=file.person)
        return house.client, url, field, card, field
    return house.client, url, field, file, field


def of_note() -> Case:
    house = make_house()
    file, by = make_file(organisation=house.organisation), house.caseworker.person
    note = actions.write_note(
        case_file=file, kind="call", on_date=timezone.localdate(file.opened_at), text="Avant", by=by
    )
    return house.client, reverse("participants:staff_note_amend", args=[note.pk]), "text", note, "text"


def of_incident() -> Case:
    incident = make_incident()
    url = reverse("oversight:incident_edit", args=[incident.pk])
    return _signed_in(Role.PRIVACY_OFFICER), url, "measures", incident, "measures"


def of_policy() -> Case:
    policy = make_policy()
    return _signed_in(Role.PRIVACY_OFFICER), reverse("oversight:policy_of_operator"), "policy_fr", policy, "policy_fr"


def of_edition() -> Case:
    edition = make_edition()
    url = reverse("programmes:edition_edit", args=[edition.pk])
    return _signed_in(Role.PROGRAMME_COORDINATOR), url, "territory_fr", edition, "territory_fr"


def of_programme() -> Case:
    programme = make_programme()
    url = reverse("programmes:programme_edit", args=[programme.pk])
    return _signed_in(Role.PROGRAMME_COORDINATOR), url, "summary_fr", programme, "summary_fr"


def of_partner() -> Case:
    partner = make_partner(make_edition())
    url = reverse("programmes:partner_edit", args=[partner.edition_id, partner.pk])
    return _signed_in(Role.PROGRAMME_COORDINATOR), url, "capacity", partner, "capacity"


def of_area() -> Case:
    area = make_area("Grand Saguenay", make_mrc("941", "02"))
    url = reverse("programmes:area_edit", args=[area.pk])
    return _signed_in(Role.PROGRAMME_COORDINATOR), url, "source", area, "source"


def of_organisation() -> Case:
    organisation = make_organisation(region="02", type=OrganisationType.objects.get(pk="private"))
    url = reverse("organisations:edit", args=[organisation.pk])
    return _signed_in(Role.ADMINISTRATOR), url, "name", organisation, "name"


def of_event() -> Case:
    organisation = make_organisation()
    event = draft(organisation=organisation)
    url = reverse("agenda:edit", args=[event.pk])
    return _signed_in(Role.ORGANISER, scope=organisation.scope), url, "summary_fr", event, "summary_fr"


def of_plan_step() -> Case:
    file, caseworker = followed()
    step = make_plan(file, caseworker).steps.get()
    return sign_in(Client(), caseworker), reverse("accompaniment:step", args=[step.pk]), "title", step, "title_fr"


def of_task() -> Case:
    file, caseworker = followed()
    task = make_task(file)
    return sign_in(Client(), caseworker), reverse("accompaniment:task", args=[task.pk]), "title", task, "title"


def of_outcome() -> Case:
    file, by = followed()
    referral = accompaniment.refer(case_file=file, to_name="Service", reason="Cours du soir", by=by.person)
    accompaniment.note_outcome(referral=referral, outcome="no_answer", note="Avant", by=by.person)
    return sign_in(Client(), by), reverse("accompaniment:outcome", args=[referral.pk]), "note", referral, "outcome_note"


def of_template() -> Case:
    template = make_template()
    url = reverse("accompaniment:template", args=[template.pk])
    return _signed_in(Role.PROGRAMME_COORDINATOR), url, "name_fr", template, "name_fr"


#: Beside a template stand its steps, of which none is sent here.
NO_ROWS = {"steps-TOTAL_FORMS": "0", "steps-INITIAL_FORMS": "0"}

CASES: dict[str, Callable[[], Case]] = {
    "step of a file": lambda: of_step("reach", "municipality"),
    "card": lambda: of_step("work", "headline"),
    "note": of_note,
    "incident": of_incident,
    "policy": of_policy,
    "edition": of_edition,
    "programme": of_programme,
    "partner": of_partner,
    "area": of_area,
    "organisation": of_organisation,
    "event": of_event,
    "step of a plan": of_plan_step,
    "task": of_task,
    "outcome of a referral": of_outcome,
    "head of a template": of_template,
}


def as_shown(form: Any) -> dict[str, Any]:
    """What a browser would send of an untouched form."""
    values = {bound.name: bound.value() for bound in form}
    return {name: value if value or value == [] else "" for name, value in values.items() if value is not False}


def change(row: models.Model, field: str, value: Any) -> None:
    """Somebody else saves, in another window."""
    now = type(row)._default_manager.get(pk=row.pk)
    setattr(now, field, value)
    now.save()


@pytest.mark.parametrize("case", CASES)
def test_the_second_of_two_sees_what_the_first_saved_and_then_decides(case: str) -> None:
    client, url, field, row, column = CASES[case]()
    mine, theirs = (7, 8) if column == "capacity" else ("Ce que j’écris", "Ce que l’autre a écrit")

    page = client.get(url)
    hidden = dict(HIDDEN.findall(page.text))
    typed = as_shown(page.context["form"]) | hidden | NO_ROWS | {field: mine}
    change(row, column, theirs)
    refused = client.post(url, typed)

    assert refused.status_code == 200
    form = refused.context["form"]
    assert form.theirs == {field: str(theirs)}, form.errors
    assert str(form[field].value()) == str(mine)
    assert str(theirs) in refused.text.replace("&#x27;", "'")
    row.refresh_from_db()
    assert getattr(row, column) == theirs

    again = client.post(url, typed | dict(HIDDEN.findall(refused.text)))

    assert again.status_code == 302, again.context["form"].errors
    row.refresh_from_db()
    assert getattr(row, column) == mine


def test_the_person_and_their_caseworker_do_not_overwrite_each_other(client: Client) -> None:
    person: Person = make_user().person
    house = make_house()
    file: CaseFile = make_file(person, house.organisation)
    sign_in(client, person.user, second_factor=False)
    url = reverse("participants:step", args=["reach"])
    typed = as_shown(client.get(url).context["form"])
    house.client.post(reverse("participants:staff_step", args=[file.reference, "reach"]), {"phone": "514 555-0142"})

    refused = client.post(url, typed | {"phone": "418 555-0199", "save": "1"})

    assert refused.context["form"].theirs == {"phone": "514 555-0142"}
    file.refresh_from_db()
    assert file.phone == "514 555-0142"
