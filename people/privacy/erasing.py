"""Being forgotten: asked for, told, taken back, carried out; counts survive, names do not."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core import audit, clock, journal, outbox
from core.refusals import Refusal
from people.accounts.models import Address, Person, User
from people.privacy import forgetting, holds, rules, signals
from people.privacy.models import Erasure

#: Kinds of due work: the erasure itself, and the letter before it.
ERASE, REMIND = "privacy.erase", "privacy.erase_soon"
#: The second letter comes so long before the day.
REMIND_BEFORE = timedelta(days=3)
#: How long until what stood against an erasure is looked at again.
TRY_AGAIN = timedelta(days=1)


class ErasureRefused(Refusal):
    """Something stands against it; the message is the room's own sentence."""

    def __init__(self, standing: Sequence[holds.Standing]) -> None:
        self.standing = standing
        super().__init__(" ".join(str(reason.reason) for reason in standing))


class AlreadyErased(Refusal):
    message = _("Nothing is left to erase: this entry was erased, or joined to another one.")


class MayNotAskForThem(Refusal):
    message = _("You may not ask for this person’s erasure: it is for their own organisation, or a privacy officer.")


class SayHowTheyAsked(Refusal):
    message = _("Say how the person asked. Nobody is erased without having asked for it.")


class TooLateToTakeBack(Refusal):
    message = _("This erasure was carried out or taken back already.")


def delay() -> timedelta:
    """Between asking and erasing: ``ERASURE_DAYS`` of the settings."""
    return timedelta(days=settings.ERASURE_DAYS)


# ------------------------------------------------------------------ asked, and taken back


@transaction.atomic
def ask(*, person: Person, by: Person, channel: str = "") -> Erasure:
    """Plan the erasure of a person, who is told at once and again three days before; asking twice keeps one.

    ``by`` is the person, or somebody who may ask for them (``rules.may_ask_for``) and says by which ``channel`` they
    were asked. Cost: 11 queries, and those of the holds.

    Raises AlreadyErased, MayNotAskForThem, SayHowTheyAsked, or ErasureRefused with what stands against it.
    """
    # The lock keeps a merge or another erasure out until this is done: what the caller read may be old.
    if not Person.objects.current().select_for_update(of=("self",)).filter(pk=person.pk).exists():
        raise AlreadyErased
    if person.pk != by.pk and not rules.may_ask_for(by, person):
        raise MayNotAskForThem
    if standing := holds.standing_against(person):
        raise ErasureRefused(standing)
    kind = Erasure.Kind.OWN if person.pk == by.pk else Erasure.Kind.ON_BEHALF
    if kind == Erasure.Kind.ON_BEHALF and channel not in Erasure.Channel.values:
        raise SayHowTheyAsked
    return _plan(person, kind=kind, by=by, channel=channel, due_at=timezone.now() + delay())


@transaction.atomic
def plan_by_schedule(*, person: Person, due_at: datetime) -> Erasure:
    """The retention schedule is done with this person: they are warned, and erased unless they come back. Cost: 9 queries."""
    return _plan(person, kind=Erasure.Kind.RETENTION, by=None, channel="", due_at=due_at)


def _plan(person: Person, *, kind: str, by: Person | None, channel: str, due_at: datetime) -> Erasure:
    open_one = Erasure.objects.open().filter(person=person)
    if there := open_one.first():
        return there
    try:
        # The constraint decides which of two requests is first.
        with transaction.atomic():
            asked = Erasure.objects.create(person=person, kind=kind, channel=channel, asked_by=by, due_at=due_at)
    except IntegrityError:
        if there := open_one.first():
            return there
        raise
    plan = {"erasure": asked.pk}
    clock.schedule(ERASE, str(asked.pk), due_at=due_at, payload=plan)
    if due_at - REMIND_BEFORE > timezone.now():
        clock.schedule(REMIND, str(asked.pk), due_at=due_at - REMIND_BEFORE, payload=plan)
    _tell(asked, "asked")
    audit.record("person.erasure_asked", asked, by=by, values={"kind": str(kind), "person": person.pk})
    return asked


