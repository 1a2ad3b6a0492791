"""The pool as counts: a page for the public, one for partners, and their files. Links are fixed; nothing filters."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from core import access, exports
from core.pages import cached, no_store
from core.reference.models import Region
from people.accounts.http import PersonRequest
from people.pool import reading, rules
from people.pool.actions.freezing import PAGES
from people.pool.counts import PARTNERS_K
from people.pool.models import Audience, PoolSnapshot

ROWS_A_PAGE = 40
for_partners = access.roles(*rules.PARTNERS)


@access.anyone
@cached(PAGES)
@require_GET
def public_counts(request: HttpRequest) -> HttpResponse:
    return _page(request, Audience.PUBLIC)


@access.anyone
@cached(PAGES)
@require_GET
def public_counts_of(request: HttpRequest, region: str) -> HttpResponse:
    return _page(request, Audience.PUBLIC, get_object_or_404(Region, pk=region))


@access.anyone
@require_GET
def public_counts_file(request: HttpRequest) -> HttpResponse:
    return _file(Audience.PUBLIC)


@for_partners
@no_store
@require_GET
def partner_counts(request: PersonRequest) -> HttpResponse:
    return _page(request, Audience.PARTNERS)


@for_partners
@no_store
@require_GET
def partner_counts_of(request: PersonRequest, region: str) -> HttpResponse:
    return _page(request, Audience.PARTNERS, get_object_or_404(Region, pk=region))


@for_partners
@require_GET
def partner_counts_file(request: PersonRequest) -> HttpResponse:
    return _file(Audience.PARTNERS)


def _page(request: HttpRequest, audience: Audience, region: Region | None = None) -> HttpResponse:
    """All of Québec by occupation, or one region by major group. Cost: 5 queries or fewer, however many rows."""
    snapshot = PoolSnapshot.objects.latest_for(audience)
    facts: dict[str, object] = {
        "base": "base.html" if audience == Audience.PUBLIC else "base_work.html",
        "audience": audience,
        "doors": reading.DOORS[audience],
        "region": region,
        "snapshot": snapshot,
        "moved": PARTNERS_K,
    }
    if snapshot is None:
        return render(request, "pool/counts.html", facts)
    shown = snapshot.read()
    facts |= {
        "tiles": reading.tiles(shown, Region.objects.current(), audience, region),
        "bands": list(reading.BAND_NAMES.values()),
    }
    if region:
        facts["rows"] = reading.rows_of_region(shown, region.pk)
        facts["total"] = reading.sum_words(shown.of_region(region.pk))
        facts["band_totals"] = [
            (name, reading.sum_words(shown.of_band_in(region.pk, band))) for band, name in reading.BAND_NAMES.items()
        ]
    else:
        facts["page_obj"] = Paginator(reading.rows_of_province(shown), ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "pool/counts.html", facts)


def _file(audience: Audience) -> HttpResponse:
    """The frozen tables as they are shown, as CSV; 404 before the first week."""
    snapshot = PoolSnapshot.objects.latest_for(audience)
    if snapshot is None:
        raise Http404
    name = _("people ready to meet you %(week)s") % {"week": snapshot.week.isoformat()}
    lines = reading.file_lines(snapshot.read())
    return exports.csv_response(name, reading.file_heads(), lines)  # type: ignore[return-value]  # streamed: an answer too
