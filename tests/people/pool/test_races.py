"""Two who answer at the same moment, on connections of their own: one of them is first, and nothing is half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import connections, transaction

from core.refusals import Refusal
from people.consent import actions as consents
from people.participants import actions as participants
from people.participants.models import CaseFile
from people.pool import actions
from people.pool.models import Handover, about
from tests.factories.participants import agree
from tests.factories.pool import make_bridge

pytestmark = [pytest.mark.usefixtures("committed_db"), pytest.mark.race]


def tried(work: Callable[[], object]) -> str:
    """What came of it, on a connection of its own."""
    try:
        work()
    except Refusal as refusal:
        return type(refusal).__name__
    else:
        return "done"
    finally:
        connections.close_all()


def test_of_six_who_accept_one_does() -> None:
    bridge = make_bridge()
    handover = bridge.agreed()

    def accept(_number: int) -> str:
        return tried(lambda: actions.accept(handover=handover, by=bridge.receiver.person))

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(accept, range(6)))

    assert answers == ["MovedOn"] * 5 + ["done"]
    assert CaseFile.objects.get(pk=handover.case_file_id).followings.filter(how="handed_over").count() == 1


def test_of_six_who_propose_one_does() -> None:
    bridge = make_bridge()
    candidacy = bridge.ready()

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(lambda _number: tried(lambda: bridge.propose(candidacy)), range(6)))

    assert answers == ["AlreadyProposed"] * 5 + ["done"]


def test_an_acceptance_waits_for_the_withdrawal_of_the_consent_and_then_is_refused() -> None:
    bridge = make_bridge()
    handover = bridge.agreed()
    person = handover.case_file.person

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            consents.withdraw_purpose(person=person, purpose="handover", about=about(handover), by=person)
            second = pool.submit(tried, lambda: actions.accept(handover=handover, by=bridge.receiver.person))
            wait([second], timeout=1)  # long enough to be through if nothing held it up
        assert second.result() == "MovedOn"

    assert Handover.objects.get().state == "withdrawn"
    assert CaseFile.objects.get(pk=handover.case_file_id).organisation == bridge.bank


def test_a_withdrawal_waits_for_the_acceptance_and_changes_nothing_of_it() -> None:
    bridge = make_bridge()
    handover = bridge.agreed()
    person = handover.case_file.person

    def take_back() -> None:
        consents.withdraw_purpose(person=person, purpose="handover", about=about(handover), by=person)

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            actions.accept(handover=handover, by=bridge.receiver.person)
            second = pool.submit(tried, take_back)
            wait([second], timeout=1)
        assert second.result() == "done"

    assert Handover.objects.get().state == "accepted"
    assert CaseFile.objects.get(pk=handover.case_file_id).organisation == bridge.regional


def test_the_person_agrees_while_the_organisation_takes_it_back() -> None:
    bridge = make_bridge()
    handover = bridge.propose()
    person = handover.case_file.person

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            actions.withdraw(handover=handover, by=bridge.sender.person)
            second = pool.submit(tried, lambda: agree(person, "handover", about=about(handover)))
            wait([second], timeout=1)
        assert second.result() == "MovedOn"

    assert Handover.objects.get().state == "withdrawn"
    assert not person.consents.filter(purpose="handover").exists()


def test_a_change_by_hand_and_an_acceptance_end_with_one_of_them() -> None:
    bridge = make_bridge()
    handover = bridge.agreed()
    works = [
        lambda: actions.accept(handover=handover, by=bridge.receiver.person),
        lambda: participants.follow(
            case_file=CaseFile.objects.get(pk=handover.case_file_id),
            organisation=bridge.regional,
            how="by_hand",
            reason="Par téléphone",
            by=None,
        ),
    ]

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(tried, works))

    file = CaseFile.objects.get(pk=handover.case_file_id)
    state = Handover.objects.get().state
    assert file.organisation == bridge.regional
    assert (state, answers[0]) in {("accepted", "done"), ("withdrawn", "MovedOn")}
    assert file.followings.current().count() == 1
