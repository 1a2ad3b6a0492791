"""Asking to take part: who follows the person, and that nobody is left without anybody in silence."""

import pytest
from django.utils import timezone

from core.audit import Entry
from core.outbox import Mail
from people.accounts import actions as accounts
from people.accounts.models import Role, User
from people.organisations.models import Organisation
from people.participants import actions, due, refusals
from people.participants.models import Candidacy, CaseFile, Following
from people.programmes import actions as programmes
from tests.factories.accounts import make_person
from tests.factories.organisations import make_organisation
from tests.factories.participants import make_candidacy, make_caseworker, make_file
from tests.factories.programmes import make_edition, make_partner

pytestmark = pytest.mark.django_db


def test_asking_opens_a_file_and_gives_it_to_the_partner_whose_turn_it_is() -> None:
    edition, person = make_edition(state="open"), make_person(email="awa@exemple.test")
    partner = make_partner(edition=edition)

    candidacy = actions.apply(person=person, edition=edition, by=person)

    file = CaseFile.objects.get(person=person)
    assert candidacy.organisation == file.organisation == partner.organisation
    assert file.followings.get().how == Following.How.SHARED_OUT
    assert Mail.objects.get(template="participants/received").recipient == "awa@exemple.test"


def test_asking_twice_keeps_one_request_and_one_share() -> None:
    edition, person = make_edition(state="open"), make_person()
    partner = make_partner(edition=edition)

    first = actions.apply(person=person, edition=edition, by=person)
    second = actions.apply(person=person, edition=edition, by=person)

    partner.refresh_from_db()
    assert first == second
    assert partner.assigned == 1


def test_requests_follow_the_shares_of_the_partners() -> None:
    edition = make_edition(state="open")
    large, small = make_partner(edition=edition, capacity=20), make_partner(edition=edition, capacity=10)

    for _number in range(9):
        actions.apply(person=(person := make_person()), edition=edition, by=person)

    large.refresh_from_db()
    small.refresh_from_db()
    assert (large.assigned, small.assigned) == (6, 3)


def test_who_is_followed_already_stays_with_their_organisation() -> None:
    first = make_candidacy()
    other = make_edition(state="open")
    make_partner(edition=other)
    person = first.case_file.person

    second = actions.apply(person=person, edition=other, by=person)

    assert second.organisation == first.organisation
    assert other.partners.get().assigned == 0


def test_when_no_partner_takes_anybody_the_request_waits_in_sight() -> None:
    edition, person = make_edition(state="open"), make_person(email="awa@exemple.test")
    partner = make_partner(edition=edition)
    programmes.pause(partner=partner, by=None)

    candidacy = actions.apply(person=person, edition=edition, by=person)

    assert candidacy.organisation is None
    assert list(Candidacy.objects.unassigned()) == [candidacy]
    assert Mail.objects.filter(template="participants/received").count() == 1


def test_what_waited_finds_an_organisation_once_a_partner_takes_people_again_oldest_first() -> None:
    edition = make_edition(state="open")
    partner = make_partner(edition=edition)
    programmes.pause(partner=partner, by=None)
    waiting = [actions.apply(person=(person := make_person()), edition=edition, by=person) for _number in range(3)]

    programmes.pause(partner=partner, by=None, is_paused=False)
    assert actions.share_out(edition) == 3

    for candidacy in waiting:
        candidacy.refresh_from_db()
        assert candidacy.organisation == partner.organisation


def test_an_edition_that_takes_no_requests_keeps_nothing() -> None:
    edition, person = make_edition(state="closed"), make_person()

    with pytest.raises(refusals.IntakeClosed):
        actions.apply(person=person, edition=edition, by=person)

    assert not CaseFile.objects.exists()


def test_a_caseworker_who_enters_somebody_follows_them_with_their_organisation() -> None:
    edition, organisation = make_edition(state="open"), make_organisation()
    make_partner(edition=edition)
    caseworker = make_caseworker(organisation).person

    candidacy = actions.apply(person=make_person(), edition=edition, by=caseworker, organisation=organisation)

    assert candidacy.organisation == organisation
    assert candidacy.case_file.followings.get().how == Following.How.ON_BEHALF


