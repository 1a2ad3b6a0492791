from datetime import datetime, timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils import timezone

from core import clock
from people.accounts import due
from people.accounts.models import User
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db


def open_session(user: User, key: str, *, until: datetime | None, since: datetime) -> None:
    UserSession.objects.create(user=user, ip="192.0.2.7", user_agent="Firefox", session_key=key, created_at=since)
    if until:
        Session.objects.create(session_key=key, session_data="", expire_date=until)


def test_every_day_what_is_kept_of_sessions_that_are_over_is_forgotten() -> None:
    user, now, day = make_user(), timezone.now(), timedelta(days=1)
    open_session(user, "open", until=now + day, since=now - day)
    open_session(user, "run-out", until=now - day, since=now - 15 * day)
    open_session(user, "ended", until=None, since=now - day)
    open_session(user, "opening", until=None, since=now)

    due.forget_sessions({})

    assert clock.handler_of("accounts.forget_sessions") is due.forget_sessions
    assert set(Session.objects.values_list("session_key", flat=True)) == {"open"}
    assert set(UserSession.objects.values_list("session_key", flat=True)) == {"open", "opening"}
