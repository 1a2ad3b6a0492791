"""What rooms above show of a member on the public list: a line each, for all members of a page at once."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise

from core.sources import Sources
from people.organisations.models import Organisation


@dataclass(frozen=True)
class Line:
    """In words, whole; ``icon``: a name of ``core.icons``."""

    words: str | Promise
    icon: str = ""


#: A room registers what it says of members: organisations (ids) -> lines. What it says is public: the page is cached, and
#: whoever changes what is said bumps "membership". Called from its ``AppConfig.ready``.
beside_a_member = Sources[Callable[[Collection[int]], Mapping[int, list[Line]]]]()


def lines_of(organisations: Collection[Organisation]) -> dict[int, list[Line]]:
    """Organisation id -> its lines. Cost: that of each room's function, however many members."""
    found: dict[int, list[Line]] = {}
    ids = [organisation.pk for organisation in organisations]
    for say in beside_a_member if ids else ():
        for pk, lines in say(ids).items():
            found.setdefault(pk, []).extend(lines)
    return found
