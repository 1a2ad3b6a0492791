"""The calendar on other people's pages: news feeds, a frame without script, and what the little script asks for."""

from functools import lru_cache
from pathlib import Path
from typing import Any

from csp.decorators import csp_replace
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import feedgenerator, timezone
from django.utils.html import format_html_join
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_GET

from core import access, alternates
from core.calendars import CONTROLS
from core.dates import short_month, span_words
from core.pages import cached
from events.agenda import entries, jsonld
from events.agenda.forms.calendar import CalendarFilter
from events.agenda.forms.embed import EmbedForm
from events.agenda.listing import Filters
from events.agenda.models import Event
from events.agenda.templatetags.agenda import line_words
from events.agenda.views.public import regions_by_code

#: Events in a news feed.
MOST = 100
SCRIPT = Path("static/src/js/agenda-embed.js")
FEEDS: dict[str, Any] = {"rss": feedgenerator.Rss201rev2Feed, "atom": feedgenerator.Atom1Feed}


# ------------------------------------------------------------------ news feeds
@access.anyone
@cached("agenda")
def news(request: HttpRequest, form: str) -> HttpResponse:
    """RSS or Atom of what is to come, or of a region, a kind, or both. Cost: 2 queries."""
    if form not in FEEDS:
        raise Http404
    regions = regions_by_code()
    asked = CalendarFilter(request.GET, regions=regions)
    if not asked.is_valid():
        raise Http404("no such region or kind")
    cleaned = Filters.of(asked.cleaned_data)
    filters = Filters(region=cleaned.region, kind=cleaned.kind)
    listed = alternates.absolute(reverse("agenda:list") + filters.query())
    feed = FEEDS[form](
        title=" – ".join(["Maillage", *(str(chip.label) for chip in filters.chips(regions))]),
        link=listed,
        description=_("Events to come across Québec, and what changes about them."),
        language="en-CA" if get_language() == "en" else "fr-CA",
        feed_url=alternates.absolute(reverse("agenda:news", args=[form]) + filters.query()),
        feed_guid=listed,
    )
    for event in entries.in_feed(filters).filter(ends_at__gt=timezone.now())[:MOST]:
        feed.add_item(**item_of(event))
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def item_of(event: Event) -> dict[str, Any]:
    """An event as news. Its guid is that of its entry in calendars: it never changes."""
    title, told = event.title.text, [f"{span_words(event)}. {entries.place_words(event)}"]
    if event.is_cancelled:
        title = _("Cancelled: %(title)s") % {"title": title}
        told.insert(0, event.cancellation_reason.text)
    elif event.is_moved:
        title = _("New time or place: %(title)s") % {"title": title}
        told.insert(0, event.move_reason.text)
    told.append(jsonld.description(event))
    return {
        "title": CONTROLS.sub("", title),
        "link": alternates.absolute(event.get_absolute_url()),
        "description": format_html_join("", "<p>{}</p>", ((CONTROLS.sub("", text),) for text in told if text)),
        "unique_id": entries.uid(event),
        "unique_id_is_permalink": False,
        "pubdate": event.published_at,
        "updateddate": event.updated_at,
        "categories": [str(event.get_kind_display()), event.region.name_fr],
        "author_name": CONTROLS.sub("", event.organisation.name),
    }


# ------------------------------------------------------------------ on other sites
def _asked(request: HttpRequest) -> EmbedForm:
    """What a snippet asks for. Raises Http404 for what no snippet of ours says."""
    form = EmbedForm(request.GET, regions=regions_by_code())
    if not form.is_valid():
        raise Http404("no such region, kind or number")
    return form


def shown(form: EmbedForm) -> dict[str, Any]:
    """Events and words of an embedded list. Cost: 2 queries."""
    found = form.filters.apply(Event.objects.public().filter(cancelled_at=None).upcoming())
    events = list(found.select_related("region", "venue", "organisation")[: form.most + 1])
    return {
        "events": events[: form.most],
        "has_more": len(events) > form.most,
        "list_url": alternates.absolute(reverse("agenda:list") + form.filters.query()),
    }


@access.anyone
@xframe_options_exempt
@csp_replace({"frame-ancestors": ["*"], "script-src": ["'none'"], "form-action": ["'none'"]})  # type: ignore[untyped-decorator]  # django-csp has no types
@require_GET
@cached("agenda")
def frame(request: HttpRequest) -> HttpResponse:
    """The list for a frame on any site: no script, no cookie, no form. Cost: 3 queries."""
    form = _asked(request)
    context = {**shown(form), "theme": form.cleaned_data["theme"] or "auto"}
    return render(request, "agenda/embed/frame.html", context)


@access.anyone
@require_GET
@cached("agenda")
def data(request: HttpRequest) -> HttpResponse:
    """What the little script shows, in words; any site may read it, for it is public. Cost: 3 queries."""
    found = shown(_asked(request))
    answer = {
        "language": f"{get_language()}-CA",
        "heading": _("Events to come"),
        "empty": _("Nothing here for now"),
        "events": [
            {
                "title": event.title.text,
                "language": f"{event.title.language}-CA",
                "url": alternates.absolute(event.get_absolute_url()),
                "day": event.start_date.day,
                "month": short_month(event.start_date),
                "date": event.start_date.isoformat(),
                "where": line_words(event),
                "kind": event.get_kind_display(),
                "moved": _("New time or place") if event.is_moved else "",
            }
            for event in found["events"]
        ],
    }
    response = JsonResponse(answer, json_dumps_params={"ensure_ascii": False, "separators": (",", ":")})
    response["Access-Control-Allow-Origin"] = "*"
    return response


@lru_cache
def _script() -> bytes:
    return (Path(settings.BASE_DIR) / SCRIPT).read_bytes()


@access.anyone
@require_GET
@cached()
def script(request: HttpRequest) -> HttpResponse:
    """The little script, under an address that stays: it is written on pages that we do not keep."""
    return HttpResponse(_script(), content_type="text/javascript; charset=utf-8")


@access.anyone
@require_GET
@cached("agenda")
def compose(request: HttpRequest) -> HttpResponse:
    """What to paste for a calendar on one's own site, and how it looks. Cost: 3 queries."""
    form = EmbedForm(request.GET or None, regions=regions_by_code())
    is_valid = form.is_valid()
    asked = form if is_valid else EmbedForm({}, regions=form.regions)
    asked.is_valid()
    path = reverse("agenda:embed_compose")
    request.alternates = alternates.in_each_language(lambda: reverse("agenda:embed_compose"))  # type: ignore[attr-defined]
    request.canonical = path  # type: ignore[attr-defined]
    context = {
        "form": form,
        "frame_path": reverse("agenda:embed_frame") + asked.query(),
        "frame_url": alternates.absolute(reverse("agenda:embed_frame") + asked.query()),
        "data_url": alternates.absolute(reverse("agenda:embed_data") + asked.query(theme=False)),
        "list_url": alternates.absolute(reverse("agenda:list") + asked.filters.query()),
        "script_url": alternates.absolute(reverse("agenda_script")),
        "theme": asked.cleaned_data["theme"],
        "height": 180 + 110 * asked.most,
        "news_query": asked.filters.query(),
        "crumb_items": [(_("Events"), reverse("agenda:list")), (_("On your site"), None)],
    }
    return render(request, "agenda/embed/compose.html", context)
