"""What rooms above ask on the page to register, which need not know them: their own fields, kept with the registration."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise

from core.sources import Sources
from events.agenda.models import Event
from events.registration.models import Registration


@dataclass(frozen=True)
class Part:
    """A heading and a form (bound when the page was sent), and what keeps its answers, in the registration's transaction."""

    heading: str | Promise
    form: forms.BaseForm
    keep: Callable[[Registration], None]
    #: Template of the part; the usual one lists the form's fields.
    template: str = "registration/_part.html"


def typed(request: HttpRequest) -> dict[str, Any]:
    """How a part's form is made: bound to what was sent; or, when more rows were asked for, with that to start from."""
    if request.method != "POST":
        return {}
    if "more" in request.POST:
        return {"initial": started(request.POST)}
    return {"data": request.POST, "files": request.FILES}


def started(data: QueryDict) -> dict[str, Any]:
    """What was typed, to start a page from: a text each, a list where there are several."""
    return {name: values if len(values) > 1 else values[0] for name, values in data.lists() if values}


#: None: nothing to ask at this event. Costs no query where the event asks nothing of the kind.
Source = Callable[[HttpRequest, Event], Part | None]
on_the_form = Sources[Source]()


def parts_of(request: HttpRequest, event: Event) -> list[Part]:
    """What is asked beside name and address, in the order of the rooms. Cost: that of the sources."""
    return [part for source in on_the_form if (part := source(request, event))]
