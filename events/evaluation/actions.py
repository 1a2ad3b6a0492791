"""What happens in an evaluation: it is planned, sent, answered, reminded of, closed; the organiser chooses the questions."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core import audit, clock, outbox
from core.forbidden import refuse_sensitive_words
from core.versions import SeenWhole
from events.agenda.models import Event
from events.announcements.models import NoMessages
from events.evaluation import planning, refusals
from events.evaluation.models import AnswerSheet, Asked, Evaluation, Question
from events.evaluation.questions import questions_of, settle
from events.registration.models import Registration, Seat
from events.registration.personal import ERASED
from people.accounts.models import Person


# ------------------------------------------------------------------ the organiser
@transaction.atomic
def set_questions(
    *, event: Event, questions: Sequence[Question], by: Person, seen: SeenWhole | None = None
) -> Evaluation:
    """Ask exactly these, in this order. Cost: 7 queries.

    Raises AlreadySent, EventCancelled, ChangedAsAWhole or SensitiveText; nothing is changed then.
    """
    held = _to_change(event)
    if seen is not None:
        seen.check(name_of(event), as_rows(questions_of(event)))
    refuse_sensitive_words(*(text for one in questions for text in (one.words_fr, one.words_en)))
    held.questions.all().delete()
    for place, question in enumerate(questions, 1):
        question.evaluation, question.place = held, place
    Question.objects.bulk_create(questions)
    audit.record("evaluation.questions_set", event, by=by, values={"kinds": [str(one.kind) for one in questions]})
    return held


@transaction.atomic
def set_wanted(*, event: Event, wanted: bool, by: Person) -> Evaluation:
    """Ask those who were present, or nobody; twice is once. Cost: 5 queries. Raises AlreadySent or EventCancelled."""
    held = _to_change(event)
    if held.is_wanted != wanted:
        held.is_wanted = wanted
        held.save(update_fields=["is_wanted"])
        audit.record("evaluation.wanted" if wanted else "evaluation.not_wanted", event, by=by)
    return held


def name_of(event: Event) -> str:
    """Names the questions of an event for ``core.versions``."""
    return f"evaluation.questions:{event.pk}"


def as_rows(questions: Sequence[Question]) -> list[dict[str, Any]]:
    names = ("kind", "words_fr", "words_en", "choices_fr", "choices_en")
    return [{name: str(getattr(one, name)) for name in names} for one in questions]


def _to_change(event: Event) -> Evaluation:
    """The event's evaluation, held. Cost: 2 queries, 3 for a new one."""
    if event.is_cancelled:
        raise refusals.EventCancelled
    Evaluation.objects.get_or_create(event=event)
    held = Evaluation.objects.select_for_update(of=("self",)).select_related("event").get(pk=event.pk)
    if held.is_sent:
        raise refusals.AlreadySent
    return held


# ------------------------------------------------------------------ the clock
def plan(event: Event) -> None:
    """The event is closed: those present are asked soon, while they are awake; planned once. Cost: 2 queries, 4 the first time."""
    now = timezone.now()
    if event.is_cancelled or event.ends_at < now - planning.FRESH:
        return
    held, _is_new = Evaluation.objects.get_or_create(event=event)
    if held.due_at is None and not held.is_sent:
        held.due_at = planning.when_awake(now, event.zone)
        held.save(update_fields=["due_at"])
        clock.schedule(planning.SEND, str(event.pk), due_at=held.due_at, payload={"event": event.pk})


@transaction.atomic
def send(*, event: Event, by: Person | None = None, now: datetime | None = None) -> int:
    """Ask everybody who was present and can be written to, once; how many. Cost: 9 queries, and 2 for each 200 people.

    Nobody is asked twice, by a second call or by two at once: the evaluation is held. ``by`` is None for the clock.
    """
    now = now or timezone.now()
    Evaluation.objects.get_or_create(event=event)
    held = Evaluation.objects.select_for_update(of=("self",)).select_related("event").get(pk=event.pk)
    if held.is_sent or not held.is_wanted or held.event.is_cancelled:
        return 0
    if not _to_ask(held):
        return 0
    settle(held)
    held.sent_at, held.closes_at = now, now + planning.OPEN_FOR
    held.save(update_fields=["sent_at", "closes_at"])
    asked = _invite(held)
    reminded_at = planning.when_awake(now + planning.REMINDED_AFTER, event.zone)
    clock.schedule(planning.REMIND, str(event.pk), due_at=reminded_at, payload={"event": event.pk})
    clock.schedule(planning.CLOSE, str(event.pk), due_at=held.closes_at, payload={"event": event.pk})
    audit.record("evaluation.sent", event, by=by, values={"people": asked})
    return asked


