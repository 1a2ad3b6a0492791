"""The story of a registration, which the organiser reads: nothing that happened to it is without words."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import timezone, translation

from events.doors import history
from events.gates.models import Pass
from events.registration.models import Registration
from events.selection import releasing
from tests.factories.agenda import administrator
from tests.factories.certificates import certified
from tests.factories.registration import registered
from tests.factories.selection import by_review, closed, decide, score

ROOT = Path(history.__file__).parents[2]
#: Names by which the code calls what is no registration.
OTHERS = {
    "certificate", "copy", "device", "delivery", "event", "gate", "given", "invitation", "person", "question", "row",
    "saved_list", "seat", "stored", "subscription", "token", "venue",
}  # fmt: skip
#: The same for names that could be anything: what they are in these actions is none.
ELSEWHERE = {
    "announcements.changed", "announcements.discarded", "announcements.drafted", "announcements.list_kept",
    "announcements.sent", "agenda.file_chosen", "agenda.file_kept", "evaluation.answered", "exchange.subscribed",
    "registration.terms_set", "selection.grid_set", "selection.planned", "selection.released", "selection.reserve_ordered",
}  # fmt: skip


def calls(name: str, owner: str) -> Iterator[ast.Call]:
    """Calls of ``owner.name`` in the rooms of events."""
    for path in (ROOT / "events").rglob("*.py"):
        text = path.read_text()
        if f"{owner}.{name}(" in text:
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.Call) and ast.unparse(node.func) == f"{owner}.{name}":
                    yield node


def strings(part: ast.AST) -> set[str]:
    return {node.value for node in ast.walk(part) if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def test_every_action_and_letter_about_a_registration_has_words() -> None:
    wordless = set()
    for call in calls("record", "audit"):
        named, thing = strings(call.args[0]), ast.unparse(call.args[1]).rpartition(".")[2]
        if thing == "registration" or thing not in OTHERS:
            wordless |= named - ELSEWHERE - set(history.WORDS)
    letters = {name for call in calls("letter", "outbox") for name in strings(call.args[0])}

    assert wordless == set(), "Say it in history.WORDS, or here that it is about something else."
    assert {name for name in letters if name.startswith("registration/")} == set(history.LETTERS)


@pytest.mark.django_db
def test_a_selection_is_told_from_the_application_to_the_result() -> None:
    chair, event = administrator(), by_review()
    no, yes = registered(event), registered(event)
    score(chair, no, 1, 2)
    decide(chair, "reserve", no)
    decide(chair, "declined", no)
    decide(chair, "chosen", yes)
    Pass.objects.create(event=event, email=yes.email, reason="Interprète bénévole", by=chair.person, used_by=yes)

    releasing.release(event=closed(event), by=chair)

    with translation.override("en"):
        said = [str(line.what) for line in history.history(Registration.objects.get(pk=no.pk))]
        assert [words for words in said if not words.startswith("Mail")] == [
            "Applied",
            "Read, and given points",
            "Decision kept: Reserve list",
            "Decision kept: Not chosen",
            "Registration cancelled: Not chosen",
        ]
        assert {"Mail “Application received”: Queued", "Mail “Result: not chosen”: Queued"} <= set(said)
        chosen = {str(line.what): line.by for line in history.history(Registration.objects.get(pk=yes.pk))}
        assert chosen["Let in all the same: Interprète bénévole"] == chair.person.name
        assert chosen["Got a seat"] == chair.person.name


@pytest.mark.django_db
def test_a_certificate_is_part_of_the_story() -> None:
    certificate = certified(name="Amina Haddad")
    certificate.withdrawn_at, certificate.reason = timezone.now(), "Une séance de moins"
    certificate.save()

    with translation.override("en"):
        said = [str(line.what) for line in history.history(certificate.seat.registration)]

    assert said[-2:] == ["Certificate issued: Amina Haddad", "Certificate withdrawn: Une séance de moins"]
