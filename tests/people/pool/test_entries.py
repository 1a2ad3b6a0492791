"""The rows that the pool is looked through by follow the card, the levels and the request, and show nobody by themselves."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import clock
from people.consent.models import Consent
from people.participants import actions as participants
from people.participants.models import Candidacy, CaseFile
from people.pool import entries
from people.pool.models import PoolEntry
from people.pool.searching import Search, Wanted
from people.privacy import actions as privacy
from tests.factories.accounts import make_person, make_region
from tests.factories.participants import make_card, make_file, make_ready
from tests.factories.pool import make_bridge

pytestmark = pytest.mark.django_db


def entry(candidacy: Candidacy) -> PoolEntry:
    return PoolEntry.objects.get(candidacy=candidacy)


def test_whoever_is_put_in_the_pool_can_be_looked_for_and_who_leaves_it_cannot() -> None:
    bridge = make_bridge()
    candidacy = bridge.ready()
    assert entry(candidacy).organisation == bridge.bank

    participants.take_out_of_pool(candidacy=candidacy, by=bridge.sender.person)

    assert not PoolEntry.objects.exists()


def test_a_card_that_is_written_anew_is_found_as_it_reads_now() -> None:
    bridge = make_bridge()
    candidacy = bridge.ready(region="02")
    person = candidacy.case_file.person

    make_card(person, occupation="31301", regions=[make_region("05")], availability=3)
    written = entry(candidacy)
    assert (written.major_group, written.unit_group, written.availability) == ("31", "31301", 3)
    person.card.regions.add(make_region("01"))

    search = Search.of_own(bridge.sender)
    for region, found in (("01", [candidacy.pk]), ("02", []), ("05", [candidacy.pk])):
        assert search.find(Wanted(region=region)) == found


def test_a_level_that_is_said_or_taken_back_is_found_as_it_is_now() -> None:
    candidacy = make_bridge().ready()
    file = candidacy.case_file
    levels = {"oral_comprehension": "8", "oral_production": "7"}

    participants.say_french_levels(case_file=file, levels=levels, by=file.person)
    assert entry(candidacy).band == "7-8"
    participants.say_french_levels(case_file=file, levels={"oral_production": ""}, by=file.person)

    assert entry(candidacy).band == "not-said"


def test_after_a_change_of_organisation_the_other_one_finds_the_person() -> None:
    bridge = make_bridge()
    candidacy = bridge.ready()

    participants.follow(case_file=candidacy.case_file, organisation=bridge.regional, how="handed_over", by=None)

    assert Search.of_own(bridge.receiver).find(Wanted()) == [candidacy.pk]
    assert Search.of_own(bridge.sender).find(Wanted()) == []


def test_of_two_requests_of_a_person_the_older_one_stands_for_them() -> None:
    bridge = make_bridge()
    first = bridge.ready()
    second = make_ready(first.case_file.person, edition=make_bridge(bank=bridge.bank).edition)

    assert (entry(first).is_first, entry(second).is_first) == (True, False)
    participants.take_out_of_pool(candidacy=first, by=bridge.sender.person)
    assert entry(second).is_first


def test_a_row_that_is_late_shows_nobody() -> None:
    """A consent that ran out, a file that was closed, a request that ended: rows stay, people do not."""
    bridge = make_bridge()
    ended, closed, expired = (bridge.ready() for _number in range(3))
    Candidacy.objects.filter(pk=ended.pk).update(state="matched")
    CaseFile.objects.filter(pk=closed.case_file_id).update(closed_at=timezone.now())
    past = timezone.now() - timedelta(days=1)
    Consent.objects.filter(person=expired.case_file.person_id).update(given_at=past - timedelta(days=1), until=past)
    assert PoolEntry.objects.count() == 3

    assert Search.of_own(bridge.sender).find(Wanted()) == []


def test_a_partner_is_shown_nobody_by_a_row_that_is_late() -> None:
    bridge = make_bridge(region="02")
    candidacy = bridge.ready(None, "card", region="05")
    PoolEntry.objects.update(regions=2**17 - 1)

    assert entry(candidacy).regions == 2**17 - 1
    assert Search.of_partners(bridge.receiver).find(Wanted()) == []


def test_every_hour_what_was_missed_is_put_right(django_assert_num_queries: object) -> None:
    bridge = make_bridge()
    candidacy, gone, moved = (bridge.ready() for _number in range(3))
    PoolEntry.objects.filter(pk=candidacy.pk).delete()
    Candidacy.objects.filter(pk=gone.pk).update(state="matched")

    Candidacy.objects.filter(pk=moved.pk).update(state_since=timezone.now() + timedelta(days=1))

    clock.handler_of("pool.repair_entries")({})

    assert [each.pk for each in PoolEntry.objects.all()] == [candidacy.pk, moved.pk]
    assert entry(moved).since > timezone.now()
    with django_assert_num_queries(2):  # type: ignore[operator]
        assert entries.repair() == 0


def test_rebuilding_writes_what_is_kept_all_along() -> None:
    bridge = make_bridge()
    for number in range(3):
        bridge.ready(region=f"0{number + 1}")
    before = list(PoolEntry.objects.values())

    assert entries.rebuild() == 3

    assert list(PoolEntry.objects.values()) == before


def test_when_two_persons_are_one_they_stand_in_the_pool_once() -> None:
    bridge = make_bridge()
    candidacy = bridge.ready()
    keep = make_file(make_person()).person

    privacy.merge(keep=keep, gone=candidacy.case_file.person, by=None)

    assert [each.case_file.person_id for each in PoolEntry.objects.all()] == [keep.pk]


def test_who_is_not_in_the_pool_costs_one_query(django_assert_num_queries: object) -> None:
    file = make_file()

    with django_assert_num_queries(1):  # type: ignore[operator]
        entries.refresh(file)
