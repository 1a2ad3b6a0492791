"""Letters about copies and erasure: that something happened and where to look, nothing about the person."""

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from core import dates, mail, outbox
from core.personal import Words
from people.accounts.models import User
from people.privacy.models import DataCopy, Erasure


def day(moment: datetime) -> str:
    return dates.day_words(dates.local_of(moment).date())


def write(title: str, lines: list[Words], *, action: str = "", url_name: str = "") -> outbox.Letter:
    context = {
        "title": title,
        "lines": lines,
        "action": action,
        "url": mail.absolute(reverse(url_name)) if url_name else "",
    }
    return mail.render("privacy/mail/notice", context)


def erasure_of(letter: outbox.Mail) -> Erasure | None:
    """The request a letter is about, as it stands now; None if it is settled and so old news."""
    return Erasure.objects.open().filter(pk=letter.payload["erasure"]).select_related("person").first()


def way_in(erasure: Erasure) -> dict[str, str]:
    """The page where it is taken back, for those who can sign in."""
    if not User.objects.filter(person=erasure.person_id, is_active=True).exists():
        return {}
    return {"action": _("See or take back the erasure"), "url_name": "privacy:erasure"}


def how_back(erasure: Erasure) -> str:
    if User.objects.filter(person=erasure.person_id, is_active=True).exists():
        return _("Until then you can take it back yourself, in your account.")
    return _("Until then you can take it back: answer whoever asked for you, or write to the privacy officer.")


@outbox.letter("privacy/erasure_asked")
def erasure_asked(letter: outbox.Mail) -> outbox.Letter | None:
    """At once, whoever asked."""
    if (erasure := erasure_of(letter)) is None:
        return None
    if erasure.kind == Erasure.Kind.RETENTION:
        first = _("You have not taken part in anything for almost three years, so what is held about you is to go.")
        keep = _("To keep your account, sign in once before then: nothing else is needed.")
        lines = [first, _("It is erased on %(day)s.") % {"day": day(erasure.due_at)}, keep]
        return write(
            _("Your account is about to be erased"), list(lines), action=_("Sign in"), url_name="account_login"
        )
    lines = [
        _("We were asked to erase what is held about you. It is done on %(day)s.") % {"day": day(erasure.due_at)},
        how_back(erasure),
        _("If you know nothing of this, take it back at once and write to the privacy officer."),
    ]
    return write(_("Your erasure is planned"), list(lines), **way_in(erasure))


@outbox.letter("privacy/erasure_soon")
def erasure_soon(letter: outbox.Mail) -> outbox.Letter | None:
    """Three days before: the last letter, since no address is left after."""
    if (erasure := erasure_of(letter)) is None:
        return None
    lines = [
        _("What is held about you is erased on %(day)s.") % {"day": day(erasure.due_at)},
        _("This is our last message: after that day we no longer know your address."),
    ]
    if erasure.kind == Erasure.Kind.RETENTION:
        lines.append(_("To keep your account, sign in once before then: nothing else is needed."))
        return write(
            _("Your account is erased in a few days"), list(lines), action=_("Sign in"), url_name="account_login"
        )
    return write(_("Your erasure is a few days away"), [*lines, how_back(erasure)], **way_in(erasure))


@outbox.letter("privacy/erasure_held")
def erasure_held(letter: outbox.Mail) -> outbox.Letter | None:
    """The day came, and something stands against it."""
    if (erasure := erasure_of(letter)) is None or not erasure.held_by:
        return None
    lines = [
        _("Your erasure was due, but something stands against it for now. The reason is on the page of your erasure."),
        _("It is tried again each day: once the reason is gone, so is what we hold about you."),
    ]
    return write(_("Your erasure is put off"), list(lines), **way_in(erasure))


@outbox.letter("privacy/erasure_taken_back")
def erasure_taken_back(letter: outbox.Mail) -> outbox.Letter | None:
    erasure = Erasure.objects.filter(pk=letter.payload["erasure"], taken_back_at__isnull=False).first()
    if erasure is None:
        return None
    lines = [_("The erasure that was planned will not happen: nothing of yours was changed.")]
    return write(_("Your erasure was taken back"), list(lines))


@outbox.letter("privacy/copy_ready")
def copy_ready(letter: outbox.Mail) -> outbox.Letter | None:
    copy = DataCopy.objects.to_download().filter(pk=letter.payload["copy"]).first()
    if copy is None or copy.kept_until is None:
        return None
    lines = [
        _("The copy of your data that you asked for is ready. Sign in to download it."),
        _("It is there until %(day)s; after that it is deleted.") % {"day": day(copy.kept_until)},
        _("If you did not ask for it, change your password: somebody else may have signed in."),
    ]
    return write(_("Your copy is ready"), list(lines), action=_("Download my copy"), url_name="privacy:copies")
