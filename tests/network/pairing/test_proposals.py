"""A proposal is made, answered by both, taken back, withdrawn, lapses: what each step leaves behind."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.utils import timezone

from core import audit, clock
from core.outbox import Mail
from core.refusals import Refusal
from network.pairing.offers import actions as offers
from network.pairing.offers.models import Offer
from network.pairing.proposals import actions, refusals
from network.pairing.proposals.models import GRACE, REVIEW_DAYS, Proposal, Reply
from network.pairing.proposals.signals import proposal_accepted, proposal_ended
from network.pairing.requests import actions as requests
from network.pairing.requests.models import Request
from people.accounts.models import Role
from people.consent import actions as consents
from people.programmes.models import Edition
from tests.factories.accounts import make_person, make_user
from tests.factories.pairing import make_offer, make_request, make_settings
from tests.factories.participants import agree, make_caseworker
from tests.factories.proposals import make_candidate, make_two, proposed

pytestmark = pytest.mark.django_db


def stand(proposal: Proposal) -> tuple[str, str, int, int]:
    """State of the proposal, of the request; places held and matched."""
    proposal.refresh_from_db()
    request = Request.objects.get(pk=proposal.request_id)
    offer = Offer.objects.get(pk=proposal.offer_id)
    return str(proposal.state), str(request.state), offer.held, offer.matched


def say(proposal: Proposal, side: str, says: str, **facts: Any) -> Proposal:
    if says == "no":
        facts.setdefault("why", "hours")
    return actions.answer(proposal=proposal, side=side, says=says, by=proposal.person_of(side), **facts)


def letters(template: str = "proposals/step") -> list[tuple[str, str]]:
    """(what, side) of every letter, in the order they were posted."""
    rows = Mail.objects.filter(template=template).order_by("pk")
    return [(mail.payload["what"], mail.payload.get("side", "")) for mail in rows]


def days_pass(proposal: Proposal, days: int) -> None:
    """As if it had been made so many days earlier."""
    earlier = timedelta(days=days)
    Proposal.objects.filter(pk=proposal.pk).update(
        made_at=F("made_at") - earlier, answer_by=proposal.answer_by - earlier
    )
    clock.Due.objects.filter(key=str(proposal.pk), kind__startswith="proposals.").update(due_at=F("due_at") - earlier)
    proposal.refresh_from_db()


# ------------------------------------------------------------------ proposing


def test_a_proposal_holds_a_place_and_takes_the_request_out_of_the_queue() -> None:
    proposal = proposed()

    assert stand(proposal) == ("open", "proposed", 1, 0)
    assert proposal.answer_by == timezone.localdate() + timedelta(days=7)
    assert sorted(letters()) == [("proposed", "candidate"), ("proposed", "host")]
    entry = audit.Entry.objects.get(action="proposal.made")
    assert entry.actor == proposal.decided_by_id
    assert proposal.facts["time"]["common"] == 21
    assert proposal.facts["occupation"]["shared"] == 5


def test_an_edition_says_how_many_days_there_are_to_answer() -> None:
    edition = make_settings(days_to_answer=10).edition
    request, offer = make_two(edition=edition)

    assert proposed(request, offer).answer_by == timezone.localdate() + timedelta(days=10)


def two_editions() -> dict[str, Any]:
    return {"request": make_candidate(), "offer": make_offer()}


def full() -> dict[str, Any]:
    request, offer = make_two()
    proposed(make_candidate(edition=offer.edition), offer)
    return {"request": request, "offer": offer}


def paused() -> dict[str, Any]:
    request, offer = make_two(state="paused")
    return {"request": request, "offer": offer}


def closed_edition() -> dict[str, Any]:
    request, offer = make_two()
    Edition.objects.filter(pk=offer.edition_id).update(state="closed")
    return {"request": Request.objects.get(pk=request.pk), "offer": Offer.objects.get(pk=offer.pk)}


def no_longer_matching() -> dict[str, Any]:
    request, offer = make_two()
    consents.withdraw_purpose(person=request.person, purpose="card", about="", by=request.person)
    return {"request": request, "offer": offer}


def resting() -> dict[str, Any]:
    request, offer = make_two()
    requests.rest(request=request, by=request.person)
    return {"request": request, "offer": offer}


def own() -> dict[str, Any]:
    request = make_candidate()
    return {"request": request, "offer": make_offer(request.candidacy.edition, request.person)}


def asked_already() -> dict[str, Any]:
    proposal = proposed()
    return {"request": proposal.request, "offer": make_offer(proposal.offer.edition)}


def declined_before() -> dict[str, Any]:
    proposal = proposed()
    say(proposal, "host", "no")
    return {"request": proposal.request, "offer": proposal.offer}


def without_a_reason() -> dict[str, Any]:
    request, offer = make_two()
    return {"request": request, "offer": offer, "by_hand": True, "beyond": ["language"]}


@pytest.mark.parametrize(
    ("case", "refusal"),
    [
        (two_editions, refusals.NotTogether),
        (full, refusals.NoRoom),
        (paused, refusals.OfferNotOpen),
        (closed_edition, refusals.EditionNotOpen),
        (no_longer_matching, refusals.CardNotShown),
        (resting, refusals.RequestNotWaiting),
        (own, refusals.OwnOffer),
        (asked_already, refusals.AlreadyAsked),
        (declined_before, refusals.DeclinedBefore),
        (without_a_reason, refusals.ReasonWanted),
    ],
)
def test_what_may_not_be_is_refused_and_nothing_is_kept(
    case: Callable[[], dict[str, Any]], refusal: type[Refusal]
) -> None:
    facts = case()
    before = Proposal.objects.count()
    held = Offer.objects.get(pk=facts["offer"].pk).held

    with pytest.raises(refusal):
        proposed(**facts)

    assert Proposal.objects.count() == before
    assert Offer.objects.get(pk=facts["offer"].pk).held == held


def test_whoever_turned_matching_off_is_not_proposed() -> None:
    request, offer = make_two()
    consents.withdraw_purpose(person=request.person, purpose="matching", about="", by=request.person)

    with pytest.raises((refusals.MatchingOff, refusals.RequestNotWaiting)):
        proposed(request, offer)


def test_a_pair_that_failed_is_proposed_again_by_hand_alone() -> None:
    proposal = proposed()
    say(proposal, "host", "no")

    again = proposed(proposal.request, proposal.offer, by_hand=True, hand_reason="L’atelier a changé d’horaire.")

    assert again.by_hand
    assert stand(again) == ("open", "proposed", 1, 0)


def test_somebody_asked_in_one_edition_is_not_asked_in_another() -> None:
    proposal = proposed()
    other = make_candidate(edition=make_settings().edition, person=proposal.person)

    with pytest.raises(refusals.AlreadyAsked):
        proposed(other, make_offer(other.candidacy.edition))


# ------------------------------------------------------------------ answering


def test_two_who_say_yes_are_matched() -> None:
    proposal = proposed()
    heard: list[Proposal] = []
    proposal_accepted.connect(lambda proposal, **_news: heard.append(proposal), weak=False, dispatch_uid="test")

    say(proposal, "host", "yes")
    assert stand(proposal) == ("open", "proposed", 1, 0)
    say(proposal, "candidate", "yes")

    proposal_accepted.disconnect(dispatch_uid="test")
    assert stand(proposal) == ("accepted", "matched", 0, 1)
    assert [each.pk for each in heard] == [proposal.pk]
    assert letters()[2:] == []  # the match’s letter, which leads to the agreement, is the only one
    assert letters("matches/step") == [("began", ""), ("began", "")]


def test_a_no_frees_the_place_and_the_candidate_waits_on() -> None:
    proposal = proposed(make_candidate(make_request(waited=30)))
    since = proposal.request.waiting_since

    say(proposal, "host", "no", why="hours", words="Pas avant janvier.")

    assert stand(proposal) == ("declined", "waiting", 0, 0)
    assert Request.objects.get(pk=proposal.request_id).waiting_since == since
    reply = Reply.objects.get()
    assert (reply.side, reply.why, reply.words) == ("host", "hours", "Pas avant janvier.")
    assert letters()[2:] == []


def test_the_other_side_is_told_of_a_no_half_an_hour_later() -> None:
    proposal = proposed()
    say(proposal, "host", "no")

    clock.tick(timezone.now() + GRACE - timedelta(minutes=1))
    assert letters()[2:] == []
    clock.tick(timezone.now() + GRACE)

    assert letters()[2:] == [("declined", "candidate")]


def test_a_no_says_why() -> None:
    proposal = proposed()

    with pytest.raises(refusals.WhyWanted):
        actions.answer(proposal=proposal, side="host", says="no", by=proposal.host)


def test_the_same_answer_twice_is_once() -> None:
    proposal = proposed()
    say(proposal, "host", "yes")
    say(proposal, "host", "yes")

    assert stand(proposal) == ("open", "proposed", 1, 0)
    assert Reply.objects.count() == 1


def test_nobody_answers_what_is_over() -> None:
    proposal = proposed()
    say(proposal, "host", "no")

    with pytest.raises(refusals.MovedOn):
        say(proposal, "candidate", "yes")


def test_nobody_is_matched_with_an_offer_that_rests() -> None:
    proposal = proposed()
    say(proposal, "host", "yes")
    offers.pause(offer=proposal.offer, by=proposal.host)

    with pytest.raises(refusals.OfferNotOpenAnyMore):
        say(proposal, "candidate", "yes")


def test_an_answer_of_the_host_ends_their_silence() -> None:
    request, offer = make_two(silences=1)
    proposal = proposed(request, offer)

    say(proposal, "host", "yes")

    assert Offer.objects.get(pk=offer.pk).silences == 0


# ------------------------------------------------------------------ taking back


def test_a_yes_is_taken_back_until_the_other_answers() -> None:
    proposal = proposed()
    say(proposal, "candidate", "yes")

    actions.take_back(proposal=proposal, side="candidate", by=proposal.person)

    assert stand(proposal) == ("open", "proposed", 1, 0)
    assert proposal.candidate_answer == ""
    assert not Reply.objects.exists()


def test_a_no_is_taken_back_within_the_half_hour_and_nobody_is_told() -> None:
    proposal = proposed()
    say(proposal, "host", "yes")
    say(proposal, "candidate", "no")

    actions.take_back(proposal=proposal, side="candidate", by=proposal.person)
    clock.tick(timezone.now() + GRACE)

    assert stand(proposal) == ("open", "proposed", 1, 0)
    assert (proposal.host_answer, proposal.candidate_answer) == ("yes", "")
    assert letters()[2:] == []


def test_a_no_is_not_taken_back_later() -> None:
    proposal = proposed()
    say(proposal, "host", "no")
    Proposal.objects.update(host_answered_at=timezone.now() - GRACE)

    with pytest.raises(refusals.TooLateToTakeBack):
        actions.take_back(proposal=proposal, side="host", by=proposal.host)


def test_a_no_is_not_taken_back_once_the_place_is_another_ones() -> None:
    proposal = proposed()
    say(proposal, "candidate", "no")
    proposed(make_candidate(edition=proposal.offer.edition), proposal.offer)

    with pytest.raises(refusals.NotFreeAnyMore):
        actions.take_back(proposal=proposal, side="candidate", by=proposal.person)

    assert stand(proposal) == ("declined", "waiting", 1, 0)


def test_a_no_is_not_taken_back_once_the_person_is_asked_again() -> None:
    proposal = proposed()
    say(proposal, "host", "no")
    proposed(proposal.request, make_offer(proposal.offer.edition))

    with pytest.raises(refusals.NotFreeAnyMore):
        actions.take_back(proposal=proposal, side="host", by=proposal.host)


def test_the_other_side_takes_nothing_back() -> None:
    proposal = proposed()
    say(proposal, "host", "no")

    with pytest.raises(refusals.TooLateToTakeBack):
        actions.take_back(proposal=proposal, side="candidate", by=proposal.person)


# ------------------------------------------------------------------ time


def test_who_has_not_answered_is_reminded_on_the_fourth_day() -> None:
    proposal = proposed()
    say(proposal, "host", "yes")

    days_pass(proposal, 3)
    clock.tick()
    assert letters()[2:] == []
    days_pass(proposal, 2)
    clock.tick()

    assert letters()[2:] == [("reminder", "candidate")]


def test_it_lapses_once_its_last_day_is_over() -> None:
    heard: list[Any] = []
    proposal_ended.connect(lambda by, **_news: heard.append(by), weak=False, dispatch_uid="test")
    proposal = proposed()
    say(proposal, "candidate", "yes")

    days_pass(proposal, 7)
    clock.tick()
    assert stand(proposal)[0] == "open"
    days_pass(proposal, 1)
    clock.tick()

    proposal_ended.disconnect(dispatch_uid="test")
    assert stand(proposal) == ("lapsed", "waiting", 0, 0)
    assert heard == [None]
    assert sorted(letters()[-2:]) == [("lapsed", "candidate"), ("lapsed", "host")]
    assert Offer.objects.get().silences == 1


def test_a_host_who_is_silent_twice_rests() -> None:
    request, offer = make_two(silences=1)
    proposal = proposed(request, offer)
    days_pass(proposal, 8)
    clock.tick()

    assert Offer.objects.get().state == "paused"


def test_a_candidate_who_is_silent_twice_is_named_to_their_caseworker() -> None:
    request, offer = make_two()
    make_caseworker(request.candidacy.organisation)  # type: ignore[arg-type]  # it has one
    for _time in range(2):
        proposal = proposed(request, make_offer(offer.edition))
        say(proposal, "host", "yes")
        assert letters("proposals/work") == []
        days_pass(proposal, 8)
        clock.tick()

    assert {what for what, _side in letters("proposals/work")} == {"silent"}


# ------------------------------------------------------------------ withdrawn, or without ground


def test_it_is_withdrawn_with_a_reason_that_both_read() -> None:
    proposal = proposed()

    with pytest.raises(refusals.BecauseWanted):
        actions.withdraw(proposal=proposal, by=make_person(), because=" ")
    actions.withdraw(proposal=proposal, by=make_person(), because="L’atelier est fermé cette semaine.")

    assert stand(proposal) == ("withdrawn", "waiting", 0, 0)
    assert letters()[2:] == [("withdrawn", "candidate"), ("withdrawn", "host")]
    with pytest.raises(refusals.MovedOn):
        actions.withdraw(proposal=proposal, by=make_person(), because="Encore.")


def test_an_offer_that_rests_lets_go_of_whom_it_was_proposed_to() -> None:
    proposal = proposed()

    offers.pause(offer=proposal.offer, by=proposal.host)
    clock.tick()

    assert stand(proposal) == ("withdrawn", "waiting", 0, 0)
    assert proposal.ground == "offer"
    assert letters()[2:] == [("withdrawn", "candidate")]


@pytest.mark.parametrize("leave", [requests.rest, requests.end])
def test_a_request_that_leaves_lets_go_of_the_place(leave: Callable[..., Any]) -> None:
    proposal = proposed()

    leave(request=proposal.request, by=proposal.person)

    state, _request, held, _matched = stand(proposal)
    assert (state, held, proposal.ground) == ("withdrawn", 0, "request")
    assert letters()[2:] == [("withdrawn", "host")]


def test_another_host_is_asked_anew() -> None:
    proposal = proposed()
    say(proposal, "host", "yes")
    other = make_person("Relève Essai", email="")
    Offer.objects.update(host=other)

    actions.ask_other_host(offer=proposal.offer)
    actions.ask_other_host(offer=proposal.offer)

    assert stand(proposal)[0] == "open"
    assert proposal.host_answer == ""


# ------------------------------------------------------------------ reviews


def test_somebody_asks_that_a_person_looks_again_and_gets_an_answer() -> None:
    proposal = proposed()
    review = actions.ask_review(proposal=proposal, person=proposal.person, words="Mes soirs ne sont pas libres.")

    with pytest.raises(refusals.AlreadyAskedForReview):
        actions.ask_review(proposal=proposal, person=proposal.person, words="Encore.")
    by = make_person("Réviseuse Essai")
    actions.answer_review(review=review, by=by, outcome="corrected", words="Vos heures sont corrigées.")
    with pytest.raises(refusals.ReviewAnswered):
        actions.answer_review(review=review, by=by, outcome="stands", words="Non.")

    review.refresh_from_db()
    assert (review.answered_by, review.outcome) == (by, "corrected")
    assert Mail.objects.filter(template="proposals/review").count() == 1
    again = actions.ask_review(proposal=proposal, person=proposal.person, words="Et le lieu?")
    assert again.is_open


def test_a_review_that_nobody_answers_in_time_is_told_once_to_the_coordination() -> None:
    make_user(Role.PROGRAMME_COORDINATOR)
    proposal = proposed()
    actions.ask_review(proposal=proposal, person=proposal.person, words="Pourquoi?")
    told = Mail.objects.filter(template="proposals/work", payload__what="review_late")

    clock.tick(timezone.now() + timedelta(days=REVIEW_DAYS - 1))
    assert not told.exists()
    for late in (2, 3):
        clock.tick(timezone.now() + timedelta(days=REVIEW_DAYS + late))

    assert told.count() == 1


def test_nobody_else_asks_for_a_review() -> None:
    with pytest.raises(refusals.MovedOn):
        actions.ask_review(proposal=proposed(), person=make_person(), words="Pourquoi?")


def test_whoever_agrees_only_to_matching_is_told_what_is_missing() -> None:
    request = make_request(shows_card=False)
    offer = make_offer(request.candidacy.edition)

    with pytest.raises(refusals.CardNotShown):
        proposed(request, offer)
    agree(request.person, "card")

    assert proposed(request, offer).is_open