@transaction.atomic
def take_back(*, erasure: Erasure, by: Person | None) -> None:
    """The person stays. ``by`` is the person, whoever asked on their behalf, or None for the system. Cost: 5 queries.

    Raises TooLateToTakeBack.
    """
    now = timezone.now()
    if not Erasure.objects.open().filter(pk=erasure.pk).update(taken_back_at=now, taken_back_by=by):
        raise TooLateToTakeBack
    for kind in (ERASE, REMIND):
        clock.cancel(kind, str(erasure.pk))
    _tell(erasure, "taken_back")
    audit.record("person.erasure_taken_back", erasure, by=by, values={"person": erasure.person_id})


@transaction.atomic
def remind(*, erasure_pk: int) -> None:
    """The letter three days before. Cost: 3 queries."""
    if erasure := Erasure.objects.open().filter(pk=erasure_pk).select_related("person").first():
        _tell(erasure, "soon")


def _tell(erasure: Erasure, what: str, fact: str = "") -> None:
    """Queue a letter to the person, where one reaches them; it says nothing about them. Cost: 3 queries."""
    person = Person.objects.get(pk=erasure.person_id)
    if not (email := address_of(person)):
        return
    outbox.post(
        f"privacy/erasure_{what}",
        to=email,
        language=person.language,
        key=f"{erasure.pk}:{fact}",
        about=erasure,
        stream=f"privacy/erasure/{erasure.pk}",
        payload={"erasure": erasure.pk},
    )


def address_of(person: Person) -> str:
    """Where a letter finds the person: their login's address, else a proven one, else the latest; or nowhere."""
    login = User.objects.filter(person=person, is_active=True).values_list("email", flat=True).first()
    if login:
        return str(login)
    known = Address.objects.filter(person=person).order_by("-proven_at", "-pk")
    proven = known.filter(proven_at__isnull=False).first()
    found = proven or known.first()
    return found.email if found else ""


# ------------------------------------------------------------------ carried out


@transaction.atomic
def carry_out(*, erasure_pk: int) -> bool:
    """Erase a person whose day has come; whether it was done. In one transaction, at most once.

    What stands against it now puts it off for a day, and the person is told once why. One that the schedule planned is
    dropped if the person was seen meanwhile. Of an erasure and a merge at the same moment the second sees the first.
    Cost: 4 to 6 queries a declared model.
    """
    held = _held(erasure_pk)
    if held is None:
        return False
    erasure, people = held
    if erasure.kind == Erasure.Kind.RETENTION and rules.seen_since(erasure.person, erasure.asked_at):
        take_back(erasure=erasure, by=None)
        return False
    if standing := holds.standing_against(erasure.person):
        _put_off(erasure, standing[0])
        return False
    _forget(erasure, people)
    return True


class _Moved(Exception):
    """While we waited for the lock, a merge moved the request to the entry that stays."""


def _request(pk: int) -> Erasure | None:
    return Erasure.objects.open().filter(pk=pk).select_related("person").first()


def _held(erasure_pk: int) -> tuple[Erasure, list[int]] | None:
    """The request, and its person held, as :func:`_hold`; None if it is open no more. Cost: 4 queries.

    The lock of an entry that was merged away goes with its savepoint before the next is taken: two would be taken out of
    the order in which merges take theirs.
    """
    while erasure := _request(erasure_pk):
        try:
            with transaction.atomic():
                people = _hold(erasure.person_id)
                now = _request(erasure_pk)
                if now is None or now.person_id != erasure.person_id:
                    raise _Moved
                return now, people
        except _Moved:
            continue
    return None


def _hold(person_id: int) -> list[int]:
    """The Person, whose row is held to the end of the transaction, and the entries merged into them. Cost: 2 queries.

    The entries are read behind the lock, or one that is being merged just now would be missed. Their own rows need none:
    an entry once merged is neither merged nor erased again by itself.
    """
    list(Person.objects.select_for_update(of=("self",)).filter(pk=person_id))
    merged = Person.objects.filter(merged_into=person_id).order_by("pk").values_list("pk", flat=True)
    return [person_id, *merged]


