"""What called for a follow-up, in words: rooms above name the kinds of fact they schedule for."""

from django.utils.functional import Promise

Words = str | Promise

_named: dict[str, Words] = {}


def name_origin(prefix: str, label: Words) -> None:
    """Say what "registration.seat:…" is for a reader. Called from ``AppConfig.ready``. Raises ValueError for a prefix in use.

    The label names nobody and no event of one person: it stands on the page behind a mailed link.
    """
    if prefix in _named:
        raise ValueError(f"Two kinds of origin are called {prefix}.")
    _named[prefix] = label


def words_of(origin: str) -> Words | None:
    """The label of an origin, None if its room named none."""
    return _named.get(origin.partition(":")[0])
