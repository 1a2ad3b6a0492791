"""Work about logins that comes back by itself."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from core import clock


@clock.every("accounts.forget_sessions", timedelta(days=1))
def forget_sessions(_payload: Mapping[str, Any]) -> None:
    """Sessions that have run out, and the addresses and browsers of those that are gone. Cost: 2 deletions."""
    now = timezone.now()
    Session.objects.filter(expire_date__lt=now).delete()
    gone = UserSession.objects.exclude(session_key__in=Session.objects.values("session_key"))
    # One that opens just now is written before its session is.
    gone.filter(created_at__lt=now - timedelta(hours=1)).delete()
