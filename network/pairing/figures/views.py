"""Figures of pairing: tiles, the funnel, tables, the list behind each number, and the whole to take away."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from core import access, audit, exports
from core.pages import no_store
from core.small_numbers import LEAST
from network.pairing.figures import counting, reading, rules
from network.pairing.figures.counting import DIMENSIONS, FUNNEL, OF_PERSONS, Which
from network.pairing.figures.forms import WhichForm
from network.pairing.figures.words import BY, LABELS, NOTES, ONE, SHORT
from people.accounts.http import PersonRequest

PAGE = 50
TILES = ("persons", "employers", "offers", "never_used", "waiting", "at_groups")
counted = access.roles(*rules.READING_ROLES)


def _asked(request: PersonRequest) -> tuple[WhichForm, Which, bool]:
    """The form, what it narrows to, and whether small numbers are told. Cost: 2 queries."""
    editions = rules.editions_read_by(request.user)
    form = WhichForm(request.GET or None, editions=editions)
    chosen = editions.filter(pk=form.chosen_edition.pk) if form.chosen_edition else editions
    which = Which(chosen.order_by().values("pk"), form.chosen_year)
    return form, which, rules.sees_small_numbers(request.user, chosen)


def _query(form: WhichForm, **more: str) -> str:
    query = QueryDict(mutable=True)
    query["year"] = str(form.chosen_year.begins)
    if form.chosen_edition:
        query["edition"] = str(form.chosen_edition.pk)
    query.update(more)
    return query.urlencode()


@counted
@no_store
@require_GET
def page(request: PersonRequest) -> HttpResponse:
    """All of it. Cost: about 30 queries beside the frame's, whatever the rows."""
    form, which, small = _asked(request)
    cells = reading.tiles(which, small=small)
    widest = max((cells[name].number or 0 for name in FUNNEL), default=0)
    tables = [
        {
            "heading": BY[dimension],
            "one": ONE[dimension],
            "rows": [
                {"row": row, "query": _query(form, by=dimension, value=row.value)}
                for row in reading.table(dimension, which, small=small)
            ],
        }
        for dimension in DIMENSIONS
    ]
    facts = {
        "form": form,
        "year": form.chosen_year,
        "small": small,
        "tiles": [{"cell": cells[name], "label": LABELS[name], "note": NOTES.get(name, "")} for name in TILES],
        "funnel": [{"cell": cells[name], "label": LABELS[name], "widest": widest} for name in FUNNEL],
        "waits": reading.waits_told(which, small=small),
        "tables": tables,
        "columns": [SHORT[name] for name in counting.COLUMNS],
        "query": _query(form),
    }
    return render(request, "pairing_figures/page.html", facts)


@counted
@no_store
@require_GET
def behind(request: PersonRequest, name: str) -> HttpResponse:
    """The list behind a number: file numbers for who coordinates, codes for everybody else; never a name."""
    if name not in LABELS:
        raise Http404
    form, which, small = _asked(request)
    dimension, value = request.GET.get("by", ""), request.GET.get("value", "")
    where: Any = ""
    if dimension:
        where = reading.name_of(dimension, value) if dimension in DIMENSIONS else ""
        if not where:
            raise Http404
        which = which.of(dimension, value)
    # The list behind a number that is not told would tell it: hidden in a table, hidden here.
    is_hidden = not small and name in OF_PERSONS and _is_hidden(name, which)
    rows = reading.behind(name, which)
    paged = Paginator(rows.none() if is_hidden else rows, PAGE).get_page(request.GET.get("page"))
    facts = {
        "form": form,
        "year": form.chosen_year,
        "name": name,
        "label": LABELS[name],
        "where": where,
        "is_hidden": is_hidden,
        "small": small,
        "page_obj": paged,
        "lines": list(reading.lines(name, list(paged), small=small)),
        "number": None if is_hidden else counting.number(name, which),
        "query": _query(form),
    }
    return render(request, "pairing_figures/behind.html", facts)


def _is_hidden(name: str, which: Which) -> bool:
    """Cost: 1 query, 5 within a table."""
    if not which.dimension or name not in counting.COLUMNS:
        return 0 < counting.number(name, which) < LEAST
    whole = Which(which.editions, which.year)
    column = {value: cells[name] for value, cells in counting.by(which.dimension, whole).items()}
    return counting.masked({**column}).get(which.value, 0) is None


@counted
@access.fresh(gives_file=True)
@require_GET
def export(request: PersonRequest, form: str) -> HttpResponse:
    """The page's numbers as CSV or XLSX. Taking them away is audited."""
    if form not in {"csv", "xlsx"}:
        raise Http404
    asked, which, small = _asked(request)
    audit.record(
        "pairing_figures.exported",
        request.user.person,
        by=request.user.person,
        values={"year": str(asked.chosen_year), "form": form},
    )
    heads = [pgettext("figures", "Figure"), pgettext("figures", "Of"), pgettext("figures", "Number")]
    answer = exports.csv_response if form == "csv" else exports.xlsx_response
    name = f"{_('pairing-figures')} {asked.chosen_year}"
    return answer(name, heads, reading.export_rows(which, small=small))  # type: ignore[return-value]  # streamed: an answer too
