"""Two caseworkers have one thing open: the second sees what the first saved, and loses nothing of their own."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people.accompaniment import actions
from people.accompaniment.models import PlanStep, Referral, Task
from people.accounts.models import User
from people.participants.models import CaseFile
from tests.factories.accompaniment import followed, make_plan, make_task, make_template
from tests.factories.accounts import make_user, sign_in

pytestmark = pytest.mark.django_db


#: Address, what the second types, what the first does.
Two = tuple[str, dict[str, Any], Callable[[], Any]]


def a_step(caseworker: User, file: CaseFile) -> Two:
    step: PlanStep = make_plan(file, caseworker).steps.get()
    theirs = {"title": "Relire avec Inès", "who": step.who, "due_on": step.due_on, "note": ""}
    typed = theirs | {"title": "Relire avec Marc"}
    return (
        reverse("accompaniment:step", args=[step.pk]),
        typed,
        lambda: actions.change_step(step=step, by=caseworker.person, **theirs),
    )


def a_task(caseworker: User, file: CaseFile) -> Two:
    task: Task = make_task(file)
    return (
        reverse("accompaniment:task", args=[task.pk]),
        {"title": "Relire avec Marc", "due_on": task.due_on},
        lambda: actions.change_task(
            task=task, title="Relire avec Inès", due_on=task.due_on, assignee=task.assignee, by=caseworker.person
        ),
    )


def an_outcome(caseworker: User, file: CaseFile) -> Two:
    referral: Referral = actions.refer(
        case_file=file, to_name="Francisation Québec", reason="Cours du soir", by=caseworker.person
    )
    return (
        reverse("accompaniment:outcome", args=[referral.pk]),
        {"outcome": "taken_up", "on": timezone.localdate(), "note": "Relire avec Marc"},
        lambda: actions.note_outcome(
            referral=referral, outcome="not_taken_up", note="Relire avec Inès", by=caseworker.person
        ),
    )


@pytest.mark.parametrize("made", [a_step, a_task, an_outcome])
def test_the_second_sees_what_the_first_saved_beside_what_they_typed(
    client: Client, made: Callable[[User, CaseFile], Two]
) -> None:
    file, caseworker = followed()
    address, typed, first_saves = made(caseworker, file)
    sign_in(client, caseworker)
    typed |= {"shown": client.get(address).context["form"]["shown"].value()}

    first_saves()
    page = client.post(address, typed)

    assert page.status_code == 200
    assert "Relire avec Inès" in page.text
    assert "Relire avec Marc" in page.text
    again = client.post(address, typed | {"shown": page.context["form"]["shown"].value()})
    assert again.status_code == 302
    assert "Relire avec Marc" in client.get(address).text


def written(title: str) -> list[Mapping[str, Any]]:
    return [{"title_fr": title, "title_en": "", "who": "person", "offset_days": 3}]


def test_the_steps_of_a_template_are_one_piece(client: Client) -> None:
    template = make_template()
    details = {"organisation": None, "edition": None, "name_fr": template.name_fr, "name_en": template.name_en}
    address = reverse("accompaniment:template", args=[template.pk])
    sign_in(client, make_user("programme_coordinator"))
    page = client.get(address)
    typed = {
        "name_fr": template.name_fr,
        "name_en": template.name_en,
        "shown": page.context["form"]["shown"].value(),
        "shown_steps": page.context["shown_steps"],
        "steps-TOTAL_FORMS": "1",
        "steps-INITIAL_FORMS": "1",
        "steps-0-title_fr": "Relire avec Marc",
        "steps-0-who": "person",
        "steps-0-offset_days": "3",
    }

    actions.write_template(template=template, details=details, steps=written("Relire avec Inès"), by=None)
    refused = client.post(address, typed)

    assert refused.status_code == 200
    assert "Relire avec Inès" in refused.text
    assert "Relire avec Marc" in refused.text
    assert [step.title_fr for step in template.steps.all()] == ["Relire avec Inès"]
    assert client.post(address, typed | {"shown_steps": refused.context["shown_steps"]}).status_code == 302
    assert [step.title_fr for step in template.steps.all()] == ["Relire avec Marc"]
