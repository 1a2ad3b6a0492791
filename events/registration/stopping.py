"""The way out of mails that nobody needs: a room above offers the page, the letters of this one lead to it."""

from collections.abc import Callable

from events.registration.models import Registration

#: Kinds of mail that a registration may do without.
REMINDERS = "reminders"

#: Answers the whole address of the page on which a registration stops a kind of mail.
Provider = Callable[[Registration, str], str]
_providers: list[Provider] = []


def offer(provider: Provider) -> None:
    """Called by a room's ``AppConfig.ready``."""
    if provider not in _providers:
        _providers.append(provider)


def link_for(registration: Registration, kind: str) -> str:
    """Where this registration stops mails of this kind; empty where no room offers it. No query."""
    return next((provider(registration, kind) for provider in _providers), "")
