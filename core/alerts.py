"""Alerts above every page (a storm, a strike, a broken telephone): a room above says which, the frame shows them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from django.http import HttpRequest

from core.bilingual import Said


@dataclass(frozen=True)
class Alert:
    """``kind``: info, warning or error. ``url`` leads to more, "" to nothing."""

    kind: str
    text: Said
    url: str = ""


#: Answers the alerts of this moment; as cheap as the furniture: it runs on every page that is not cached.
Provider: TypeAlias = Callable[[HttpRequest], Iterable[Alert]]

_providers: list[Provider] = []


def provide(provider: Provider) -> None:
    """Called by a room's ``AppConfig.ready``."""
    _providers.append(provider)


def of_the_moment(request: HttpRequest) -> list[Alert]:
    """Every room's alerts, in the order of the floors."""
    return [alert for provider in _providers for alert in provider(request)]
