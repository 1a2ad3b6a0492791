"""Tries at secrets, counted in the database: exact with any number of processes, with Redis or without.

An account bears five wrong tries in five minutes. A try is taken *before* the secret is looked at, by one conditional
UPDATE, so that of fifty at once five are looked at; a right one gives them back. Passwords, mailed codes and second
steps are counted apart: who is locked out of the password by a stranger still comes in by a mailed code, and who knows
the password gets no further tries at the second step by giving it again.

A network is slowed by the number of *different* accounts that failed from it and have not come in from it since: many
people behind one address mistype and then get in, one who sprays a password over many accounts does not. Mailed codes
are looked at all the same: nobody sprays what is mailed to somebody else.

Addresses of mail and of networks are kept as keyed digests, for a day (``due``), whether we know the account or not.
"""

import ipaddress
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from allauth.core.internal.httpkit import get_client_ip
from django.core.exceptions import ImproperlyConfigured
from django.db import models
from django.db.models import Count, F, Q
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from core import clock

log = logging.getLogger("maillage.access")

#: An account bears so many wrong tries of one kind in this time; ``AccountTries`` has a column for each.
WINDOW = timedelta(minutes=5)
COLUMNS = ("latest_at", "second_at", "third_at", "fourth_at", "fifth_at")
#: The time in which different accounts of one address are counted first; then by the day.
QUARTER = timedelta(minutes=15)
#: How long rows are kept.
KEPT = timedelta(days=1)


class Kind(models.TextChoices):
    PASSWORD = "password"  # noqa: S105  (a kind, no secret)
    CODE = "code"
    SECOND_STEP = "second_step"


#: What a right secret gives back. A password never gives back tries at the second step, which guards against those
#: who have it; a mailed code does for the password what choosing a new one by mail would do.
GIVES_BACK = {
    Kind.PASSWORD: (Kind.PASSWORD,),
    Kind.CODE: (Kind.PASSWORD, Kind.CODE),
    Kind.SECOND_STEP: (Kind.PASSWORD, Kind.CODE, Kind.SECOND_STEP),
}


@dataclass(frozen=True)
class Profile:
    """Different accounts that may fail, and not come in since, before their network is slowed.

    Two hundred people behind one address, of whom a tenth err and give up, are 20 in a day; 40 at the same moment is
    far beyond what a fair sees (five standard deviations), and 500 accounts take an attacker more than four days.
    """

    address_in_a_quarter: int = 40
    address_in_a_day: int = 120
    network_in_a_day: int = 300

    def allows(self, quarter: int, day: int, network: int) -> bool:
        """Whether so many, the one that is trying among them, are still let through."""
        return (
            quarter <= self.address_in_a_quarter and day <= self.address_in_a_day and network <= self.network_in_a_day
        )


FAIR = Profile()


class AccountTries(models.Model):
    """The five latest tries of one kind at one account; none of them is older once the fifth is younger than WINDOW."""

    account = models.CharField(max_length=64)
    kind = models.CharField(max_length=12, choices=Kind)
    latest_at = models.DateTimeField(null=True)
    second_at = models.DateTimeField(null=True)
    third_at = models.DateTimeField(null=True)
    fourth_at = models.DateTimeField(null=True)
    fifth_at = models.DateTimeField(null=True)
    #: When the owner was last written to about it, whatever the kind.
    told_at = models.DateTimeField(null=True)
    touched_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["account", "kind"], name="tries_once_per_account_and_kind"),
            models.CheckConstraint(name="tries_kind_is_known", condition=Q(kind__in=Kind.values)),
        ]
        indexes = [models.Index(fields=["touched_at"], name="tries_by_age")]

    def __str__(self) -> str:
        return self.kind


