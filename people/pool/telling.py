"""Who learns of a handover: the person at each step, caseworkers and coordinators by number alone."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from core import outbox
from people.accounts.models import Grant, Role, User
from people.organisations.models import Organisation
from people.participants import writing
from people.pool.models import Enquiry, Handover
from people.programmes.models import Edition


def tell_person(handover: Handover) -> None:
    """Where it stands now, by mail or on paper. Cost: 3 or 4 queries."""
    key = f"{handover.pk}:{handover.state}"
    writing.tell(handover.case_file, "pool/step", key=key, about=handover, payload={"state": handover.state})


def tell_caseworkers(handover: Handover, what: str, *organisations: Organisation) -> None:
    """``what``: a sentence of ``pool/mail/work``. Cost: 2 queries."""
    _post(handover, what, _logins(Q(role=Role.CASEWORKER, scope__organisation__in=organisations)))


def tell_proposer(handover: Handover) -> None:
    """Who proposed it, while they are a caseworker of that organisation, learns how it ended; else all who are. Cost: 2 to 3 queries."""
    there = Q(role=Role.CASEWORKER, scope__organisation=handover.from_organisation_id)
    logins = list(_logins(there & Q(user__person=handover.proposed_by_id))) or list(_logins(there))
    _post(handover, handover.state, [login for login in logins if login.person_id != handover.closed_by_id])


def tell_everybody_it_is_late(handover: Handover) -> None:
    """Both organisations, and the coordination of the edition. Cost: 3 queries, and 1 a coordinator."""
    tell_caseworkers(handover, "late", handover.to_organisation, handover.from_organisation)
    coordinators = [
        login
        for login in _logins(Q(role=Role.PROGRAMME_COORDINATOR))
        if Edition.objects.kept_by(login).filter(pk=handover.edition_id).exists()
    ]
    _post(handover, "late", coordinators)


def tell_who_asked(enquiry: Enquiry) -> None:
    """Who asked for somebody, while they are a caseworker there, learns the answer; else all who are. Cost: 2 to 3 queries."""
    there = Q(role=Role.CASEWORKER, scope__organisation=enquiry.organisation_id)
    logins = list(_logins(there & Q(user__person=enquiry.asked_by_id))) or list(_logins(there))
    outbox.post_all(
        outbox.draft(
            "pool/enquiry",
            to=login.email,
            language=login.person.language,
            key=f"{enquiry.pk}:{enquiry.state}:{login.pk}",
            about=enquiry,
        )
        for login in logins
    )


def _logins(which: Q) -> Iterable[User]:
    grants = Grant.objects.in_force().filter(which, user__is_active=True)
    logins: QuerySet[User] = User.objects.filter(pk__in=grants.values("user"))
    return logins.select_related("person").order_by("pk")


def _post(handover: Handover, what: str, logins: Iterable[User]) -> None:
    outbox.post_all(
        outbox.draft(
            "pool/work",
            to=login.email,
            language=login.person.language,
            key=f"{handover.pk}:{what}:{login.pk}",
            about=handover,
            payload={"what": what},
        )
        for login in logins
    )