def _to_ask(held: Evaluation) -> list[Registration]:
    """Registrations with somebody present that have a mailbox, wish messages and were not asked. Cost: 1 query."""
    present = Seat.objects.present().filter(event=held.event_id)
    found = Registration.objects.filter(pk__in=present.values("registration")).exclude(email__in=["", ERASED])
    found = found.exclude(pk__in=NoMessages.objects.filter(registration__event=held.event_id).values("registration"))
    return list(found.exclude(pk__in=held.invitations.values("registration")).order_by("pk"))


def _invite(held: Evaluation) -> int:
    """Cost: 4 queries, and 2 for each 200 people."""
    asked = _to_ask(held)
    Asked.objects.bulk_create([Asked(evaluation=held, registration=one) for one in asked], batch_size=200)
    made = held.invitations.filter(registration__in=[one.pk for one in asked]).select_related("registration")
    outbox.post_all(_mail("invited", held, one) for one in made)
    Evaluation.objects.filter(pk=held.pk).update(invited=F("invited") + len(asked))
    return len(asked)


def _mail(what: str, held: Evaluation, invitation: Asked) -> outbox.Mail:
    registration = invitation.registration
    return outbox.draft(
        f"evaluation/{what}",
        to=registration.email,
        language=registration.language,
        key=str(invitation.pk),
        # The evaluation and not the registration: who is reminded has not answered, which nobody is to read off a list.
        about=held,
        priority=outbox.BULK,
        payload={"invitation": invitation.pk},
        best_before=held.closes_at,
    )


@transaction.atomic
def remind(*, event: Event) -> int:
    """Ask those once more who have not answered, and those for the first time who were noted present since; how many.

    Once. Cost: 8 queries, and 2 for each 200 people.
    """
    held = Evaluation.objects.select_for_update(of=("self",)).select_related("event").filter(pk=event.pk).first()
    if held is None or not held.is_sent or held.is_closed or held.reminded_at or held.event.is_cancelled:
        return 0
    silent = list(held.invitations.filter(has_answered=False).select_related("registration"))
    held.reminded_at = timezone.now()
    held.save(update_fields=["reminded_at"])
    outbox.post_all(_mail("reminded", held, one) for one in silent)
    late = _invite(held)
    audit.record("evaluation.reminded", event, by=None, values={"people": len(silent) + late})
    return len(silent) + late


@transaction.atomic
def close(*, event: Event) -> bool:
    """The time to answer is over: who was asked and who answered is forgotten, the counts stay. Cost: 4 queries."""
    held = Evaluation.objects.select_for_update(of=("self",)).filter(pk=event.pk).first()
    if held is None or not held.is_closed:
        return False
    if held.invitations.all().delete()[0]:
        audit.record("evaluation.closed", event, by=None, values={"asked": held.invited, "answered": held.answered})
    return True


# ------------------------------------------------------------------ the person
@transaction.atomic
def answer(*, invitation: Asked, answers: Mapping[int, int | str], with_name: bool) -> None:
    """Keep what somebody answers, by question; with their name only if they chose so. One answer an invitation.

    Without a name two rows are written that nothing joins: the mark that this link was used, and the answers, put
    among the others by a random key. One conditional UPDATE decides between two presses. Cost: 9 queries, 1 more for each 200 answers.

    Raises AlreadyAnswered, TimeOver, NothingSaid or SensitiveText; nothing is kept then.
    """
    held = Evaluation.objects.select_for_update(of=("self",)).get(pk=invitation.evaluation_id)
    if held.is_closed:
        raise refusals.TimeOver
    asked = {question.pk: question for question in held.questions.all()}
    said = {str(pk): value for pk, value in answers.items() if pk in asked and value not in ("", None)}
    if not said:
        raise refusals.NothingSaid
    words = [value for value in said.values() if isinstance(value, str)]
    refuse_sensitive_words(*words)
    if not Asked.objects.filter(pk=invitation.pk, has_answered=False).update(has_answered=True):
        raise refusals.AlreadyAnswered
    _put_among_the_others(
        held,
        AnswerSheet(
            evaluation=held,
            registration_id=invitation.registration_id if with_name else None,
            answers=said,
            has_words=bool(words),
        ),
    )
    Evaluation.objects.filter(pk=held.pk).update(answered=F("answered") + 1)
    # About the evaluation: an entry about the registration would put the moment beside the person.
    audit.record("evaluation.answered", held, by=None)


def _put_among_the_others(held: Evaluation, sheet: AnswerSheet) -> None:
    """Write all sheets anew in the order of their random keys, and all marks once more.

    Where a row lies in a table, and on PostgreSQL which transaction wrote it, say when it came: by either, a mark and the
    answers written with it could be laid side by side. Called while the evaluation is held.
    """
    sheets = sorted([*held.sheets.all(), sheet], key=lambda one: one.code)
    held.sheets.all().delete()
    AnswerSheet.objects.bulk_create(sheets, batch_size=200)
    held.invitations.update(has_answered=F("has_answered"))
