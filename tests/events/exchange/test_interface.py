"""Another system asks and acts by a token: what it reaches, what it is refused, and what is done once."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.audit import Entry
from events.agenda.models import Event
from events.exchange import actions, bearing, description
from events.exchange.models import Access, KeptAnswer, Token
from events.registration.models import Registration, Seat
from people.accounts.models import Grant
from people.oversight.models import ReadEntry
from tests.factories import doors
from tests.factories.accounts import sign_in
from tests.factories.exchange import ALL, System, organiser, system, token_of
from tests.factories.registration import open_event, registered

pytestmark = pytest.mark.django_db

WHO = {"name": "Amina Benali", "email": "amina@exemple.test", "language": "fr"}


def path(event: Event, *more: Any) -> str:
    return "/".join(["/events", str(event.pk), *map(str, more)])


def problem(response: Any) -> tuple[int, str]:
    assert response["Content-Type"] == "application/problem+json"
    told = json.loads(response.content)
    assert told["status"] == response.status_code
    assert told["detail"]
    return response.status_code, told["type"].removeprefix("urn:maillage:problem:")


def operations(event: Event, held: Registration) -> dict[str, tuple[str, str, Any]]:
    """One request for each operation: scope -> all of its own."""
    seat = held.lead.pk
    return {
        "list_events": ("GET", "/events", None),
        "read_event": ("GET", path(event), None),
        "list_registrations": ("GET", path(event, "registrations"), None),
        "read_registration": ("GET", path(event, "registrations", held.pk), None),
        "read_waiting_list": ("GET", path(event, "waiting-list"), None),
        "list_offers": ("GET", path(event, "offers"), None),
        "make_registration": ("POST", path(event, "registrations"), WHO),
        "change_registration": ("PATCH", path(event, "registrations", held.pk), {"name": "Ana Popescu"}),
        "check_in": ("POST", path(event, "seats", seat, "check-in"), {"door": "A"}),
        "undo": ("POST", path(event, "seats", seat, "undo"), {"door": "A"}),
        "cancel_registration": ("POST", path(event, "registrations", held.pk, "cancel"), None),
    }


def test_each_operation_asks_for_its_own_scope_and_for_no_other() -> None:
    event = open_event()
    held = registered(event)
    asked = operations(event, held)
    described = {
        operation["operationId"]: operation["security"][0]["token"][0]
        for address, methods in description.document()["paths"].items()
        for operation in methods.values()
        if address.startswith("/api/v1/")
    }
    assert described.keys() == asked.keys()

    for name, (method, address, body) in asked.items():
        own = system(None, described[name]).ask(method, address, body, **{"If-Match": "*"})
        others = system(None, *(set(ALL) - {described[name]})).ask(method, address, body, **{"If-Match": "*"})
        assert own.status_code in {200, 201}, (name, own.content)
        assert problem(others) == (403, "scope-missing"), name
        assert described[name] in others["WWW-Authenticate"]


@pytest.mark.parametrize(
    "ending", ["revoked", "out of date", "role lost", "login closed", "not a token", "a session alone"]
)
def test_a_token_that_ended_opens_nothing(ending: str, client: Client) -> None:
    event, user = open_event(), organiser()
    made = token_of(user)
    asking = System("mlg_nothing" if ending == "not a token" else made.text)
    match ending:
        case "revoked":
            actions.revoke_token(token=made.token, by=user.person)
        case "out of date":
            past = timezone.now() - timedelta(days=2)
            Token.objects.update(made_at=past, expires_at=past + timedelta(days=1))
        case "role lost":
            Grant.objects.update(revoked_at=timezone.now())
        case "login closed":
            user.is_active = False
            user.save()
        case "a session alone":
            client.force_login(user)
            assert problem(client.get(f"/api/v1{path(event)}")) == (401, "token-unknown")
            return
    assert problem(asking.ask("GET", path(event))) == (401, "token-unknown")


def test_a_token_reaches_the_events_of_its_owner_alone() -> None:
    region = doors.region("01")
    theirs = open_event(region=region)
    foreign, own = registered(theirs), registered(open_event())
    asking = system()

    for method, address, body in operations(theirs, foreign).values():
        if address != "/events":
            assert problem(asking.ask(method, address, body, **{"If-Match": "*"})) == (404, "not-found")
    crossed = asking.ask("GET", path(own.event, "registrations", foreign.pk))
    listed = asking.ask("GET", "/events").json()["items"]

    assert problem(crossed) == (404, "not-found")
    assert [one["id"] for one in listed] == [own.event_id]
    assert Registration.objects.get(pk=foreign.pk).state == "confirmed"


def test_somebody_is_registered_read_changed_checked_in_and_cancelled_as_on_the_pages() -> None:
    event, asking = open_event(capacity=1), system()
    made = asking.ask("POST", path(event, "registrations"), WHO)
    waits = asking.ask("POST", path(event, "registrations"), {**WHO, "name": "Ioana Dragomir"})
    assert (made.status_code, made.json()["state"], waits.json()["state"]) == (201, "confirmed", "waiting")
    assert "Amina" not in made.content.decode()

    here = made["Location"].removeprefix("/api/v1")
    read = asking.ask("GET", here)
    assert read.json()["seats"][0]["name"] == "Amina Benali"
    assert read["ETag"] == made["ETag"]
    assert asking.ask("GET", here, **{"If-None-Match": read["ETag"]}).status_code == 304
    assert problem(asking.ask("PATCH", here, {"language": "en"})) == (428, "if-match-missing")
    changed = asking.ask("PATCH", here, {"language": "en"}, **{"If-Match": read["ETag"]})
    assert changed.status_code == 200
    assert problem(asking.ask("PATCH", here, {"language": "fr"}, **{"If-Match": read["ETag"]})) == (
        412,
        "changed-meanwhile",
    )

    door = path(event, "seats", made.json()["seats"][0]["id"], "check-in")
    came = [asking.ask("POST", door, {"door": "Entrée A"}).json()["outcome"] for _scan in range(2)]
    assert came == ["checked_in", "already"]
    assert problem(asking.ask("POST", f"{here}/cancel")) == (409, "already-in")
    assert asking.ask("POST", door.replace("check-in", "undo"), {"door": "Entrée A"}).json()["state"] == "expected"
    assert asking.ask("POST", f"{here}/cancel").json()["state"] == "cancelled"
    line = asking.ask("GET", path(event, "waiting-list")).json()["items"]
    assert len(line) + len(asking.ask("GET", path(event, "offers")).json()["items"]) <= 1
    used = Entry.objects.filter(action="exchange.used").values_list("values__what", flat=True)
    assert set(used) == {"registered", "changed", "checked_in", "already", "undone", "cancelled"}


def test_a_refusal_says_why_in_the_language_asked_for_and_names_the_field() -> None:
    event, asking = open_event(), system()
    wrong = {"name": "…", "email": "amina", "colour": "blue", "language": "de"}

    english = asking.ask("POST", path(event, "registrations"), wrong)
    french = asking.ask("POST", path(event, "registrations"), wrong, **{"Accept-Language": "fr"})

    assert problem(english) == (422, "not-as-expected")
    assert {one["pointer"] for one in english.json()["errors"]} == {"/name", "/email", "/colour", "/language"}
    assert english.json()["detail"] != french.json()["detail"]
    assert french["Content-Language"] == "fr"
    assert "amina" not in english.content.decode()
    assert problem(asking.ask("DELETE", path(event))) == (405, "method-not-allowed")
    assert problem(asking.ask("GET", "/nowhere/at/all")) == (404, "not-found")
    assert problem(asking.ask("GET", path(event, "registrations") + "?cursor=x")) == (422, "cursor-unknown")
    assert problem(asking.ask("GET", f"/events/{2**70}")) == (404, "not-found")
    assert problem(asking.ask("GET", "/events?" + "a=1&" * 1001)) == (422, "not-as-expected")


def test_the_same_key_is_done_once_and_answered_with_the_same_bytes() -> None:
    event, asking = open_event(), system()
    address = path(event, "registrations")

    first, again = (asking.ask("POST", address, WHO, key="k1") for _try in range(2))
    other_body = asking.ask("POST", address, {**WHO, "name": "Ana Popescu"}, key="k1")
    other_path = asking.ask("POST", f"{address}/{first.json()['id']}/cancel", WHO, key="k1")
    none = asking.generic(
        "POST",
        f"/api/v1{address}",
        json.dumps(WHO),
        "application/json",
        headers={"Authorization": f"Bearer {asking.text}"},
    )
    elsewhere = system().ask("POST", address, {**WHO, "name": "Ana Popescu"}, key="k1")

    assert (first.status_code, first.content) == (again.status_code, again.content)
    assert (first["ETag"], first["Location"]) == (again["ETag"], again["Location"])
    assert again["Idempotent-Replayed"] == "true"
    assert problem(other_body) == problem(other_path) == (422, "idempotency-key-used")
    assert problem(none) == (400, "idempotency-key-missing")
    assert elsewhere.status_code == 201
    assert event.registrations.count() == 2


def test_a_refused_write_is_answered_again_alike_and_an_old_key_is_a_new_one() -> None:
    event, asking = open_event(), system()
    held = registered(event)
    Seat.objects.filter(registration=held).update(state="present", present_at=timezone.now())
    address = path(event, "registrations", held.pk, "cancel")

    refused = asking.ask("POST", address, key="k1")
    Seat.objects.filter(registration=held).update(state="expected", present_at=None)
    again = asking.ask("POST", address, key="k1")
    KeptAnswer.objects.update(made_at=timezone.now() - timedelta(hours=25))
    a_day_later = asking.ask("POST", address, key="k1")
    made = asking.ask("POST", path(event, "registrations"), WHO, key="k2")
    KeptAnswer.objects.update(made_at=timezone.now() - timedelta(hours=25))
    another = asking.ask("POST", path(event, "registrations"), {**WHO, "name": "Ana Popescu"}, key="k2")

    assert problem(refused) == (409, "already-in")
    assert again.content == refused.content
    assert a_day_later.json()["state"] == "cancelled"
    # Nobody is taken for whoever was registered under the key the day before.
    assert (another.status_code, another.json()["id"] != made.json()["id"]) == (201, True)


def test_answers_that_are_kept_hold_nobodys_name() -> None:
    event, asking = open_event(), system()

    made = asking.ask("POST", path(event, "registrations"), WHO)
    here = made["Location"].removeprefix("/api/v1")
    asking.ask("PATCH", here, {"name": "Ana Popescu"}, **{"If-Match": "*"})
    asking.ask("POST", path(event, "registrations"), {**WHO, "email": "nobody"})

    kept = b"".join(bytes(one.body) for one in KeptAnswer.objects.all()).decode()
    assert KeptAnswer.objects.count() == 3
    assert not {word for word in ("Amina", "Ana", "amina@", "nobody") if word in kept}


def test_pages_of_a_list_hold_everybody_once_at_one_cost_and_are_noted_as_read(django_assert_num_queries: Any) -> None:
    event, asking = open_event(), system()
    people = [registered(event).pk for _each in range(5)]
    address = path(event, "registrations")
    asking.ask("GET", address)

    found, cursor = [], ""
    for _page in range(3):
        with django_assert_num_queries(7):
            told = asking.ask("GET", f"{address}?limit=2{cursor}").json()
        found += [one["id"] for one in told["items"]]
        cursor = f"&cursor={told['next']}"
        registered(event)  # whoever comes meanwhile is last
    assert found[:5] == people
    read = ReadEntry.objects.filter(kind="export", object_type="agenda.event", object_id=str(event.pk))
    assert read.filter(subject__in=Registration.objects.filter(pk__in=people).values("contact")).count() == 5


def test_a_system_that_asks_too_often_is_told_when_to_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bearing, "READS", 2)
    asking, other = system(), system()

    answers = [asking.ask("GET", "/events") for _each in range(3)]

    assert [one.status_code for one in answers] == [200, 200, 429]
    assert 1 <= int(answers[2]["Retry-After"]) <= 60
    assert other.ask("GET", "/events").status_code == 200
    cache.clear()


def test_a_party_with_a_child_is_asked_what_the_form_would_ask() -> None:
    event, asking = open_event(terms={"asks_ages": True, "largest_party": 4}), system()
    address = path(event, "registrations")
    party = {**WHO, "age_band": "18+", "companions": [{"age_band": "5-11"}]}

    silent = asking.ask("POST", address, party)
    made = asking.ask("POST", address, {**party, "guardian_agrees": True})
    ageless = asking.ask("POST", address, {**WHO, "name": "Ana Popescu"})

    assert silent.json()["errors"][0]["pointer"] == "/guardian_agrees"
    assert (made.status_code, len(made.json()["seats"])) == (201, 2)
    assert ageless.json()["errors"][0]["pointer"] == "/age_band"


def test_a_token_is_shown_once_kept_as_a_digest_and_made_once(client: Client) -> None:
    user = organiser()
    sign_in(client, user)
    asked = {
        "key": "0" * 32,
        "name": "Registre",
        "scopes": [Access.EVENTS_READ.value],
        "last_day": timezone.localdate() + timedelta(days=365),
    }
    page = client.post(reverse("exchange:new_token"), asked).content.decode()
    again = client.post(reverse("exchange:new_token"), asked)
    too_long = client.post(
        reverse("exchange:new_token"),
        {**asked, "key": "1" * 32, "last_day": timezone.localdate() + timedelta(days=366)},
    )

    (token,) = Token.objects.all()
    text = page.partition("mlg_")[2][:43]
    assert System(f"mlg_{text}").ask("GET", "/events").status_code == 200
    assert (again.status_code, too_long.status_code) == (422, 422)
    assert text not in {str(value) for value in Token.objects.values_list(*[f.name for f in Token._meta.fields]).get()}
    assert token.last_used_at is None
    assert Token.objects.get().last_used_at is not None
