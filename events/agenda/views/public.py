"""The public calendar, an event's page, and what calendars subscribe to."""

from typing import Any
from urllib.parse import quote, urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from core import access, alternates, audiences, calendars
from core.pages import cached
from core.reference.models import Region
from events.agenda import entries, jsonld, rules, share
from events.agenda.conditions import conditions_of
from events.agenda.forms.calendar import CalendarFilter
from events.agenda.listing import Filters, tiles, ways_out
from events.agenda.models import Event

#: Events on a page of the list.
PAGE = 20


def regions_by_code() -> dict[str, Region]:
    """Cost: 1 query."""
    return {region.code: region for region in Region.objects.all()}


def _listing(request: HttpRequest, *, past: bool) -> HttpResponse:
    """Cost: 8 queries, and 1 per filter when nothing is found."""
    name = "agenda:archives" if past else "agenda:list"
    path = reverse(name)
    regions = regions_by_code()
    form = CalendarFilter(request.GET, regions=regions)
    form.is_valid()
    filters = Filters.of(form.cleaned_data)
    public = Event.objects.public()
    base = public.past() if past else public.upcoming()
    page = Paginator(filters.apply(base).for_listing(), PAGE).get_page(request.GET.get("page"))
    request.alternates = alternates.in_each_language(lambda: reverse(name))  # type: ignore[attr-defined]
    # Region and kind make a list of its own; words, days and free seats are ways of looking at it.
    request.canonical = path + Filters(region=filters.region, kind=filters.kind).query()  # type: ignore[attr-defined]
    feed_query = Filters(region=filters.region, kind=filters.kind).query()
    feed_url = alternates.absolute(reverse("agenda:feed") + feed_query)
    context = {
        "form": form,
        "filters": filters,
        "chips": filters.chips(regions),
        "events": page.object_list,
        "page_obj": page,
        "found": page.paginator.count,
        "tiles": tiles(filters, base, regions, path),
        "ways_out": [] if page.paginator.count else ways_out(filters, base, regions),
        "region": regions.get(filters.region),
        "shortcuts": {
            span: path + filters.but(when=span, since=None, until=None).query() for span in ("week", "month")
        },
        "feed_query": feed_query,
        "feed_url": feed_url,
        # What makes a calendar follow rather than take a copy: the same address under a scheme of its own.
        "webcal_url": f"webcal:{feed_url.partition(':')[2]}",
        "more_is_open": bool(filters.since or filters.until or filters.online or filters.free or form.errors),
        "path": path,
        "past": past,
        "crumb_items": [(_("Events"), reverse("agenda:list")), (_("Past events"), None)] if past else [],
    }
    return render(request, "agenda/list.html", context)


@access.anyone
@cached("agenda")
def listing(request: HttpRequest) -> HttpResponse:
    """What is to come, soonest first."""
    return _listing(request, past=False)


@access.anyone
@cached("agenda")
def archives(request: HttpRequest) -> HttpResponse:
    """What is over, latest first."""
    return _listing(request, past=True)


def _of_event(*_args: Any, event_id: int, **_rest: Any) -> list[str]:
    return [f"event/{event_id}"]


def registration_path(event: Event) -> str:
    """Page to register on; "" in a house without the registration room."""
    try:
        return reverse("registration:register", args=[event.pk])
    except NoReverseMatch:
        return ""


@access.anyone
@cached(_of_event)
def event(request: HttpRequest, event_id: int, slug: str = "") -> HttpResponse:
    """One event: found by its number; another spelling of the words goes to the right one. Cost: 3 queries."""
    found = get_object_or_404(
        Event.objects.visible_to(request.user)
        .select_related("region", "venue", "venue__region", "organisation")
        .prefetch_related("about_regions"),
        pk=event_id,
    )
    path = found.get_absolute_url()
    if slug != found.slug:
        # Not for good: browsers keep a 301, and an event that gets its old title back would lead round in a circle.
        return redirect(path)
    return render(request, "agenda/event.html", page_of(request, found))


@access.anyone
@cached(_of_event, seconds=24 * 3600)
def share_picture(request: HttpRequest, event_id: int, digest: str) -> HttpResponse:
    """The picture of a shared link, for good under its address; an older one leads to the one of now. Cost: 1 query."""
    found = get_object_or_404(Event.objects.public().select_related("region", "venue"), pk=event_id)
    card = share.card_of(found)
    if digest != card.digest:
        return redirect(share.picture_path(found))
    # Only who draws one pays for the typefaces.
    from core.sharing import draw

    return HttpResponse(
        draw(card), content_type="image/png", headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )


