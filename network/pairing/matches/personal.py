"""What matches hold about the two people of each, and what becomes of it."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.personal import GOES_ALONG, Beside, Held, Keep, declare, keep
from network.pairing.matches.joining import let_go_of, part_from_oneself
from network.pairing.matches.models import Agreement, Goal, Logbook, Match, Party, Review, Side, State

BOTH = _(
    "The two people of the match, the caseworkers of the candidate, the partner that brought the host, and the coordination"
)
STAFF = _("The person, the caseworkers of the candidate, and the coordination")
ABOVE = _("The caseworkers of the candidate, the partner that brought the host, and the coordination")
THREE_YEARS = _("Three years after the match ended")


def held(purpose: Any, *, audience: Any = BOTH, **facts: Any) -> Held:
    return Held(purpose=purpose, audience=audience, retention=THREE_YEARS, **facts)


def was_said(name: str) -> Callable[[Any], str]:
    """That something was said stays, where it must be."""
    return lambda row: "…" if getattr(row, name) else ""


def who_ended(row: Match) -> int | None:
    """Whose words on the end these are; None for staff's."""
    return {Side.CANDIDATE.value: row.candidate_id, Side.HOST.value: row.host_id}.get(row.ended_side)


AGREED = {
    "subject": held(_("To agree on what is done together")),
    "limits": held(_("To agree on what it is not")),
    "place": held(_("To agree on where it is")),
    "tasks": held(_("To agree on what is done together")),
    "colleague": held(_("To know who accompanies the candidate")),
    "confidentiality": held(_("To agree on what stays between them")),
    "insurance": held(_("To know who insures")),
    "right_to_stop": held(_("To agree on how to stop")),
}
declare(
    Match,
    owner="parties__person",
    label=_("matches"),
    fields={
        "end_words": held(_("To know why it ended, and to match better next time"), audience=STAFF, whose=who_ended),
        "completed_because": held(
            _("To say why it counts as completed"), audience=ABOVE, erase=was_said("completed_because"), export=False
        ),
    },
    not_personal=(
        "proposal", "request", "offer", "edition", "format", "state", "made_at", "state_since", "signed_at", "began_at",
        "starts_on", "ends_on", "midway_on", "insurer", "minutes_planned", "minutes_done", "completed_on",
        "ended_at", "paused_until", "ended_side", "end_reason", "forgotten_at",
    ),
    beside={
        "format": Beside(_("format"), lambda row: str(row.get_format_display())),
        "state": Beside(_("state"), lambda row: str(row.get_state_display())),
        "made_at": Beside(_("made on"), lambda row: row.made_at),
        "edition": Beside(_("edition"), lambda row: str(row.edition.title)),
    },
    related=("edition__programme",),
    merge=part_from_oneself,
    leave=let_go_of,
    known_until=GOES_ALONG,
    # Before proposals, requests and files are joined, and before offers are closed.
    order=50,
)  # fmt: skip
declare(
    Party,
    owner="person",
    label=_("what one shares with the other of a match"),
    fields={"phone": held(_("To reach each other, once both signed"))},
    not_personal=("match", "side"),
    known_until=GOES_ALONG,
)
declare(
    Agreement,
    owner="match__parties__person",
    label=_("agreements of a match"),
    fields=AGREED,
    not_personal=(
        "match", "number", "revision", "state", "language", "starts_on", "ends_on", "rhythm", "channel", "hours", "zone",
        "insurer", "written_at", "candidate_signed_at", "host_signed_at", "in_force_at",
    ),
    known_until=GOES_ALONG,
)  # fmt: skip
declare(
    Goal,
    owner="agreement__match__candidate",
    label=_("goals of a match"),
    fields={"text": held(_("To agree on what is aimed at"), erase="…")},
    not_personal=("agreement", "rank", "reached_at"),
    known_until=GOES_ALONG,
)
declare(
    Review,
    owner="party__person",
    label=_("reviews of a match"),
    fields={
        "words": held(_("To help while it is under way, and to match better next time"), audience=STAFF),
        "training_need": held(_("To find the right training"), audience=STAFF),
        "private": held(
            _("To tell the coordination what nobody else should read"),
            audience=_("The person, and the coordination of the programme alone"),
        ),
    },
    not_personal=(
        "party", "moment", "asked_at", "reminded_at", "given_at", "dropped_at", "usefulness", "problem", "goals_reached",
        "contacts_gained", "gained", "would_again",
    ),
    known_until=GOES_ALONG,
)  # fmt: skip
NOTES = _("To think about what was seen")
OWN = _("The person alone, until they share it with their host or their caseworker")
declare(
    Logbook,
    owner="match__candidate",
    label=_("logbooks"),
    fields={name: held(NOTES, audience=OWN) for name in Logbook.QUESTIONS},
    not_personal=(
        "match", "language", "revision", "written_at", "shared_with_host", "shared_with_caseworker", "shared_at",
    ),
    known_until=GOES_ALONG,
)  # fmt: skip


# ------------------------------------------------------------------ how long


def ended(before: datetime) -> QuerySet[Match]:
    return Match.objects.filter(state__in=[State.COMPLETED, State.ENDED], state_since__lt=before, forgotten_at=None)


def forget(rows: Sequence[Match], _before: datetime) -> int:
    """What was written goes; that there was a match, and how it ended, stays and counts."""
    keys = [row.pk for row in rows]
    Match.objects.filter(pk__in=keys).update(end_words="", forgotten_at=timezone.now())
    Match.objects.filter(pk__in=keys).exclude(completed_because="").update(completed_because="…")
    Party.objects.filter(match__in=keys).update(phone="")
    Agreement.objects.filter(match__in=keys).update(**dict.fromkeys(AGREED, ""))
    Goal.objects.filter(agreement__match__in=keys).update(text="…")
    Review.objects.filter(party__match__in=keys).update(words="", training_need="", private="")
    Logbook.objects.filter(match__in=keys).delete()
    return len(rows)


keep(
    Keep(
        code="matches.matches",
        model=Match,
        label=_("matches, with what was agreed, reviewed and noted in them"),
        since=_("the day it was completed or ended"),
        days=3 * 365,
        due=ended,
        then=forget,
        organisation="request__candidacy__case_file__organisation",
    )
)
