"""What the person says of themselves, kept step by step."""

import pytest

from core.audit import Entry
from core.reference.models import Mrc
from people.participants import actions, refusals
from people.participants.models import CaseFile, FrenchSkillLevel
from tests.factories.accounts import make_person
from tests.factories.participants import make_card, make_file

pytestmark = pytest.mark.django_db


def test_a_step_keeps_what_it_says_and_is_done() -> None:
    file = make_file()

    actions.describe(case_file=file, details={"phone": "418 555-0123"}, by=file.person, step="reach")

    file.refresh_from_db()
    assert (file.phone, file.steps_done) == ("418 555-0123", ["reach"])


def test_saying_the_same_again_writes_no_second_story() -> None:
    file = make_file()
    for _time in range(2):
        actions.describe(case_file=file, details={"phone": "418 555-0123"}, by=file.person, step="reach")

    assert Entry.objects.filter(action="case_file.described").count() == 1


def test_the_audit_names_fields_and_keeps_no_value() -> None:
    file = make_file()

    actions.describe(case_file=file, details={"phone": "418 555-0123"}, by=file.person)

    entry = Entry.objects.get(action="case_file.described")
    assert (entry.fields, entry.values) == (["phone"], {})


def test_an_mrc_brings_its_region_along() -> None:
    mrc = Mrc.objects.select_related("region").first()
    assert mrc
    file = make_file()

    actions.describe(case_file=file, details={"mrc": mrc}, by=file.person)

    file.refresh_from_db()
    assert file.region == mrc.region


def test_what_was_evaluated_is_not_overwritten_by_a_guess() -> None:
    file, caseworker = make_file(), make_person()
    actions.say_french_levels(case_file=file, levels={"oral_production": "5"}, by=caseworker, source="evaluated")

    actions.say_french_levels(case_file=file, levels={"oral_production": "9"}, by=file.person)

    level = FrenchSkillLevel.objects.get(case_file=file)
    assert (level.level_id, level.source) == ("5", "evaluated")


def test_a_language_named_twice_counts_once() -> None:
    file = make_file()

    actions.say_languages(
        case_file=file, languages=[("Arabe", "native"), ("arabe ", "fluent"), ("", "basic")], by=file.person
    )

    assert [(row.name, row.ease) for row in file.languages.all()] == [("arabe", "fluent")]


def test_a_household_is_who_it_is_said_to_be_now() -> None:
    file = make_file()
    actions.say_household(case_file=file, members=[("partner", "18+"), ("child", "5-11")], by=file.person)
    actions.say_household(case_file=file, members=[("child", "5-11")], by=file.person)

    file.refresh_from_db()
    assert file.household
    assert [(member.relation, member.age_band) for member in file.household.members.all()] == [("child", "5-11")]


def test_a_closed_file_is_opened_before_it_is_changed() -> None:
    file = make_file()
    CaseFile.objects.filter(pk=file.pk).update(closed_at=file.opened_at)

    with pytest.raises(refusals.FileClosed):
        actions.describe(case_file=file, details={"phone": "1"}, by=file.person)
    assert not actions.open_file(person=file.person, by=file.person).is_closed


def test_a_card_says_enough_once_it_has_an_occupation_and_hours() -> None:
    person = make_person()

    assert not actions.write_card(person=person, details={"headline": "Soudeur"}, by=person).is_complete
    assert make_card(person).is_complete
