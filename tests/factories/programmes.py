"""Programmes, editions and their rules, as plain functions."""

from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import Any

from core.reference.models import Measure, Mrc, Objective
from people.organisations.models import Organisation
from people.programmes import actions, kinds, rulemaking
from people.programmes.eligibility import Condition
from people.programmes.models import Area, Edition, Partner, Programme, RuleSet, State
from tests.factories.accounts import make_region
from tests.factories.canaries import Canaries, maker
from tests.factories.organisations import make_organisation

_numbers = count(1)
STARTS, ENDS = date(2026, 9, 1), date(2027, 8, 31)


def make_measure(code: str = "2.6") -> Measure:
    """A measure of the plan, or one made up where the plan is not loaded."""
    objective = Objective.objects.get_or_create(code=code[0], defaults={"name_fr": f"Objectif {code[0]}"})[0]
    return Measure.objects.get_or_create(code=code, defaults={"name_fr": f"Mesure {code}", "objective": objective})[0]


def make_programme(name_fr: str = "", **fields: Any) -> Programme:
    values: dict[str, Any] = {
        "measure": make_measure(),
        "kind": Programme.Sort.PAIRING,
        "name_fr": name_fr or f"Mentorat professionnel {next(_numbers)}",
    } | fields
    return actions.found_programme(by=None, **values)


def make_edition(
    programme: Programme | None = None, *, regions: Sequence[str] = (), state: str = State.DRAFT, **fields: Any
) -> Edition:
    """An edition of 2026-2027 in the state asked for; ``regions`` are codes. A row: no rules need be published."""
    values: dict[str, Any] = {"name_fr": f"Édition {next(_numbers)}", "starts_on": STARTS, "ends_on": ENDS} | fields
    edition = actions.plan_edition(
        programme=programme or make_programme(), by=None, regions=[make_region(code) for code in regions], **values
    )
    if state != State.DRAFT:
        Edition.objects.filter(pk=edition.pk).update(state=state)
        edition.refresh_from_db()
    return edition


def make_partner(
    edition: Edition, organisation: Organisation | None = None, *, capacity: int = 10, **fields: Any
) -> Partner:
    return actions.bring_in(
        edition=edition, organisation=organisation or make_organisation(), capacity=capacity, by=None, **fields
    )


def condition(kind: str, **parameters: Any) -> Condition:
    """A condition with its blanks filled; those not named hold their defaults."""
    return Condition(kind, kinds.clean(kind, parameters))


def publish(edition: Edition, *conditions: Condition, by: Any = None) -> RuleSet:
    draft = rulemaking.open_draft(edition=edition, by=by)
    rulemaking.write_draft(draft=draft, rules=conditions, by=by)
    return rulemaking.publish(draft=draft, by=by)


def make_mrc(code: str, region: str) -> Mrc:
    defaults = {"name_fr": code.title(), "region": make_region(region), "census_division": "2400", "kind": "mrc"}
    return Mrc.objects.get_or_create(code=code, defaults=defaults)[0]


def make_area(name_fr: str = "Communauté métropolitaine", *mrcs: Mrc) -> Area:
    return rulemaking.set_area(area=None, by=None, mrcs=mrcs, name_fr=name_fr)


def open_edition(*conditions: Condition, **fields: Any) -> Edition:
    """An open edition whose rules are published."""
    edition = make_edition(**fields)
    publish(edition, *conditions)
    return actions.move_edition(edition=edition, to=State.OPEN, by=None)


@maker(RuleSet)
def published_rules(person: Any, _sing: Canaries) -> RuleSet:
    """Published by them."""
    return publish(make_edition(), condition("adult"), by=person)