def page_of(request: HttpRequest, found: Event) -> dict[str, Any]:
    """What the event's page shows; the organiser's preview shows the same. Cost: 1 query (regions it is about), 2 for a series."""
    paths = alternates.in_each_language(found.get_absolute_url)
    # The switch leads to the French text in English furniture; search engines hear of the French page alone.
    request.switch = paths  # type: ignore[attr-defined]
    request.alternates = paths if found.has_english else {"fr": paths["fr"]}  # type: ignore[attr-defined]
    if not found.has_english:
        request.canonical = paths["fr"]  # type: ignore[attr-defined]
    share_url = alternates.absolute(found.get_absolute_url())
    sittings = list(found.sittings.all()) if found.is_series else []
    agenda_path = reverse("agenda:list")
    return {
        "event": found,
        "sittings": sittings,
        "about_regions": [region for region in found.about_regions.all() if region.pk != found.region_id],
        "audience": audience_words(found),
        "conditions": conditions_of(found),
        "register_path": registration_path(found),
        "workspace_path": workspace_path(request, found),
        "description": jsonld.description(found),
        "share_url": share_url,
        "mailto": "mailto:?" + urlencode({"subject": found.title.text, "body": share_url}, quote_via=quote),
        **_picture_of(found),
        "structured": jsonld.script(jsonld.of_event(found, sittings)),
        "crumb_items": [
            (_("Events"), agenda_path),
            (found.region.name, agenda_path + Filters(region=found.region_id).query()),
            (found.get_kind_display(), None),
        ],
    }


def _picture_of(found: Event) -> dict[str, Any]:
    """The picture of a shared link: the event's own, or one drawn from its words; a draft has none yet."""
    if found.picture:
        return {"picture_url": alternates.absolute(found.picture.url), "picture_words": found.picture_alt.text}
    if found.is_draft:
        return {"picture_url": "", "picture_words": ""}
    card = share.card_of(found)
    return {
        "picture_url": alternates.absolute(share.picture_path(found)),
        "picture_words": share.words_of(card),
        "picture_is_drawn": True,
    }


def workspace_path(request: HttpRequest, found: Event) -> str:
    """The event's page in the workspace, for those who run it. Cost: 1 query for staff, none for others."""
    try:
        return reverse("agenda:manage_event", args=[found.pk]) if rules.can_run(request.user, found) else ""
    except NoReverseMatch:
        return ""


def audience_words(found: Event) -> str:
    """Whom the event is for; "" when it is for everybody, or when the room that knows is not in this house."""
    if not found.audience:
        return ""
    try:
        audience, _argument = audiences.named(found.audience)
    except KeyError:
        return ""
    return str(audience.label)


@access.anyone
@cached(_of_event)
@conditional_page
def event_ics(request: HttpRequest, event_id: int) -> HttpResponse:
    """One event to add to a calendar, or each of its sittings. Cost: 1 query, 2 for a series."""
    found = get_object_or_404(Event.objects.public().select_related("region", "venue", "organisation"), pk=event_id)
    return _calendar(calendars.text(entries.entries_of(found)), found.slug)


@access.anyone
@cached("agenda")
@conditional_page
def feed(request: HttpRequest) -> HttpResponse:
    """What a calendar subscribes to: every event, or those of a region, of a kind, or of both. Cost: 3 queries."""
    regions = regions_by_code()
    form = CalendarFilter(request.GET, regions=regions)
    if not form.is_valid():
        raise Http404("no such region or kind")
    asked = Filters.of(form.cleaned_data)
    filters = Filters(region=asked.region, kind=asked.kind)
    words = [str(chip.label) for chip in filters.chips(regions)]
    name = " – ".join(["Maillage", *words])
    return _calendar(calendars.text(entries.entries_of_all(entries.in_feed(filters)), name=name), "maillage")


def _calendar(text: str, name: str) -> HttpResponse:
    response = HttpResponse(text, content_type=calendars.content_type())
    response["Content-Disposition"] = f'inline; filename="{name}.ics"'
    return response
