"""A membership goes where its lifecycle lets it, is told at each move, and falls due by itself."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from core import clock, generations
from core.audit import Entry
from core.outbox import Mail, writer_of
from network.membership import actions
from network.membership.models import CLOSED, EXPLAINED, MOVES, Membership, State, Step, Terms
from network.membership.refusals import MembershipExists, NoSuchMove, ReasonWanted
from people.accounts.models import Language, Role
from tests.factories.accounts import make_person, make_user
from tests.factories.membership import make_membership, put_in
from tests.factories.organisations import make_organisation, make_speaker

pytestmark = pytest.mark.django_db


def test_only_the_moves_of_the_lifecycle_are_made() -> None:
    membership = make_membership(State.DRAFT)
    made: set[tuple[str, str]] = set()
    for source, target in product(State.values, State.values):
        put_in(membership, source)
        try:
            actions.transition(membership=membership, to=target, by=None, message="Voici pourquoi.")
        except NoSuchMove:
            continue
        made.add((source, target))

    assert made == {(source, target) for source, targets in MOVES.items() for target in targets}


def test_every_state_but_the_closed_ones_leads_somewhere_and_a_closed_one_nowhere() -> None:
    assert {state for state in State.values if not MOVES[state]} == CLOSED


def test_an_organisation_has_one_membership_at_a_time() -> None:
    membership = make_membership(State.SUBMITTED)

    with pytest.raises(MembershipExists):
        actions.start(organisation=membership.organisation, by=None)

    actions.transition(membership=membership, to=State.DECLINED, by=None, message="Pas cette année.")
    again = actions.start(organisation=membership.organisation, by=None)
    assert again.state == State.DRAFT


def test_two_coordinators_at_once_move_it_once() -> None:
    membership = make_membership(State.SUBMITTED)
    late = Membership.objects.get(pk=membership.pk)
    actions.transition(membership=membership, to=State.APPROVED, by=None)

    with pytest.raises(NoSuchMove):
        actions.transition(membership=late, to=State.DECLINED, by=None, message="Non.")

    assert Membership.objects.get().state == State.APPROVED
    assert Step.objects.filter(target=State.DECLINED).count() == 0


@pytest.mark.parametrize("state", sorted(EXPLAINED))
def test_a_question_a_refusal_and_a_suspension_say_why(state: str) -> None:
    membership = make_membership(State.ACTIVE if state == State.SUSPENDED else State.SUBMITTED)

    with pytest.raises(ReasonWanted):
        actions.transition(membership=membership, to=state, by=None, message="  ")
    with pytest.raises(IntegrityError), transaction.atomic():
        Step.objects.create(membership=membership, target=state)


def test_a_move_is_audited_and_kept_with_its_message() -> None:
    by = make_person()
    membership = make_membership(State.SUBMITTED)

    actions.transition(membership=membership, to=State.INFO_ASKED, by=by, message="Qui est la personne-ressource?")

    entry = Entry.objects.filter(action="membership.moved").first()
    assert entry is not None
    assert (entry.actor, entry.values) == (by.pk, {"from": "submitted", "to": "info_asked"})
    step = membership.steps.first()
    assert step is not None
    assert (step.by, step.message) == (by, "Qui est la personne-ressource?")


# ------------------------------------------------------------------ terms


def test_becoming_active_begins_a_term_of_the_length_in_force() -> None:
    actions.set_terms(term_months=6, grace_days=30, by=None)

    membership = make_membership(State.ACTIVE)

    assert membership.active_since == timezone.localdate()
    assert membership.renew_by == actions.months_after(timezone.localdate(), 6)


@pytest.mark.parametrize(
    ("day", "months", "then"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 15), 12, date(2027, 12, 15)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
    ],
)
def test_a_term_ends_on_the_same_day_or_the_last_of_a_short_month(day: date, months: int, then: date) -> None:
    assert actions.months_after(day, months) == then


def test_an_early_renewal_loses_no_day_and_keeps_member_since() -> None:
    membership = make_membership(State.RENEWAL_DUE)
    soon, long_ago = timezone.localdate() + timedelta(days=20), date(2020, 5, 1)
    Membership.objects.update(renew_by=soon, active_since=long_ago)
    membership.refresh_from_db()

    membership = actions.transition(membership=membership, to=State.ACTIVE, by=None)

    assert membership.renew_by == actions.months_after(soon, Terms.now().term_months)
    assert membership.active_since == long_ago


def test_a_suspension_lifted_within_the_term_gives_no_longer_one() -> None:
    membership = make_membership(State.SUSPENDED)
    renew_by = membership.renew_by

    assert actions.transition(membership=membership, to=State.ACTIVE, by=None).renew_by == renew_by


def test_the_calendar_asks_for_renewal_and_then_lets_it_lapse() -> None:
    membership = make_membership(State.ACTIVE)
    assert membership.renew_by

    clock.tick(timezone.now() + timedelta(days=380))
    membership.refresh_from_db()
    assert membership.state == State.RENEWAL_DUE
    assert membership.is_member

    clock.tick(timezone.now() + timedelta(days=Terms.now().grace_days + 1))
    membership.refresh_from_db()
    assert membership.state == State.LAPSED
    assert [step.by for step in membership.steps.all()[:2]] == [None, None]


def test_a_renewal_in_time_is_not_overtaken_by_the_calendar() -> None:
    membership = make_membership(State.RENEWAL_DUE)
    Membership.objects.update(renew_by=timezone.localdate())
    membership.refresh_from_db()
    actions.transition(membership=membership, to=State.ACTIVE, by=None)

    clock.tick(timezone.now() + timedelta(days=Terms.now().grace_days + 1))

    assert Membership.objects.get().state == State.ACTIVE


def test_the_terms_are_one_row_with_sensible_values() -> None:
    assert (Terms.now().term_months, Terms.now().grace_days) == (12, 60)
    actions.set_terms(term_months=24, grace_days=10, by=None)
    actions.set_terms(term_months=18, grace_days=10, by=None)
    assert Terms.objects.get().term_months == 18
    with pytest.raises(IntegrityError), transaction.atomic():
        Terms.objects.create(pk=2)


# ------------------------------------------------------------------ letters


def test_each_speaker_is_told_in_their_language_and_nobody_else() -> None:
    organisation = make_organisation("Fonderie Bellerive")
    french = make_speaker(organisation)
    english = make_speaker(organisation, Role.EXECUTIVE, person=make_person("Ann Lee", language=Language.ENGLISH))
    make_speaker(make_organisation())
    make_user(Role.CASEWORKER, scope=organisation.scope)
    membership = make_membership(State.SUBMITTED, organisation=organisation)
    Mail.objects.all().delete()

    actions.transition(membership=membership, to=State.INFO_ASKED, by=None, message="Qui signe?")

    mails = {mail.recipient: mail for mail in Mail.objects.all()}
    assert set(mails) == {french.email, english.email}
    letter = writer_of("membership/moved")(mails[english.email])
    assert letter is not None
    assert "A question about your application" in letter.text
    assert "Qui signe?" in letter.text
    assert "Bellerive" not in letter.subject
    letter = writer_of("membership/moved")(mails[french.email])
    assert letter is not None
    assert "Une question sur votre demande" in letter.text


def test_a_letter_does_not_reach_somebody_who_left() -> None:
    organisation = make_organisation()
    user = make_speaker(organisation)
    make_membership(State.SUBMITTED, organisation=organisation)
    user.grants.update(revoked_at=timezone.now())

    assert writer_of("membership/moved")(Mail.objects.get()) is None


@pytest.mark.parametrize("state", [state for state in State if state != State.DRAFT])
def test_there_are_words_for_every_state(state: State) -> None:
    organisation = make_organisation()
    make_speaker(organisation)
    make_membership(state, organisation=organisation)
    mail = Mail.objects.order_by("pk").last()

    letter = writer_of("membership/moved")(mail) if mail else None

    assert letter is not None
    assert organisation.name in letter.text


# ------------------------------------------------------------------ the public list


def test_agreeing_to_be_named_keeps_its_day_and_can_be_taken_back() -> None:
    membership = make_membership(State.ACTIVE)

    first = actions.list_publicly(membership=membership, agreed=True, by=None).listed_at
    assert actions.list_publicly(membership=membership, agreed=True, by=None).listed_at == first
    assert list(Membership.objects.listed()) == [membership]

    actions.list_publicly(membership=membership, agreed=False, by=None)
    assert not Membership.objects.listed().exists()


@pytest.mark.parametrize("state", State.values)
def test_only_members_that_agreed_are_listed(state: str) -> None:
    membership = make_membership(state, listed=True)

    assert Membership.objects.listed().exists() == membership.is_member == (state in {"active", "renewal_due"})


def test_the_cached_list_ages_when_a_member_comes_or_goes() -> None:
    membership = make_membership(State.APPROVED)
    before = generations.current(["membership"])

    actions.transition(membership=membership, to=State.ACTIVE, by=None)

    generations.forget()
    assert generations.current(["membership"]) != before
