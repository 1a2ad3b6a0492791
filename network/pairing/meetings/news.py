"""News of meetings, posted with the fact: to the candidate by mail or on paper, to the host by mail.

What a calendar is to hold is frozen in the payload; the words are written when the letter leaves. No name stands in a subject.
"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from core import outbox, told
from core.told import CANCEL, REQUEST
from network.pairing.matches.models import Match, Party, Side
from network.pairing.meetings.models import Meeting
from network.pairing.proposals.telling import coordination_of
from people.accounts.models import Grant, Person, Role, User
from people.participants import writing
from people.participants.models import CaseFile


def uid_of(meeting: Meeting) -> str:
    """UID of the entry in both calendars; says nothing about either."""
    return f"meeting-{meeting.calendar_uid}@maillage"


def entry_of(meeting: Meeting, method: str) -> dict[str, Any]:
    """What a calendar is told, frozen: a letter written later still tells what was true when it was posted."""
    return told.frozen(meeting, method=method, uid=uid_of(meeting), sequence=meeting.sequence, place=meeting.place)


def method_of(what: str) -> str:
    return CANCEL if what == "cancelled" else REQUEST


def tell_both(
    meeting: Meeting,
    what: str,
    *,
    by: Person | None = None,
    entry: bool = True,
    series: Sequence[Meeting] = (),
    but: Sequence[int] = (),
    named: bool = False,
) -> None:
    """Whoever did it gets the entry for their calendar all the same; who leaves (``but``) is written nothing.

    ``series``: those planned together with the first, told in one letter. ``named``: where neither of the two did it, both read who.
    """
    is_of_staff = named and by is not None and meeting.match.side_of(by) is None
    payload: dict[str, Any] = {"staff": by and by.pk} if is_of_staff else {}
    for side in Side:
        if meeting.match.person_of(side).pk not in but:
            tell(meeting, side, what, by=by, entry=entry, series=series, **payload)


def tell(
    meeting: Meeting,
    side: str,
    what: str,
    *,
    by: Person | None = None,
    entry: bool = False,
    series: Sequence[Meeting] = (),
    once: str = "",
    **payload: Any,
) -> None:
    """``what``: a sentence of ``meetings/mail/_step.txt``. Cost: 4 to 6 queries. Whoever was erased is written nothing."""
    person = meeting.match.person_of(side)
    own = by is not None and by.pk == person.pk
    facts: dict[str, Any] = {
        "meeting": meeting.pk,
        "sequence": meeting.sequence,
        "what": what,
        "side": str(side),
        "own": own,
        **payload,
    }
    if entry:
        facts["entries"] = [entry_of(each, method_of(what)) for each in [meeting, *series]]
    key = ":".join(filter(None, [str(meeting.pk), str(meeting.sequence), what, once, str(side)]))
    _post("meetings/meeting", meeting.match, side, key, facts)


def remind(meeting: Meeting) -> None:
    """The day before; only whom a mail reaches: paper would come too late. Cost: 5 to 7 queries each."""
    for side in Side:
        if writing.address_of(meeting.match.person_of(side)):
            tell(meeting, side, "reminder", sequence=meeting.sequence)


def tell_quiet(match: Match, side: str, step: int, since: str) -> None:
    """That no meeting is planned. Cost: 4 to 6 queries."""
    key = f"{match.pk}:{since}:{step}:{side}"
    facts = {"match": match.pk, "step": step, "side": str(side), "since": since}
    _post("meetings/quiet", match, side, key, facts)


def _post(template: str, match: Match, side: str, key: str, payload: dict[str, Any]) -> None:
    """About the reader's own part of the match, so that it reaches them even as the other is erased."""
    person = match.person_of(side)
    if person.erased_at or person.merged_into_id:
        return
    about = Party.objects.get(match=match, side=side)
    file = CaseFile.objects.select_related("person").filter(person=person).first() if side == Side.CANDIDATE else None
    if file is not None:
        writing.tell(file, template, key=key, about=about, payload=payload)
    elif email := writing.address_of(person):
        # One stream for each reader: a calendar must hear of a move after it heard of the hour.
        stream = f"meetings/{person.pk}"
        outbox.post(template, to=email, language=person.language, key=key, about=about, payload=payload, stream=stream)


def tell_staff(match: Match, what: str, *, once: str = "", coordination: bool = False) -> None:
    """Whoever answers for the candidate's file, or else the caseworkers there; and the edition's coordination. Cost: 3 to 6 queries."""
    logins: dict[int, User] = {}
    file = CaseFile.objects.filter(person=match.candidate_id).first()
    if file is not None and file.organisation_id is not None:
        there = Q(role=Role.CASEWORKER, scope__organisation=file.organisation_id)
        found = list(_logins(there & Q(user__person=file.caseworker_id))) or list(_logins(there))
        logins |= {login.pk: login for login in found}
    if coordination:
        logins |= {login.pk: login for login in coordination_of(match.edition_id)}
    outbox.post_all(
        outbox.draft(
            "meetings/work",
            to=login.email,
            language=login.person.language,
            key=":".join(filter(None, [str(match.pk), what, once, str(login.pk)])),
            about=match,
            payload={"what": what},
        )
        for _pk, login in sorted(logins.items())
    )


def _logins(which: Q) -> "QuerySet[User]":
    grants = Grant.objects.in_force().filter(which, user__is_active=True)
    found: QuerySet[User] = User.objects.filter(pk__in=grants.values("user"))
    return found.select_related("person").order_by("pk")
