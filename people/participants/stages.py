"""Where a request stands, as the person reads it: the steps, the one it is in, who acts next and by when."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.dates import day_words
from people.participants import readiness
from people.participants.models import Candidacy
from people.participants.models.candidacy import CandidacyQuerySet
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
    #: That day has come, and nobody has.
    is_late: bool = False


def answer_by(candidacy: Candidacy) -> date:
    """The day by which the organisation answers, as people are told (``ANSWER_DAYS`` after the request came to it)."""
    since = candidacy.assigned_at if candidacy.assigned_at and candidacy.assigned_at > candidacy.state_since else None
    return timezone.localdate(since or candidacy.state_since) + timedelta(days=settings.ANSWER_DAYS)


def with_what_is_shown(candidacies: CandidacyQuerySet) -> CandidacyQuerySet:
    """With what :func:`stage_of` reads. No query of its own."""
    return readiness.with_what_is_there(candidacies).select_related(
        "edition__programme", "organisation", "case_file__organisation", "case_file__caseworker", "case_file__person"
    )


def stage_of(candidacy: Candidacy) -> Stage:
    """Of a request that came through :func:`with_what_is_shown`: no query."""
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
    is_late = by is not None and _has_passed(by)
    if is_late:
        items[current - 1] = (items[current - 1][0], pgettext("answer", "late"))
    elif by is not None:
        items[current - 1] = (items[current - 1][0], _("before %(day)s") % {"day": _day(by)})
    elif current == 3:
        items[2] = (items[2][0], _("not yet"))
    elif readiness.is_not_found(candidacy):
        items[3] = (items[3][0], _("something is missing"))
    elif current == 5:
        items[4] = (found, _("looked for"))
    return Stage(items, current, sentence, by, is_late)


def _has_passed(day: date) -> bool:
    """ "Before the 5th": on the 5th it is late."""
    return day <= timezone.localdate()


def _late(candidacy: Candidacy, where: str, day: str) -> str:
    """Whom to call about an answer that did not come."""
    caseworker = candidacy.case_file.caseworker
    if candidacy.organisation is None:
        words = _(
            "The coordination was to find an organisation for you before %(day)s: that is late. Ask for it by the contact "
            "page of this site, with your file number, %(reference)s."
        )
    elif caseworker is not None:
        words = _(
            "%(organisation)s was to answer you before %(day)s: the answer is late. Call them and ask for %(caseworker)s, "
            "with your file number, %(reference)s."
        )
    else:
        words = _(
            "%(organisation)s was to answer you before %(day)s: the answer is late. Call them, with your file number, "
            "%(reference)s."
        )
    return words % {
        "organisation": where,
        "day": day,
        "caseworker": caseworker.name if caseworker else "",
        "reference": candidacy.case_file.reference,
    }


def _now(candidacy: Candidacy, where: str) -> tuple[int, str, date | None]:
    match candidacy.state:
        case State.INTAKE if _has_passed(answer_by(candidacy)):
            by = answer_by(candidacy)
            return (3 if candidacy.organisation else 2), _late(candidacy, where, _day(by)), by
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
        case State.IN_POOL if readiness.missing(candidacy):
            words = _(
                "You were ready to be met, and something is missing now: until it is there, nobody finds you. What it is "
                "waits for you in your space."
            )
            return 4, words, None
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
