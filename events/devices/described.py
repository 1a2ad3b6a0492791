"""What devices ask, for the description of the interface (OpenAPI): answers as ``shapes`` has them, requests as it reads them."""

import types
import typing
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_noop

from events.devices import shapes
from events.devices.models import LOOKUP_LENGTH
from events.doors.models import DOOR_LENGTH

#: Name of the scheme: a device's own token, which opens one event.
SECURITY = "device"
SCHEME = {
    "type": "http",
    "scheme": "bearer",
    "description": gettext_noop(
        "Of a device at a door: said once, to whoever sends the code of the organiser’s screen. For one event, until twelve hours after it; what was scanned can be sent for two weeks."
    ),
}
_PLAIN: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    datetime: {"type": "integer"},
}
_MOMENT = {"type": "integer", "description": gettext_noop("Milliseconds since 1970, UTC")}
_UUID = {"type": "string", "format": "uuid"}


def _text(longest: int) -> dict[str, Any]:
    return {"type": "string", "minLength": 1, "maxLength": longest, "pattern": r"^[^\x00\ud800-\udfff]*$"}


SCAN = {
    "type": "object",
    "description": gettext_noop(
        "A ticket that was read, or a reading that is taken back. Sent as often as it takes: its id makes it one."
    ),
    "required": ["id", "kind", "at", "door"],
    "properties": {
        "id": _UUID,
        "kind": {"type": "string", "enum": sorted(shapes.KINDS)},
        "at": _MOMENT,
        "door": _text(DOOR_LENGTH),
        "seats": {
            "type": "array",
            "description": gettext_noop("Of a scan: the lookups of its seats. Of an undo: none."),
            "items": {"type": "string", "pattern": f"^[0-9a-f]{{{LOOKUP_LENGTH}}}$"},
            "maxItems": shapes.MOST_SEATS,
        },
        "told": {
            "type": "string",
            "enum": sorted(shapes.TOLD),
            "description": gettext_noop("Of a scan: what the door said. “asked”: it waits for the answer."),
        },
        "provisional": {"type": "boolean"},
        "undoes": {"anyOf": [_UUID, {"type": "null"}]},
        "offset": {"type": "integer", "minimum": -(2**53), "maximum": 2**53},
    },
}
REQUESTS: dict[str, dict[str, Any]] = {
    "DoorEnrol": {
        "type": "object",
        "required": ["code"],
        "properties": {"code": _text(64), "app": {"type": "string", "maxLength": 20}},
    },
    "DoorScan": SCAN,
    "DoorScans": {
        "type": "object",
        "required": ["scans"],
        "properties": {
            "scans": {
                "type": "array",
                "items": {"$ref": "#/components/schemas/DoorScan"},
                "maxItems": shapes.MOST_SCANS,
            },
            "unsent": {"type": "integer", "description": gettext_noop("How many wait behind these")},
        },
    },
    "DoorSearch": {"type": "object", "required": ["words"], "properties": {"words": _text(120)}},
}
ANSWERS = (shapes.Enrolled, shapes.ListAnswer, shapes.MergeAnswer, shapes.SearchAnswer, shapes.Problem)
#: What any of them may answer but what was asked for.
REFUSED = {
    "400": gettext_noop("It could not be read: nothing of it was kept"),
    "409": gettext_noop("Refused, in words"),
}
UNKNOWN = gettext_noop("No token, or one that opens nothing")
NO_TOKEN = {"type": "object", "required": ["error"], "properties": {"error": {"const": "token"}}}


def schemas() -> dict[str, Any]:
    """Every shape, by its name in the description. No query."""
    found: dict[str, Any] = dict(REQUESTS)
    for answer in ANSWERS:
        _add(answer, found)
    return found


def paths() -> dict[str, Any]:
    """The addresses that devices use, as OpenAPI path items. No query."""
    since = {
        "name": "since",
        "in": "query",
        "description": gettext_noop("The version that the device has; 0: it has none"),
        "schema": {"type": "integer", "minimum": 0, "default": 0},
    }
    return {
        "/api/door/enrol/": _item(
            "post",
            "enrol_device",
            gettext_noop("Become a device of an event, by the one-time code of the organiser’s screen"),
            asks="DoorEnrol",
            answers={"201": shapes.Enrolled},
            is_open=True,
        ),
        "/api/door/list/": _item(
            "get",
            "read_door_list",
            gettext_noop(
                "What changed in the list since a version; each line is sealed under a key made of its ticket’s own code"
            ),
            answers={"200": shapes.ListAnswer},
            parameters=[since],
        ),
        "/api/door/scans/": _item(
            "post",
            "send_scans",
            gettext_noop("Send what was scanned, in any order, as often as it takes until it is answered"),
            asks="DoorScans",
            answers={"200": shapes.MergeAnswer},
        ),
        "/api/door/search/": _item(
            "post",
            "search_door",
            gettext_noop("Find somebody by name, or all seats of a reference"),
            asks="DoorSearch",
            answers={"200": shapes.SearchAnswer},
        ),
        "/api/door/leave/": _item(
            "post", "leave_door", gettext_noop("Take oneself back: the token opens nothing more"), answers={"204": None}
        ),
    }


def _item(
    method: str,
    name: str,
    summary: str,
    *,
    answers: Mapping[str, type | None],
    asks: str = "",
    parameters: Sequence[dict[str, Any]] = (),
    is_open: bool = False,
) -> dict[str, Any]:
    said: dict[str, Any] = {"operationId": name, "summary": summary, "tags": ["doors"], "parameters": list(parameters)}
    told: dict[str, Any] = {
        status: _told("OK", _ref(_name(shape)) if shape else None) for status, shape in answers.items()
    }
    if asks:
        said["requestBody"] = {"required": True, "content": {"application/json": {"schema": _ref(asks)}}}
        told |= {status: _told(words, _ref("DoorProblem")) for status, words in REFUSED.items()}
    if not is_open:
        said["security"] = [{SECURITY: []}]
        told["401"] = _told(UNKNOWN, NO_TOKEN)
    return {method: said | {"responses": told}}


def _told(words: str, schema: dict[str, Any] | None) -> dict[str, Any]:
    return {"description": words} | ({"content": {"application/json": {"schema": schema}}} if schema else {})


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _name(shape: type) -> str:
    return f"Door{shape.__name__.removeprefix('Door')}"


def _add(shape: type, found: dict[str, Any]) -> None:
    """The schema of a dataclass, and of those that it holds."""
    hints = typing.get_type_hints(shape)
    found[_name(shape)] = {
        "type": "object",
        "required": [one.name for one in fields(shape)],
        "properties": {one.name: _schema(hints[one.name], found) for one in fields(shape)},
        "additionalProperties": False,
    }


def _schema(kind: Any, found: dict[str, Any]) -> dict[str, Any]:
    if kind in _PLAIN:
        return _PLAIN[kind]
    if is_dataclass(kind) and isinstance(kind, type):
        if _name(kind) not in found:
            _add(kind, found)
        return _ref(_name(kind))
    parts = typing.get_args(kind)
    if typing.get_origin(kind) is Sequence:
        return {"type": "array", "items": _schema(parts[0], found)}
    if typing.get_origin(kind) is Mapping:
        return {"type": "object", "additionalProperties": _schema(parts[1], found)}
    if typing.get_origin(kind) is types.UnionType:
        return {"anyOf": [{"type": "null"} if part is type(None) else _schema(part, found) for part in parts]}
    raise TypeError(f"{kind} stands in a shape, and nothing says how it is described")