def test_a_change_by_hand_says_why_and_takes_the_share_along() -> None:
    edition = make_edition(state="open")
    one, other = make_partner(edition=edition), make_partner(edition=edition)
    candidacy = actions.apply(person=(person := make_person()), edition=edition, by=person)
    coordinator = make_person()

    with pytest.raises(refusals.ReasonWanted):
        actions.reassign(candidacy=candidacy, organisation=other.organisation, reason=" ", by=coordinator)
    moved = actions.reassign(
        candidacy=candidacy, organisation=other.organisation, reason="Plus près de chez elle", by=coordinator
    )

    one.refresh_from_db()
    other.refresh_from_db()
    assert moved.organisation == other.organisation
    assert (one.assigned, other.assigned) == (0, 1)
    assert Following.objects.current().get().reason == "Plus près de chez elle"
    assert Entry.objects.filter(action="case_file.followed", actor=coordinator.pk).exists()


def test_each_time_a_request_is_given_the_person_reads_where_it_is_now() -> None:
    edition, person = make_edition(state="open"), make_person(email="awa@exemple.test")
    first, second = make_partner(edition=edition), make_partner(edition=edition, capacity=1)
    candidacy = actions.apply(person=person, edition=edition, by=person)

    for partner in (second, first, first):
        actions.reassign(candidacy=candidacy, organisation=partner.organisation, reason="Plus près.", by=make_person())

    assert candidacy.case_file.followings.current().get().organisation == first.organisation
    # There, away, back; given again to whom it is with, nothing is said.
    assert Mail.objects.filter(template="participants/received").count() == 3


def test_only_a_partner_of_the_edition_can_be_given_a_request() -> None:
    candidacy = make_candidacy()

    with pytest.raises(refusals.NotAPartner):
        actions.reassign(candidacy=candidacy, organisation=make_organisation(), reason="Erreur", by=make_person())


def test_a_new_organisation_begins_without_a_caseworker_of_the_old_one() -> None:
    old, new = make_organisation(), make_organisation()
    file = make_file(organisation=old)
    caseworker = make_caseworker(old).person
    actions.take(case_file=file, caseworker=caseworker, by=caseworker)

    actions.follow(case_file=file, organisation=new, how="handed_over", by=None)

    file.refresh_from_db()
    assert (file.organisation, file.caseworker) == (new, None)
    assert [row.organisation for row in file.followings.order_by("since")] == [old, new]
    assert file.followings.current().get().organisation == new


def test_a_file_is_taken_by_a_caseworker_of_its_organisation_alone() -> None:
    organisation = make_organisation()
    file = make_file(organisation=organisation)
    stranger = make_caseworker(make_organisation()).person

    with pytest.raises(refusals.NotACaseworkerThere):
        actions.take(case_file=file, caseworker=stranger, by=stranger)


def taken(user: User, organisation: Organisation) -> CaseFile:
    file = make_file(organisation=organisation)
    actions.take(case_file=file, caseworker=user.person, by=user.person)
    file.refresh_from_db()
    return file


@pytest.mark.parametrize("end", ["role", "login"])
def test_a_caseworker_who_leaves_an_organisation_answers_for_none_of_its_files(end: str) -> None:
    """And goes on elsewhere, unless it is the login that is closed."""
    left, other = make_organisation(), make_organisation()
    user = make_caseworker(left)
    elsewhere = accounts.grant(user=user, role=Role.CASEWORKER, scope=other.scope, by=None)
    file, kept, colleagues = taken(user, left), taken(user, other), taken(make_caseworker(left), left)

    if end == "role":
        accounts.revoke(grant=user.grants.exclude(pk=elsewhere.pk).get(), by=None)
    else:
        accounts.close_login(user=user, by=None)

    for each in (file, kept, colleagues):
        each.refresh_from_db()
    assert file.caseworker is None
    assert kept.caseworker == (user.person if end == "role" else None)
    assert colleagues.caseworker is not None
    entry = Entry.objects.get(action="case_file.let_go", object_id=str(file.pk))
    assert entry.values == {"let_go_by": user.person_id}


@pytest.mark.parametrize("gone", ["role", "login"])
def test_whoever_went_without_a_word_is_found_by_night(gone: str) -> None:
    organisation = make_organisation()
    user, colleague = make_caseworker(organisation), make_caseworker(organisation)
    file, theirs = taken(user, organisation), taken(colleague, organisation)
    if gone == "role":
        user.grants.update(revoked_at=timezone.now())
    else:
        User.objects.filter(pk=user.pk).update(is_active=False)

    due.let_go({})

    file.refresh_from_db()
    theirs.refresh_from_db()
    assert (file.caseworker, theirs.caseworker) == (None, colleague.person)
