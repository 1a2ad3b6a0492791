"""Who offers, where, and what they may do with an offer. Which offers they see at all is ``Offer.objects.visible_to``."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from network.pairing.editions.models import PARTNER_ROLES, PairingSettings, works_for
from network.pairing.offers.models import Offer, State
from people.accounts.models import Grant, Person, Role, User
from people.follow_up.months import months_after
from people.organisations.models import SPEAKING_ROLES, Affiliation, Organisation
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
    return Partner.objects.filter(works_for(user, "organisation"), edition__pairing__isnull=False).order_by("pk")


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
    """People who speak for an organisation, or are with it: an offer may pass from one to another of them. Cost: 1 query."""
    speaking = Grant.objects.holding().filter(scope=organisation.scope_id, role__in=SPEAKING_ROLES)
    with_it = Affiliation.objects.current().filter(organisation=organisation)
    people: QuerySet[Person] = Person.objects.current().filter(
        Q(user__in=speaking.values("user")) | Q(pk__in=with_it.values("person"))
    )
    return people.order_by("folded", "pk")


def speakers_of(organisation: Organisation) -> QuerySet[Person]:
    """Those who speak for an organisation now, by a login of theirs. Cost: 1 query."""
    speaking = Grant.objects.holding().filter(
        scope=organisation.scope_id, role__in=SPEAKING_ROLES, user__is_active=True
    )
    people: QuerySet[Person] = Person.objects.current().filter(user__in=speaking.values("user"))
    return people.order_by("pk")


def last_day_of(settings: PairingSettings) -> date | None:
    """Last day of an offer that opens, or is renewed, today: within the edition; None where that is over."""
    today = timezone.localdate()
    last = min(months_after(today, settings.offer_months), settings.edition.ends_on)
    return last if settings.edition.is_open and last >= today else None


def may_last_longer(offer: Offer) -> bool:
    """Whether a renewal would change anything. Needs the edition with its ``pairing``; 1 or 2 queries without."""
    last = last_day_of(offer.edition.pairing)
    return last is not None and (offer.open_until is None or last > offer.open_until or offer.state == State.CLOSED)


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


def organisations_found(words: str) -> QuerySet[Organisation]:
    """Organisations for which an offer may be entered, by words; none without any. Cost: no query beyond its own."""
    found = Organisation.objects.matching(words) if words.strip() else Organisation.objects.none()
    return found.select_related("region").order_by("name", "pk")


def mentors_found(words: str) -> QuerySet[Person]:
    """Mentors by name; none without words. Cost: no query beyond its own."""
    mentors = Grant.objects.in_force().filter(role=Role.MENTOR, user__is_active=True)
    found = User.objects.named(words) if words.strip() else User.objects.none()
    people: QuerySet[Person] = Person.objects.current().filter(user__in=found.filter(pk__in=mentors.values("user")))
    return people.order_by("folded", "pk")


def host_for(user: Any, *, person: int, organisation: int) -> tuple[Person | None, Organisation | None] | None:
    """On whose behalf an offer is entered: a mentor in their own name (``organisation`` 0), or somebody of an organisation;
    ``person`` 0: somebody who is not known yet.

    None where that is nobody for whom the user may. Cost: 2 queries.
    """
    if not acts_for_others(user):
        return None
    there = Organisation.objects.filter(pk=organisation).select_related("region").first() if organisation else None
    if organisation and there is None:
        return None
    if not person:
        return None, there
    mentors = Grant.objects.in_force().filter(role=Role.MENTOR, user__is_active=True)
    people = hosts_of(there) if there else Person.objects.current().filter(user__in=mentors.values("user"))
    host = people.filter(pk=person).first()
    return (host, there) if host else None


def editions_for_others(user: Any) -> QuerySet[PairingSettings]:
    """Editions in which the user enters offers for somebody else: those they keep, or that their organisation runs."""
    kept = Q(edition__in=Edition.objects.kept_by(user)) | Q(pk__in=partners_of(user).values("edition"))
    return editions_open().filter(kept)


def partner_for(user: Any, edition: Edition) -> Partner | None:
    """As which partner the user enters an offer of the edition; None: as the coordination. Cost: 1 query."""
    return partners_of(user).filter(edition=edition).first()
