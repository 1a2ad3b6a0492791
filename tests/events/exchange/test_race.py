"""The same request several times at once, each in a thread with a connection of its own: done once, answered alike."""

import threading
from typing import Any

import pytest
from django.db import connection

from events.exchange.models import KeptAnswer
from events.registration.models import Registration
from tests.factories.exchange import System, organiser, token_of
from tests.factories.registration import open_event

AT_ONCE = 6


@pytest.mark.race
def test_of_the_same_request_at_once_one_is_done_and_all_are_answered_alike(
    committed_db: str, django_db_blocker: Any
) -> None:
    with django_db_blocker.unblock():
        event, text = open_event(), token_of(organiser()).text
        start, answers = threading.Barrier(AT_ONCE), []

        def ask() -> None:
            body = {"name": "Amina Benali", "email": "amina@exemple.test"}
            asking = System(text)
            start.wait()
            answers.append(asking.ask("POST", f"/events/{event.pk}/registrations", body, key="k1"))
            connection.close()

        threads = [threading.Thread(target=ask) for _each in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

        done = [one for one in answers if one.status_code != 409]
        assert {(one.status_code, one.content) for one in done} == {(201, done[0].content)}
        assert all(one["Retry-After"] for one in answers if one not in done)
        assert (Registration.objects.count(), KeptAnswer.objects.count()) == (1, 1)
