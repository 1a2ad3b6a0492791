"""What follow-ups hold about people."""

from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.personal import GOES_ALONG, Beside, Held, Keep, declare, keep
from people.follow_up.actions.planning import end_everything
from people.follow_up.joining import merge_tracks
from people.follow_up.models import Attempt, Declined, FollowUp, Track

READERS = _(
    "The person, and the caseworkers of the organisation that follows them; a regional welcome officer while the person agrees"
)
COUNTED = _(
    "What became of the people who took part is counted in the plan's indicators, by region; whose it was does not stay"
)
LONG = _("As long as the file; the count stays")


def held(purpose: Any, **facts: Any) -> Held:
    return Held(purpose=purpose, audience=READERS, retention=LONG, **facts)


TO_COUNT = _("To know whether the programmes lead to work and to a region")


declare(
    Track,
    owner="case_file__person",
    label=_("what is followed up"),
    fields={
        "begun_on": held(_("To know when to ask"), stays=COUNTED),
        "lived_in": held(TO_COUNT, stays=COUNTED, label=_("region at the beginning")),
        "lives_in": held(TO_COUNT, stays=COUNTED, label=_("region now")),
    },
    not_personal=("case_file", "edition", "origin", "kind", "made_at"),
    beside={"kind": Beside(_("what it follows up"), lambda row: str(row.origin_words))},
    merge=merge_tracks,
    # Before the other file goes (participants: 70).
    order=65,
    known_until=GOES_ALONG,
    leave=end_everything,
)
declare(
    FollowUp,
    owner="track__case_file__person",
    label=_("follow-ups"),
    fields={
        "due_on": held(_("To know when to ask"), stays=COUNTED),
        "situation": held(TO_COUNT, stays=COUNTED),
        "lives_in": held(TO_COUNT, stays=COUNTED),
        "lives_outside": held(TO_COUNT, stays=COUNTED),
        "works_in": held(TO_COUNT, stays=COUNTED),
        "works_outside": held(TO_COUNT, stays=COUNTED),
        "still_there": held(TO_COUNT, stays=COUNTED),
        "answered_at": held(_("To know when it held"), stays=COUNTED, label=_("answered")),
        "note": Held(
            purpose=_("To understand an answer that was given aloud"),
            audience=READERS,
            retention=_("Three years after the answer"),
        ),
    },
    not_personal=(
        "track",
        "months",
        "ask_on",
        "gives_up_on",
        "remind_on",
        "state",
        "end_reason",
        "asked_at",
        "reminded_at",
        "nonce",
        "token_hash",
        "revision",
        "answered_how",
        "corrected_at",
    ),
    order=80,
    known_until=GOES_ALONG,
)
declare(
    Attempt,
    owner="follow_up__track__case_file__person",
    label=_("attempts to reach the person"),
    fields={
        "made_at": Held(
            purpose=_("To show that somebody tried before a person counts as not reached"),
            audience=READERS,
            retention=_("Two years"),
        ),
        "how": Held(
            purpose=_("To try another way next time"),
            audience=READERS,
            retention=_("Two years"),
        ),
    },
    not_personal=("follow_up",),
    on_erase="delete",
    order=80,
    known_until=GOES_ALONG,
)
declare(
    Declined,
    owner="case_file__person",
    label=_("wish not to be asked"),
    fields={
        "since": held(_("To ask no more whoever prefers not to be asked")),
    },
    not_personal=("case_file",),
    on_erase="delete",
    merge=lambda keep, gone: None,  # merge_tracks does it, before the file goes
    order=66,
    known_until=GOES_ALONG,
)


def old_notes(before: datetime) -> QuerySet[FollowUp]:
    """Follow-ups with a note that were answered, or due if nobody answered, before a moment."""
    unanswered = Q(answered_at=None, due_on__lt=timezone.localdate(before))
    return FollowUp.objects.exclude(note="").filter(Q(answered_at__lt=before) | unanswered)


keep(
    Keep(
        code="follow_up.notes",
        model=FollowUp,
        label=_("notes of follow-ups"),
        since=_("the answer"),
        days=3 * 365,
        due=old_notes,
        then="blank",
        fields=("note",),
        organisation="track__case_file__organisation",
    )
)
keep(
    Keep(
        code="follow_up.attempts",
        model=Attempt,
        label=_("attempts to reach people"),
        since=_("the attempt"),
        days=2 * 365,
        due=lambda before: Attempt.objects.filter(made_at__lt=before),
        then="delete",
        organisation="follow_up__track__case_file__organisation",
    )
)
