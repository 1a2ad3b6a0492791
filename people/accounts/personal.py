"""What this room holds about people: their name, the ways to reach them, their login and its roles.

What the ground floor keeps about them, and knows no Person to declare it by, stands in ``held_below``.
"""

from collections.abc import Sequence
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.users.models import UserProfile

from core.personal import GOES_ALONG, Beside, Held, Keep, declare, keep
from people.accounts import (
    actions,
    held_below,  # noqa: F401  (enters its part of the register)
)
from people.accounts.models import Address, Grant, Person, SecondFactorReset, User, unreachable

THEMSELVES = _("The person, and those who run what they take part in")
ADMINISTRATORS = _("The person and the administrators")
WHILE_KNOWN = _("Until the person asks for erasure, or three years after the last thing they took part in")
WITH_LOGIN = _("As long as the login is open")
WITH_SESSION = _("Until the session ends, at most two weeks after the last visit")


def merge_addresses(keep: Person, gone: Person) -> None:
    """One row for one address; proven if either was, since the earlier day."""
    own = {address.email: address for address in Address.objects.filter(person=keep)}
    for address in Address.objects.filter(person=gone):
        same = own.get(address.email)
        if same is None:
            address.person = keep
            address.save(update_fields=["person"])
            continue
        proven = [moment for moment in (same.proven_at, address.proven_at) if moment]
        same.proven_at = min(proven, default=None)
        address.delete()
        same.save(update_fields=["proven_at"])


def merge_resets(keep: Person, gone: Person) -> None:
    """Open requests of the one who goes are withdrawn. A finished one in which both had a part cannot name one person twice:
    it is dropped, and the audit keeps its story."""
    both = [keep.pk, gone.pk]
    SecondFactorReset.objects.filter(person=gone, confirmed_at=None, withdrawn_at=None).update(
        withdrawn_at=timezone.now()
    )
    SecondFactorReset.objects.filter(
        Q(person__in=both, asked_by__in=both)
        | Q(person__in=both, confirmed_by__in=both)
        | Q(asked_by__in=both, confirmed_by__in=both)
    ).delete()
    SecondFactorReset.objects.filter(person=gone).update(person=keep)


def close_logins(people: Sequence[int]) -> None:
    """Roles, sessions and second steps end, and the addresses are free. Raises LastAdministrator."""
    for user in User.objects.filter(person__in=people):
        actions.close_login(user=user, by=None)


def end_sessions(people: Sequence[int]) -> None:
    """Sign every login of these Persons out everywhere. Cost: 1 query and 3 per session."""
    for user in User.objects.filter(person__in=people):
        actions.end_sessions(user=user)


declare(
    Person,
    owner="",
    label=_("people"),
    fields={
        "name": Held(
            purpose=_("To address the person, and to print their ticket and badge"),
            audience=THEMSELVES,
            retention=WHILE_KNOWN,
        ),
        "folded": Held(
            purpose=_("To find the person by name, with or without accents"),
            audience=THEMSELVES,
            retention=WHILE_KNOWN,
            export=False,
            label=_("full name, as it is searched"),
        ),
        "language": Held(
            purpose=_("To write to the person in the language they chose"),
            audience=THEMSELVES,
            retention=WHILE_KNOWN,
            erase="fr",
        ),
    },
    not_personal=("erased_at", "created_at"),
    order=10,
    known_until="created_at",
)

declare(
    Address,
    owner="person",
    label=_("email addresses"),
    fields={
        "email": Held(
            purpose=_("To write to the person, and to know them again"),
            audience=THEMSELVES,
            retention=WHILE_KNOWN,
            erase="efface@exemple.invalid",
        ),
        "proven_at": Held(
            purpose=_("To tell an address the person reads from one that was only typed"),
            audience=ADMINISTRATORS,
            retention=WHILE_KNOWN,
            erase=None,
            label=_("day the address was proven"),
        ),
    },
    merge=merge_addresses,
    order=20,
    on_erase="delete",
    known_until=GOES_ALONG,
)

declare(
    User,
    owner="person",
    label=_("logins"),
    fields={
        "email": Held(
            purpose=_("To sign in"),
            audience=ADMINISTRATORS,
            retention=WITH_LOGIN,
            erase=unreachable,
        ),
        "password": Held(
            purpose=_("To sign in; kept as a digest that cannot be turned back"),
            audience=_("Nobody"),
            retention=WITH_LOGIN,
            export=False,
        ),
        "last_login": Held(
            purpose=_("To notice a login that nobody uses"),
            audience=ADMINISTRATORS,
            retention=WITH_LOGIN,
            erase=None,
        ),
    },
    not_personal=("is_superuser", "is_active", "created_at", "groups", "user_permissions"),
    order=20,
    leave=close_logins,
    known_until=("last_login", "created_at"),
)

declare(
    Grant,
    owner="user__person",
    label=_("roles held"),
    fields={
        "granted_at": Held(
            purpose=_("To know who may do what, and could at any time before"),
            audience=ADMINISTRATORS,
            retention=_("As long as what was done in the role is on record"),
            stays=_("Who could reach other people's data, and when, must remain answerable; the name does not stay"),
            label=_("day the role was given"),
        ),
    },
    not_personal=("role", "scope", "revoked_at"),
    known_until=GOES_ALONG,
    beside={
        "role": Beside(_("role"), lambda grant: grant.get_role_display()),
        "scope": Beside(_("where"), lambda grant: grant.scope.place),
        "revoked_at": Beside(pgettext_lazy("role", "ended"), lambda grant: grant.revoked_at),
    },
    related=("scope__region", "scope__organisation"),
)

