"""What forms ask of the lists while somebody types."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from core import access
from core.reference.fields import LONGEST, Choices

NAME = re.compile(r"[\w-]{1,80}")


@access.anyone
def occupations(request: HttpRequest) -> HttpResponse:
    """Occupations that the words of a box find, as the radio buttons of its form. The words are about no one."""
    asked = {key: request.GET.get(key, "") for key in ("name", "id", "words", "chosen")}
    name, id = (asked[key] if NAME.fullmatch(asked[key]) else "occupation" for key in ("name", "id"))
    words = " ".join(asked["words"].split())[:LONGEST]
    found = Choices.of(name, id, words, asked["chosen"][:5])
    return render(request, "components/occupation_choices.html", {"found": found, "asked": bool(words)})
