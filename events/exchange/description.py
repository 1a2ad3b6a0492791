"""The description of the interface, OpenAPI 3.1: made from the operations themselves, in the reader's language."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from events.devices import described
from events.exchange.models import Access

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": gettext_noop("Which problem, for machines: urn:maillage:problem:…")},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {
            "type": "string",
            "description": gettext_noop("Why, what was kept and what to do: a sentence for people"),
        },
        "errors": {"type": "array", "items": {"type": "object"}},
    },
}
#: What any operation may answer, and what only a write may.
ALWAYS = {
    "401": gettext_noop("No token, or one that opens nothing"),
    "403": gettext_noop("The token lacks the scope"),
    "404": gettext_noop("Nothing is there, or nothing that the token reaches"),
    "422": gettext_noop("A field is not as expected, or the key was used for another request"),
    "429": gettext_noop("Too many requests in a minute: Retry-After says when to come back"),
}
WRITING = {
    "400": gettext_noop("No Idempotency-Key, or a body that is not JSON"),
    "409": gettext_noop("A rule of the event says no: the sentence says why and what to do"),
    "412": gettext_noop("Somebody else changed it meanwhile"),
    "413": gettext_noop("The body is too long"),
    "428": gettext_noop("If-Match is missing"),
}
KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": gettext_noop(
        "A key of your own, a new one for each thing you want done. For 24 hours the same request under it gets the same answer, and is done once."
    ),
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$"},
}
IF_MATCH = {
    "name": "If-Match",
    "in": "header",
    "required": False,
    "description": gettext_noop("The ETag of what was read"),
    "schema": {"type": "string", "pattern": "^[ -~]*$"},
}
#: Keys whose text is a message id.
TRANSLATED = {"summary", "description"}


@dataclass(frozen=True)
class Line:
    """One operation, for the page that people read."""

    method: str
    path: str
    summary: str
    scope: str


def document() -> dict[str, Any]:
    """The whole description in the language in force. No query."""
    from events.exchange.views.api import api

    made: dict[str, Any] = api.get_openapi_schema(path_prefix="/api/v1/")
    made["info"] = {"title": "Maillage", "version": "1", "description": _introduction()}
    made["servers"] = [{"url": settings.PUBLIC_URL.rstrip("/")}]
    components = made.setdefault("components", {})
    components.setdefault("schemas", {}).update({"Problem": PROBLEM, **described.schemas()})
    components["securitySchemes"] = {
        "token": {"type": "http", "scheme": "bearer", "description": _scopes()},
        described.SECURITY: described.SCHEME,
    }
    for path in made["paths"].values():
        for method, operation in path.items():
            _complete(method, operation)
    # As they are: devices have tokens, refusals and repetitions of their own.
    made["paths"].update(described.paths())
    told: dict[str, Any] = _translated(made)
    return told


def lines() -> list[Line]:
    """Each operation, in the order of the description; its path follows ``/api/v1``."""
    return [
        Line(
            method.upper(),
            path.removeprefix("/api/v1"),
            operation["summary"],
            " ".join(operation["security"][0]["token"]),
        )
        for path, methods in document()["paths"].items()
        for method, operation in methods.items()
        if path.startswith("/api/v1/")
    ]


def _complete(method: str, operation: dict[str, Any]) -> None:
    operation.pop("description", None)
    said = ALWAYS if method == "get" else ALWAYS | WRITING
    problem = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for status, answer in operation["responses"].items():
        answer["description"] = "OK" if int(status) < 300 else answer.get("description", "")
    operation["responses"] = {str(status): answer for status, answer in operation["responses"].items()}
    for status, words in said.items():
        operation["responses"].setdefault(status, {"description": words, "content": problem})
    if method != "get":
        operation["parameters"] = [*operation.get("parameters", []), KEY, IF_MATCH]
    elif len(operation["parameters"]) and operation["operationId"].startswith("read_"):
        operation["responses"]["304"] = {"description": gettext_noop("Nothing has changed since")}


def _translated(part: Any) -> Any:
    if isinstance(part, dict):
        return {
            key: _(value) if key in TRANSLATED and isinstance(value, str) and value.strip() else _translated(value)
            for key, value in part.items()
        }
    return [_translated(one) for one in part] if isinstance(part, list) else part


def _introduction() -> str:
    return _(
        "A token reaches the events that its owner runs, and no more. Every write carries an Idempotency-Key. Refusals are problems as RFC 9457 has them. What a page of registrations says of people is noted as read by the token’s owner."
    )


def _scopes() -> str:
    return "; ".join(f"{scope.value} ({scope.label})" for scope in Access)


def scopes() -> Iterator[tuple[str, str]]:
    for scope in Access:
        yield scope.value, str(scope.label)