declare(
    SecondFactorReset,
    owner="person",
    label=_("resets of a second factor"),
    fields={
        "asked_at": Held(
            purpose=_("To let two administrators reset a lost phone together"),
            audience=ADMINISTRATORS,
            retention=_("Three years"),
            stays=_("That two administrators acted together must remain answerable; the name does not stay"),
            label=_("day it was asked for"),
        ),
    },
    not_personal=("expires_at", "confirmed_at", "withdrawn_at"),
    merge=merge_resets,
    known_until=GOES_ALONG,
)

declare(
    EmailAddress,
    owner="user__person",
    label=_("addresses of logins"),
    fields={
        "email": Held(
            purpose=_("To sign in, and to send codes"),
            audience=ADMINISTRATORS,
            retention=WITH_LOGIN,
            erase=lambda address: f"efface-{address.pk}@exemple.invalid",
        ),
    },
    not_personal=("verified", "primary"),
    on_erase="delete",
    known_until=GOES_ALONG,
)

declare(
    Authenticator,
    owner="user__person",
    label=_("second steps"),
    fields={
        "data": Held(
            purpose=_("To check the code of an app, a recovery code or a passkey; kept sealed"),
            audience=_("Nobody"),
            retention=WITH_LOGIN,
            export=False,
            erase=dict,
            label=_("key of the second step"),
        ),
        "last_used_at": Held(
            purpose=_("To let the person notice a use that was not theirs"),
            audience=_("The person"),
            retention=WITH_LOGIN,
            erase=None,
            label=_("last use"),
        ),
    },
    not_personal=("type", "created_at"),
    on_erase="delete",
    known_until=GOES_ALONG,
)

declare(
    UserSession,
    owner="user__person",
    label=_("open sessions"),
    fields={
        "ip": Held(
            purpose=_("To let the person recognise their sessions, and end one that is not theirs"),
            audience=_("The person"),
            retention=WITH_SESSION,
            erase="0.0.0.0",  # noqa: S104  (no address, not one to listen on)
            label=_("IP address"),
        ),
        "user_agent": Held(
            purpose=_("To let the person recognise their sessions, and end one that is not theirs"),
            audience=_("The person"),
            retention=WITH_SESSION,
            label=_("browser"),
        ),
        "session_key": Held(
            purpose=_("To end the session when the person asks"),
            audience=_("Nobody"),
            retention=WITH_SESSION,
            export=False,
            erase=lambda session: f"efface-{session.pk}",
            label=_("key of the session"),
        ),
        "last_seen_at": Held(
            purpose=_("To let the person recognise their sessions, and end one that is not theirs"),
            audience=_("The person"),
            retention=WITH_SESSION,
            label=_("last visit"),
        ),
    },
    not_personal=("created_at", "data"),
    # They are ended first, and the browser's session with them.
    on_erase="delete",
    leave=end_sessions,
    known_until=GOES_ALONG,
)

declare(
    Session,
    owner=None,
    label=_("what browsers are remembered by"),
    fields={
        "session_data": Held(
            purpose=_("To keep a person signed in, and what they began or searched on the way"),
            audience=_("Nobody"),
            retention=WITH_SESSION,
            export=False,
        ),
    },
    not_personal=("expire_date",),
)

declare(
    UserProfile,
    owner="user__person",
    label=_("settings of editors"),
    fields={
        "avatar": Held(
            purpose=_("To show editors to each other, if they wish"),
            audience=_("Editors"),
            retention=WITH_LOGIN,
            label=pgettext_lazy("portrait", "picture"),
        ),
        "preferred_language": Held(
            purpose=_("To show the editor in the language they chose"),
            audience=_("The person"),
            retention=WITH_LOGIN,
            label=_("language of the editor"),
        ),
        "current_time_zone": Held(
            purpose=_("To show hours where the person works"),
            audience=_("The person"),
            retention=WITH_LOGIN,
            label=_("time zone"),
        ),
    },
    not_personal=(
        "submitted_notifications",
        "approved_notifications",
        "rejected_notifications",
        "updated_comments_notifications",
        "dismissibles",
        "theme",
        "contrast",
        "density",
        "keyboard_shortcuts",
    ),
    on_erase="delete",
    known_until=GOES_ALONG,
)

# ------------------------------------------------------------------ how long


def idle_sessions(before: datetime) -> QuerySet[UserSession]:
    """Of browsers that were signed in before a moment, and are not any more."""
    open_now = Session.objects.filter(expire_date__gte=timezone.now()).values("session_key")
    idle: QuerySet[UserSession] = UserSession.objects.filter(last_seen_at__lt=before).exclude(session_key__in=open_now)
    return idle


def end_idle_sessions(sessions: Sequence[UserSession], _cut_off: datetime) -> int:
    for session in sessions:
        session.end()
        UserSession.objects.filter(pk=session.pk).delete()
    return len(sessions)


keep(
    Keep(
        code="accounts.sessions",
        model=UserSession,
        label=_("sessions that have run out: address and browser"),
        since=_("the last visit"),
        days=settings.SESSION_COOKIE_AGE // (24 * 3600),
        due=idle_sessions,
        then=end_idle_sessions,
        longest=settings.SESSION_COOKIE_AGE // (24 * 3600),
    )
)
keep(
    Keep(
        code="accounts.second_factor_resets",
        model=SecondFactorReset,
        label=_("resets of a second factor"),
        since=_("the day it was asked for"),
        days=3 * 365,
        due=lambda before: SecondFactorReset.objects.filter(asked_at__lt=before),
        then="delete",
    )
)
