"""Two people type the same code at once: one of them is in, and nothing is kept of the other."""

import pytest

from events.agenda.models import Event
from events.gates import actions
from events.gates.actions import Invited
from events.gates.models import SharedCode
from events.registration import actions as registering
from events.registration.models import Registration
from tests.events.needs.test_race import at_once
from tests.factories.registration import open_event, registered

pytestmark = [pytest.mark.race, pytest.mark.usefixtures("committed_db")]

TRIALS = 3


def come_by(event: Event, code: str) -> None:
    registered(Event.objects.get(pk=event.pk), code=code)


@pytest.mark.parametrize("is_shared", [False, True])
def test_a_code_for_one_registration_opens_for_one(is_shared: bool) -> None:
    for trial in range(TRIALS):
        event = open_event()
        actions.add_gate(event=event, question="", by=None)
        if is_shared:
            code = actions.share(event=event, most_uses=1, by=None).code
        else:
            code = actions.invite(event=event, people=[Invited(f"p{trial}@exemple.test")], by=None)[0].code

        at_once(*[lambda event=event, code=code: come_by(event, code)] * 2)  # type: ignore[misc]

        assert Registration.objects.filter(event=event).count() == 1
        assert [shared.uses for shared in SharedCode.objects.filter(event=event)] == ([1] if is_shared else [])


def test_the_last_use_that_is_given_back_while_others_ask_for_it_is_one_use() -> None:
    for _trial in range(TRIALS):
        event = open_event()
        actions.add_gate(event=event, question="", by=None)
        code = actions.share(event=event, most_uses=2, by=None).code
        come_by(event, code)
        first = registered(Event.objects.get(pk=event.pk), code=code)

        at_once(
            lambda first=first: registering.cancel(registration=first, by=None),  # type: ignore[misc]
            lambda first=first: registering.cancel(registration=first, by=None),  # type: ignore[misc]
            *[lambda event=event, code=code: come_by(event, code)] * 2,  # type: ignore[misc]
        )

        shared, here = SharedCode.objects.get(event=event), Registration.objects.active().filter(event=event)
        assert shared.uses == shared.used.count() == here.count() <= 2
