"""Proposals when two Persons are one, when somebody is erased, and when years have passed; and what a copy holds of either side."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from core import outbox, personal
from core.outbox import Mail
from network.pairing.offers.models import Offer
from network.pairing.proposals import actions
from network.pairing.proposals.models import Proposal, Reply, ReviewRequest
from network.pairing.proposals.personal import ended, forget
from network.pairing.requests.models import Request
from people.consent import actions as consents
from people.participants import actions as participants
from people.privacy import actions as privacy
from people.privacy import erasing
from tests.factories.accounts import make_person, make_user
from tests.factories.pairing import make_offer, make_settings
from tests.factories.participants import make_caseworker
from tests.factories.proposals import make_candidate, proposed

pytestmark = pytest.mark.django_db
FOUR_YEARS = timedelta(days=4 * 365)


def told(what: str) -> list[str]:
    rows = Mail.objects.filter(template="proposals/step", payload__what=what).order_by("pk")
    return [mail.payload["side"] for mail in rows]


def test_of_two_open_proposals_of_one_person_one_goes_on() -> None:
    keep, gone = proposed(), proposed(make_candidate(person=make_person()))

    privacy.merge(keep=keep.person, gone=gone.person, by=None)

    rows = Proposal.objects.of_person(keep.person).order_by("pk").values_list("pk", "state")
    assert list(rows) == [(keep.pk, "open"), (gone.pk, "withdrawn")]
    assert Offer.objects.get(pk=gone.offer_id).held == 0
    assert Offer.objects.get(pk=keep.offer_id).held == 1


def test_the_only_open_proposal_moves_along_and_can_be_answered() -> None:
    proposal = proposed()
    keep = make_person()

    privacy.merge(keep=keep, gone=proposal.person, by=None)

    moved = Proposal.objects.get(pk=proposal.pk)
    assert moved.person == keep
    assert actions.answer(proposal=moved, side="candidate", says="yes", by=keep).candidate_answer == "yes"


def test_a_candidate_who_turns_out_to_be_the_host_is_let_go() -> None:
    proposal = proposed(make_candidate(person=make_person()))

    privacy.merge(keep=proposal.host, gone=proposal.person, by=None)

    assert Proposal.objects.get().state == "withdrawn"
    assert Offer.objects.get().held == 0


def test_what_a_host_said_moves_with_the_host() -> None:
    proposal = proposed()
    actions.answer(proposal=proposal, side="host", says="no", by=proposal.host, why="hours", words="Pas en janvier.")
    keep = make_person()

    privacy.merge(keep=keep, gone=proposal.host, by=None)

    assert Reply.objects.get().person == keep


def test_two_open_reviews_of_one_person_become_one() -> None:
    proposal = proposed()
    double = make_person()
    actions.ask_review(proposal=proposal, person=proposal.person, words="Les heures.")
    ReviewRequest.objects.create(
        proposal=proposal, person=double, side="candidate", words="Le lieu.", answer_by=proposal.answer_by
    )

    privacy.merge(keep=proposal.person, gone=double, by=None)

    assert ReviewRequest.objects.get().words == "Les heures.\n\nLe lieu."


@pytest.mark.parametrize(("side", "left"), [("candidate", "host"), ("host", "candidate")])
def test_nobody_who_is_erased_is_asked_and_the_other_side_is_told(side: str, left: str) -> None:
    proposal = proposed()
    person = proposal.person_of(side)
    erasure = erasing.ask(person=person, by=person)
    type(erasure).objects.filter(pk=erasure.pk).update(due_at=timezone.now())

    assert erasing.carry_out(erasure_pk=erasure.pk)

    proposal.refresh_from_db()
    assert (proposal.state, Offer.objects.get(pk=proposal.offer_id).held) == ("withdrawn", 0)
    assert told("withdrawn") == [left]
    [mail] = Mail.objects.filter(template="proposals/step", payload__what="withdrawn", state=Mail.State.QUEUED)
    assert outbox.writer_of(mail.template)(mail) is not None
    if side == "host":
        assert Request.objects.get().state == "waiting"


def test_consent_to_be_matched_that_is_withdrawn_lets_go_at_once() -> None:
    proposal = proposed()

    consents.withdraw_purpose(person=proposal.person, purpose="matching", about="", by=proposal.person)

    proposal.refresh_from_db()
    assert proposal.state == "withdrawn"
    assert Offer.objects.get().held == 0
    assert told("withdrawn") == ["host"]


def test_a_file_that_is_closed_names_and_ends_it() -> None:
    from people.participants import endings

    proposal = proposed()
    file = proposal.request.candidacy.case_file
    found = endings.all_open(file)
    assert "proposal" in [each.ending.code for each in found]
    by = make_caseworker(file.organisation).person  # type: ignore[arg-type]  # followed

    participants.close(case_file=file, reason="leaves", by=by, seal=endings.seal_of(found))

    proposal.refresh_from_db()
    assert (proposal.state, Offer.objects.get().held) == ("withdrawn", 0)


def test_what_came_to_nothing_goes_after_three_years_and_what_was_accepted_loses_its_words() -> None:
    edition = make_settings().edition
    declined = proposed(make_candidate(edition=edition), make_offer(edition))
    actions.answer(proposal=declined, side="host", says="no", by=declined.host, why="hours")
    accepted = proposed(make_candidate(edition=edition), make_offer(edition))
    actions.answer(proposal=accepted, side="host", says="yes", by=accepted.host, words="Avec plaisir.")
    actions.answer(proposal=accepted, side="candidate", says="yes", by=accepted.person)
    recent = proposed(make_candidate(edition=edition), make_offer(edition))
    actions.withdraw(proposal=recent, by=make_person(), because="Fermé.")
    Proposal.objects.exclude(pk=recent.pk).update(
        made_at=F("made_at") - FOUR_YEARS, closed_at=F("closed_at") - FOUR_YEARS
    )
    before = timezone.now() - timedelta(days=3 * 365)

    due = list(ended(before))
    assert {row.pk for row in due} == {declined.pk, accepted.pk}
    assert forget(due, before) == 2

    assert set(Proposal.objects.values_list("pk", flat=True)) == {accepted.pk, recent.pk}
    assert Reply.objects.filter(proposal=accepted, words="").count() == 2
    assert not ended(before).exists()


def test_the_copy_of_a_candidate_says_nothing_of_what_the_host_said() -> None:
    proposal = proposed()
    actions.answer(proposal=proposal, side="host", says="no", by=proposal.host, why="language", words="Mot de l’hôte.")
    entry, replies = personal.of(Proposal), personal.of(Reply)
    assert entry is not None
    assert replies is not None

    assert "host_answer" not in entry.fields
    assert not replies.of_people([proposal.person_id]).exists()
    assert replies.of_people([proposal.offer.host_id]).get().words == "Mot de l’hôte."


def test_whoever_is_not_asked_is_told_nothing_of_it() -> None:
    proposal = proposed()

    assert not Proposal.objects.of_person(make_person()).exists()
    assert not Proposal.objects.visible_to(make_user("mentor")).exists()
    assert Proposal.objects.of_person(proposal.host).exists()
