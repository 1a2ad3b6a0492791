"""Where a request stands, as the person reads it: the steps, the one it is in, who acts next and by when."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.dates import day_words
from people.participants.models import Candidacy
from people.programmes.models import Programme

State = Candidacy.State
#: Kind of tag for each state, as ``{% tag %}`` knows them.
KINDS = {
    State.INTAKE: "warn",
    State.ELIGIBLE: "success",
    State.NOT_YET: "full",
    State.IN_POOL: "success",
    State.MATCHED: "network",
    State.INACTIVE: "",
}


@dataclass(frozen=True)
class Stage:
    """``items``: (label, note) of every step; ``current``: the one it is in, from 1; ``sentence``: what happens next."""

    items: list[tuple[str, str]]
    current: int
    sentence: str | Promise
    #: Until when somebody acts; None where nobody owes anything.
    by: date | None = None


def answer_by(candidacy: Candidacy) -> date:
    """The day by which the organisation answers, as people are told (``ANSWER_DAYS`` after the request came to it)."""
    since = candidacy.assigned_at if candidacy.assigned_at and candidacy.assigned_at > candidacy.state_since else None
    return timezone.localdate(since or candidacy.state_since) + timedelta(days=settings.ANSWER_DAYS)


def stage_of(candidacy: Candidacy) -> Stage:
    """No query where the organisation, the file with its caseworker and the edition's programme came along."""
    where = str(candidacy.organisation) if candidacy.organisation else pgettext("partner", "an organisation")
    is_pairing = candidacy.edition.programme.kind == Programme.Sort.PAIRING
    found = pgettext("request", "A match") if is_pairing else pgettext("request", "A place")
    items = [
        (pgettext("request", "Sent"), _day(timezone.localdate(candidacy.asked_at))),
        (pgettext("request", "With an organisation"), where if candidacy.organisation else ""),
        (pgettext("request", "Decision"), ""),
        (pgettext("request", "Ready to be met"), ""),
        (found, ""),
    ]
    current, sentence, by = _now(candidacy, where)
    if by is not None:
        items[current - 1] = (items[current - 1][0], _("before %(day)s") % {"day": _day(by)})
    elif current == 3:
        items[2] = (items[2][0], _("not yet"))
    elif current == 5:
        items[4] = (found, _("looked for"))
    return Stage(items, current, sentence, by)


def _now(candidacy: Candidacy, where: str) -> tuple[int, str, date | None]:
    match candidacy.state:
        case State.INTAKE if candidacy.organisation is None:
            by = answer_by(candidacy)
            return 2, _("The coordination looks for an organisation that can follow you. Nothing to do for now."), by
        case State.INTAKE:
            by = answer_by(candidacy)
            words = _("%(organisation)s examines your request and answers you before %(day)s.")
            return 3, words % {"organisation": where, "day": _day(by)}, by
        case State.NOT_YET:
            return 3, _("For the moment the answer is no. Below you see why, and what you can do."), None
        case State.ELIGIBLE:
            words = _(
                "You may take part. %(organisation)s puts you among those ready to be met. What is missing for that, if "
                "anything, waits for you in your space."
            )
            return 4, words % {"organisation": where}, None
        case State.IN_POOL:
            return (
                5,
                _("You are ready to be met: something is looked for that suits you. You will hear of it here."),
                None,
            )
        case State.MATCHED:
            return 6, _("Something was found for you. Your caseworker goes on with you."), None
    return 0, _("This request has ended."), None


def _day(day: date) -> str:
    return day_words(day, weekday=False)
