"""What somebody searches by, kept in their session: an address would show names to whoever reads a log.

The words of a search may be somebody's name. They are kept for an hour, dropped where they are read later, swept away
each night (``people.accounts.due``), and gone at once when the person they name is erased (``people.privacy``).
"""

import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db import transaction
from django.http import HttpRequest

#: Session key of all of it: {name of the page: {"words": what was typed, "at": seconds of the epoch}}.
KEY = "asked"
#: How long words are kept.
KEPT = timedelta(hours=1)

Kept = dict[str, Any]


def keep(request: HttpRequest, page: str, words: Any) -> None:
    """Keep what a page is searched by, a text or texts by name; nothing typed forgets what was kept before."""
    held = _young(request.session.get(KEY, {}))
    held.pop(page, None)
    if any(_texts(words)):
        held[page] = {"words": words, "at": time.time()}
    _put(request, held)


def words(request: HttpRequest, page: str, nothing: Any = "") -> Any:
    """What the page is searched by; ``nothing`` where there are no words, or old ones. No query of its own."""
    before = request.session.get(KEY, {})
    held = _young(before)
    if held != before:
        _put(request, held)
    return held[page]["words"] if page in held else nothing


def _put(request: HttpRequest, held: Kept) -> None:
    if held:
        request.session[KEY] = held
    else:
        request.session.pop(KEY, None)


def _young(held: Kept) -> Kept:
    oldest = time.time() - KEPT.total_seconds()
    return {page: each for page, each in held.items() if each["at"] > oldest}


def _texts(words: Any) -> Iterator[str]:
    """Every text typed that is not empty."""
    if isinstance(words, str):
        yield from [words] if words.strip() else []
    else:
        for each in words.values():
            yield from _texts(each)


# ------------------------------------------------------------------ in everybody's sessions


def drop(names: Callable[[str], bool]) -> int:
    """Take words that ``names`` somebody out of all sessions, and old ones; in how many. Cost: reads them all."""
    return _sift(
        lambda held: {page: each for page, each in _young(held).items() if not any(map(names, _texts(each["words"])))}
    )


def drop_old() -> int:
    """Take words past their hour out of all sessions; in how many. Cost: reads them all."""
    return _sift(_young)


def _sift(left_of: Callable[[Kept], Kept]) -> int:
    with_words = [row.pk for row in Session.objects.order_by("pk").iterator() if _differs(row, left_of)]
    for pk in with_words:
        with transaction.atomic():
            # What the browser wrote since it was read is kept.
            row = Session.objects.select_for_update().filter(pk=pk).first()
            if row and _differs(row, left_of):
                facts = row.get_decoded()
                facts[KEY] = left_of(facts[KEY])
                row.session_data = SessionStore().encode(facts)
                row.save(update_fields=["session_data"])
    return len(with_words)


def _differs(row: Session, left_of: Callable[[Kept], Kept]) -> bool:
    held = row.get_decoded().get(KEY, {})
    return bool(held != left_of(held))
