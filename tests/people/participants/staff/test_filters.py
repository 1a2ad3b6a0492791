"""Filters that somebody keeps: theirs alone, joined with them, gone with them."""

import pytest
from django.db import IntegrityError, transaction

from core.audit import Entry
from people.participants import actions
from people.participants.models import SavedFilter
from people.privacy import actions as privacy
from tests.factories.accounts import make_person

pytestmark = pytest.mark.django_db


def test_the_same_name_again_takes_the_place_of_the_former_one() -> None:
    owner = make_person()

    actions.keep_filter(owner=owner, list="people", name="Les  miens ", query={"state": "intake"})
    actions.keep_filter(owner=owner, list="people", name="Les miens", query={"state": "in_pool"})

    assert SavedFilter.objects.get().query == {"state": "in_pool"}
    assert "intake" not in str(list(Entry.objects.values_list("values", flat=True)))


def test_two_entries_of_one_person_keep_one_filter_of_each_name() -> None:
    keep, gone = make_person("Rachid Haddad"), make_person("Rachid Haddad")
    for owner, state in ((keep, "intake"), (gone, "in_pool")):
        actions.keep_filter(owner=owner, list="people", name="Les miens", query={"state": state})
    actions.keep_filter(owner=gone, list="morning", name="Les miens", query={})

    privacy.merge(keep=keep, gone=gone, by=make_person())

    kept = SavedFilter.objects.filter(owner=keep)
    assert sorted(kept.values_list("list", flat=True)) == ["morning", "people"]
    assert kept.get(list="people").query == {"state": "intake"}
    assert not SavedFilter.objects.filter(owner=gone).exists()


@pytest.mark.parametrize("wrong", [{"name": ""}, {"list": "nowhere"}], ids=str)
def test_a_filter_without_a_name_or_of_no_list_cannot_exist(wrong: dict[str, str]) -> None:
    values = {"owner": make_person(), "list": "people", "name": "Les miens"} | wrong

    with pytest.raises(IntegrityError), transaction.atomic():
        SavedFilter.objects.create(**values)
