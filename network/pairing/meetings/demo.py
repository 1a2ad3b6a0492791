"""Meetings for the demonstration's mentorships: held and confirmed over months, one missed, one called off, one to confirm, the
next one planned. The pair that goes quiet has none. Days of placements and conversations stand there since they were signed.
"""

from datetime import datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from core.localtime import Zone
from core.outbox import Mail
from core.refusals import Refusal
from network.pairing.kinds import Format
from network.pairing.matches.models import LIVE, Match, Minutes, Party, Side
from network.pairing.matches.models import State as MatchState
from network.pairing.meetings import actions, common
from network.pairing.meetings.actions.holding import set_hours
from network.pairing.meetings.models import Meeting, Missed, Mode, State
from people.accounts.models import Person, Role
from people.participants.models import PaperLetter
from people.programmes.models import Edition

LINK = "https://rencontre.exemple.test/mentorat"
TOPICS = (
    "Faire connaissance",
    "Relire mon CV",
    "Comment on embauche ici",
    "Préparer une entrevue",
    "Rencontrer le milieu",
)
EVENING = time(18)
#: A meeting that is over this soon is told apart from those that were settled.
YESTERDAY = timedelta(days=1)


def seed(world: Any) -> None:
    """Meetings of the matches of ``world.pairing_edition``; a second time changes nothing."""
    edition = getattr(world, "pairing_edition", None)
    if edition is None or Meeting.objects.filter(match__edition=edition, agreed_day=None).exists():
        return
    known = {name: match.pk for name, match in getattr(world, "matches", {}).items()}
    mentorships = Match.objects.filter(edition=edition, format=Format.MENTORING, signed_at__isnull=False)
    with transaction.atomic():
        for match in mentorships.select_related("candidate", "host", "request", "offer").order_by("pk"):
            last = _held(match)
            if match.pk == known.get("mentoring.problem") or match.state not in LIVE:
                continue
            if match.state == MatchState.UNDER_WAY:
                _missed(match, last)
                _called_off(match)
            if match.pk in {known.get("mentor"), known.get("mentoring.under_way")}:
                _to_confirm(match)
            if match.state in {MatchState.SIGNED, MatchState.UNDER_WAY}:
                is_by_phone = match.pk == known.get("mentoring.under_way")
                _next(match, by=_caseworker(world) if is_by_phone else None)
        _forget_what_was_told(edition)


def _meeting(match: Match, day: datetime, minutes: int, number: int, **facts: Any) -> Meeting:
    """One of the past, at six in the evening or at noon: a row as it was settled then."""
    starts = datetime.combine(day.date(), EVENING if number % 3 else time(12))
    is_online = match.offer.is_online
    place = LINK if is_online else match.offer.address or match.offer.municipality
    meeting = Meeting(
        match=match, mode=Mode.ONLINE if is_online else Mode.PLACE, place=place, about=TOPICS[number % len(TOPICS)],
        planned_by=match.candidate if number % 2 else match.host, planned_at=timezone.make_aware(starts) - timedelta(days=6),
        **facts,
    )  # fmt: skip
    set_hours(meeting, starts, starts + timedelta(minutes=minutes), Zone.MONTREAL)
    return meeting


def _held(match: Match) -> datetime:
    """A meeting for all the minutes that were counted, evenly since the signature; when the last one was."""
    counted = sorted(Minutes.objects.filter(match=match, key__startswith="demo:"), key=lambda each: int(each.key[5:]))
    begun = timezone.localtime(match.signed_at)
    until = timezone.localtime() - timedelta(days=4)
    step = max(timedelta(days=2), (until - begun) / (len(counted) or 1))
    last = begun
    for number, minutes in enumerate(counted, 1):
        last = min(begun + step * number, until - timedelta(days=len(counted) - number))
        meeting = _meeting(match, last, minutes.minutes, number, state=State.HELD)
        meeting.asked_at = meeting.ends_at + timedelta(hours=1)
        meeting.said_side, meeting.said_minutes = (Side.HOST if number % 2 else Side.CANDIDATE), minutes.minutes
        meeting.said_at, meeting.settled_at = (
            meeting.ends_at + timedelta(hours=2),
            meeting.ends_at + timedelta(hours=20),
        )
        meeting.counted_at, meeting.counted_minutes = meeting.settled_at, minutes.minutes
        meeting.save()
        Minutes.objects.filter(pk=minutes.pk).update(key=meeting.key, counted_at=meeting.counted_at)
    return last


def _missed(match: Match, last: datetime) -> None:
    meeting = _meeting(match, last - timedelta(days=2), 60, 1, state=State.MISSED, missed_by=Missed.CANDIDATE)
    meeting.said_side, meeting.said_missed = Side.HOST, Missed.CANDIDATE
    meeting.said_at, meeting.settled_at = meeting.ends_at + timedelta(hours=1), meeting.ends_at + timedelta(hours=5)
    meeting.save()


def _called_off(match: Match) -> None:
    meeting = _meeting(match, timezone.localtime() - timedelta(days=2), 60, 2, state=State.CANCELLED, sequence=1)
    meeting.cancelled_at, meeting.cancelled_by = meeting.starts_at - timedelta(days=1), match.host
    meeting.reason = "Une urgence au travail; je propose la semaine prochaine."
    meeting.save()


def _to_confirm(match: Match) -> None:
    """Over since yesterday: the candidate has said how long it was, the host is asked."""
    meeting = _meeting(match, timezone.localtime() - YESTERDAY, 60, 3)
    meeting.asked_at = meeting.ends_at + timedelta(hours=1)
    meeting.save()
    actions.say(meeting=meeting, side=Side.CANDIDATE, minutes=75, by=match.candidate)


def _caseworker(world: Any) -> Person | None:
    login = world.users.get(Role.CASEWORKER.value) if hasattr(world, "users") else None
    return login.person if login else None


def _next(match: Match, by: Person | None = None) -> None:
    """At the first hour of the coming weeks that suits both; by the caseworker, who had the candidate on the telephone."""
    for weeks in range(3):
        first = timezone.localdate() + timedelta(days=2, weeks=weeks)
        for day, slots in common.proposed(match, first=first, minutes=60, zone=Zone.MONTREAL).days:
            starts = timezone.localtime(slots[-1].starts_at).replace(tzinfo=None)
            mode = {"mode": Mode.ONLINE, "place": LINK} if match.offer.is_online else {"mode": Mode.PHONE}
            try:
                actions.plan(
                    match=match, starts=starts, minutes=60, zone=Zone.MONTREAL, by=by or match.candidate,
                    about=TOPICS[day.day % len(TOPICS)], **mode,
                )  # fmt: skip
            except Refusal:
                continue
            return


def _forget_what_was_told(edition: Edition) -> None:
    """What they would have been told over months is no news today."""
    matches = Match.objects.filter(edition=edition)
    parties = [str(pk) for pk in Party.objects.filter(match__in=matches).values_list("pk", flat=True)]
    keys = [str(pk) for pk in matches.values_list("pk", flat=True)]
    Mail.objects.filter(template__in=["meetings/meeting", "meetings/quiet"], object_id__in=parties).delete()
    Mail.objects.filter(template="meetings/work", object_id__in=keys).delete()
    PaperLetter.objects.filter(template__startswith="meetings/", object_id__in=parties).delete()
    # Agreed days that are over were asked about in their time.
    past = Meeting.objects.filter(match__edition=edition, asked_at=None, ends_at__lt=timezone.now())
    past.update(asked_at=F("ends_at") + timedelta(hours=1))
