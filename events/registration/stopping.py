"""The way out of mails that nobody needs: a room above offers the page, the letters of this one lead to it."""

from collections.abc import Callable

from core.sources import Sources
from events.registration.models import Registration

#: Kinds of mail that a registration may do without.
REMINDERS = "reminders"

#: Answers the whole address of the page on which a registration stops a kind of mail.
Provider = Callable[[Registration, str], str]
offer = Sources[Provider]()


def link_for(registration: Registration, kind: str) -> str:
    """Where this registration stops mails of this kind; empty where no room offers it. No query."""
    return next((provider(registration, kind) for provider in offer), "")
