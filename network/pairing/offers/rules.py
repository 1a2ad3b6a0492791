"""Who offers, where, and what they may do with an offer. Which offers they see at all is ``Offer.objects.visible_to``."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from network.pairing.editions.models import PairingSettings
from network.pairing.offers.models import PARTNER_ROLES, Offer, State
from people.accounts.models import Grant, Person, Role, Scope, User
from people.organisations.models import SPEAKING_ROLES, Organisation
from people.programmes.models import KEEPERS, Edition, Partner

#: Who makes offers of their own.
HOSTING_ROLES = (Role.MENTOR, *SPEAKING_ROLES)
#: Who enters offers for a host, and sees those of others.
STAFF_ROLES = (*KEEPERS, *PARTNER_ROLES)
#: Who opens the pages of a single offer.
READING_ROLES = (*HOSTING_ROLES, *STAFF_ROLES)


def scopes_of(user: Any, roles: Iterable[str]) -> list[int]:
    """Scopes in which the user holds one of the roles. Cost: 1 query a request, kept on the user."""
    wanted = set(roles)
    return [scope for role, scope in user.grants_now if role in wanted] if user.is_authenticated else []


def organisations_of(user: Any) -> QuerySet[Organisation]:
    """Those the user speaks for. Cost: no query beyond its own."""
    return Organisation.objects.filter(scope__in=scopes_of(user, SPEAKING_ROLES)).order_by("name", "pk")


def is_mentor(user: Any) -> bool:
    return bool(user.is_authenticated and user.holds_any(Role.MENTOR))


def coordinates(user: Any, offer: Offer) -> bool:
    """Whether the user approves this offer. Cost: 1 query."""
    return Edition.objects.kept_by(user).filter(pk=offer.edition_id).exists()


def partners_of(user: Any) -> QuerySet[Partner]:
    """Partners of editions that pair, whose staff the user belongs to."""
    return Partner.objects.filter(
        organisation__scope__in=scopes_of(user, PARTNER_ROLES), edition__pairing__isnull=False
    ).order_by("pk")


def editions_open(regions: Iterable[str] | None = None) -> QuerySet[PairingSettings]:
    """Settings of the editions that take offers: open ones, of all of Québec or of one of ``regions`` (None: wherever)."""
    found = PairingSettings.objects.open().select_related("edition__programme")
    if regions is not None:
        of_it = Edition.regions.through.objects.filter(edition=OuterRef("edition"))
        found = found.filter(~Exists(of_it) | Exists(of_it.filter(region__in=list(regions))))
    return found.order_by("edition__programme__name_fr", "-edition__starts_on", "pk")


def editions_to_offer_in(user: Any) -> QuerySet[PairingSettings]:
    """Editions in which the user may begin an offer: for themselves in their organisations' regions; a mentor of no
    organisation in any; for others in those they keep or their partner runs. Cost: 2 queries beside its own."""
    if not user.is_authenticated:
        return PairingSettings.objects.none()
    regions = [region for region in organisations_of(user).values_list("region", flat=True) if region]
    found = Q(pk__in=partners_of(user).values("edition")) | Q(edition__in=Edition.objects.kept_by(user))
    if is_mentor(user) or (organisations_of(user).filter(region=None).exists()):
        found |= Q(pk__in=editions_open().values("pk"))
    elif regions:
        found |= Q(pk__in=editions_open(regions).values("pk"))
    return editions_open().filter(found)


def acts_for_others(user: Any) -> bool:
    """Whether the user may enter an offer for somebody else: the coordination, and staff of partners."""
    return bool(user.is_authenticated and user.holds_any(*STAFF_ROLES))


def hosts_of(organisation: Organisation) -> QuerySet[Person]:
    """People who speak for an organisation now: an offer may pass from one to another of them."""
    speaking = Grant.objects.holding().filter(scope=organisation.scope_id, role__in=SPEAKING_ROLES)
    people: QuerySet[Person] = Person.objects.filter(user__in=speaking.values("user"), erased_at=None)
    return people.order_by("name", "pk")


def may_write(user: Any, offer: Offer) -> bool:
    """All of it: while it is a draft or returned, whoever sees it; the coordination as long as it is alive. Cost: 0 or 1 query."""
    return offer.is_writable or (offer.is_alive and coordinates(user, offer))


def may_change_hours(user: Any, offer: Offer) -> bool:
    """Places and hours, which need no approval anew, while it is approved and not over."""
    return offer.state in {State.OPEN, State.PAUSED, State.FILLED}


def moves_open_to(user: Any, offer: Offer) -> frozenset[str]:
    """Names of what the user may do with an offer that they see, as the page's buttons. Cost: 0 or 1 query."""
    found: set[str] = set()
    if offer.is_writable:
        found |= {"write", "submit"}
        if offer.state == State.DRAFT:
            found.add("discard")
    if offer.state == State.SUBMITTED and coordinates(user, offer):
        found |= {"approve", "send_back", "decline"}
    if offer.state in {State.SUBMITTED, State.RETURNED, State.OPEN, State.PAUSED, State.FILLED}:
        found.add("close")
    if offer.state == State.OPEN:
        found |= {"pause", "renew"}
    if offer.state == State.PAUSED:
        found |= {"reopen", "renew"}
    if offer.state == State.CLOSED and offer.approved_at:
        found.add("renew")
    if offer.state in {State.OPEN, State.PAUSED, State.FILLED}:
        found.add("resize")
    return frozenset(found)


def coordinators_of(edition: Edition) -> list[User]:
    """Logins that approve an edition's offers, to write to. Cost: 2 queries, and 1 a coordinator."""
    grants = Grant.objects.in_force().filter(role=Role.PROGRAMME_COORDINATOR, user__is_active=True)
    logins: QuerySet[User] = User.objects.filter(pk__in=grants.values("user")).select_related("person").order_by("pk")
    return [login for login in logins if Edition.objects.kept_by(login).filter(pk=edition.pk).exists()]


def everywhere(user: Any) -> bool:
    return Scope.objects.filter(kind=Scope.Kind.NONE, pk__in=scopes_of(user, KEEPERS)).exists()