def _put_off(erasure: Erasure, standing: holds.Standing) -> None:
    is_news = erasure.held_by != standing.code
    again = timezone.now() + TRY_AGAIN
    Erasure.objects.filter(pk=erasure.pk).update(held_by=standing.code)
    clock.schedule(ERASE, str(erasure.pk), due_at=again, payload={"erasure": erasure.pk})
    if is_news:
        _tell(erasure, "held", standing.code)
        audit.record("person.erasure_held", erasure, by=None, values={"held_by": standing.code})


def _forget(erasure: Erasure, people: Sequence[int]) -> None:
    person = erasure.person
    now = timezone.now()
    Erasure.objects.filter(pk=erasure.pk).update(done_at=now, held_by="")
    clock.cancel(REMIND, str(erasure.pk))
    counts = forgetting.forget(people)
    Person.objects.filter(pk__in=people).update(erased_at=now)
    audit.record("person.erased", erasure, by=None, values={"person": person.pk, "rows": counts})
    signals.erased.send(Person, people=tuple(people))
    lines = list(Person.objects.filter(pk__in=people).order_by("pk").values_list("pk", "created_at"))
    transaction.on_commit(partial(_note_down, lines, now), robust=True)


# ------------------------------------------------------------------ remembered outside the database


def _line(person: int, known_since: datetime, erased_at: datetime) -> str:
    """One JSON object: an opaque id, and the moment it was given out, by which a restored row is known for the same."""
    facts = {"person": person, "known_since": known_since.isoformat(), "erased_at": erased_at.isoformat()}
    return json.dumps(facts) + "\n"


def _note_down(people: Sequence[tuple[int, datetime]], erased_at: datetime) -> None:
    """Append to the log that survives a restore; ``erased_ids`` writes the same from the database where that failed."""
    journal.append(settings.ERASED_LOG, [_line(pk, since, erased_at) for pk, since in people])


def erased_lines() -> list[str]:
    """The whole log as the database has it. Cost: 1 query."""
    erased = Person.objects.filter(erased_at__isnull=False).order_by("erased_at", "pk")
    return [_line(pk, since, at) for pk, since, at in erased.values_list("pk", "created_at", "erased_at") if at]


@transaction.atomic
def replay(*, person: int, known_since: datetime) -> bool:
    """Erase again somebody whom a restore brought back; False if nobody is there, or if they are erased already.

    Nothing stands against it: it was done before. A row of the same id made at another moment is somebody else.
    """
    back = Person.objects.filter(pk=person, created_at=known_since, erased_at=None).first()
    if back is None:
        return False
    people = _hold(back.pk)
    if back.merged_into_id:
        # One entry of somebody who was erased with the entry it was joined to; that one has a line of its own.
        people = [back.pk]
    Erasure.objects.open().filter(person=back).update(taken_back_at=timezone.now())
    now = timezone.now()
    erasure = Erasure.objects.create(person=back, kind=Erasure.Kind.REPLAY, asked_at=now, due_at=now)
    _forget(erasure, people)
    return True


def parse_line(line: str) -> dict[str, Any] | None:
    """What a line of the log says, for :func:`replay`; None for an empty one. Raises ValueError or KeyError."""
    if not line.strip():
        return None
    facts = json.loads(line)
    return {"person": int(facts["person"]), "known_since": datetime.fromisoformat(facts["known_since"])}


@transaction.atomic
def forget_guest(*, person: Person, before: datetime) -> bool:
    """Erase somebody without a login whose last row served its purpose before a moment; whether it was done.

    Nobody is told: the form said so when they registered.
    """
    people = _hold(person.pk)
    if not rules.quiet_guests(before).filter(pk=person.pk).exists() or holds.standing_against(person):
        return False
    now = timezone.now()
    erasure = Erasure.objects.create(person=person, kind=Erasure.Kind.RETENTION, asked_at=now, due_at=now)
    _forget(erasure, people)
    return True
