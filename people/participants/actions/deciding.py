"""From a request to a place: what caseworkers decide, with their reasons, and what the person may answer."""

from django.db import transaction
from django.utils import timezone

from core import audit
from core.audiences import Verdict
from people.accounts.models import Person
from people.consent import rules as consents
from people.participants import facts, refusals, signals, writing
from people.participants.models import Candidacy, Card, Decision

State = Candidacy.State


@transaction.atomic
def decide(*, candidacy: Candidacy, outcome: str, by: Person, reason: str = "") -> Decision:
    """Say that the person is eligible, or not yet, beside what the edition's conditions give now. Cost: about 14 queries.

    Where the two differ, the caseworker says why, and the person reads it. The person is told either way.

    Raises ReasonWanted, or NoSuchMove if the request is past that.
    """
    candidacy = _held(candidacy)
    found = facts.assess(candidacy)
    agrees = (found.verdict is Verdict.MET) == (outcome == Decision.Outcome.ELIGIBLE)
    if not agrees and not reason.strip():
        raise refusals.ReasonWanted
    decision = Decision.objects.create(
        candidacy=candidacy,
        rule_set=found.rule_set,
        verdict=found.verdict.value,
        outcome=outcome,
        findings=found.as_data(),
        reason=reason.strip(),
        decided_by=by,
    )
    if candidacy.state != outcome:
        _move(candidacy, outcome, by=by)
    audit.record("candidacy.decided", decision, by=by, fields=["outcome"], values={"overridden": not agrees})
    writing.tell(candidacy.case_file, "participants/decided", key=str(decision.pk), about=decision)
    return decision


@transaction.atomic
def ask_again(*, candidacy: Candidacy, by: Person) -> Candidacy:
    """The person asks for another look: the request is to be examined anew. Cost: 4 queries. Raises NoSuchMove."""
    candidacy = _held(candidacy)
    if candidacy.state == State.INTAKE:
        return candidacy
    if candidacy.state != State.NOT_YET:
        raise refusals.NoSuchMove
    return _move(candidacy, State.INTAKE, by=by)


@transaction.atomic
def put_in_pool(*, candidacy: Candidacy, by: Person) -> Candidacy:
    """The person is ready to be met. Cost: 7 queries. Raises NoSuchMove, CardIncomplete, MatchingIsOff."""
    candidacy = _held(candidacy)
    if candidacy.state == State.IN_POOL:
        return candidacy
    if candidacy.state not in {State.ELIGIBLE, State.MATCHED}:
        raise refusals.NoSuchMove
    if not Card.objects.of_person(candidacy.case_file.person).complete().exists():
        raise refusals.CardIncomplete
    if not consents.holds(candidacy.case_file.person, "matching"):
        raise refusals.MatchingIsOff
    _move(candidacy, State.IN_POOL, by=by)
    writing.tell(
        candidacy.case_file,
        "participants/ready",
        key=f"{candidacy.pk}:{candidacy.state_since:%Y%m%d%H%M%S}",
        about=candidacy,
    )
    return candidacy


@transaction.atomic
def take_out_of_pool(*, candidacy: Candidacy, by: Person | None) -> Candidacy:
    """Back among the eligible: no match is proposed. ``by`` None: the person turned matching off. Cost: 4 queries."""
    candidacy = _held(candidacy)
    if candidacy.state == State.ELIGIBLE:
        return candidacy
    if candidacy.state != State.IN_POOL:
        raise refusals.NoSuchMove
    return _move(candidacy, State.ELIGIBLE, by=by)


@transaction.atomic
def match(*, candidacy: Candidacy, by: Person | None) -> Candidacy:
    """Somebody ready to be met has found a match. Twice is once. Cost: 4 queries. Raises NoSuchMove."""
    candidacy = _held(candidacy)
    if candidacy.state == State.MATCHED:
        return candidacy
    if candidacy.state != State.IN_POOL:
        raise refusals.NoSuchMove
    return _move(candidacy, State.MATCHED, by=by)


@transaction.atomic
def unmatch(*, candidacy: Candidacy, by: Person | None) -> Candidacy:
    """The match is over: ready to be met again, or among the eligible where matching is off by now. Cost: 5 queries.

    Of a request that is no longer matched nothing is changed: something else was decided since.
    """
    candidacy = _held(candidacy)
    if candidacy.state != State.MATCHED:
        return candidacy
    is_on = consents.holds(candidacy.case_file.person, "matching")
    return _move(candidacy, State.IN_POOL if is_on else State.ELIGIBLE, by=by)


@transaction.atomic
def end(*, candidacy: Candidacy, by: Person, reason: str = "", tell: bool = True) -> Candidacy:
    """The request ends, withdrawn by the person or closed by their organisation; the person is told by whom. Cost: 6 queries.

    ``tell`` False: another letter says so. Raises ReasonWanted when it is not the person who ends it and no reason is given.
    """
    candidacy = _held(candidacy)
    if not candidacy.is_active:
        return candidacy
    is_own = by.pk == candidacy.case_file.person_id
    if not is_own and not reason.strip():
        raise refusals.ReasonWanted
    candidacy.end_reason = reason.strip()
    _move(candidacy, State.INACTIVE, by=by)
    if not is_own and tell:
        writing.tell(candidacy.case_file, "participants/ended", key=str(candidacy.pk), about=candidacy)
    return candidacy


def _held(candidacy: Candidacy) -> Candidacy:
    """As it is now, held with its person, who comes first: whoever takes a consent back holds them in that order, too."""
    whose = Person.objects.filter(case_file__candidacies=candidacy.pk)
    list(whose.select_for_update(of=("self",)).values_list("pk"))
    rows = Candidacy.objects.select_for_update(of=("self",)).select_related("case_file__person", "edition__programme")
    return rows.get(pk=candidacy.pk)


def _move(candidacy: Candidacy, state: str, *, by: Person | None) -> Candidacy:
    """Raises NoSuchMove when the lifecycle knows no such step."""
    before = candidacy.state
    if state not in Candidacy.MOVES[before]:
        raise refusals.NoSuchMove
    candidacy.state, candidacy.state_since = state, timezone.now()
    candidacy.save(update_fields=["state", "state_since", "end_reason"])
    audit.record("candidacy.moved", candidacy, by=by, fields=["state"])
    signals.candidacy_moved.send(Candidacy, candidacy=candidacy, before=before, by=by)
    return candidacy
