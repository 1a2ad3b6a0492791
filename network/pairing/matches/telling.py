"""Who learns of a step: the candidate by mail or on paper, the host by mail, and staff by number alone."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from core import outbox
from network.pairing.matches.models import Match, Party, Side
from people.accounts.models import Grant, Person, Role, User
from people.participants import writing
from people.participants.models import CaseFile


def tell(match: Match, side: str, what: str, *, once: str = "", **payload: Any) -> None:
    """``what``: a sentence of ``matches/mail/_step.txt``; ``once`` tells the same sentence of another occasion apart.

    It is about the reader's own part of the match: it reaches them even as the other is erased.
    Cost: 4 to 6 queries. Whoever was erased is written nothing.
    """
    person = match.person_of(side)
    if person.erased_at or person.merged_into_id:
        return
    party = Party.objects.get(match=match, side=side)
    facts = {"what": what, "match": match.pk, **payload}
    key = ":".join(filter(None, [str(match.pk), what, once, str(side)]))
    file = CaseFile.objects.select_related("person").filter(person=person).first() if side == Side.CANDIDATE else None
    if file is not None:
        writing.tell(file, "matches/step", key=key, about=party, payload=facts)
    elif email := writing.address_of(person):
        outbox.post("matches/step", to=email, language=person.language, key=key, about=party, payload=facts)


def tell_both(match: Match, what: str, *, but: Person | None = None, once: str = "", **payload: Any) -> None:
    """``but``: who did it knows already."""
    for side in Side:
        if but is None or match.person_of(side).pk != but.pk:
            tell(match, side, what, once=once, **payload)


def tell_staff(match: Match, what: str, *, but: Person | None = None, once: str = "") -> None:
    """Whoever answers for the candidate's file, or else the caseworkers of their organisation. Cost: 3 queries."""
    file = CaseFile.objects.filter(person=match.candidate_id).first()
    if file is None or file.organisation_id is None:
        return
    there = Q(role=Role.CASEWORKER, scope__organisation=file.organisation_id)
    logins = list(_logins(there & Q(user__person=file.caseworker_id))) or list(_logins(there))
    outbox.post_all(
        outbox.draft(
            "matches/work",
            to=login.email,
            language=login.person.language,
            key=":".join(filter(None, [str(match.pk), what, once, str(login.pk)])),
            about=match,
            payload={"what": what},
        )
        for login in logins
        if but is None or login.person_id != but.pk
    )


def _logins(which: Q) -> Iterable[User]:
    grants = Grant.objects.in_force().filter(which, user__is_active=True)
    logins: QuerySet[User] = User.objects.filter(pk__in=grants.values("user"))
    return logins.select_related("person").order_by("pk")
