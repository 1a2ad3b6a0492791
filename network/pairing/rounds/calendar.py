"""What the calendar does with rounds: it asks for the next one, and empties what is kept of old ones. It never publishes."""

from datetime import timedelta

from django.utils import timezone

from network.pairing.editions.models import PairingSettings, Rhythm
from network.pairing.rounds import refusals
from network.pairing.rounds.actions import asking
from network.pairing.rounds.models import Kind, Round

KINDS = {Rhythm.NIGHTLY: Kind.NIGHTLY, Rhythm.WEEKLY: Kind.WEEKLY}
#: Local hour before which no round of the calendar begins: people are asleep, and so is the machine.
HOUR = 2
#: How long the snapshot of a closed round is kept: a person may ask why long after.
SNAPSHOT_DAYS = 90


def ask_for_the_next() -> int:
    """Of every open edition whose day has come; how many. Its next day is moved on first, so that none is asked for twice."""
    now = timezone.localtime()
    asked = 0
    due = PairingSettings.objects.open().filter(rhythm__in=KINDS, next_round_on__lte=now.date())
    for settings in due.select_related("edition") if now.hour >= HOUR else ():
        moved = PairingSettings.objects.filter(pk=settings.pk, next_round_on=settings.next_round_on)
        if not moved.update(next_round_on=settings.next_round_after(now.date())):
            continue
        try:
            asking.ask(edition=settings.edition, by=None, kind=KINDS[Rhythm(settings.rhythm)])
        except refusals.RoundRefused:
            # One is being computed or sent: that one serves.
            continue
        asked += 1
    return asked


def empty_snapshots() -> int:
    """Keys and scores of rounds that were closed long ago. Cost: 1 query."""
    before = timezone.now() - timedelta(days=SNAPSHOT_DAYS)
    return Round.objects.filter(closed_at__lt=before, problem__isnull=False).update(problem=None)
