"""Samples of the accompaniment: the person opens what is theirs, the caseworkers what is of the people they follow now."""

from collections.abc import Callable, Iterator
from typing import Any

from people.accompaniment import actions
from people.accompaniment.models import Appointment, PlanStep, PlanTemplate, Referral, Slot, Task
from people.accounts.models import Person
from people.participants.models import CaseFile
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.accompaniment import make_appointment, make_plan, make_slot, make_step, make_task, make_template
from tests.factories.accounts import make_person
from tests.factories.participants import make_file

Pair = tuple[Parameters | None, Parameters | None]


def file_of(world: World, person: Person, *, other: bool = False) -> CaseFile:
    organisation = world.other_organisation if other else world.own_organisation
    return world.once(("accompaniment.file", person.pk), lambda: make_file(person, organisation))


def somebody(world: World, *, other: bool = False) -> CaseFile:
    """Whom the caseworker of one of the two organisations follows."""
    key = ("accompaniment.somebody", other)
    return file_of(world, world.once(key, lambda: make_person(email="")), other=other)


def staff(world: World, other: bool) -> Any:
    return world.other_caseworker if other else world.caseworker


def a_slot(world: World, *, other: bool = False, number: int = 0) -> Slot:
    return world.once(
        ("accompaniment.slot", other, number), lambda: make_slot(staff(world, other), days=20 + number, at=9)
    )


def an_appointment(world: World, file: CaseFile, *, other: bool = False) -> Appointment:
    def make() -> Appointment:
        day = 40 + Appointment.objects.count()
        return make_appointment(file, staff(world, other), by=staff(world, other).person, days=day)

    return world.once(("accompaniment.appointment", file.pk), make)


def a_step(world: World, file: CaseFile, *, other: bool = False) -> PlanStep:
    def make() -> PlanStep:
        return make_step(make_plan(file, staff(world, other), steps=0), staff(world, other))

    return world.once(("accompaniment.step", file.pk), make)


def a_task(world: World, *, other: bool = False) -> Task:
    return world.once(("accompaniment.task", other), lambda: make_task(somebody(world, other=other)))


def a_referral(world: World, *, other: bool = False) -> Referral:
    def make() -> Referral:
        person = staff(world, other).person
        return actions.refer(
            case_file=somebody(world, other=other), reason="Logement", to_name="Comité logement", by=person
        )

    return world.once(("accompaniment.referral", other), make)


def a_template(world: World, *, other: bool = False) -> PlanTemplate:
    organisation = world.other_organisation if other else world.own_organisation
    return world.once(("accompaniment.template", other), lambda: make_template(organisation))


def house_template(world: World) -> PlanTemplate:
    return world.once("accompaniment.house_template", lambda: make_template(None))


# ------------------------------------------------------------------ the person


def own_file(world: World) -> CaseFile:
    return file_of(world, world.person)


def stranger(world: World) -> CaseFile:
    return somebody(world, other=True)


def of_own_plan(world: World) -> Pair:
    a_step(world, own_file(world))
    return {}, None


def of_own_step(world: World) -> Pair:
    own, foreign = a_step(world, own_file(world)), a_step(world, stranger(world), other=True)
    return {"pk": own.pk}, {"pk": foreign.pk}


def of_own_slot(world: World) -> Pair:
    own_file(world)
    return {"pk": a_slot(world).pk}, {"pk": a_slot(world, other=True).pk}


def of_own_appointment(world: World) -> Pair:
    own = an_appointment(world, own_file(world))
    return {"pk": own.pk}, {"pk": an_appointment(world, stranger(world), other=True).pk}


def of_own_move(world: World) -> Pair:
    own = an_appointment(world, own_file(world))
    free = a_slot(world).pk
    foreign = an_appointment(world, stranger(world), other=True)
    return {"pk": own.pk, "slot_pk": free}, {"pk": foreign.pk, "slot_pk": free}


