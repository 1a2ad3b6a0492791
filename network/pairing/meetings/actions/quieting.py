"""A quiet match is spoken of: to the candidate, to both, to who follows them; each once a spell."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from network.pairing.matches.actions.held import hold
from network.pairing.matches.models import Match, Side
from network.pairing.meetings import news, quiet
from network.pairing.meetings.models import Quiet


@transaction.atomic
def ask_for_meetings(*, match: Match, today: date | None = None) -> int:
    """The step that has come, told once; which, 0 for none. Steps that were missed while nobody looked are not told after the fact.

    Cost: 5 queries, and the letters.
    """
    today = today or timezone.localdate()
    hold(match)
    found = quiet.quiet_for(Match.objects.filter(pk=match.pk), Quiet.Step.CANDIDATE, today)
    held = found.select_related("candidate", "host").first()
    if held is None:
        return 0
    since = quiet.since(held)
    told = Quiet.objects.filter(match=held, since=since).values_list("step", flat=True)
    due = quiet.due_steps(held, today, told)
    if not due:
        return 0
    try:
        with transaction.atomic():
            Quiet.objects.bulk_create(Quiet(match=held, since=since, step=step) for step in due)
    except IntegrityError:
        return 0
    step = due[-1]
    audit.record("match.quiet", held, by=None, values={"step": step})
    words = since.isoformat()
    if step in {Quiet.Step.CANDIDATE, Quiet.Step.BOTH}:
        for side in Side if step == Quiet.Step.BOTH else (Side.CANDIDATE,):
            news.tell_quiet(held, side, step, words)
    else:
        news.tell_staff(held, f"quiet_{step}", once=words, coordination=True)
    return step
