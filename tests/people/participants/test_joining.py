"""Two entries turn out to be one person: which file, which card and which request stay, and what of the other comes along."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core import search
from people.consent import actions as consents
from people.consent.models import Consent
from people.participants import actions, signals
from people.participants.models import Candidacy, Card, CaseFile, Household, Note
from people.privacy import actions as privacy
from tests.factories.accounts import make_person
from tests.factories.organisations import make_organisation
from tests.factories.participants import agree, make_candidacy, make_card, make_caseworker, make_file, make_ready
from tests.factories.programmes import make_edition, make_partner

pytestmark = pytest.mark.django_db


def test_the_file_that_is_followed_stays_and_is_filled_from_the_other() -> None:
    followed = make_file(organisation=make_organisation(), phone="418 555-0100")
    own = make_file(phone="514 555-0199", municipality="Alma")
    keep, gone = own.person, followed.person

    privacy.merge(keep=keep, gone=gone, by=None)

    file = CaseFile.objects.get()
    assert (file.pk, file.person) == (followed.pk, keep)
    assert (file.phone, file.municipality) == ("418 555-0100", "Alma")


def test_who_was_followed_by_two_is_followed_by_one_and_the_other_reads_what_it_wrote() -> None:
    staying, leaving = make_organisation(), make_organisation()
    keep, gone = make_file(organisation=staying), make_file(organisation=leaving)
    caseworker = make_caseworker(leaving)
    written = actions.write_note(
        case_file=gone, kind="call", on_date=timezone.localdate(), text="Vue.", by=caseworker.person
    )
    kept = actions.write_note(
        case_file=keep, kind="call", on_date=timezone.localdate(), text="Lue.", by=make_caseworker(staying).person
    )

    privacy.merge(keep=keep.person, gone=gone.person, by=None)

    file = CaseFile.objects.get()
    assert file.organisation == staying
    assert list(file.followings.current().values_list("organisation", flat=True)) == [staying.pk]
    assert file.followings.count() == 2
    assert list(Note.objects.visible_to(caseworker)) == [written]
    assert set(file.notes.all()) == {written, kept}


def test_of_two_requests_to_one_edition_one_stays_open() -> None:
    edition = make_edition(state="open")
    make_partner(edition=edition, organisation=make_organisation())
    first, second = (make_candidacy(edition=edition) for _each in range(2))

    privacy.merge(keep=first.case_file.person, gone=second.case_file.person, by=None)

    states = dict(Candidacy.objects.values_list("pk", "state"))
    assert states == {first.pk: "intake", second.pk: "inactive"}


def test_the_request_that_ends_in_a_merge_is_news_as_any_other_end() -> None:
    edition = make_edition(state="open")
    make_partner(edition=edition, organisation=make_organisation())
    first, second = (make_candidacy(edition=edition) for _each in range(2))
    heard: list[tuple[int, int, str, str]] = []

    def hear(candidacy: Candidacy, before: str, **_news: object) -> None:
        heard.append((candidacy.pk, candidacy.case_file_id, before, candidacy.state))

    signals.candidacy_moved.connect(hear)
    try:
        privacy.merge(keep=first.case_file.person, gone=second.case_file.person, by=None)
    finally:
        signals.candidacy_moved.disconnect(hear)

    assert heard == [(second.pk, first.case_file_id, "intake", "inactive")]


def test_the_month_of_one_file_is_not_put_to_the_year_of_the_other() -> None:
    keep = make_file(organisation=make_organisation(), arrival_year=2021)
    gone = make_file(arrival_year=2019, arrival_month=3)

    privacy.merge(keep=keep.person, gone=gone.person, by=None)

    file = CaseFile.objects.get()
    assert (file.arrival_year, file.arrival_month) == (2021, None)


def test_a_file_that_was_closed_is_open_if_the_other_is() -> None:
    keep, gone = make_file(organisation=make_organisation()), make_file()
    CaseFile.objects.filter(pk=keep.pk).update(closed_at=timezone.now())

    privacy.merge(keep=keep.person, gone=gone.person, by=None)

    assert CaseFile.objects.get().closed_at is None


def test_no_household_is_left_that_no_file_names() -> None:
    keep, gone = make_file(organisation=make_organisation()), make_file()
    for file in (keep, gone):
        actions.say_household(case_file=file, members=[("child", "5-11")], by=file.person)

    privacy.merge(keep=keep.person, gone=gone.person, by=None)

    assert Household.objects.get() == CaseFile.objects.get().household


def test_the_card_that_says_more_stays_and_the_other_is_not_found_any_more() -> None:
    keep, gone = make_person(), make_person()
    actions.write_card(person=keep, by=keep, details={"headline": "Soudure sous-marine"})
    full = make_card(gone, headline="Charpente navale")

    privacy.merge(keep=keep, gone=gone, by=None)

    card = Card.objects.get()
    assert (card.pk, card.person) == (full.pk, keep)
    assert list(search.Indexed.objects.values_list("key", "owner")) == [(full.pk, keep.pk)]


def test_whoever_turned_matching_off_under_one_name_leaves_the_pool_under_the_other() -> None:
    candidacy = make_ready()
    gone, keep = candidacy.case_file.person, make_person()
    Consent.objects.filter(person=gone).update(given_at=timezone.now() - timedelta(days=9))
    agree(keep, "matching")
    consents.withdraw_purpose(person=keep, purpose="matching", by=keep)
    assert Candidacy.objects.in_pool().exists()

    privacy.merge(keep=keep, gone=gone, by=None)

    candidacy.refresh_from_db()
    assert candidacy.state == Candidacy.State.ELIGIBLE
    assert candidacy.case_file.person == keep
    assert not Candidacy.objects.in_pool().exists()
