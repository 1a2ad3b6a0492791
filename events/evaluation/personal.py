"""What evaluations hold about people: nothing of those who gave no name but that they were asked, until it ends."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.bilingual import pick
from core.personal import GOES_ALONG, Beside, Held, Keep, declare, keep
from events.evaluation.models import AnswerSheet, Asked
from events.registration.personal import SIX_MONTHS

#: Days after which the words of answers go: figures stay.
TWO_YEARS = 2 * 365
ALONE = _("Nobody: the machine alone reads it, to count and to ask nobody twice")

declare(
    Asked,
    owner="registration__contact",
    label=_("invitations to evaluate an event"),
    fields={
        "key": Held(
            purpose=_("To open the questions from the mailed link, without a password"),
            audience=_("The person alone, by the link we mailed"),
            retention=_("Until the evaluation ends, two weeks after it was sent"),
            export=False,
            erase=lambda row: row.key,
        ),
        "has_answered": Held(
            purpose=_("To ask nobody twice, and to remind only those who have not answered"),
            audience=ALONE,
            retention=_("Until the evaluation ends, two weeks after it was sent"),
            erase=False,
        ),
    },
    not_personal=("evaluation", "registration"),
    on_erase="delete",
    known_until=GOES_ALONG,
    beside={"event": Beside(_("event"), lambda row: pick(row.registration.event, "title").text)},
    related=("registration__event",),
)
declare(
    AnswerSheet,
    owner="registration__contact",
    label=_("evaluations answered with a name"),
    fields={
        "answers": Held(
            purpose=_("To make the next event better"),
            audience=_("Those who run the event; with the name only if the person chose so"),
            retention=_(
                "The name six months after the event, the words two years, counts as long as the event is kept"
            ),
            erase=dict,
        )
    },
    not_personal=("code", "evaluation", "registration", "has_words"),
    on_erase="delete",
    known_until=GOES_ALONG,
    beside={"event": Beside(_("event"), lambda row: pick(row.registration.event, "title").text)},
    related=("registration__event",),
)


# ------------------------------------------------------------------ how long
def with_a_name(before: datetime) -> QuerySet[AnswerSheet]:
    return AnswerSheet.objects.filter(registration__isnull=False, evaluation__event__ends_at__lt=before)


def forget_names(sheets: Sequence[AnswerSheet], _cut_off: datetime) -> int:
    """Whose they were is forgotten; what was answered stays among the others."""
    return AnswerSheet.objects.filter(pk__in=[sheet.pk for sheet in sheets]).update(registration=None)


def with_words(before: datetime) -> QuerySet[AnswerSheet]:
    return AnswerSheet.objects.filter(has_words=True, evaluation__event__ends_at__lt=before)


def forget_words(sheets: Sequence[AnswerSheet], _cut_off: datetime) -> int:
    for sheet in sheets:
        sheet.answers = {number: value for number, value in sheet.answers.items() if not isinstance(value, str)}
        sheet.has_words = False
    AnswerSheet.objects.bulk_update(sheets, ["answers", "has_words"])
    return len(sheets)


def asked_long_ago(before: datetime) -> QuerySet[Asked]:
    return Asked.objects.filter(evaluation__closes_at__lt=before)


def schedule(code: str, model: Any, label: Any, since: Any, days: int, due: Any, then: Any, path: str) -> None:
    keep(
        Keep(
            code=code,
            model=model,
            label=label,
            since=since,
            days=days,
            due=due,
            then=then,
            organisation=path,
            longest=days,
        )
    )


ENDED = _("the end of the event")
OF_EVENT = "evaluation__event__organisation"
schedule(
    "evaluation.names", AnswerSheet, _("names on evaluations"), ENDED, SIX_MONTHS, with_a_name, forget_names, OF_EVENT
)
schedule(
    "evaluation.words",
    AnswerSheet,
    _("words written in evaluations"),
    ENDED,
    TWO_YEARS,
    with_words,
    forget_words,
    OF_EVENT,
)
# The clock takes them at the end already; this is for one that was stopped.
schedule(
    "evaluation.invitations",
    Asked,
    _("invitations to evaluate an event"),
    _("the end of the evaluation"),
    1,
    asked_long_ago,
    "delete",
    OF_EVENT,
)
