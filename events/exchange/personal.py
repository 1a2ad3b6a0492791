"""What this room holds about people: who gave a key to another system, and had it told. What messages say of others is not kept."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.personal import GOES_ALONG, Beside, Held, Keep, Words, declare, keep
from events.exchange.models import Subscription, Token

OWNER = _("The person, and administrators")
UNTIL_GONE = _("Two years after it ended, or until the person is erased")
WHILE_IT_STANDS = _("As long as it stands")


def held(purpose: Words, retention: Words, *, export: bool = True, erase: object = "") -> Held:
    return Held(purpose=purpose, audience=OWNER, retention=retention, export=export, erase=erase)


declare(
    Token,
    owner="owner",
    label=_("tokens of other systems"),
    fields={
        "name": held(_("To tell one’s tokens from each other"), UNTIL_GONE),
        "start": held(_("To tell one’s tokens from each other"), UNTIL_GONE),
        "made_at": held(_("To say since when a system had a key"), UNTIL_GONE),
        "expires_at": held(_("To end a key that nobody needs any more"), UNTIL_GONE),
        "last_used_at": held(_("To find keys that nobody uses"), UNTIL_GONE),
        "revoked_at": held(_("To say until when a system had a key"), UNTIL_GONE),
    },
    # What it may do is beside: the audit keeps it, and it is nobody's secret.
    not_personal=("digest", "form_key", "scopes"),
    beside={"scopes": Beside(_("what it may do"), lambda row: ", ".join(row.scopes))},
    on_erase="delete",
    known_until=GOES_ALONG,
)

declare(
    Subscription,
    owner="owner",
    label=_("subscriptions of other systems"),
    fields={
        "name": held(_("To tell one’s systems from each other"), WHILE_IT_STANDS),
        "url": held(_("To tell the system what happens"), WHILE_IT_STANDS),
        "made_at": held(_("To say since when it is told"), WHILE_IT_STANDS),
    },
    not_personal=(
        "event",
        "kinds",
        "with_people",
        "salt",
        "former_salt",
        "former_until",
        "form_key",
        "state",
        "why",
        "paused_at",
        "rests_until",
    ),
    beside={"kinds": Beside(_("what it is told of"), lambda row: ", ".join(row.kinds))},
    on_erase="delete",
    known_until=GOES_ALONG,
)


def ended_before(before: datetime) -> QuerySet[Token]:
    return Token.objects.filter(expires_at__lt=before)


keep(
    Keep(
        code="exchange.tokens",
        model=Token,
        label=_("tokens of other systems"),
        since=_("the day it was good until"),
        days=2 * 365,
        due=ended_before,
        then="delete",
    )
)
