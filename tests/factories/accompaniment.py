"""Plans, hours, appointments, referrals and tasks, as plain functions."""

from datetime import datetime, time, timedelta
from typing import Any

from django.utils import timezone

from core.localtime import Zone
from people.accompaniment import actions
from people.accompaniment.models import ActionPlan, Appointment, PlanStep, PlanTemplate, Referral, Slot, Task
from people.accounts.models import Person, User
from people.organisations.models import Organisation
from people.participants import actions as participants
from people.participants.models import CaseFile
from tests.factories.accounts import make_user
from tests.factories.canaries import Canaries, maker
from tests.factories.organisations import make_organisation
from tests.factories.participants import a_file, make_caseworker, make_file


def followed(
    organisation: Organisation | None = None, caseworker: User | None = None, *, email: str = ""
) -> tuple[CaseFile, User]:
    """Somebody with a login whom a caseworker follows."""
    organisation = organisation or make_organisation()
    caseworker = caseworker or make_caseworker(organisation)
    user = make_user("participant", email=email)
    file = make_file(user.person, organisation)
    participants.take(case_file=file, caseworker=caseworker.person, by=caseworker.person)
    file.refresh_from_db()
    return file, caseworker


def make_hours(caseworker: User, *, days: int = 10, at: int = 9, count: int = 1, **facts: Any) -> list[Slot]:
    """Half hours of a caseworker from ``at`` o'clock, so many days from today at Montréal."""
    grant = caseworker.grants.get(role="caseworker")
    begins = datetime.combine(timezone.localdate() + timedelta(days=days), time(at))
    values: dict[str, Any] = {
        "organisation": grant.scope.organisation,
        "caseworker": caseworker.person,
        "by": caseworker.person,
        "day": begins.date(),
        "begins": begins.time(),
        "ends": (begins + timedelta(minutes=30 * count)).time(),
        "minutes": 30,
        "zone": Zone.MONTREAL,
        "mode": "place",
        "place": "12, rue du Moulin, bureau 3",
    } | facts
    return actions.open_hours(**values)


def make_slot(caseworker: User, **facts: Any) -> Slot:
    return make_hours(caseworker, **facts)[0]


def make_appointment(file: CaseFile, caseworker: User, *, by: Person | None = None, **facts: Any) -> Appointment:
    """Booked by the person unless told otherwise, in an hour opened for it."""
    return actions.book(slot=make_slot(caseworker, **facts), case_file=file, by=by or file.person)


def make_past(appointment: Appointment, *, hours: int = 3) -> Appointment:
    """As if it had ended so many hours ago."""
    shift = timezone.now() - timedelta(hours=hours) - appointment.ends_at
    Appointment.objects.filter(pk=appointment.pk).update(
        starts_at=appointment.starts_at + shift, ends_at=appointment.ends_at + shift
    )
    appointment.refresh_from_db()
    return appointment


def make_template(organisation: Organisation | None = None, **facts: Any) -> PlanTemplate:
    """A week before, the first day and two weeks after."""
    details = {
        "organisation": organisation,
        "edition": None,
        "name_fr": "Premiers pas",
        "name_en": "First steps",
    } | facts
    steps = [
        {
            "title_fr": "Faire évaluer ses diplômes",
            "title_en": "Have diplomas assessed",
            "who": "person",
            "offset_days": -7,
        },
        {"title_fr": "Ouvrir le dossier", "title_en": "", "who": "caseworker", "offset_days": 0},
        {"title_fr": "Rédiger son CV", "title_en": "Write a CV", "who": "person", "offset_days": 14},
    ]
    return actions.write_template(template=None, details=details, steps=steps, by=None)


def make_plan(file: CaseFile, caseworker: User, *, steps: int = 1) -> ActionPlan:
    plan = actions.begin_plan(case_file=file, by=caseworker.person)
    for number in range(steps):
        make_step(plan, caseworker, days=7 + number)
    return plan


def make_step(plan: ActionPlan, caseworker: User, *, days: int = 7, who: str = "person", **facts: Any) -> PlanStep:
    due_on = timezone.localdate() + timedelta(days=days)
    title = facts.pop("title", "Envoyer sa candidature")
    return actions.add_step(plan=plan, title=title, who=who, due_on=due_on, by=caseworker.person, **facts)


def make_task(file: CaseFile, *, days: int = 0, **facts: Any) -> Task:
    due_on = timezone.localdate() + timedelta(days=days)
    values: dict[str, Any] = {"title": "Envoyer le formulaire", "due_on": due_on, "by": None, "case_file": file} | facts
    return actions.add_task(**values)


@maker(Referral)
def a_referral(person: Person, sing: Canaries) -> Referral:
    file = a_file(person, sing)
    return Referral.objects.create(
        case_file=file, organisation=file.organisation, to_name="Clinique", reason="Évaluation", made_by=None
    )


@maker(Slot)
def a_slot(person: Person, _sing: Canaries) -> Slot:
    """An hour opened at an organisation of their own."""
    slot = make_slot(make_caseworker(make_organisation()))
    slot.caseworker = person
    slot.save()
    return slot
