"""Who is ready, as far as counts need to know. The room that keeps persons says it; this one asks.

``provide`` is called once, by ``AppConfig.ready``. The function answers one ``Ready`` for each person who may be counted now.
"""

from collections.abc import Callable, Iterable

from people.pool.counts import Ready

Provider = Callable[[], Iterable[Ready]]

_providers: list[Provider] = []


def provide(function: Provider) -> Provider:
    """Ask this function from now on, in place of the one before; also a decorator."""
    _providers[:] = [function]
    return function


def now() -> Iterable[Ready] | None:
    """Those who are ready now; None while nobody says."""
    return _providers[0]() if _providers else None
