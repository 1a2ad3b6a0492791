"""What this room does when an agreement is signed, when a match ends or goes on, and when the room below counts a day."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from network.pairing.matches import signals
from network.pairing.matches.models import Agreement, Match
from network.pairing.meetings import actions
from people.accounts.models import Person


@receiver(signals.match_signed)
def make_its_days(match: Match, agreement: Agreement, by: Person | None, **_news: Any) -> None:
    actions.follow_agreement(match=match, agreement=agreement, by=by)


@receiver(signals.match_resumed)
def plan_again(match: Match, by: Person | None, ended_at: datetime, **_news: Any) -> None:
    """The days of its agreement, and what else was called off with it."""
    agreement = match.agreements.in_force().first()
    if agreement is not None:
        actions.follow_agreement(match=match, agreement=agreement, by=by)
        actions.plan_again(match, since=ended_at)


@receiver(signals.match_ended)
@receiver(signals.match_completed)
def call_off_what_is_planned(match: Match, by: Person | None, **_news: Any) -> None:
    actions.call_off_all(match, by=by)


@receiver(signals.minutes_counted)
def was_held(match: Match, key: str, minutes: int, **_news: Any) -> None:
    actions.follow_counted(match=match, key=key, minutes=minutes)


@receiver(signals.minutes_taken_back)
def was_not_held(match: Match, key: str, **_news: Any) -> None:
    actions.follow_taken_back(match=match, key=key)
