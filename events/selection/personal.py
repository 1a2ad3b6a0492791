"""What a selection holds about people: points and decisions with their reasons, and who set the hour."""

from datetime import datetime

from django.db.models import Q, QuerySet
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from core.bilingual import pick
from core.personal import Beside, Held, Keep, declare, keep
from events.selection.models import ERASED, Criterion, Results, Score, Verdict
from events.selection.reading import means_for
from people.accounts.models import Person

ORGANISERS = _("The person, once everybody is told, and those who run the event")
AFTER_EVENT = _("Six months after the event")
#: The shortest six months there are, as for registrations: never later than said.
SIX_MONTHS = 181


def merge_scores(keep: Person, gone: Person) -> None:
    """Somebody read an application under both entries: what the one that stays found counts; applications move by themselves."""
    for score in Score.objects.filter(by=gone):
        if Score.objects.filter(by=keep, registration=score.registration_id, criterion=score.criterion_id).exists():
            score.delete()
    Score.objects.filter(by=gone).update(by=keep)


def outcome_told(verdict: Verdict) -> str:
    """A draft is no decision yet: the person's copy says no more than their page."""
    return str(verdict.get_outcome_display() if verdict.told_at else _("The result is not told yet."))


def reason_told(verdict: Verdict) -> str:
    return verdict.reason.text if verdict.told_at else ""


def points_told(verdict: Verdict) -> str:
    """« Motivation 3,5 / 5; Projet 4 / 5 »: the mean of each criterion. Cost: 2 queries."""
    if not verdict.told_at:
        return ""
    means = means_for(verdict.registration_id)
    return "; ".join(
        f"{pick(one, 'label').text} {number_format(means[one.pk], 1)} / {one.most}"
        for one in Criterion.objects.filter(event=verdict.event_id)
        if one.pk in means
    )


declare(
    Score,
    owner="registration__contact",
    label=_("points given to an application"),
    fields={
        "points": Held(
            purpose=_("To choose among applications by the same criteria; several read each"),
            audience=_("Those who run the event; the person reads the mean of each criterion"),
            retention=AFTER_EVENT,
            # The copy holds the mean of each criterion, beside the decision: who gave what is the readers' own.
            export=False,
            erase=0,
        ),
    },
    not_personal=("registration", "criterion", "scored_at"),
    merge=merge_scores,
    on_erase="delete",
    order=58,
    known_until="registration__event__ends_at",
    related=("registration__event",),
)

declare(
    Verdict,
    owner="registration__contact",
    label=_("decisions on applications"),
    fields={
        "told_at": Held(
            purpose=_("To show that everybody was told at the same hour"),
            audience=ORGANISERS,
            retention=_("As long as the seat counts in a report"),
            stays=_("How many applied and were chosen, and when, is counted; whose it was does not stay"),
            label=_("told on"),
        ),
        "reason_fr": Held(
            purpose=_("To tell whoever is not chosen why"),
            audience=ORGANISERS,
            retention=AFTER_EVENT,
            # In the copy once it is told: see ``beside``.
            export=False,
            erase=lambda verdict: ERASED if verdict.reason_fr else "",
        ),
        "reason_en": Held(
            purpose=_("To tell whoever is not chosen why"),
            audience=ORGANISERS,
            retention=AFTER_EVENT,
            export=False,
        ),
    },
    not_personal=("registration", "event", "outcome", "rank", "decided_at"),
    order=59,
    known_until="registration__event__ends_at",
    beside={
        "event": Beside(_("event"), lambda verdict: pick(verdict.event, "title").text),
        "outcome": Beside(_("decision"), outcome_told),
        "reason": Beside(_("reason"), reason_told),
        "points": Beside(_("mean of the points, by criterion"), points_told),
    },
    related=("event", "registration"),
)

declare(
    Results,
    owner="planned_by",
    label=_("hours set for results"),
    fields={
        "tell_at": Held(
            purpose=_(
                "To tell everybody who applied at the same hour, and to say to whoever set it if something is missing"
            ),
            audience=_("Those who run the event, and those who applied"),
            retention=_("As long as the event is kept"),
            stays=_("It is the event's own, and then names nobody"),
        ),
    },
    not_personal=("event", "held_up_at", "released_at"),
    known_until="event__ends_at",
)

# ------------------------------------------------------------------ how long


def past_scores(before: datetime) -> QuerySet[Score]:
    return Score.objects.filter(registration__event__ends_at__lt=before)


def past_verdicts(before: datetime) -> QuerySet[Verdict]:
    """Of events that ended before a moment, and that still say why."""
    reasons = ~Q(reason_fr__in=["", ERASED]) | ~Q(reason_en="")
    return Verdict.objects.filter(reasons, event__ends_at__lt=before)


keep(
    Keep(
        code="selection.scores",
        model=Score,
        label=_("points given to applications"),
        since=_("the end of the event"),
        days=SIX_MONTHS,
        due=past_scores,
        then="delete",
        organisation="registration__event__organisation",
        longest=SIX_MONTHS,
    )
)
keep(
    Keep(
        code="selection.verdicts",
        model=Verdict,
        label=_("reasons for not choosing an application"),
        since=_("the end of the event"),
        days=SIX_MONTHS,
        due=past_verdicts,
        organisation="event__organisation",
        longest=SIX_MONTHS,
    )
)
