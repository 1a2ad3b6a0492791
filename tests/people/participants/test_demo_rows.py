"""People written as rows, for the demonstration and for tests, are those that the actions leave: every row, every field."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, Protocol

import pytest
from django.apps import apps
from django.db import models, transaction
from django.utils import timezone

from core.reference.models import MajorGroup, Mrc, Region
from people.accounts.models import Address, Person
from people.consent import actions as consents
from people.participants import actions
from people.participants.demo_rows import Rows
from people.participants.models import Candidacy, CaseFile
from people.participants.refusals import CardIncomplete, MatchingIsOff
from people.pool import entries
from people.programmes.models import Edition
from tests.factories import participants
from tests.factories.accounts import make_person
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_caseworker, make_file
from tests.factories.programmes import condition, make_edition, make_partner, open_edition

pytestmark = pytest.mark.django_db

CARD: dict[str, Any] = {
    "occupation_code": "72106",
    "occupation_title": "Soudeuse",
    "headline": "Soudeuse, 7 ans de métier",
    "years_experience": 7,
    "skills": "Soudure TIG",
    "availability": 3,
    "goes_anywhere": False,
    "language": "fr",
}


class House:
    """Who is there before the story begins: the same for both ways."""

    def __init__(self) -> None:
        self.organisation = make_organisation()
        self.caseworker = make_caseworker(self.organisation).person
        self.edition = open_edition(condition("adult"), condition("arrived_within", years=5))
        make_partner(edition=self.edition, organisation=self.organisation)
        make_partner(edition=self.edition, organisation=make_organisation(), capacity=1)
        self.without_partner = make_edition(state="open")


class Way(Protocol):
    """The verbs that both ways have."""

    def __getattr__(self, verb: str) -> Callable[..., Any]: ...


class ByActions:
    """The verbs of ``Rows``, each by the action of that name."""

    def __getattr__(self, verb: str) -> Callable[..., Any]:
        return getattr(actions, verb)

    def person(self, *, name: str, language: str, email: str = "") -> Person:
        person = Person.objects.create(name=name, language=language)
        if email:
            Address.objects.create(person=person, email=email, proven_at=timezone.now())
        return person

    def agree(self, **facts: Any) -> None:
        consents.give(**facts)

    def apply(self, *, case_file: CaseFile, **facts: Any) -> Candidacy:
        candidacy = actions.apply(person=case_file.person, **facts)
        case_file.refresh_from_db()
        return candidacy

    def write(self) -> None: ...


class ByRows(Rows):
    def write(self) -> None:
        super().write()
        entries.rebuild()


def somebody(way: Way, *, email: str = "ana@exemple.test", language: str = "fr", **facts: Any) -> CaseFile:
    person = way.person(name="Ana  Núñez", language=language, email=email)
    by = facts.pop("by", person)
    file: CaseFile = way.open_file(person=person, by=by)
    details = {"is_adult": True, "phone": "514 555-0112", "diploma": "college"} | facts
    way.describe(case_file=file, details=details, by=by, step="situation")
    return file


def card(way: Way, file: CaseFile, **more: Any) -> None:
    details = CARD | {"major_group": MajorGroup.objects.get(pk="72")} | more
    way.write_card(person=file.person, details=details, by=file.person)


def agreed(way: Way, file: CaseFile, *purposes: str, how: str = "self", by: Person | None = None) -> None:
    person = file.person
    for purpose in purposes:
        way.agree(person=person, purpose=purpose, language=person.language, how=how, by=by or person)


def ready_with_everything(way: Way, house: House) -> None:
    file = somebody(way, arrival_year=timezone.localdate().year - 1, mrc=Mrc.objects.get(pk="saguenay"))
    person, caseworker = file.person, house.caseworker
    levels = {"oral_comprehension": "7", "oral_production": "6", "written_production": "5"}
    way.say_french_levels(case_file=file, levels=levels, by=person, source="evaluated", step="languages")
    way.say_languages(case_file=file, languages=[("Espagnol", "native"), ("Português", "fluent")], by=person)
    way.say_household(case_file=file, members=[("partner", "18+"), ("child", "5-11")], by=person, step="household")
    card(way, file, regions=list(Region.objects.filter(pk__in=["02", "03"])))
    agreed(way, file, "card", "matching", "french_level", "cv")
    candidacy = way.apply(case_file=file, edition=house.edition, by=person)
    way.take(case_file=file, caseworker=caseworker, by=caseworker)
    way.write_note(case_file=file, kind="call", on_date=date(2026, 9, 9), text="Rappeler.", by=caseworker)
    way.decide(candidacy=candidacy, outcome="eligible", by=caseworker)
    way.put_in_pool(candidacy=candidacy, by=caseworker)


def on_paper_and_in_english(way: Way, house: House) -> None:
    by = house.caseworker
    file = somebody(way, email="", language="en", by=by)
    agreed(way, file, "card", how="paper", by=by)
    candidacy = way.apply(case_file=file, edition=house.edition, by=by, organisation=house.organisation)
    way.take(case_file=file, caseworker=by, by=by)
    way.decide(candidacy=candidacy, outcome="not_yet", by=by)
    way.ask_again(candidacy=candidacy, by=file.person)


def against_the_rules_and_ended(way: Way, house: House) -> None:
    by = house.caseworker
    file = somebody(way, is_adult=False, region=Region.objects.get(pk="06"))
    candidacy = way.apply(case_file=file, edition=house.edition, by=file.person)
    way.take(case_file=file, caseworker=by, by=by)
    way.decide(candidacy=candidacy, outcome="eligible", reason="Vu ensemble.", by=by)
    way.end(candidacy=candidacy, by=by, reason="A trouvé un emploi.")


def nobody_can_take_them(way: Way, house: House) -> None:
    file = somebody(way, language="en")
    card(way, file, goes_anywhere=True)
    way.apply(case_file=file, edition=house.without_partner, by=file.person)


def one_after_the_other(way: Way, house: House) -> None:
    """Each takes the next partner's turn."""
    for number in range(12):
        file = somebody(way, email=f"p{number}@exemple.test")
        way.apply(case_file=file, edition=house.edition, by=file.person)


