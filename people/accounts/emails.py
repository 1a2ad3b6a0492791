"""Letters about logins: codes, and news that only their owner should cause."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from core import mail, outbox
from people.accounts.models import Address

Text = str | Promise

#: As long as the settings keep a code; one that could not leave by then need not leave.
CODE_GOOD_FOR = timedelta(minutes=15)


@dataclass(frozen=True)
class Words:
    """A letter: its subject (nothing personal), what it says, and the one thing to do, as label and URL name."""

    subject: Text
    lines: tuple[Text, ...]
    action: Text = ""
    url_name: str = ""


_IF_NOT_YOU: Text = _("If it was not you, sign in, change your password and end the sessions you do not know.")
_IGNORE: Text = _("If you did not ask for it, ignore this message: nothing happens without the code.")
_GOOD_FOR: Text = _("It is good for 15 minutes, and for one use.")

#: allauth's name of a letter -> our words for it.
WORDS: dict[str, Words] = {
    "account/email/login_code": Words(
        _("Your sign-in code"),
        (_("Enter this code on the page where you asked to sign in."), _GOOD_FOR, _IGNORE),
    ),
    "accounts/code_again": Words(
        _("Is it you?"),
        (_("Enter this code on the page that asked whether it is you."), _GOOD_FOR, _IF_NOT_YOU),
    ),
    "account/email/email_confirmation": Words(
        _("Confirm your email address"),
        (_("Enter this code to show that this address is yours."), _GOOD_FOR, _IGNORE),
    ),
    "account/email/email_confirmation_signup": Words(
        _("Confirm your email address"),
        (_("Welcome. Enter this code to open your account."), _GOOD_FOR, _IGNORE),
    ),
    "account/email/password_reset_code": Words(
        _("Choose a new password"),
        (_("Enter this code to choose a new password."), _GOOD_FOR, _IGNORE),
    ),
    "account/email/unknown_account": Words(
        _("No account at this address"),
        (
            _("Somebody asked to sign in with this address, but no account knows it."),
            _("If it was you, perhaps you used another address; or create an account, which takes a minute."),
            _("If it was not you, ignore this message."),
        ),
        _("Create an account"),
        "account_signup",
    ),
    "account/email/account_already_exists": Words(
        _("You already have an account"),
        (
            _("Somebody asked to create an account with this address. You have one already: nothing has changed."),
            _("If it was you, sign in; a mailed code is enough, without a password."),
            _("If it was not you, ignore this message."),
        ),
        _("Sign in with a mailed code"),
        "account_request_login_code",
    ),
    "account/email/email_changed": Words(
        _("Your main email address has changed"),
        (_("You now sign in, and hear from us, at another address."), _IF_NOT_YOU),
        _("See my addresses"),
        "account_email",
    ),
    "account/email/email_confirm": Words(
        _("An email address was confirmed"),
        (_("An address of your account is confirmed."), _IF_NOT_YOU),
        _("See my addresses"),
        "account_email",
    ),
    "account/email/email_deleted": Words(
        _("An email address was removed"),
        (_("This address, or another one of yours, no longer belongs to your account."), _IF_NOT_YOU),
        _("See my addresses"),
        "account_email",
    ),
    "account/email/password_changed": Words(
        _("Your password has changed"), (_("Your password was changed."), _IF_NOT_YOU)
    ),
    "account/email/password_reset": Words(
        _("Your password has changed"), (_("Your password was replaced, by a code sent here."), _IF_NOT_YOU)
    ),
    "account/email/password_set": Words(
        _("Your account has a password"), (_("A password was chosen for your account."), _IF_NOT_YOU)
    ),
    "mfa/email/totp_activated": Words(
        _("Two-step sign-in is on"),
        (_("An authenticator app now guards your account: a code from it is asked when you sign in."), _IF_NOT_YOU),
        _("See my two steps"),
        "mfa_index",
    ),
    "mfa/email/totp_deactivated": Words(
        _("An authenticator app was removed"),
        (_("The authenticator app no longer guards your account."), _IF_NOT_YOU),
        _("See my two steps"),
        "mfa_index",
    ),
    "mfa/email/webauthn_added": Words(
        _("A passkey was added"),
        (_("A passkey now opens your account."), _IF_NOT_YOU),
        _("See my passkeys"),
        "mfa_list_webauthn",
    ),
    "mfa/email/webauthn_removed": Words(
        _("A passkey was removed"),
        (_("A passkey no longer opens your account."), _IF_NOT_YOU),
        _("See my passkeys"),
        "mfa_list_webauthn",
    ),
    "mfa/email/recovery_codes_generated": Words(
        _("New recovery codes"),
        (_("Recovery codes were made for your account. Earlier ones no longer work."), _IF_NOT_YOU),
        _("See my two steps"),
        "mfa_index",
    ),
}

ASKED = Words(
    _("Somebody asks to reset your second step"),
    (
        _("An administrator asked to take the second step off your account, because your phone or key is lost."),
        _("A second administrator must confirm within 24 hours. Your sessions end then, and you set up a new one."),
        _("If you did not ask for this, write to us at once: somebody may be pretending to be you."),
    ),
)
DONE = Words(
    _("Your second step was reset"),
    (
        _("Two administrators took the second step off your account and ended your sessions."),
        _("Sign in and set up a new one: your work waits behind it."),
        _("If you did not ask for this, write to us at once."),
    ),
    _("Sign in"),
    "account_login",
)
CLOSED = Words(
    _("One of your two accounts is closed"),
    (
        _(
            "You had two accounts, and what stood in them is now together in one. The account of this address is closed."
        ),
        _("Sign in with your other address. There you may add this one, and sign in with either."),
        _("If you know of no other account of yours, write to us at once."),
    ),
    _("Sign in"),
    "account_login",
)


LOCKED = Words(
    _("Several tries to enter your account"),
    (
        _("Somebody typed five wrong passwords or codes for your account in a few minutes. None of them opened it."),
        _(
            "We took no more for five minutes. If it was you, sign in again now; a mailed code is enough, without a password."
        ),
        _(
            "If it was not you, there is nothing you must do. A long password of its own and a second step keep others out."
        ),
    ),
    _("See how I sign in"),
    "accounts:mine",
)


LOCKED_AT_SECOND_STEP = Words(
    _("Several tries at your second step"),
    (
        _("Somebody who got as far as your second step typed five wrong codes. None of them opened your account."),
        _("We took no more for five minutes. If it was you, check your device's clock and sign in again."),
        _("If it was not you, somebody knows your password: choose another one now."),
    ),
    _("Choose a new password"),
    "account_reset_password",
)


def write(words: Words, *, code: str = "") -> outbox.Letter:
    """The letter in the language in force; ``code`` stands by itself, easy to copy."""
    context: Mapping[str, Any] = {
        "title": words.subject,
        "lines": words.lines,
        "code": code,
        "action": words.action,
        "url": mail.absolute(reverse(words.url_name)) if words.url_name else "",
    }
    return mail.render("accounts/mail/message", context)


def stream_to(email: str) -> str:
    """The name of what leaves in order for one address, without saying which: it may be an address nobody knows."""
    return f"accounts/{salted_hmac('people.accounts.emails', Address.normalise(email), algorithm='sha256').hexdigest()}"


def post(name: str, *, to: str, language: str, code: str = "") -> None:
    """Queue one of allauth's letters; its code is forgotten as soon as it has left. Cost: 1 query.

    Raises KeyError for a letter we have no words for: better here than in English in somebody's mailbox.
    """
    with override(language):
        letter = write(WORDS[name], code=code)
        # Codes of one person leave in order: an earlier one never arrives as if it were the latest.
        outbox.post_message(
            to=to,
            language=language,
            subject=letter.subject,
            text=letter.text,
            html=letter.html,
            stream=stream_to(to),
            best_before=timezone.now() + CODE_GOOD_FOR if code else None,
        )


@outbox.letter("accounts/second_factor_reset_asked")
def second_factor_reset_asked(_mail: outbox.Mail) -> outbox.Letter:
    return write(ASKED)


@outbox.letter("accounts/second_factor_reset_done")
def second_factor_reset_done(_mail: outbox.Mail) -> outbox.Letter:
    return write(DONE)


@outbox.letter("accounts/login_closed")
def login_closed(_mail: outbox.Mail) -> outbox.Letter:
    return write(CLOSED)


@outbox.letter("accounts/locked")
def locked(_mail: outbox.Mail) -> outbox.Letter:
    return write(LOCKED)


@outbox.letter("accounts/locked_at_second_step")
def locked_at_second_step(_mail: outbox.Mail) -> outbox.Letter:
    return write(LOCKED_AT_SECOND_STEP)
