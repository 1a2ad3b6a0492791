"""Conditions set and taken away, people invited and let in, and codes used."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from core import audiences, audit, generations, outbox
from core.outbox import Mail
from events.agenda.models import Event
from events.gates import checking
from events.gates.codes import typed
from events.gates.models import MOST_GATES, MOST_INVITED, Gate, Invitation, Pass, SharedCode, SharedUse
from events.gates.refusals import (
    CodeUsed,
    CodeUsedUp,
    FewerThanUsed,
    GateUnknown,
    LetInAlready,
    NoLetters,
    NotUnused,
    TooManyGates,
    TooManyInvited,
)
from events.registration import rules
from events.registration.models import Registration
from people.accounts.models import Address, Person, User


def _hold(event: Event) -> Event:
    """Lists of one event change one after the other. Cost: 1 query."""
    return Event.objects.select_for_update(of=("self",), no_key=True).get(pk=event.pk)


def _changed(event: Event) -> None:
    """The public page says who may come. Cost: 1 query."""
    checking.forget(event)
    generations.bump(f"event/{event.pk}")


# ------------------------------------------------------------------ conditions


@transaction.atomic
def add_gate(*, event: Event, question: str, by: User | None) -> Gate:
    """One more condition: a question of ``core.audiences``, or "" for those who were invited; twice is once.

    Whoever is registered stays so. Cost: 6 queries. Raises GateUnknown or TooManyGates.
    """
    _hold(event)
    if question:
        try:
            audience, argument = audiences.named(question)
        except KeyError:
            raise GateUnknown from None
        if audience.has_argument != bool(argument):
            raise GateUnknown
    there = list(Gate.objects.filter(event=event))
    if known := next((gate for gate in there if gate.question == question), None):
        return known
    if len(there) >= MOST_GATES:
        raise TooManyGates
    gate = Gate.objects.create(event=event, question=question)
    audit.record("gates.added", gate, by=by.person if by else None, values={"question": question})
    _changed(event)
    return gate


@transaction.atomic
def remove_gate(*, gate: Gate, by: User | None) -> None:
    """The condition is asked no more. Cost: 4 queries."""
    event = _hold(gate.event)
    audit.record("gates.removed", gate, by=by.person if by else None, values={"question": gate.question})
    Gate.objects.filter(pk=gate.pk).delete()
    _changed(event)


# ------------------------------------------------------------------ invitations


@dataclass(frozen=True)
class Invited:
    email: str
    name: str = ""
    language: str = "fr"


@transaction.atomic
def invite(*, event: Event, people: Iterable[Invited], by: User | None) -> list[Invitation]:
    """Put people on the list; those who stand there already stay as they are. Who was added, not written to yet.

    Cost: 4 queries, 1 more for each 200 people. Raises TooManyInvited.
    """
    _hold(event)
    wanted = {Address.normalise(one.email): one for one in people}
    there = set(Invitation.objects.filter(event=event).values_list("email", flat=True))
    new = [
        Invitation(event=event, email=email, name=" ".join(one.name.split())[:200], language=one.language)
        for email, one in wanted.items()
        if email not in there
    ]
    if len(there) + len(new) > MOST_INVITED:
        raise TooManyInvited
    Invitation.objects.bulk_create(new, batch_size=200)
    if new:
        audit.record("gates.invited", event, by=by.person if by else None, values={"people": len(new)})
    return new


@transaction.atomic
def send(*, event: Event, by: User | None) -> int:
    """Write to those on the list who have not been written to; how many. Cost: 5 queries, 2 more for each 200.

    Raises NoLetters.
    """
    event = _hold(event)
    _refuse_letters(event)
    unsent = list(Invitation.objects.filter(event=event, used_by=None).unsent())
    if not unsent:
        return 0
    outbox.post_all([_letter_to(invitation) for invitation in unsent])
    Invitation.objects.filter(pk__in=[one.pk for one in unsent]).update(sent_at=timezone.now())
    audit.record("gates.invitations_sent", event, by=by.person if by else None, values={"people": len(unsent)})
    return len(unsent)


def _refuse_letters(event: Event) -> None:
    if event.is_draft or event.is_cancelled or event.is_past:
        raise NoLetters


def _letter_to(invitation: Invitation, fact: str = "") -> Mail:
    return outbox.draft(
        "gates/invited",
        to=invitation.email,
        language=invitation.language,
        key=f"{invitation.pk}:{fact}",
        about=invitation,
        payload={"invitation": invitation.pk},
    )


@transaction.atomic
def send_again(*, invitation: Invitation, by: User | None) -> None:
    """The same letter once more. Cost: 4 queries. Raises NoLetters or NotUnused."""
    invitation = Invitation.objects.select_for_update(of=("self",)).select_related("event").get(pk=invitation.pk)
    _refuse_letters(invitation.event)
    if invitation.used_by_id is not None:
        raise NotUnused
    now = timezone.now()
    outbox.post_all([_letter_to(invitation, now.isoformat())])
    Invitation.objects.filter(pk=invitation.pk).update(sent_at=now)
    audit.record("gates.invitation_sent_again", invitation, by=by.person if by else None)


@transaction.atomic
def withdraw(*, invitation: Invitation, by: User | None) -> None:
    """Take somebody off the list. Cost: 3 queries. Raises NotUnused when they have registered."""
    audit.record("gates.invitation_withdrawn", invitation, by=by.person if by else None)
    if not Invitation.objects.filter(pk=invitation.pk, used_by=None).delete()[0]:
        raise NotUnused


@transaction.atomic
def share(*, event: Event, most_uses: int, by: User | None) -> SharedCode:
    """One code for many registrations, or another limit for the one there is. Cost: 4 queries. Raises FewerThanUsed."""
    _hold(event)
    shared = SharedCode.objects.filter(event=event).first()
    if shared is None:
        shared = SharedCode.objects.create(event=event, most_uses=most_uses)
    elif not SharedCode.objects.filter(pk=shared.pk, uses__lte=most_uses).update(most_uses=most_uses):
        raise FewerThanUsed(shared.uses)
    shared.most_uses = most_uses
    audit.record("gates.code_shared", event, by=by.person if by else None, values={"most": most_uses})
    return shared


@transaction.atomic
def close_shared(*, event: Event, by: User | None) -> None:
    """The code opens nothing any more; who came by it stays. Twice is once. Cost: 4 queries."""
    if SharedCode.objects.filter(event=event).delete()[0]:
        audit.record("gates.code_closed", event, by=by.person if by else None)


# ------------------------------------------------------------------ passes


@transaction.atomic
def let_in(*, event: Event, email: str, reason: str, by: User, language: str = "fr") -> Pass:
    """Somebody may register whatever the conditions say; they are written to. Cost: 5 queries.

    Raises LetInAlready or NoLetters.
    """
    event = _hold(event)
    _refuse_letters(event)
    email = Address.normalise(email)
    if Pass.objects.filter(event=event, email=email).exists():
        raise LetInAlready
    given = Pass.objects.create(
        event=event, email=email, reason=" ".join(reason.split()), by=by.person, language=language
    )
    outbox.post("gates/let_in", to=email, language=language, key=str(given.pk), about=given, payload={"pass": given.pk})
    audit.record("gates.let_in", given, by=by.person)
    return given


@transaction.atomic
def take_back(*, given: Pass, by: User) -> None:
    """The pass opens nothing any more. Cost: 3 queries. Raises NotUnused when they have registered."""
    audit.record("gates.pass_taken_back", given, by=by.person)
    if not Pass.objects.filter(pk=given.pk, used_by=None).delete()[0]:
        raise NotUnused


# ------------------------------------------------------------------ used


def use(registration: Registration, event: Event, person: Person | None, code: str) -> None:
    """Note by what a new registration came in, in its transaction, whatever way it came: each opens for one.

    Who stands at a door is known by the address they give, and nobody there is sent away for a code. Cost: none for a guest
    without a code, nor for anybody at an event without conditions; else 3 to 8 queries.
    Raises CodeUsed or CodeUsedUp: nothing of the registration is kept then.
    """
    if registration.source == Registration.Source.DOOR:
        _use_own(registration, event, [registration.email])
        return
    meant = typed(code)
    if person is None or not (event.audience or checking.gates_of(event)):
        _use_code(registration, event, meant)
        return
    if _use_own(registration, event, checking.proven(person)) or _use_code(registration, event, meant):
        return
    if _came_by_what_is_used(event, person, code):
        raise CodeUsed


def _use_own(registration: Registration, event: Event, emails: Collection[str] | QuerySet[Any, str]) -> bool:
    """The invitation and the pass that went to one of these addresses, where they are not used; whether there was one.

    Cost: 2 queries, 1 more for each.
    """
    used = False
    for model in (Invitation, Pass):
        unused = model._default_manager.filter(_mine(registration), event=event, email__in=emails)
        # A registration has one of each at most: the one that it has already, if any.
        if own := unused.order_by(F("used_by").asc(nulls_last=True), "pk").values_list("pk", flat=True).first():
            used |= bool(model._default_manager.filter(_mine(registration), pk=own).update(used_by=registration))
    return used


def _mine(registration: Registration) -> Q:
    return Q(used_by=None) | Q(used_by=registration)


def _use_code(registration: Registration, event: Event, code: str) -> bool:
    """Whether there is such a code. Cost: none without one, else 1 to 5 queries. Raises CodeUsed or CodeUsedUp."""
    if not code:
        return False
    if shared := SharedCode.objects.filter(event=event, code=code).first():
        _use_shared(shared, registration)
        return True
    for model in (Invitation, Pass):
        of_code = model._default_manager.filter(event=event, code=code)
        # The condition decides which of two who type the same code is first.
        if of_code.filter(_mine(registration)).update(used_by=registration):
            return True
        if of_code.exists():
            raise CodeUsed
    return False


def _came_by_what_is_used(event: Event, person: Person, code: str) -> bool:
    """Whether nothing lets somebody in but an invitation or a pass by which somebody else came. Cost: 1 query, and for
    whoever has a pass what the conditions ask.
    """
    if any(gate.is_of_invited for gate in checking.gates_of(event)):
        return True
    if not Pass.objects.filter(event=event, email__in=checking.proven(person)).exists():
        return False
    answers = [rules.audience_answer(event, person), checking.answer(event, person, code)]
    return any(answer is not None and not answer.met for answer in answers)


def _use_shared(shared: SharedCode, registration: Registration) -> None:
    _use, is_new = SharedUse.objects.get_or_create(registration=registration, defaults={"shared": shared})
    if is_new:
        free = SharedCode.objects.filter(pk=shared.pk, uses__lt=F("most_uses"))
        if not free.update(uses=F("uses") + 1):
            raise CodeUsedUp


def release(registration: Registration) -> None:
    """The registration has ended: its code opens again. Cost: 3 queries, 2 more for a shared code."""
    Invitation.objects.filter(used_by=registration).update(used_by=None)
    Pass.objects.filter(used_by=registration).update(used_by=None)
    for used in SharedUse.objects.filter(registration=registration):
        SharedCode.objects.filter(pk=used.shared_id, uses__gt=0).update(uses=F("uses") - 1)
        used.delete()
