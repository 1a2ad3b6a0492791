"""The agreement is edited by either side until both have signed the same words; then it is in force, until a next version is."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.forbidden import refuse_sensitive_words
from network.pairing.kinds import Format
from network.pairing.matches import lacking, refusals, rules, signals, telling
from network.pairing.matches.actions import counting
from network.pairing.matches.actions.beginning import settings_of
from network.pairing.matches.actions.held import hold, move
from network.pairing.matches.models import Agreement, Day, Goal, Match, Side, State
from people.accounts.models import Person


@transaction.atomic
def edit(
    *,
    match: Match,
    revision: int,
    facts: Mapping[str, Any],
    goals: Sequence[str] = (),
    days: Sequence[Mapping[str, Any]] = (),
    by: Person,
) -> bool:
    """Write the draft anew; whether that took a signature back, and who had signed is told. Cost: about 12 queries.

    ``days``: day, starts, ends, break_minutes. What says the same changes nothing, and takes nothing back.

    Raises MovedOn, NothingToSign, AgreementChanged if somebody saved after ``revision`` was read, SensitiveText.
    """
    refuse_sensitive_words(*goals, *(value for value in facts.values() if isinstance(value, str)))
    held = hold(match)
    if not rules.may_edit(held):
        raise refusals.MovedOn
    draft = _draft(held, revision)
    goals = [text for each in goals if (text := each.strip())]
    if _says_the_same(draft, facts, goals, days):
        return False
    signed = [side for side in Side if draft.signed_at(side)]
    written = Agreement.objects.draft().filter(pk=draft.pk, revision=revision)
    if not written.update(
        **facts,
        revision=revision + 1,
        candidate_signed_at=None,
        host_signed_at=None,
        written_at=timezone.now(),
        written_by=by,
    ):
        raise refusals.AgreementChanged
    _write_goals(draft, goals)
    draft.days.all().delete()
    Day.objects.bulk_create(Day(agreement=draft, **each) for each in days)
    audit.record("agreement.written", draft, by=by, fields=sorted(facts))
    for side in signed:
        if held.person_of(side).pk != by.pk:
            telling.tell(held, side, "changed", once=f"{draft.number}.{revision}")
    return bool(signed)


def _write_goals(draft: Agreement, goals: Sequence[str]) -> None:
    """In this order; a goal that is worded as before stays ticked."""
    before = {goal.text: goal for goal in draft.goals.all()}
    draft.goals.all().delete()
    Goal.objects.bulk_create(
        Goal(
            agreement=draft,
            rank=rank,
            text=text,
            reached_at=before[text].reached_at if text in before else None,
            reached_by_id=before[text].reached_by_id if text in before else None,
        )
        for rank, text in enumerate(goals, 1)
    )


def _says_the_same(
    draft: Agreement, facts: Mapping[str, Any], goals: Sequence[str], days: Sequence[Mapping[str, Any]]
) -> bool:
    return (
        all(getattr(draft, name) == value for name, value in facts.items())
        and [goal.text for goal in draft.goals.all()] == list(goals)
        and [_as_tuple(vars(day)) for day in draft.days.all()] == sorted(_as_tuple(day) for day in days)
    )


def _as_tuple(day: Mapping[str, Any]) -> tuple[Any, ...]:
    return (day["day"], day["starts"], day["ends"], day["break_minutes"])


@transaction.atomic
def sign(*, match: Match, revision: int, side: str, by: Person) -> Agreement:
    """Sign the words of ``revision``; with the second signature they are in force. Twice is once. Cost: 8 queries, about 25 at the end.

    Raises MovedOn, NothingToSign, AgreementChanged, NotComplete with what is missing.
    """
    held = hold(match)
    if not rules.may_edit(held):
        raise refusals.MovedOn
    current = held.agreements.in_force().first()
    if current is not None and current.revision == revision and not held.agreements.draft().exists():
        return current
    draft = _draft(held, revision)
    if missing := lacking.of(draft, held):
        raise refusals.NotComplete(lacking.sentence(missing))
    if draft.signed_at(side):
        return draft
    now, own = timezone.now(), f"{side}_signed_at"
    facts: dict[str, Any] = {own: now}
    both = draft.signed_at(Side(side).other) is not None
    if both:
        facts |= {"state": Agreement.State.IN_FORCE, "in_force_at": now}
        held.agreements.in_force().update(state=Agreement.State.REPLACED)
    unsigned = Agreement.objects.draft().filter(pk=draft.pk, revision=revision, **{own: None})
    if not unsigned.update(**facts):
        raise refusals.AgreementChanged
    draft.refresh_from_db()
    audit.record("agreement.signed", draft, by=by, values={"side": side, "revision": revision})
    if both:
        _in_force(held, draft, by)
    else:
        telling.tell(held, Side(side).other, "your_turn", once=f"{draft.number}.{revision}")
    return draft


def _in_force(held: Match, agreement: Agreement, by: Person) -> None:
    days = list(agreement.days.all())
    facts: dict[str, Any] = {
        "starts_on": agreement.starts_on,
        "ends_on": agreement.ends_on,
        "insurer": agreement.insurer,
    }
    if held.format == Format.MENTORING:
        facts["minutes_planned"] = (agreement.hours or 0) * 60
        if agreement.starts_on and agreement.ends_on:
            half = (agreement.ends_on - agreement.starts_on).days // 2
            facts["midway_on"] = agreement.starts_on + timedelta(days=half)
    else:
        for each in days:
            each.agreement = agreement
        facts["minutes_planned"] = sum(each.minutes for each in days)
        if not days and held.format == Format.CONVERSATION:
            facts["minutes_planned"] = settings_of(held).conversation_minutes
        facts |= {"starts_on": days[0].day if days else None, "ends_on": days[-1].day if days else None}
    is_first = held.signed_at is None
    if is_first:
        facts["signed_at"] = timezone.now()
    state: str = held.state
    if state in {State.TO_SIGN, State.SIGNED}:
        state = State.SCHEDULED if days else State.SIGNED
    move(held, state, **facts)
    audit.record("match.signed", held, by=by, values={"number": agreement.number})
    telling.tell_both(held, "signed" if is_first else "new_version_signed", once=str(agreement.number))
    signals.match_signed.send(Match, match=held, agreement=agreement, by=by)
    if held.state == State.UNDER_WAY and held.minutes_done >= held.minutes_planned:
        # Fewer hours than before, and they were spent already.
        counting.finish(held, by)


@transaction.atomic
def unsign(*, match: Match, side: str, by: Person) -> None:
    """Take one's signature back while the other side has not signed. Cost: about 6 queries. Raises MovedOn, NothingToSign."""
    held = hold(match)
    own = f"{side}_signed_at"
    draft = held.agreements.draft().first()
    if draft is None:
        raise refusals.NothingToSign
    if not rules.may_edit(held):
        raise refusals.MovedOn
    if Agreement.objects.draft().filter(pk=draft.pk, **{f"{own}__isnull": False}).update(**{own: None}):
        audit.record("agreement.unsigned", draft, by=by, values={"side": side})


