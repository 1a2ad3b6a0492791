"""Cached public pages: no form that posts, no token, no cookie; ``ETag`` and 304; a change of what they show misses at once."""

from collections.abc import Callable, Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse

View = Callable[..., HttpResponse]
Names = Callable[..., Iterable[str]]


def cached(*names: str | Names, seconds: int = 300) -> Callable[[View], View]:
    """Keep the answers to anonymous GETs under the generations named: texts, or functions of the view's arguments."""

    def decorate(view: View) -> View:
        return view  # the store is the next slice

    return decorate


def no_store(view: View) -> View:
    """Answers that hold a token or somebody's data: never kept by any cache."""
    from functools import wraps

    @wraps(view)
    def fresh(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store"
        return response

    return fresh
