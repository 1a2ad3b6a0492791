"""Refusals as other systems read them: RFC 9457, with the sentence that a person would read."""

import json
import re
from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.refusals import Refusal

MIME = "application/problem+json"
_CAPITAL = re.compile(r"(?<!^)(?=[A-Z])")


class Problem(Exception):
    """A request that is answered by a problem; ``name`` tells machines which, ``detail`` people."""

    def __init__(
        self, status: int, name: str, detail: Any, *, headers: Mapping[str, str] | None = None, **more: Any
    ) -> None:
        self.status, self.name, self.detail, self.headers, self.more = status, name, detail, headers or {}, more
        super().__init__(name)


def answer(problem: Problem) -> HttpResponse:
    told = {
        "type": f"urn:maillage:problem:{problem.name}",
        "title": HTTPStatus(problem.status).phrase,
        "status": problem.status,
        "detail": str(problem.detail),
        **problem.more,
    }
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(body, status=problem.status, content_type=MIME, headers=dict(problem.headers))


def of_refusal(refusal: Refusal) -> Problem:
    """A rule of the field said no: 409, named after the refusal (AlreadyCancelled: already-cancelled)."""
    return Problem(409, _CAPITAL.sub("-", type(refusal).__name__).lower(), refusal.message)


def not_found() -> Problem:
    return Problem(404, "not-found", _("There is nothing here, or nothing that this token reaches."))


#: What pydantic calls it -> our words. Anything else is told as "not what is expected".
WORDS = {
    "missing": gettext_lazy("This field is missing."),
    "extra_forbidden": gettext_lazy("There is no field of this name."),
    "string_too_long": gettext_lazy("This is too long."),
    "string_too_short": gettext_lazy("This is too short."),
    "too_long": gettext_lazy("These are too many."),
    "literal_error": gettext_lazy("This is not one of the values that there are."),
}


def of_fields(errors: Sequence[Mapping[str, Any]]) -> Problem:
    """What was sent is not what is expected: 422, with each field by its JSON pointer. Nothing sent is sent back."""
    told = []
    for error in errors:
        place = [str(part) for part in error.get("loc", ())]
        where = (
            {"pointer": "/" + "/".join(place[2:])} if place[:1] == ["body"] else {"parameter": place[-1:] and place[-1]}
        )
        own = str(error.get("ctx", {}).get("error", "")) if error.get("type") == "value_error" else ""
        words = WORDS.get(str(error.get("type")), _("This is not what is expected here."))
        told.append({**where, "detail": own if " " in own else str(words)})
    return Problem(
        422, "not-as-expected", _("Nothing was changed: the fields named below are not as expected."), errors=told
    )
