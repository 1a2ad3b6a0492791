"""What rooms above show beside an edition: a link each from its page, and how it stands in a few words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from core.sources import Sources
from people.programmes.models import Edition


@dataclass(frozen=True)
class Beside:
    """A page of a room above about this edition. ``note``: one sentence."""

    label: str | Promise
    url: str
    note: str | Promise = ""


Pages = Callable[[Any, Edition], Iterable[Beside]]
#: A room registers what it has of an edition for the user who keeps it. Called from its ``AppConfig.ready``.
beside_an_edition = Sources[Pages]()


def pages_beside(user: Any, edition: Edition) -> list[Beside]:
    """Cost: that of each room's function."""
    return [page for pages in beside_an_edition for page in pages(user, edition)]