STORIES = [
    ready_with_everything,
    on_paper_and_in_english,
    against_the_rules_and_ended,
    nobody_can_take_them,
    one_after_the_other,
]


@pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
def test_rows_are_what_the_actions_leave(story: Callable[[Way, House], None]) -> None:
    house = House()

    left_by_actions = left_by(lambda: story(ByActions(), house))
    left_by_rows = left_by(lambda: tell(story, ByRows(), house))

    assert left_by_rows == left_by_actions
    assert left_by_rows["participants.casefile"]


def test_the_factory_of_files_leaves_what_the_actions_do() -> None:
    def by_actions() -> None:
        file = actions.open_file(person=person, by=person)
        actions.describe(case_file=file, details=facts, by=person)
        actions.follow(case_file=file, organisation=organisation, how="on_behalf", by=None)

    person, organisation = make_person(), make_organisation()
    facts = {"phone": "514 555-0112", "region": Region.objects.get(pk="06")}

    assert left_by(lambda: make_file(person, organisation, **facts)) == left_by(by_actions)


@pytest.mark.parametrize("make", ["make_candidacy", "make_ready"])
def test_the_factories_leave_what_the_actions_do(make: str, monkeypatch: pytest.MonkeyPatch) -> None:
    house = House()
    edition = make_edition(state="open")
    make_partner(edition=edition, organisation=house.organisation)
    person = make_person("Ana Núñez", email="ana@exemple.test", proven=True)
    monkeypatch.setattr(participants, "make_caseworker", lambda _organisation: house.caseworker.user)

    by_actions = left_by(lambda: asked(make, person, edition))
    by_rows = left_by(lambda: getattr(participants, make)(person, edition))

    assert by_rows == by_actions
    assert by_rows["participants.candidacy"]


def asked(make: str, person: Person, edition: Edition) -> None:
    if make == "make_candidacy":
        actions.apply(person=person, edition=edition, by=person)
    else:
        participants.ready_by_actions(person, edition)


def test_nobody_is_ready_without_a_card_that_says_enough_or_without_their_word() -> None:
    house, rows = House(), Rows()
    file = somebody(rows)
    candidacy = rows.apply(case_file=file, edition=house.edition, by=file.person)
    rows.decide(candidacy=candidacy, outcome="eligible", reason="Vu.", by=house.caseworker)

    with pytest.raises(CardIncomplete):
        rows.put_in_pool(candidacy=candidacy, by=house.caseworker)
    card(rows, file)
    with pytest.raises(MatchingIsOff):
        rows.put_in_pool(candidacy=candidacy, by=house.caseworker)


