"""Samples of questions: the pages of those who run the event, and what is behind the link of a registration."""

from collections.abc import Iterator

from django.core.files.base import ContentFile

from events.agenda.models import Event
from events.questions.models import Answer, Question
from events.registration.models import Registration, new_key
from tests.access import doors
from tests.access.world import Parameters, Sample, World
from tests.canaries import Canaries, Foreign
from tests.factories.questions import answers, asks

Two = tuple[Parameters | None, Parameters | None]


def asked(world: World, event: Event) -> Question:
    return world.once(("questions.asked", event.pk), lambda: asks(event))


def registration(world: World, event: Event) -> Registration:
    return doors.registration_for(world, event)


def answered(world: World, event: Event) -> Answer:
    """A text with a file beside it, which one door gives out."""

    def made() -> Answer:
        question, held = asked(world, event), registration(world, event)
        answers(held, {question: "Rien de plus"}, is_new=True)
        row = Answer.objects.get(question=question, registration=held)
        row.file.save("answer", ContentFile(b"%PDF-1.4"), save=False)
        row.file_mime = "application/pdf"
        row.save()
        return row

    return world.once(("questions.answered", event.pk), made)


def both(world: World, of: str) -> Two:
    own, foreign = doors.own_fair(world), doors.foreign_fair(world)
    ways = {"question_id": lambda event: asked(world, event).pk, "answer_id": lambda event: answered(world, event).pk}
    found = [{"event_id": event.pk, of: ways[of](event)} for event in (own, foreign)]
    return found[0], None if world.role == "administrator" else found[1]


def of_event(world: World) -> Two:
    return doors.event(world)


def of_link(world: World) -> Two:
    event = doors.own_fair(world)
    answered(world, event)
    return {"link_key": registration(world, event).link_key}, {"link_key": new_key()}


def of_own_answer(world: World) -> Two:
    """One's own answer, and somebody else's behind one's own link."""
    own, foreign = doors.own_fair(world), doors.foreign_fair(world)
    key = registration(world, own).link_key
    mine, theirs = answered(world, own), answered(world, foreign)
    return {"link_key": key, "answer_id": mine.pk}, {"link_key": key, "answer_id": theirs.pk}


def foreign_answers(world: World) -> Iterator[Foreign]:
    """What somebody answers at an event elsewhere: to be read by those who run that one, and an administrator."""
    row = answered(world, doors.foreign_fair(world))
    yield Foreign(row, frozenset({"administrator"}), fixed=frozenset({"language", "file"}))


CANARIES: list[Canaries] = [foreign_answers]
SAMPLES: dict[str, Sample] = {
    **{f"questions:{name}": of_event for name in ("questions", "add", "preview")},
    **{f"questions:{name}": lambda world: both(world, "question_id") for name in ("edit", "switch", "move")},
    "questions:file": lambda world: both(world, "answer_id"),
    "questions:answer": of_link,
    **{f"questions:{name}": of_own_answer for name in ("withdraw", "own_file")},
}
