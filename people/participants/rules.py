"""Who may do what with files and cards. Which rows they see at all is each model's ``visible_to``."""

from typing import Any

from django.db.models import Q, QuerySet

from people.accounts.models import Role
from people.consent import rules as consents
from people.organisations.models import Organisation
from people.participants.models import Card, CaseFile, caseworker_scopes

#: Who opens the caseworkers' pages.
WORKING_ROLES = (Role.CASEWORKER,)
#: Who sees requests that nobody has taken, by their number, and may change by hand who follows a person.
COORDINATING_ROLES = (Role.PROGRAMME_COORDINATOR, Role.ADMINISTRATOR)


def follows(user: Any, case_file: CaseFile) -> bool:
    """Whether one of the user's organisations follows the person now: who follows edits. Needs the organisation loaded."""
    return case_file.organisation is not None and case_file.organisation.scope_id in caseworker_scopes(user)


def organisations_of(user: Any) -> QuerySet[Organisation]:
    """Where the user is a caseworker now, by name."""
    return Organisation.objects.filter(scope__in=caseworker_scopes(user)).order_by("name", "pk")


def reads_for(user: Any, case_file: CaseFile | None) -> Organisation | None:
    """For which organisation the user reads something about a person, as the read log has it.

    The one that follows the person, if the user is its caseworker; else their own, the first by name if several. Needs the
    organisation of the file loaded. Cost: at most 1 query.
    """
    if case_file is not None and follows(user, case_file):
        return case_file.organisation
    return organisations_of(user).first()


def speaks_for(user: Any) -> Q:
    """Persons for whom the user may ask, a condition: those whom one of their organisations follows now."""
    return Q(case_file__organisation__scope__in=caseworker_scopes(user), case_file__closed_at=None)


class ShownCard:
    """What another than the person and their caseworker sees of a card: each part under its own consent. Cost: 4 queries."""

    def __init__(self, card: Card) -> None:
        self.card = card
        person = card.person
        self.shows_french = consents.holds(person, "french_level")
        self.shows_cv = consents.holds(person, "cv")
        self.shows_portrait = bool(card.portrait) and consents.holds(person, "portrait")


def sees_all_of(user: Any, card: Card) -> bool:
    """Its owner, and the caseworkers of the organisation that follows them now. Cost: 1 query, none for its owner."""
    if user.person_id == card.person_id:
        return True
    return CaseFile.objects.visible_to(user).filter(person=card.person_id).exists()