class NetworkTry(models.Model):
    """One account tried from one address today; ``good_at`` once it came in from there."""

    account = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    network = models.CharField(max_length=64)
    first_at = models.DateTimeField()
    tried_at = models.DateTimeField()
    good_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "network tries"
        constraints = [models.UniqueConstraint(fields=["address", "account"], name="network_try_once_per_account")]
        indexes = [
            models.Index(fields=["network"], name="network_try_by_network"),
            models.Index(fields=["tried_at"], name="network_try_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.tried_at:%Y-%m-%d}"


class TooManyTries(Exception):
    """The secret was not looked at. ``until``: when to try again; ``by_network``: because of others behind the address."""

    def __init__(self, kind: str, until: datetime, *, by_network: bool = False) -> None:
        super().__init__(kind)
        self.kind, self.until, self.by_network = kind, until, by_network


@dataclass(frozen=True)
class Account:
    """Whose secret is tried: a digest, whether or not somebody has the account; ``user_id`` of whom an address is proven for."""

    digest: str
    user_id: int | None = None


@dataclass(frozen=True)
class Place:
    """Where a try comes from, as digests that change every day."""

    address: str
    network: str


def account_of(user_id: int) -> Account:
    return Account(_digest("account", f"user:{user_id}"), user_id)


def account_at(email: str) -> Account:
    """The account an address signs in to: one, whichever of its addresses is typed. Cost: 1 query, known or not.

    One that is not proven opens the account with its password, too, but nobody is written to for it.
    """
    from allauth.account.models import EmailAddress

    email = email.strip().lower()
    there = EmailAddress.objects.filter(email=email).order_by("-verified", "pk")
    owner, is_proven = there.values_list("user_id", "verified").first() or (None, False)
    if owner is None:
        return Account(_digest("account", f"address:{email}"))
    return account_of(owner) if is_proven else Account(account_of(owner).digest)


def place_of(request: HttpRequest | None, now: datetime | None = None) -> Place | None:
    """Where the request comes from, past the proxies that the settings trust; None if that cannot be told.

    Of IPv6 a household has a /64 to itself, so that one counts as an address does, and a /48 as the network.
    """
    try:
        found = ipaddress.ip_address(get_client_ip(request) or "") if request else None
    except (ValueError, ImproperlyConfigured):
        found = None
    if found is None:
        return None
    if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
        found = found.ipv4_mapped
    narrow, wide = (32, 24) if found.version == 4 else (64, 48)
    address, network = (str(ipaddress.ip_network((found, bits), strict=False)) for bits in (narrow, wide))
    day = f"{(now or timezone.now()).astimezone(UTC):%Y-%m-%d}"
    return Place(_digest(day, address), _digest(day, network))


def _digest(what: str, value: str) -> str:
    return salted_hmac(f"people.accounts.tries.{what}", value, algorithm="sha256").hexdigest()


class Try:
    """One try that may look at the secret; it says afterwards whether the secret was ``good`` or ``wrong``."""

    def __init__(self, kind: Kind, account: Account, place: Place | None, at: datetime) -> None:
        self.kind, self.account, self.place, self.at = kind, account, place, at

    def good(self) -> None:
        """Give back what this secret gives back, and take the account off what counts against its network. Cost: 2 queries."""
        rows = AccountTries.objects.filter(account=self.account.digest, kind__in=GIVES_BACK[self.kind])
        rows.update(**dict.fromkeys(COLUMNS))
        if self.place:
            NetworkTry.objects.filter(account=self.account.digest, address=self.place.address).update(good_at=self.at)

    def wrong(self) -> None:
        """At the fifth, plan a letter to the owner: the same work whether there is one. Cost: 1 query, 2 at the fifth."""
        full = AccountTries.objects.filter(account=self.account.digest, kind=self.kind, fifth_at__gt=self.at - WINDOW)
        if full.exists():
            log.warning("an account is locked for %d seconds: %s", WINDOW.total_seconds(), self.kind)
            clock.schedule(
                "accounts.tell_of_lock",
                self.account.digest,
                due_at=self.at,
                payload={"account": self.account.digest, "user": self.account.user_id, "kind": self.kind},
            )


def take(
    kind: Kind, account: Account, place: Place | None, *, now: datetime | None = None, profile: Profile = FAIR
) -> Try:
    """Take one try before the secret is looked at. Cost: 4 queries, 2 where the place is not known.

    Raises TooManyTries: then the secret must not be looked at.
    """
    now = now or timezone.now()
    # Each statement stands by itself: what one process notes the next one must see before it counts.
    if place and kind != Kind.SECOND_STEP:
        _note_in_network(account, place, now)
    try:
        if place and kind == Kind.PASSWORD:
            _ask_network(kind, place, now, profile)
        _take_from_account(kind, account, now)
    except TooManyTries:
        # What was refused without a look counts against nobody, or a lock would feed itself.
        if place:
            noted = NetworkTry.objects.filter(account=account.digest, address=place.address)
            noted.filter(first_at=now, good_at=None).delete()
        raise
    return Try(kind, account, place, now)


def _take_from_account(kind: Kind, account: Account, now: datetime) -> None:
    """Shift the five moments on, if the fifth is old enough, or lies where only a clock that was wrong can have put it."""
    row = AccountTries.objects.filter(account=account.digest, kind=kind)
    free = Q(fifth_at=None) | Q(fifth_at__lte=now - WINDOW) | Q(fifth_at__gt=now + WINDOW)
    shifted: dict[str, Any] = {later: F(sooner) for sooner, later in pairwise(COLUMNS)}
    while True:
        AccountTries.objects.bulk_create([AccountTries(account=account.digest, kind=kind)], ignore_conflicts=True)
        if row.filter(free).update(latest_at=now, touched_at=now, **shifted):
            return
        fifth_at = row.values_list("fifth_at", flat=True).first()
        # Given back, or forgotten with its day, since it was asked: then there is room.
        if fifth_at and fifth_at > now - WINDOW:
            raise TooManyTries(kind, fifth_at + WINDOW)


def _note_in_network(account: Account, place: Place, now: datetime) -> None:
    noted = NetworkTry(account=account.digest, address=place.address, network=place.network, first_at=now, tried_at=now)
    NetworkTry.objects.bulk_create(
        [noted], update_conflicts=True, unique_fields=["address", "account"], update_fields=["tried_at"]
    )


def _ask_network(kind: Kind, place: Place, now: datetime, profile: Profile) -> None:
    """Count after noting: of many at once no more are let through than the profile has."""
    here, failing = Q(address=place.address), Q(good_at=None)
    seen = NetworkTry.objects.filter(network=place.network).aggregate(
        quarter=Count("pk", filter=here & failing & Q(tried_at__gt=now - QUARTER)),
        day=Count("pk", filter=here & failing),
        wide=Count("account", distinct=True, filter=failing),
    )
    # Who came in from here today counts no more: an own slip never is the one too many.
    if profile.allows(seen["quarter"], seen["day"], seen["wide"]):
        return
    log.warning("tries from one network are slowed")
    only_the_quarter = profile.allows(0, seen["day"], seen["wide"])
    raise TooManyTries(kind, now + QUARTER if only_the_quarter else _tomorrow(now), by_network=True)


def _tomorrow(now: datetime) -> datetime:
    return (now.astimezone(UTC) + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0)


def forget() -> int:
    """Delete what is older than a day. Cost: 2 queries."""
    old = timezone.now() - KEPT
    gone = AccountTries.objects.filter(touched_at__lt=old).delete()[0]
    return gone + NetworkTry.objects.filter(tried_at__lt=old).delete()[0]


def first_in_an_hour(account: str, now: datetime) -> bool:
    """Whether the owner has not been written to within the hour; notes that they are now. Cost: 2 queries."""
    rows = AccountTries.objects.filter(account=account)
    if rows.filter(told_at__gt=now - timedelta(hours=1)).exists():
        return False
    return rows.update(told_at=now) > 0