@transaction.atomic
def new_version(*, match: Match, by: Person) -> Agreement:
    """A draft that says what is in force, to be changed and signed by both; until then what was signed holds.

    Cost: about 9 queries. Raises MovedOn, DraftOpen.
    """
    held = hold(match)
    current = held.agreements.in_force().first()
    if current is None or not rules.may_edit(held):
        raise refusals.MovedOn
    names = [name for name in Agreement.FIELDS[held.format] if name not in {"starts_on", "ends_on"}]
    facts = {name: getattr(current, name) for name in {*names, "starts_on", "ends_on", "language"}}
    number = held.agreements.order_by("-number").values_list("number", flat=True)[0] + 1
    try:
        with transaction.atomic():
            draft = Agreement.objects.create(
                match=held, number=number, revision=current.revision + 1, written_by=by, **facts
            )
    except IntegrityError:
        raise refusals.DraftOpen from None
    Goal.objects.bulk_create(
        Goal(
            agreement=draft,
            rank=goal.rank,
            text=goal.text,
            reached_at=goal.reached_at,
            reached_by_id=goal.reached_by_id,
        )
        for goal in current.goals.all()
    )
    Day.objects.bulk_create(
        Day(agreement=draft, day=day.day, starts=day.starts, ends=day.ends, break_minutes=day.break_minutes)
        for day in current.days.all()
    )
    audit.record("agreement.version_begun", draft, by=by)
    return draft


@transaction.atomic
def drop_version(*, match: Match, by: Person) -> None:
    """The new version is dropped: what is in force goes on. Who had signed it is told. Cost: about 8 queries.

    Raises MovedOn, NothingToSign.
    """
    held = hold(match)
    draft = held.agreements.draft().first()
    if draft is None:
        raise refusals.NothingToSign
    if held.state == State.TO_SIGN or not held.agreements.in_force().exists():
        raise refusals.MovedOn
    Agreement.objects.draft().filter(pk=draft.pk).update(state=Agreement.State.DROPPED)
    audit.record("agreement.dropped", draft, by=by)
    for side in Side:
        if draft.signed_at(side) and held.person_of(side).pk != by.pk:
            telling.tell(held, side, "dropped", once=str(draft.number))


def _draft(held: Match, revision: int) -> Agreement:
    """The draft as it is now, if it still says what ``revision`` said."""
    draft = held.agreements.draft().select_for_update(of=("self",)).first()
    if draft is None:
        raise refusals.NothingToSign
    if draft.revision != revision:
        raise refusals.AgreementChanged
    return draft
