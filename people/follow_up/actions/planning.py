"""Follow-ups are planned by a fact of another room, moved with it, and called off when it no longer holds."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core import audit
from people.accounts.models import Person
from people.follow_up import refusals
from people.follow_up.models import Declined, FollowUp, FollowUpPlan, Track
from people.follow_up.months import months_after
from people.participants import actions as participants
from people.participants.models import CaseFile
from people.programmes.models import Edition


def plan_of(edition: Edition | None) -> FollowUpPlan:
    """What the edition says, or what holds where nothing was said (then not saved). Cost: 1 query."""
    there = FollowUpPlan.objects.filter(edition=edition).first() if edition else None
    return there or FollowUpPlan()


def days_of(plan: FollowUpPlan, due_on: date) -> dict[str, date]:
    """The days that follow from a due date."""
    return {
        "due_on": due_on,
        "ask_on": due_on - timedelta(days=plan.asks_days_before),
        "gives_up_on": due_on + timedelta(days=plan.gives_up_days),
    }


@transaction.atomic
def schedule(
    *,
    origin: str,
    begun_on: date,
    person: Person | None = None,
    case_file: CaseFile | None = None,
    kind: str = Track.Kind.OTHER,
    edition: Edition | None = None,
    months: Iterable[int] | None = None,
    by: Person | None = None,
) -> Track:
    """Follow somebody up after something that began: one track per person and ``origin``, however often it is called.

    ``origin`` is the kind and the key of what calls for it, as "registration.seat:12"; it names nobody. ``months``: those of
    the edition's plan, or 3, 6 and 12, unless given. What was called off because its source did not hold is planned again.
    A follow-up so old that it would be given up already is not made. Whoever declined is counted, not asked.

    Cost: about 8 queries. Raises ValueError without a person or a file, or for an origin without a kind.
    """
    if ":" not in origin:
        raise ValueError("An origin says what it is and which one: registration.seat:12.")
    if case_file is None:
        if person is None:
            raise ValueError("Whom to follow up is not said.")
        # That something is counted opens no file that was closed.
        case_file = CaseFile.objects.of_person(person).first() or participants.open_file(person=person, by=by)
    track, is_new = Track.objects.get_or_create(
        case_file=case_file,
        origin=origin,
        defaults={"kind": kind, "edition": edition, "begun_on": begun_on, **_places(case_file)},
    )
    if is_new:
        _plan_follow_ups(track, months)
        audit.record("track.begun", track, by=by, values={"origin": origin})
    elif _revive(track):
        audit.record("track.resumed", track, by=by, values={"origin": origin})
    return track


def _places(case_file: CaseFile) -> dict[str, Any]:
    """Where the person lives as this begins: as they said last in a follow-up, else as their file says. Cost: 1 query."""
    said = Track.objects.filter(case_file=case_file, lives_in__isnull=False).order_by("-pk")
    last = said.values_list("lives_in", flat=True).first()
    return {"lives_in_id": last, "lived_in_id": last or case_file.region_id}


def _plan_follow_ups(track: Track, months: Iterable[int] | None) -> None:
    plan, today = plan_of(track.edition), timezone.localdate()
    declined = Declined.objects.filter(case_file=track.case_file_id).exists()
    standing: dict[str, Any] = (
        {"state": FollowUp.State.CANCELLED, "end_reason": FollowUp.Ended.DECLINED} if declined else {}
    )
    rows = [
        FollowUp(track=track, months=number, **days, **standing)
        for number in sorted(set(plan.months if months is None else months))
        if (days := days_of(plan, months_after(track.begun_on, number)))["gives_up_on"] >= today
    ]
    FollowUp.objects.bulk_create(rows)


def _revive(track: Track) -> bool:
    """Plan again what was called off with its source; whether there was any. Cost: 1 or 2 queries."""
    off = track.follow_ups.filter(state=FollowUp.State.CANCELLED, end_reason=FollowUp.Ended.SOURCE)
    if Declined.objects.filter(case_file=track.case_file_id).exists():
        return False
    return bool(
        off.update(state=FollowUp.State.PLANNED, end_reason="", remind_on=None, asked_at=None, reminded_at=None)
    )


@transaction.atomic
def cancel(*, origin: str, by: Person | None = None, person: Person | None = None) -> int:
    """What called for it no longer holds: what is not answered yet is called off, for one person or everybody; how many.

    Answers stay, and count. Cost: 2 queries, and 1 for each track.
    """
    tracks = Track.objects.from_origin(origin)
    if person is not None:
        tracks = tracks.of_person(person)
    total = 0
    for track in tracks:
        open_ones = FollowUp.objects.open().filter(track=track)
        number = close(open_ones, reason=FollowUp.Ended.SOURCE)
        if number:
            audit.record("track.cancelled", track, by=by)
        total += number
    return total


def close(open_ones: Any, *, reason: str) -> int:
    """Call off the open ones of a queryset. Their links end, but for whoever declined: by it they may change their mind.

    Cost: 1 query.
    """
    link_ends: dict[str, Any] = {} if reason == FollowUp.Ended.DECLINED else {"nonce": "", "token_hash": None}
    closed: int = open_ones.filter(state__in=FollowUp.OPEN).update(
        state=FollowUp.State.CANCELLED, end_reason=reason, **link_ends
    )
    return closed


@transaction.atomic
def reschedule(*, origin: str, begun_on: date, by: Person | None = None, person: Person | None = None) -> int:
    """What it follows up began on another day: planned follow-ups move along; how many tracks moved.

    What was asked or answered stays as it is. Cost: 2 queries, and 3 for each track.
    """
    tracks = Track.objects.from_origin(origin).exclude(begun_on=begun_on).select_related("edition")
    if person is not None:
        tracks = tracks.of_person(person)
    moved = 0
    for track in tracks:
        track.begun_on = begun_on
        track.save(update_fields=["begun_on"])
        plan = plan_of(track.edition)
        planned = list(track.follow_ups.filter(state=FollowUp.State.PLANNED))
        for row in planned:
            for name, day in days_of(plan, months_after(begun_on, row.months)).items():
                setattr(row, name, day)
        FollowUp.objects.bulk_update(planned, ["due_on", "ask_on", "gives_up_on"])
        audit.record("track.moved", track, by=by, fields=["begun_on"])
        moved += 1
    return moved


@transaction.atomic
def move(*, follow_up: FollowUp, due_on: date, by: Person) -> FollowUp:
    """The caseworker puts one follow-up on another day. Cost: 4 queries.

    Raises DueBeforeItBegan, NoLongerOpen.
    """
    if due_on <= follow_up.track.begun_on or due_on < timezone.localdate():
        raise refusals.DueBeforeItBegan
    days = days_of(plan_of(follow_up.track.edition), due_on)
    if not FollowUp.objects.open().filter(pk=follow_up.pk).update(**days):
        raise refusals.NoLongerOpen
    audit.record("follow_up.moved", follow_up, by=by, fields=["due_on"])
    follow_up.refresh_from_db()
    return follow_up


@transaction.atomic
def call_off(*, follow_up: FollowUp, by: Person) -> FollowUp:
    """The caseworker calls one follow-up off: the person left the programme, or it was made by mistake. Cost: 3 queries.

    Raises NoLongerOpen.
    """
    if not close(FollowUp.objects.filter(pk=follow_up.pk), reason=FollowUp.Ended.BY_HAND):
        raise refusals.NoLongerOpen
    audit.record("follow_up.called_off", follow_up, by=by)
    follow_up.refresh_from_db()
    return follow_up


@transaction.atomic
def set_plan(*, edition: Edition, by: Person | None, **settings: Any) -> FollowUpPlan:
    """Say when the people of an edition are followed up, and how. What is planned already keeps its months; its days to
    ask and to give up move along. Cost: 4 queries, and 1 for each 200 planned follow-ups.
    """
    plan, _is_new = FollowUpPlan.objects.update_or_create(edition=edition, defaults=settings)
    planned = list(FollowUp.objects.filter(track__edition=edition, state=FollowUp.State.PLANNED).order_by("pk"))
    for row in planned:
        for name, day in days_of(plan, row.due_on).items():
            setattr(row, name, day)
    FollowUp.objects.bulk_update(planned, ["ask_on", "gives_up_on"], batch_size=200)
    audit.record("follow_up_plan.set", plan, by=by, fields=settings)
    return plan


def end_everything(people: Iterable[int]) -> None:
    """Whoever is erased is asked nothing any more. Cost: 1 query."""
    of_them = Q(track__case_file__person__in=list(people))
    close(FollowUp.objects.filter(of_them), reason=FollowUp.Ended.SOURCE)
    FollowUp.objects.filter(of_them).exclude(nonce="").update(nonce="", token_hash=None)
