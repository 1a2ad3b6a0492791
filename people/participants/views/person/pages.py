"""What the person's pages have in common."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from people.accounts.models import Person
from people.participants.models import CaseFile


def page(
    request: HttpRequest,
    template: str,
    facts: Mapping[str, Any],
    *crumbs: tuple[Any, str | None],
    is_refused: bool = False,
) -> HttpResponse:
    """A page of the person's space; ``crumbs`` lead from there to it. ``is_refused``: what was sent needs a correction."""
    way = [(_("My space"), reverse("my_space:home")), *((str(label), url) for label, url in crumbs)]
    return render(
        request, f"participants/{template}.html", {**facts, "crumb_items": way}, status=422 if is_refused else 200
    )


def own_file(person: Person) -> CaseFile | None:
    """Cost: 1 query."""
    files = CaseFile.objects.of_person(person)
    return files.select_related("organisation", "caseworker", "household", "person").first()
