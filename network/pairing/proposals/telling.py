"""Who learns of a proposal: the two who are asked, each in their language; those who work on it, by number alone."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from core import outbox
from network.pairing.editions.models import Reviewer
from network.pairing.proposals.models import Proposal, ReviewRequest, Side
from people.accounts.models import Grant, Person, Role, User
from people.participants import writing
from people.programmes.models import Edition


def tell(proposal: Proposal, side: str, what: str, *, mark: str = "") -> None:
    """Post a letter to one side: ``proposals/step``, ``what`` says which. ``mark`` tells a second time from the first.

    What the host is told is about their offer: it still leaves when the candidate is erased. Cost: 3 to 4 queries.
    """
    person = proposal.person_of(side)
    key = ":".join(filter(None, [str(proposal.pk), what, side, str(person.pk), mark]))
    about = proposal if side == Side.CANDIDATE else proposal.offer
    payload = {"proposal": proposal.pk, "side": side, "what": what}
    _write(proposal, person, side, "proposals/step", key=key, about=about, payload=payload)


def tell_both(proposal: Proposal, what: str) -> None:
    for side in Side:
        tell(proposal, side, what)


def tell_review(review: ReviewRequest) -> None:
    """The answer, to whoever asked. Cost: 3 to 4 queries."""
    key = f"{review.pk}:answered"
    _write(review.proposal, review.person, review.side, "proposals/review", key=key, about=review)


def _write(proposal: Proposal, person: Person, side: str, template: str, **facts: Any) -> None:
    if side == Side.CANDIDATE:
        writing.tell(proposal.request.candidacy.case_file, template, **facts)
        return
    outbox.post(
        template, to=writing.address_of(person), language=person.language, stream=f"proposals/{person.pk}", **facts
    )


# ------------------------------------------------------------------ those who work on it


def tell_caseworker(proposal: Proposal, what: str) -> None:
    """Whoever answers for the file, else every caseworker of the organisation that follows the person. Cost: 2 to 3 queries."""
    file = proposal.request.candidacy.case_file
    there = Q(role=Role.CASEWORKER, scope__organisation=file.organisation_id)
    logins = list(_logins(there & Q(user__person=file.caseworker_id))) or list(_logins(there))
    _post(what, proposal, logins)


def tell_coordination(what: str, thing: Proposal | ReviewRequest) -> None:
    """Those who coordinate the edition, and those named to review it. Cost: 2 queries, and 1 a coordinator."""
    proposal = thing if isinstance(thing, Proposal) else thing.proposal
    _post(what, thing, coordination_of(proposal.request.candidacy.edition_id))


def coordination_of(edition: int) -> list[User]:
    """Cost: 2 queries, and 1 a coordinator."""
    named = Reviewer.objects.filter(settings=edition, person=OuterRef("person"))
    logins = {login.pk: login for login in User.objects.filter(Exists(named), is_active=True).select_related("person")}
    for login in _logins(Q(role=Role.PROGRAMME_COORDINATOR)):
        if Edition.objects.kept_by(login).filter(pk=edition).exists():
            logins[login.pk] = login
    return [logins[pk] for pk in sorted(logins)]


def _logins(which: Q) -> QuerySet[User]:
    grants = Grant.objects.in_force().filter(which, user__is_active=True)
    logins: QuerySet[User] = User.objects.filter(pk__in=grants.values("user"))
    return logins.select_related("person").order_by("pk")


def _post(what: str, thing: Proposal | ReviewRequest, logins: Iterable[User]) -> None:
    outbox.post_all(
        outbox.draft(
            "proposals/work",
            to=login.email,
            language=login.person.language,
            key=f"{what}:{thing.pk}:{login.pk}",
            about=thing,
            payload={"what": what},
        )
        for login in logins
    )
