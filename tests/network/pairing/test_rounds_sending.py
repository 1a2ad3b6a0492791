"""A person decides, then pairs go out one by one: what cannot go is told and holds up nobody; the calendar asks, and never decides."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from core import audit
from core.outbox import Mail
from network.pairing.editions.models import PairingSettings
from network.pairing.proposals.models import Proposal
from network.pairing.rounds import actions, calendar, refusals
from network.pairing.rounds.models import PairState, Round, RoundPair, State
from tests.factories.accounts import make_person, make_user
from tests.factories.pairing import make_offer, make_request, make_settings
from tests.factories.participants import agree
from tests.factories.rounds import computed, make_coordinator, make_market, work

pytestmark = pytest.mark.django_db


def make_askable(waits: list[int], places: list[int]) -> tuple[Any, Any, Any]:
    edition = make_settings().edition
    requests = [make_request(edition=edition, waited=days, person=make_user().person) for days in waits]
    for request in requests:
        agree(request.person, "card")
    offers = [make_offer(edition, make_user().person, capacity=capacity) for capacity in places]
    return edition, requests, offers


def test_a_decided_round_puts_each_pair_before_both_sides() -> None:
    edition, requests, _offers = make_askable([30, 10], [1, 1])
    made, by = computed(edition), make_person("Dominique Décide")

    actions.publish(round=made, version=0, by=by)
    assert not Proposal.objects.exists()
    work()

    made.refresh_from_db()
    assert made.state == State.PUBLISHED
    pairs = RoundPair.objects.filter(round=made)
    assert {pair.state for pair in pairs} == {PairState.PUBLISHED}
    for pair in pairs:
        proposal = pair.proposal
        assert proposal is not None
        assert (proposal.request_id, proposal.offer_id, proposal.score) == (pair.request_id, pair.offer_id, pair.score)
        assert (proposal.decided_by, proposal.computed, proposal.by_hand) == (by, True, False)
    assert audit.Entry.objects.get(action="round.published").values == {"sent": 2, "fell": 0}
    assert requests[0].person.pairing_proposals.count() == 1


def test_what_cannot_go_any_more_is_told_and_holds_up_nobody() -> None:
    edition, requests, _offers = make_askable([30, 10], [1, 1])
    made = computed(edition)
    type(requests[0]).objects.filter(pk=requests[0].pk).update(state="resting", reason="En voyage.")

    actions.publish(round=made, version=0, by=make_person())
    work()

    made.refresh_from_db()
    fell = RoundPair.objects.get(round=made, request=requests[0])
    assert (made.state, fell.state, fell.fell_because) == (State.PUBLISHED, PairState.FELL_THROUGH, "RequestNotWaiting")
    assert Proposal.objects.get().request == requests[1]


def test_a_pair_by_hand_goes_out_with_its_reason() -> None:
    edition = make_settings().edition
    request = make_request(edition=edition, occupations=("21231",), person=make_user().person)
    agree(request.person, "card")
    offer = make_offer(edition, make_user().person)
    made, by = computed(edition), make_person()
    actions.add(round=made, request=request.pk, offer=offer.pk, reason="A soudé dix ans.", version=0, by=by)

    actions.publish(round=made, version=1, by=by)
    work()

    proposal = Proposal.objects.get()
    assert (proposal.by_hand, proposal.hand_reason, proposal.beyond, proposal.computed) == (
        True, "A soudé dix ans.", ["occupation"], False,
    )  # fmt: skip


def test_a_sending_that_was_killed_goes_on_and_sends_nothing_twice() -> None:
    edition, _requests, _offers = make_askable([30, 10], [1, 1])
    made = computed(edition)
    actions.publish(round=made, version=0, by=make_person())
    # All of it, but for the end.
    actions.send(made.pk)
    assert Proposal.objects.count() == 2

    work()

    made.refresh_from_db()
    assert (made.state, Proposal.objects.count()) == (State.PUBLISHED, 2)


def test_a_board_on_which_nobody_decided_is_not_sent() -> None:
    edition, _requests, _offers = make_askable([30], [1])
    made = computed(edition)

    actions.send(made.pk)()

    made.refresh_from_db()
    assert (made.state, Proposal.objects.exists()) == (State.READY, False)


def test_a_board_that_changed_since_is_not_sent() -> None:
    edition, requests, _offers = make_market([30], [1])
    made = computed(edition)
    actions.lock(round=made, request=requests[0].pk, version=0, by=make_person())

    with pytest.raises(refusals.SomebodyChanged):
        actions.publish(round=made, version=0, by=make_person())


def test_nothing_is_sent_in_an_edition_that_has_closed() -> None:
    edition, _requests, _offers = make_askable([10], [1])
    made = computed(edition)
    type(edition).objects.filter(pk=edition.pk).update(state="closed")

    with pytest.raises(refusals.NotOpen):
        actions.publish(round=made, version=0, by=make_person())

    assert Round.objects.get(pk=made.pk).state == State.READY


def test_an_empty_board_is_not_sent() -> None:
    made = computed(make_settings().edition)

    with pytest.raises(refusals.NothingToSend):
        actions.publish(round=made, version=0, by=make_person())


def test_nobody_is_computed_anew_while_a_round_is_sent_nor_sent_while_one_is_computed() -> None:
    edition, _requests, _offers = make_market([30], [1])
    made, by = computed(edition), make_person()
    second = actions.ask(edition=edition, by=by)
    with pytest.raises(refusals.UnderWay):
        actions.publish(round=made, version=0, by=by)
    Round.objects.filter(pk=second.pk).delete()
    actions.publish(round=made, version=0, by=by)

    with pytest.raises(refusals.BeingSent):
        actions.ask(edition=edition, by=by)


def test_pairs_that_were_not_sent_are_kept_in_the_next_round_and_declined_ones_are_not() -> None:
    edition, _requests, _offers = make_askable([30, 20], [1, 1])
    first = computed(edition)
    actions.discard(round=first, version=0, by=make_person())

    second = computed(edition)

    assert {pair.origin for pair in second.pair_rows.all()} == {"kept"}
    assert {pair.request_id: pair.offer_id for pair in second.pair_rows.all()} == {
        pair.request_id: pair.offer_id for pair in first.pair_rows.all()
    }


# ------------------------------------------------------------------ the calendar

NIGHT = datetime(2027, 3, 3, 3, 0, tzinfo=ZoneInfo("America/Toronto"))


def test_the_calendar_asks_for_a_round_of_the_week_once_and_tells_who_reviews(monkeypatch: pytest.MonkeyPatch) -> None:
    edition, _requests, _offers = make_market([30], [1])
    PairingSettings.objects.filter(pk=edition.pk).update(rhythm="weekly", next_round_on=date(2027, 3, 3))
    coordinator = make_coordinator()
    monkeypatch.setattr(timezone, "localtime", lambda *_: NIGHT)

    assert calendar.ask_for_the_next() == 1
    assert calendar.ask_for_the_next() == 0
    work()

    made = Round.objects.get()
    assert (made.kind, made.asked_by, made.state) == ("weekly", None, State.READY)
    assert PairingSettings.objects.get(pk=edition.pk).next_round_on == date(2027, 3, 10)
    assert Mail.objects.filter(template="rounds/news", recipient=coordinator.email).count() == 1
    assert not Proposal.objects.exists()


def test_a_week_that_was_missed_is_not_made_up_for() -> None:
    settings = PairingSettings(rhythm="weekly", next_round_on=date(2027, 3, 3))

    assert settings.next_round_after(date(2027, 3, 20)) == date(2027, 3, 24)


def test_snapshots_of_rounds_long_closed_are_emptied() -> None:
    edition, _requests, _offers = make_market([30], [1])
    made = computed(edition)
    actions.discard(round=made, version=0, by=make_person())
    assert calendar.empty_snapshots() == 0
    Round.objects.update(closed_at=timezone.now() - timedelta(days=91))

    assert calendar.empty_snapshots() == 1
    with pytest.raises(refusals.CannotComeBack):
        actions.bring_back(round=made, by=make_person())
