import re
from pathlib import Path

import allauth
import pytest
from django.template.loader import get_template
from django.utils import translation

from core.outbox import Mail, writer_of
from people.accounts import emails
from people.accounts.adapters import AccountAdapter

PACKAGE = Path(str(allauth.__file__)).parent
#: Letters of ways that this house does not offer.
NOT_OFFERED = {"account/email/password_reset_key"}


def letters_sent_by_allauth() -> set[str]:
    """Every letter that its code names, in the parts we use."""
    found: set[str] = set()
    for part in ("account", "mfa", "usersessions"):
        for path in (PACKAGE / part).rglob("*.py"):
            found |= set(re.findall(r'"((?:account|mfa|usersessions)/email/\w+)"', path.read_text()))
    return found


def test_every_writer_of_allauth_has_our_words() -> None:
    assert letters_sent_by_allauth() - set(emails.WORDS) == NOT_OFFERED


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("name", sorted(emails.WORDS))
def test_each_letter_can_be_written_in_both_languages(name: str, language: str) -> None:
    with translation.override(language):
        letter = emails.write(emails.WORDS[name], code="ABC-DEF")

    assert "\n    ABC-DEF\n" in letter.text
    assert "ABC-DEF" in letter.html
    assert "ABC-DEF" not in letter.subject
    assert "\n" not in letter.subject


@pytest.mark.django_db
def test_a_letter_for_an_address_nobody_has_is_in_the_language_of_the_page() -> None:
    with translation.override("en"):
        AccountAdapter().send_mail("account/email/unknown_account", "personne@exemple.test", {})

    assert Mail.objects.get().payload["subject"] == "No account at this address"


@pytest.mark.django_db
def test_letters_to_one_address_leave_in_order_without_naming_it_in_their_stream() -> None:
    for to in ("zoe@exemple.test", "Zoe@Exemple.test", "ana@exemple.test"):
        emails.post("account/email/login_code", to=to, language="fr", code="ABC-DEF")

    zoe, again, ana = Mail.objects.order_by("pk").values_list("stream", flat=True)
    assert zoe == again != ana
    assert "zoe" not in zoe


def test_a_letter_without_our_words_is_not_sent_in_somebody_elses() -> None:
    with pytest.raises(KeyError):
        emails.post("account/email/invented", to="a@exemple.test", language="fr")


#: allauth's pages and messages; those of ways not offered here may stay as they are.
UNUSED = re.compile(
    r"/base_|phone|signup_by_passkey|password_reset_done|verified_email_required|email_confirm|email_change"
    r"|verification_sent|snippets|trust|/base\.|signup_form|unverified_primary|/email/"
)


def test_no_page_or_message_of_allauth_is_shown_in_its_own_clothes() -> None:
    own = []
    for path in sorted((PACKAGE / "templates").rglob("*.*")):
        name = str(path.relative_to(PACKAGE / "templates"))
        if name.startswith(("account/", "mfa/", "usersessions/")) and not UNUSED.search(name):
            origin = get_template(name).origin  # type: ignore[attr-defined]  # Django's own engine
            if str(origin.name).startswith(str(PACKAGE)):
                own.append(name)
    assert own == []


def test_the_letters_about_a_login_name_nobody_in_their_subject() -> None:
    for template in (
        "accounts/second_factor_reset_asked",
        "accounts/second_factor_reset_done",
        "accounts/login_closed",
    ):
        letter = writer_of(template)(Mail(template=template, language="fr", recipient="a@exemple.test"))
        assert letter
        assert letter.subject in {
            "On demande à réinitialiser votre deuxième étape",
            "Votre deuxième étape a été réinitialisée",
            "Un de vos deux comptes est fermé",
        }
