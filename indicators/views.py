"""The 36 indicators, their figures, and the list behind each figure that the platform counts."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from core import access, audit, exports
from core.pages import no_store
from core.reference.models import Indicator as Planned
from core.reference.models import Region
from core.tiles import Tile
from indicators import registry
from indicators.fiscal_year import FiscalYear
from indicators.forms import FigureForm, YearForm
from people.accounts.http import PersonRequest
from people.accounts.models import Role

#: Who reads figures and the lists behind them.
READERS = (Role.ANALYST, Role.DIRECTOR, Role.ADMINISTRATOR)
LINES_A_PAGE = 50
reading = access.roles(*READERS)


@dataclass(frozen=True)
class Row:
    """One indicator as the list shows it. ``value`` None: no figure yet, and ``why`` says what it waits for."""

    planned: Planned
    indicator: registry.Indicator
    value: int | None
    why: str = ""


def row_of(planned: Planned, year: FiscalYear) -> Row:
    indicator = registry.find(planned.code)
    assert indicator is not None, planned.code  # a test holds the registry to the plan
    if isinstance(indicator, registry.Computed):
        return Row(planned, indicator, indicator.value(year))
    why = {
        registry.Source.COMPUTED: _("Counted once its room is built"),
        registry.Source.PARTLY: _("With the yearly report"),
        registry.Source.ENTERED: _("Entered by hand, with the yearly report"),
    }[indicator.source]
    return Row(planned, indicator, None, why)


@reading
@no_store
@require_GET
def indicator_list(request: PersonRequest) -> HttpResponse:
    """All 36, in the plan's order. Cost: 5 queries, and 1 for each indicator that is computed."""
    computed = [each for each in registry.every() if isinstance(each, registry.Computed)]
    years = sorted({year for each in computed for year in each.years()} | {FiscalYear.current()}, reverse=True)
    form = YearForm(request.GET, years=years)
    planned = Planned.objects.select_related("measure__objective").order_by("measure__objective__rank", "rank", "code")
    rows = [row_of(each, form.chosen_year) for each in planned]
    # The major indicator follows the whole plan: it stands first.
    rows.sort(key=lambda row: row.planned.measure_id is not None)
    return render(request, "indicators/list.html", {"rows": rows, "form": form, "year": form.chosen_year})


@reading
@no_store
@require_GET
def detail(request: PersonRequest, code: str) -> HttpResponse:
    """One indicator: how it is counted, its figure for a year, by region, and the list behind it."""
    planned = get_object_or_404(Planned.objects.select_related("measure"), pk=code)
    indicator = registry.find(code)
    if not isinstance(indicator, registry.Computed):
        row = row_of(planned, FiscalYear.current())
        return render(request, "indicators/not_computed.html", {"row": row, "planned": planned})
    form = FigureForm(request.GET, years=indicator.years())
    year, region = form.chosen_year, form.chosen_region
    page = Paginator(indicator.rows(year, region), LINES_A_PAGE).get_page(request.GET.get("page"))
    numbers = indicator.by_region(year)
    regions = list(Region.objects.all())
    return render(
        request,
        "indicators/detail.html",
        {
            "planned": planned,
            "indicator": indicator,
            "form": form,
            "year": year,
            "region": region,
            "value": indicator.value(year, region),
            "tiles": tiles_of(regions, numbers, code, year, region),
            "breakdown": [(each, numbers[each.pk]) for each in regions if each.pk in numbers],
            "page_obj": page,
            "lines": indicator.read(list(page.object_list)),
            "query": query_of(year, region),
        },
    )


def query_of(year: FiscalYear, region: Region | None) -> str:
    query = QueryDict(mutable=True)
    query["year"] = str(year.begins)
    if region:
        query["region"] = region.pk
    return query.urlencode()


def tiles_of(
    regions: list[Region], numbers: dict[str, int], code: str, year: FiscalYear, current: Region | None
) -> list[Tile]:
    page = reverse("indicators:detail", args=[code])
    return [
        Tile(
            code=region.pk,
            name=str(region.name),
            url=f"{page}?{query_of(year, None if region == current else region)}",
            count=numbers.get(region.pk, 0),
            note=ngettext("%(number)s person", "%(number)s persons", numbers.get(region.pk, 0))
            % {"number": numbers.get(region.pk, 0)},
            is_current=region == current,
        )
        for region in regions
    ]


@reading
@access.fresh(gives_file=True)
@require_GET
def export(request: PersonRequest, code: str, form: str) -> HttpResponseBase:
    """The list behind a figure as CSV or XLSX: codes, not names. Taking it away is audited."""
    planned = get_object_or_404(Planned, pk=code)
    indicator = registry.find(code)
    if not isinstance(indicator, registry.Computed) or form not in {"csv", "xlsx"}:
        raise Http404
    asked = FigureForm(request.GET, years=indicator.years())
    year, region = asked.chosen_year, asked.chosen_region
    audit.record(
        "indicator.list_exported",
        planned,
        by=request.user.person,
        values={"year": str(year), "region": region.pk if region else "", "form": form},
    )
    name = f"{code} {year}{f' {region}' if region else ''}"
    rows = ((line.code, line.on, line.what, line.region, line.times) for line in indicator.lines(year, region))
    if form == "xlsx":
        return exports.xlsx_response(name, indicator.heads, rows)
    return exports.csv_response(name, indicator.heads, rows)
