"""Letters about one sitting of a series, or a few: added, moved, called off."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import outbox
from core.bilingual import pick
from core.dates import span_words
from events.agenda.series import Sitting
from events.registration import series
from events.registration.emails.draft import Draft, Told


def _facts(draft: Draft) -> list[tuple[str, str]]:
    """What was told of these sittings; to those who wait, and whose calendar knows nothing, as they are now."""
    told = (draft.mail.payload.get("entry") or {}).get("sittings")
    if told is None:
        event = draft.seat.event
        told = series.entries_told(event, language=draft.mail.language, only=[draft.mail.payload["sitting"]])
    return [(_("Sitting %(number)d") % {"number": one["number"]}, one["when"]) for one in told]


def _reason(draft: Draft) -> str:
    sitting = Sitting.objects.filter(pk=draft.mail.payload["sitting"]).first()
    return str(pick(sitting, "reason", draft.mail.language)) if sitting else ""


def _letter(mail: outbox.Mail, name: str, subject: str, *, with_reason: bool = True) -> outbox.Letter | None:
    draft = Draft.of(mail)
    if not draft.is_active or not draft.is_for_its_reader or draft.seat.event.is_cancelled:
        return None
    facts = _facts(draft)
    if was := mail.payload.get("was"):
        facts.append((_("Before, it was"), span_words(Told.of(was))))
    return draft.letter(
        name,
        subject % {"title": draft.event_title, "number": mail.payload["numbers"][0]},
        title=draft.event_title,
        number=mail.payload["numbers"][0],
        count=len(mail.payload["numbers"]),
        reason=_reason(draft) if with_reason else "",
        is_waiting=draft.seat.registration.is_waiting,
        has_tickets=draft.seat.registration.has_tickets,
        facts=facts,
        links=[draft.manage_link(_("See my registration, with all sittings"))],
    )


@outbox.letter("registration/sitting_moved")
def sitting_moved(mail: outbox.Mail) -> outbox.Letter | None:
    """One sitting has other hours."""
    return _letter(mail, "sitting_moved", _("Sitting %(number)d has another time: %(title)s"))


@outbox.letter("registration/sitting_cancelled")
def sitting_cancelled(mail: outbox.Mail) -> outbox.Letter | None:
    """One sitting will not be; the event goes on."""
    return _letter(mail, "sitting_cancelled", _("Sitting %(number)d is called off: %(title)s"))


@outbox.letter("registration/sittings_added")
def sittings_added(mail: outbox.Mail) -> outbox.Letter | None:
    """More sittings than before."""
    subject = ngettext("One more sitting: %(title)s", "More sittings: %(title)s", len(mail.payload["numbers"]))
    return _letter(mail, "sittings_added", subject, with_reason=False)
