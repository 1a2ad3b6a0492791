"""How an operation is declared, answered, paged, and how its refusals read."""

from collections.abc import Callable, Iterable, Mapping
from typing import Annotated, Any, TypeVar

from django.core.exceptions import TooManyFieldsSent
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.urls import URLPattern
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError
from pydantic import Field

from core.guard import reach
from core.refusals import Refusal
from events.agenda.models import Event
from events.exchange import idempotency, looks, problems
from events.exchange.addresses import ADDRESSES
from events.exchange.bearing import TokenRequest
from events.exchange.problems import Problem
from people.accounts.models import Person
from people.oversight.actions import note_reads
from people.oversight.models import ReadEntry

Function = TypeVar("Function", bound=Callable[..., Any])
Row = TypeVar("Row", bound=models.Model)
View = Callable[..., HttpResponseBase]

PREFIX = "/api/v1/"
#: Rows of a page: usually, and at most.
ROWS, MOST_ROWS = 50, 100
Limit = Annotated[int, Field(ge=1, le=MOST_ROWS)]
Cursor = Annotated[str | None, Field(max_length=30)]
#: What fits a key of a row on both databases.
LARGEST = 2**63 - 1

api = NinjaAPI(title="Maillage", version="1", urls_namespace="api", openapi_url=None, docs_url=None)


class Answer(Exception):
    """An answer that is no page of data: nothing has changed since."""

    def __init__(self, response: HttpResponse) -> None:
        self.response = response
        super().__init__()


def operation(
    method: str, *, name: str, summary: str, answers: Mapping[int, type[Schema]]
) -> Callable[[Function], Function]:
    """Declare what a method of an address does. ``summary``: an English message id, translated as the description is read."""
    address = ADDRESSES[name]
    scope = address.scopes[method]

    def keep(function: Function) -> Function:
        declare: Callable[[Function], Function] = api.api_operation(
            [method],
            "/" + address.path.replace("<", "{").replace(">", "}"),
            response=dict(answers),
            url_name=name,
            operation_id=function.__name__,
            summary=summary,
            description=" ",
            tags=[scope.value.partition(":")[0]],
            openapi_extra={"security": [{"token": [scope.value]}]},
        )
        return declare(function)

    return keep


def declared() -> dict[str, View]:
    """Name of an address -> what answers there, for all operations that are declared. Once: django-ninja wants it so."""
    return {one.name: one.callback for one in api.urls[0] if isinstance(one, URLPattern) and one.name in ADDRESSES}


def answered(view: View, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
    """The answer of an operation, or the problem that stands in its way."""
    try:
        response = idempotency.answered(request, view, *args, **kwargs)
    except Problem as problem:
        response = problems.answer(problem)
    if response.status_code == 405:
        allowed = {"Allow": response.get("Allow", "")}
        words = _("This address does not answer to this method.")
        response = problems.answer(Problem(405, "method-not-allowed", words, headers=allowed))
    response["Cache-Control"] = "no-store"
    response["Content-Language"] = get_language() or "fr"
    return response


# ------------------------------------------------------------------ refusals


@api.exception_handler(Problem)
def _problem(_request: HttpRequest, problem: Any) -> HttpResponse:
    return problems.answer(problem)


@api.exception_handler(Refusal)
def _refusal(_request: HttpRequest, refusal: Any) -> HttpResponse:
    return problems.answer(problems.of_refusal(refusal))


@api.exception_handler(Http404)
def _nothing(_request: HttpRequest, _gone: Any) -> HttpResponse:
    return problems.answer(problems.not_found())


@api.exception_handler(ValidationError)
def _fields(_request: HttpRequest, error: Any) -> HttpResponse:
    return problems.answer(problems.of_fields(error.errors))


@api.exception_handler(TooManyFieldsSent)
def _too_many(_request: HttpRequest, _error: Any) -> HttpResponse:
    return problems.answer(Problem(422, "not-as-expected", _("Nothing was changed: these are too many parameters.")))


@api.exception_handler(HttpError)
def _unreadable(_request: HttpRequest, error: Any) -> HttpResponse:
    return problems.answer(Problem(error.status_code, "unreadable", _("The body is not JSON that can be read.")))


@api.exception_handler(Answer)
def _answer(_request: HttpRequest, said: Any) -> HttpResponse:
    response: HttpResponse = said.response
    return response


# ------------------------------------------------------------------ rows


def event_run(request: TokenRequest, event_id: int) -> Event:
    """The event, if the token's owner runs it; else 404. Cost: 2 queries with its sittings."""
    if event_id > LARGEST:
        raise Http404
    return reach(request, looks.with_sittings(Event.objects.run_by(request.user)), pk=event_id)


def page(
    found: models.QuerySet[Row], show: Callable[[Row], dict[str, Any]], *, limit: int, cursor: str | None
) -> tuple[list[Row], dict[str, Any]]:
    """A page of rows in the order they were made, and its answer: what is added meanwhile comes last, and nothing comes twice.

    Cost: that of the query. Raises Problem for a cursor that is none of ours.
    """
    rows = list(found.filter(pk__gt=_after(cursor)).order_by("pk")[: limit + 1])
    more, rows = len(rows) > limit, rows[:limit]
    return rows, {"items": [show(row) for row in rows], "next": f"c{rows[-1].pk}" if more else None}


def _after(cursor: str | None) -> int:
    if cursor is None:
        return 0
    number = cursor.removeprefix("c")
    if not (cursor.startswith("c") and number.isascii() and number.isdecimal() and int(number) <= LARGEST):
        raise Problem(422, "cursor-unknown", _("Take the cursor from “next” of the page before, as it stands there."))
    return int(number)


def note_list(request: TokenRequest, event: Event, people: Iterable[Person | None]) -> None:
    """Note that the token's owner took away what a page says of these people, as an export. Cost: 1 query."""
    about = {person.pk: person for person in people if person is not None}
    note_reads(
        by=request.user.person,
        about=about.values(),
        kind=ReadEntry.Kind.EXPORT,
        thing=event,
        organisation=event.organisation,
    )


# ------------------------------------------------------------------ versions


def shown(request: HttpRequest, response: HttpResponse, data: dict[str, Any]) -> dict[str, Any]:
    """The data with its ETag. Raises Answer (304) for who has it already."""
    tag = looks.tag_of(data)
    if tag in _tags(request.META.get("HTTP_IF_NONE_MATCH", "")):
        raise Answer(HttpResponse(status=304, headers={"ETag": tag}))
    response["ETag"] = tag
    return data


def refuse_stale(request: HttpRequest, data: dict[str, Any], *, must_say: bool) -> None:
    """Raise Problem where what is to be changed is not what was read: 412, or 428 where it has to be said and is not."""
    said = request.META.get("HTTP_IF_MATCH", "")
    if not said:
        if must_say:
            words = _("Nothing was changed: send the ETag of what you read in the header If-Match.")
            raise Problem(428, "if-match-missing", words)
        return
    if said.strip() == "*":
        return
    tag = looks.tag_of(data)
    if not any(constant_time_compare(tag, one) for one in _tags(said)):
        words = _("Nothing was changed: somebody else changed this meanwhile. Read it again, then decide.")
        raise Problem(412, "changed-meanwhile", words)


def _tags(header: str) -> list[str]:
    return [part.strip().removeprefix("W/") for part in header.split(",") if part.strip()]
