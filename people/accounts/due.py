"""Work about logins that comes back by itself."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from core import asked, audit, clock
from people.accounts import actions, tries
from people.accounts.models import User


@clock.every("accounts.forget_sessions", timedelta(days=1))
def forget_sessions(_payload: Mapping[str, Any]) -> None:
    """Sessions that have run out, the addresses and browsers of those that are gone, and words of old searches.

    Cost: 2 deletions, and the sessions read once.
    """
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    gone = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    # One that opens just now is written before its session is.
    gone.filter(created_at__lt=now - timedelta(hours=1)).delete()
    asked.drop_old()


@clock.handler("accounts.tell_of_lock")
def tell_of_lock(payload: Mapping[str, Any]) -> None:
    """Write to the owner of a locked account, if it has one, at most once an hour. Cost: 2 queries, 5 with a letter."""
    now = timezone.now()
    user = User.objects.filter(pk=payload["user"], is_active=True).select_related("person").first()
    if user and tries.first_in_an_hour(payload["account"], now):
        audit.record("accounts.locked", user, by=None)
        at_second_step = payload["kind"] == tries.Kind.SECOND_STEP
        letter = "accounts/locked_at_second_step" if at_second_step else "accounts/locked"
        actions.tell(user, letter, key=f"{user.pk}/{now.isoformat()}")


@clock.every("accounts.forget_tries", timedelta(hours=6))
def forget_tries(_payload: Mapping[str, Any]) -> None:
    tries.forget()
