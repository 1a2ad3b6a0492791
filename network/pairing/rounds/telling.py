"""Who learns of a round by mail: those who review it. No mail names a candidate or a host."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from core import outbox
from network.pairing.editions.models import Reviewer
from network.pairing.rounds.models import Kind, Round
from network.pairing.rounds.rules import REVIEWING_ROLES
from people.accounts.models import Grant, Role, User
from people.programmes.models import Edition


def tell_reviewers(round_: Round) -> None:
    """A board is there to be reviewed. Who asked for it looks at it already. Cost: 4 queries, and 1 a coordinator."""
    if round_.kind != Kind.ON_DEMAND:
        _post(round_, "ready", reviewers_of(round_))


def tell_it_failed(round_: Round) -> None:
    """To whoever asked for it; of the calendar's, to those who review. Cost: as above."""
    found = reviewers_of(round_)
    if round_.asked_by_id:
        found = [login for login in found if login.person_id == round_.asked_by_id]
    _post(round_, "failed", found)


def tell_it_is_sent(round_: Round, *, sent: int, fell: int) -> None:
    """To whoever decided, if something could not be sent; to the others who review, that it was. Cost: as above."""
    others = [login for login in reviewers_of(round_) if login.person_id != round_.decided_by_id or fell]
    _post(round_, "sent", others, sent=sent, fell=fell)


def reviewers_of(round_: Round) -> list[User]:
    """Logins of those who keep the edition, or review it, while their role stands."""
    named = Reviewer.objects.filter(settings=round_.edition_id).values("person")
    coordinators = Q(role=Role.PROGRAMME_COORDINATOR)
    grants = Grant.objects.in_force().filter(
        coordinators | Q(role__in=REVIEWING_ROLES, user__person__in=named), user__is_active=True
    )
    logins = User.objects.filter(pk__in=grants.values("user")).select_related("person").order_by("pk")
    people = set(Reviewer.objects.filter(settings=round_.edition_id).values_list("person", flat=True))
    return [login for login in logins if login.person_id in people or _keeps(login, round_)]


def _keeps(login: User, round_: Round) -> bool:
    return Edition.objects.kept_by(login).filter(pk=round_.edition_id).exists()


def _post(round_: Round, what: str, logins: Iterable[User], **payload: Any) -> None:
    outbox.post_all(
        outbox.draft(
            "rounds/news",
            to=login.email,
            language=login.person.language,
            key=f"{round_.pk}:{what}:{login.pk}",
            about=round_,
            payload={"what": what, **payload},
        )
        for login in logins
    )
