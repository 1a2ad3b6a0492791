"""What answers hold about people: kept as long as each question promised, and no longer."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from core.bilingual import pick
from core.personal import GOES_ALONG, Beside, Held, Keep, declare, keep
from events.questions.models import Answer


def held(purpose: object, **options: object) -> Held:
    return Held(
        purpose=purpose,  # type: ignore[arg-type]  # words
        audience=_("The person, by the link we mailed; those who run the event"),
        retention=_("As many days after the event as the question says, 180 at most"),
        **options,  # type: ignore[arg-type]  # of Held
    )


ASKED = _("To prepare the event, as its organiser asked and explained in the question")

declare(
    Answer,
    owner="registration__contact",
    label=_("answers to an organiser's questions"),
    fields={
        "text": held(ASKED),
        "number": held(ASKED, erase=None),
        "day": held(ASKED, erase=None),
        # Keys say nothing beside the words of the version: they are told by « answer ».
        "keys": held(ASKED, erase=list, export=False),
        "file": held(ASKED, label=_("file")),
        "agreed_at": held(_("To show that the person agreed, and to which words"), erase=None),
        "withdrawn_at": held(_("To show since when the consent no longer holds"), erase=None),
        "language": held(_("To know in which language the words were read"), export=False),
    },
    not_personal=("id", "registration", "question", "version", "file_mime", "answered_at", "until"),
    on_erase="delete",
    known_until=GOES_ALONG,
    beside={
        "event": Beside(_("event"), lambda row: pick(row.registration.event, "title").text),
        "question": Beside(_("question"), lambda row: row.version.label.text),
        "answer": Beside(_("answer"), lambda row: row.in_words),
    },
    related=("registration__event", "question", "version"),
    order=58,
)


def past_their_promise(before: datetime) -> QuerySet[Answer]:
    """Those whose own day has come. The schedule counts from a day before it: what is kept "a day" ends on that very day."""
    return Answer.objects.filter(until__lte=before + timedelta(days=1))


keep(
    Keep(
        code="questions.answers",
        model=Answer,
        label=_("answers to an organiser's questions"),
        since=_("the day before the one each question promised"),
        days=1,
        longest=1,
        due=past_their_promise,
        then="delete",
        organisation="registration__event__organisation",
    )
)