# ------------------------------------------------------------------ the caseworker


def of_file(world: World) -> Pair:
    return {"reference": somebody(world).reference}, {"reference": somebody(world, other=True).reference}


def with_plan(world: World) -> Pair:
    for other in (False, True):
        a_step(world, somebody(world, other=other), other=other)
    return of_file(world)


def of_file_and_slot(world: World) -> Pair:
    own = {"reference": somebody(world).reference, "slot_pk": a_slot(world).pk}
    other = {"reference": somebody(world, other=True).reference, "slot_pk": a_slot(world, other=True).pk}
    return own, other


def rows(make: Callable[..., Any]) -> Sample:
    """Own and foreign row of something that is made for one of the two organisations."""
    return lambda world: ({"pk": make(world).pk}, {"pk": make(world, other=True).pk})


def step_of(world: World, *, other: bool = False) -> PlanStep:
    return a_step(world, somebody(world, other=other), other=other)


def appointment_of(world: World, *, other: bool = False) -> Appointment:
    return an_appointment(world, somebody(world, other=other), other=other)


def of_template(world: World) -> Pair:
    own = a_template(world) if world.role.startswith("caseworker") else house_template(world)
    return {"pk": own.pk}, {"pk": a_template(world, other=True).pk}


def foreign_rows(world: World) -> Iterator[Foreign]:
    """Somebody whom the other organisation follows, with one row of each kind."""
    file = make_file(make_person("Loin Dici"), world.other_organisation)
    worker = world.other_caseworker
    step = make_step(make_plan(file, worker, steps=0), worker, note="Un mot")
    appointment = make_appointment(file, worker, by=worker.person, days=90)
    referral = actions.refer(case_file=file, reason="Logement", to_name="Comité logement", by=worker.person)
    yield Foreign(step)
    yield Foreign(appointment, fixed=frozenset({"start_date", "start_time", "end_time", "state"}))
    yield Foreign(referral)
    yield Foreign(make_task(file))
    yield Foreign(make_slot(worker, days=91), fixed=frozenset({"start_date", "start_time", "end_time"}))
    yield Foreign(step.plan)


CANARIES: list[Canaries] = [foreign_rows]
PERSON: dict[str, Sample] = {
    "accompaniment:my_plan": of_own_plan,
    "accompaniment:my_step": of_own_step,
    "accompaniment:book": of_own_slot,
    "accompaniment:appointment": of_own_appointment,
    "accompaniment:move": of_own_appointment,
    "accompaniment:cancel": of_own_appointment,
    "accompaniment:move_to": of_own_move,
}
STAFF: dict[str, Sample] = {
    "accompaniment:file": of_file,
    "accompaniment:plan_begin": of_file,
    "accompaniment:plan_print": with_plan,
    "accompaniment:plan_shift": with_plan,
    "accompaniment:plan_end": with_plan,
    "accompaniment:step_add": with_plan,
    "accompaniment:step": rows(step_of),
    "accompaniment:step_state": rows(step_of),
    "accompaniment:choose": of_file,
    "accompaniment:book_for": of_file_and_slot,
    "accompaniment:meet_at": of_file,
    "accompaniment:refer": of_file,
    "accompaniment:outcome": rows(a_referral),
    "accompaniment:task_about": of_file,
    "accompaniment:close_hours": rows(a_slot),
    "accompaniment:staff_appointment": rows(appointment_of),
    "accompaniment:presence": rows(appointment_of),
    "accompaniment:staff_move": rows(appointment_of),
    "accompaniment:staff_cancel": rows(appointment_of),
    "accompaniment:task": rows(a_task),
    "accompaniment:task_state": rows(a_task),
}
SAMPLES: dict[str, Sample] = {
    **PERSON,
    **STAFF,
    "accompaniment:template": of_template,
    "accompaniment:template_state": of_template,
}
TENANTED = set(STAFF)
