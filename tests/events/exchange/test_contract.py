"""The description is true: requests made up from it, right ones and wrong ones, are answered as it says and never by a failure of ours.

``make proof`` makes up many more (``python -m bench.proof contract``).
"""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.serializers.json import DjangoJSONEncoder
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from config.wsgi import application
from core import generations
from events.devices import actions
from events.devices.models import Device
from events.devices.rules import digest_of
from events.exchange import bearing, description
from events.registration.models import Registration
from tests.factories import devices
from tests.factories.exchange import organiser, token_of
from tests.factories.registration import open_event, registered
from tests.scale import IS_CI, IS_PROOF

# The build machine has it, where a skip is a failure (tests/conftest.py).
schemathesis = pytest.importorskip("schemathesis")
conformance = pytest.importorskip("schemathesis.specs.openapi.checks")
#: Requests made up for each operation.
EXAMPLES = int(os.environ.get("MAILLAGE_CONTRACT", "400" if IS_PROOF else "25" if IS_CI else "2"))
CHECKS = [
    pytest.importorskip("schemathesis.checks").not_a_server_error,
    conformance.status_code_conformance,
    conformance.content_type_conformance,
    conformance.response_schema_conformance,
]

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """As Django's own test client does: a request must not close the connection that holds the test's transaction."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_requests_made_up_from_the_description_are_answered_as_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half of them at rows that there are, so that they reach what lies behind the first refusal."""
    monkeypatch.setattr(bearing, "READS", 10**9)
    monkeypatch.setattr(bearing, "WRITES", 10**9)
    generations.forget()
    event = open_event(terms={"largest_party": 6, "asks_ages": True})
    held = registered(event, age_band="18+")
    rows = {"event_id": event.pk, "registration_id": held.pk, "seat_id": held.lead.pk}
    # A phone at the door has a token of its own; one that takes itself back becomes a device again.
    phone = devices.device(event)
    tokens = {"/api/v1/": token_of(organiser()).text, "/api/door/": "phone"}
    schema = schemathesis.openapi.from_dict(described())
    schema.app = application
    asked: dict[str, int] = {}
    for found in schema.get_all_operations():
        operation = found.ok()

        @settings(
            max_examples=EXAMPLES,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate, Phase.shrink] if IS_PROOF else [Phase.generate],
        )
        @given(case=operation.as_strategy(), at_home=st.booleans())
        def ask(case: Any, at_home: bool) -> None:
            if at_home:
                case.path_parameters = {name: rows[name] for name in case.path_parameters or {}}
                _at_the_door(case, phone, devices.lookup(held.lead))
            # A key of its own: what was asked before by chance would be answered alike.
            if "Idempotency-Key" in (case.headers or {}):
                case.headers["Idempotency-Key"] = f"key-{sum(asked.values())}"
            asked[case.operation.label] = asked.get(case.operation.label, 0) + 1
            Device.objects.filter(pk=phone.pk).update(token_digest=digest_of("phone"), revoked_at=None)
            headers = {
                "Authorization": f"Bearer {next(text for at, text in tokens.items() if case.path.startswith(at))}"
            }
            case.call_and_validate(headers=headers, checks=CHECKS)

        ask()
    assert len(asked) == 16
    assert not Registration.objects.exclude(event=event).exists()


def _at_the_door(case: Any, phone: Device, lookup: str) -> None:
    """A code that stands on a screen, scans of a seat that there is."""
    if case.path == "/api/door/enrol/":
        case.body["code"] = actions.new_code(device=phone, by=phone.added_by)
    if case.path == "/api/door/scans/":
        for scan in case.body["scans"]:
            scan["seats"] = [lookup] * (scan["kind"] == "scan")


def described() -> dict[str, Any]:
    """As the address gives it, without the place of a server."""
    told: dict[str, Any] = json.loads(json.dumps(description.document(), cls=DjangoJSONEncoder))
    del told["servers"]
    return told
