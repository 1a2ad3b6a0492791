"""A match rests until a day: life comes between, and nobody is asked for meetings before."""

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from core import audit
from network.pairing.matches import refusals, telling
from network.pairing.matches.actions.held import hold, move
from network.pairing.matches.models import MEETING, Match
from people.accounts.models import Person

#: A match rests at most so long at once.
MOST_REST = timedelta(days=183)


@transaction.atomic
def pause(*, match: Match, until: date, by: Person) -> Match:
    """It rests until that day; both are told. Another day takes the place of the first. Cost: about 12 queries.

    Raises NotADayToRest, MovedOn unless it is signed and the two still meet.
    """
    today = timezone.localdate()
    if not today < until <= today + MOST_REST:
        raise refusals.NotADayToRest
    held = hold(match)
    if held.state not in MEETING:
        raise refusals.MovedOn
    if held.paused_until != until:
        move(held, held.state, paused_until=until)
        audit.record("match.paused", held, by=by, values={"until": until.isoformat()})
        telling.tell_both(held, "paused", but=by, once=f"{timezone.now():%Y%m%d%H%M%S%f}")
    return held


@transaction.atomic
def unpause(*, match: Match, by: Person) -> Match:
    """It goes on before its day; both are told. Twice is once. Cost: about 12 queries."""
    held = hold(match)
    if held.paused_until is not None:
        move(held, held.state, paused_until=None)
        audit.record("match.unpaused", held, by=by)
        telling.tell_both(held, "unpaused", but=by, once=f"{timezone.now():%Y%m%d%H%M%S%f}")
    return held