def test_mails_may_be_left_out_as_if_long_forgotten() -> None:
    def without_mails() -> None:
        rows = ByRows(mails=False)
        tell(on_paper_and_in_english, rows, house)
        tell(one_after_the_other, ByRows(mails=False), house)

    house = House()
    left = left_by(without_mails)

    assert "core.mail" not in left
    assert len(left["participants.paperletter"]) == 2


# ------------------------------------------------------------------ what is left


def tell(story: Callable[[Way, House], None], rows: ByRows, house: House) -> None:
    story(rows, house)
    rows.write()


Left = dict[str, list[dict[str, Any]]]
#: Drawn anew each time.
DRAWN = {("participants.casefile", "reference"), ("core.mail", "message_id")}
#: Keys made of numbers and moments.
KEYS = {("core.mail", "key"), ("participants.paperletter", "key"), ("core.mail", "stream")}
#: Follow from what the index holds, in an order of their own.
DERIVED = {"core.knownword", "core.wordtrigram"}
MODELS = [
    model
    for model in apps.get_models(include_auto_created=True)
    if model._meta.managed and model._meta.label_lower not in DERIVED
]


def left_by(way: Callable[[], object]) -> Left:
    """Every row that this writes or changes, told without the numbers that the database gave; nothing of it stays."""
    before = {model: dict(_rows(model)) for model in MODELS}
    began = timezone.now()
    with transaction.atomic():
        way()
        left = {}
        new = {}
        changed: dict[type[models.Model], list[models.Model]] = {}
        for model in MODELS:
            changed[model] = [row for pk, row in _rows(model) if _fields(row) != _fields(before[model].get(pk))]
            new[model] = {row.pk: at for at, row in enumerate(changed[model]) if row.pk not in before[model]}
        for model, rows in changed.items():
            if rows:
                told = [_told(row, new, began) for row in rows]
                left[model._meta.label_lower] = sorted(told, key=str) if model._meta.auto_created else told
        transaction.set_rollback(True)
    return left


def _rows(model: type[models.Model]) -> list[tuple[Any, models.Model]]:
    return [(row.pk, row) for row in model._base_manager.order_by("pk")]


def _fields(row: models.Model | None) -> dict[str, Any] | None:
    return row and {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}


def _told(row: models.Model, new: dict[type[models.Model], dict[Any, int]], began: datetime) -> dict[str, Any]:
    told: dict[str, Any] = {}
    for field in row._meta.concrete_fields:
        name, value = (row._meta.label_lower, field.name), getattr(row, field.attname)
        if name in DRAWN or field.primary_key:
            value = type(value).__name__
        elif name in KEYS:
            value = "".join("#" if letter.isdigit() else letter for letter in value)
        elif isinstance(field, models.ForeignKey):
            target: Any = field.related_model
            value = ("new", new[target][value]) if value in new.get(target, {}) else value
        elif isinstance(value, datetime):
            value = (value - began) // timedelta(minutes=1)
        elif field.name == "object_id":
            about: Any = apps.get_model(row.object_type) if getattr(row, "object_type", "") else None  # type: ignore[attr-defined]
            value = ("new", new[about][int(value)]) if about and int(value) in new[about] else value
        told[field.name] = value
    return _values_told(told, new)


def _values_told(told: dict[str, Any], new: dict[type[models.Model], dict[Any, int]]) -> dict[str, Any]:
    """Numbers of new rows that stand in the audit, in due work, in the index: which of them in place of the number."""
    names = {"following": "participants.following", "case_file": "participants.casefile", "consent": "consent.consent"}
    for name in ("values", "payload"):
        for key, label in names.items():
            if isinstance(told.get(name), dict) and key in told[name]:
                told[name] = told[name] | {key: ("new", new[apps.get_model(label)][told[name][key]])}
    if told.get("kind") == "consent.expiring":
        told["key"] = ("new", new[apps.get_model("consent.consent")][int(told["key"])])
    if told.get("type") == "participants.card" and "key" in told:
        told["key"] = ("new", new[apps.get_model("participants.card")][told["key"]])
    for name, label in (("owner", "accounts.person"), ("actor", "accounts.person")):
        known = new[apps.get_model(label)]
        if told.get(name) in known:
            told[name] = ("new", known[told[name]])
    return told
