"""Components: templates in ``templates/components/``, called by name and shown in the gallery.

They are builtins: no ``{% load %}``. An attribute a component does not know stops the template. Each template
opens with the variables it takes.
"""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm, BoundField
from django.forms.utils import flatatt
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core import alerts, alternates, dates, navigation, workspace
from core.bilingual import Said
from core.formparts import choice_id, control_kind, described_by, first_control_id, summary_of
from core.icons import SHAPES
from core.localtime import Zone
from core.tiles import Tile, placed

register = template.Library()
Context = template.Context

ALERTS = {"info": "info", "success": "success", "warning": "warning", "error": "error"}
TAGS = {"", "region", "success", "warn", "full", "network"}
METERS = {"success", "action", "warn"}


def _one_of(value: str, known: Iterable[str], what: str) -> None:
    if value not in known:
        raise template.TemplateSyntaxError(f"{what} {value!r} is not one of {', '.join(map(repr, sorted(known)))}")


def _component(name: str, /, **context: Any) -> SafeString:
    return render_to_string(f"components/{name}.html", context)


# ------------------------------------------------------------------ forms


@register.simple_tag
def field(bound: BoundField, *, label: str = "", hint: str = "", size: str = "") -> SafeString:
    """Label, hint, control and errors of one field. ``size``: ``short`` or ``medium`` narrows the control."""
    _one_of(size, ("", "short", "medium"), "size")
    if bound.is_hidden:
        return SafeString(bound.as_widget())
    kind = control_kind(bound)
    attrs: dict[str, str | bool] = {}
    if kind != "group" and (described := described_by(bound, hint)):
        attrs["aria-describedby"] = described
    return _component(
        "field",
        bound=bound,
        kind=kind,
        label=label or bound.label,
        hint=hint or bound.help_text,
        size=size,
        control=bound.as_widget(attrs=attrs),
        described_by=described_by(bound, hint),
        optional=not bound.field.required and kind != "choice" and getattr(bound.form, "names_optional", True),
        theirs=getattr(bound.form, "theirs", {}).get(bound.name, ""),
    )


@register.simple_tag
def error_summary(*forms: BaseForm | Sequence[BaseForm]) -> SafeString:
    """What is to be corrected in the forms (some may come in a list), each linked to its field; nothing when there is no error."""
    each = [one for given in forms for one in ([given] if isinstance(given, BaseForm) else given)]
    summary = summary_of(each)
    return _component("error_summary", summary=summary) if summary.items or summary.clash else SafeString("")


@register.simple_tag
def form_fields(form: BaseForm) -> SafeString:
    """Every field of a form in its order, hidden ones first."""
    return _component("form_fields", form=form)


@register.simple_tag(name="choice_id")
def choice_id_tag(bound: BoundField, index: int) -> str:
    """Id of one radio button or checkbox of a group."""
    return choice_id(bound, index)


@register.simple_tag
def first_control(bound: BoundField) -> str:
    """Id of the control that a link to this field should reach."""
    return first_control_id(bound)


@register.simple_block_tag(end_name="endconfirm", takes_context=True)
def confirm(
    context: Context,
    content: SafeString,
    *,
    heading: str,
    action: str,
    back_url: str,
    back: str = "",
    danger: bool = False,
    url: str = "",
) -> SafeString:
    """A question on a page of its own, in place of a dialog: the block says what follows from yes."""
    return render_to_string(
        "components/confirm.html",
        {
            "content": content,
            "heading": heading,
            "action": action,
            "back_url": back_url,
            "back": back or _("Go back"),
            "danger": danger,
            "url": url,
        },
        request=context.get("request"),
    )


# ------------------------------------------------------------------ getting about


@register.simple_tag
def crumbs(items: Sequence[tuple[str, str | None]]) -> SafeString:
    """Where the page stands: pairs of label and address, the page itself last and without address."""
    return _component("crumbs", items=items)


@register.simple_tag(takes_context=True)
def pagination(context: Context, page_obj: Page[Any], *, parameter: str = "page") -> SafeString:
    """Links to the other pages of a list; they keep the rest of the query. Nothing for a single page."""
    if page_obj.paginator.num_pages < 2:
        return SafeString("")
    query = context["request"].GET.copy()

    def address(number: int) -> str:
        query[parameter] = str(number)
        return f"?{query.urlencode()}"

    numbers = [
        (number, address(number)) if isinstance(number, int) else None
        for number in page_obj.paginator.get_elided_page_range(page_obj.number, on_each_side=1, on_ends=1)
    ]
    return _component(
        "pagination",
        page=page_obj,
        numbers=numbers,
        previous=address(page_obj.number - 1) if page_obj.has_previous() else "",
        next=address(page_obj.number + 1) if page_obj.has_next() else "",
    )


@register.simple_tag(takes_context=True)
def language_switch(context: Context) -> SafeString:
    """Link to this page in the other language."""
    other = "fr" if get_language() == "en" else "en"
    request = context.get("request")
    return _component(
        "language_switch",
        other=other,
        name={"fr": "Français", "en": "English"}[other],
        url=alternates.in_language(request, other) if request else f"/{other}/",
    )


@register.simple_tag(takes_context=True)
def alternate_links(context: Context) -> SafeString:
    """``canonical`` and reciprocal ``hreflang`` links of a public page, absolute."""
    request = context.get("request")
    if request is None:
        return SafeString("")
    twins = [(twin.language, twin.path) for twin in alternates.twins(request)]
    return _component("alternate_links", canonical=alternates.canonical(request), twins=twins)


@register.simple_tag(takes_context=True)
def navigation_links(context: Context, section: str) -> list[navigation.Link]:
    """Links the rooms gave to a section of the furniture; none on a page made without a request."""
    request = context.get("request")
    return navigation.links(section, request) if request is not None else []


@register.simple_tag(takes_context=True)
def site_alerts(context: Context) -> SafeString:
    """What editors want everybody to know now, above every page; nothing on a page made without a request."""
    request = context.get("request")
    shown = alerts.of_the_moment(request) if request is not None else []
    # A text in the other language is marked as such.
    told = [{"kind": alert.kind, "text": alert.text.__html__(), "url": alert.url} for alert in shown]
    return _component("site_alerts", alerts=told)


@register.simple_tag(takes_context=True)
def workspace_door(context: Context) -> str:
    """Address of the workspace for those who work there, else nothing."""
    request = context.get("request")
    return (workspace.door(request) if request is not None else None) or ""


@register.simple_tag(takes_context=True)
def workspace_links(context: Context) -> dict[str, list[workspace.Group]]:
    """Side navigation of the workspace: ``main``, and ``event`` when the context has ``event``."""
    request = context.get("request")
    if request is None:
        return {}
    event = context.get("event")
    of_event = workspace.groups("event", request, event) if event is not None else []
    main = workspace.groups("main", request)
    # One place is the current one: inside an event, the event's own.
    if any(link.is_current for group in of_event for link in group.links):
        main = [replace(group, links=[replace(link, is_current=False) for link in group.links]) for group in main]
    return {"event": of_event, "main": main}


# ------------------------------------------------------------------ words and figures


@register.filter
def said(words: Said) -> SafeString:
    """A bilingual text, marked with its language where that is not the page's. Not for attributes."""
    return words.__html__()


@register.filter
def bdi(name: object) -> object:
    """A name beside other words: one that reads from right to left moves no comma, number or dash around it."""
    return format_html("<bdi>{}</bdi>", name) if name else name


@register.simple_tag
def icon(name: str, *, label: str = "") -> SafeString:
    """A line icon; decoration unless ``label`` says what it means."""
    _one_of(name, SHAPES, "icon")
    attributes = {"role": "img", "aria-label": label} if label else {"aria-hidden": "true"}
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" width="24" height="24"{}>{}</svg>',
        flatatt(attributes),
        mark_safe(SHAPES[name]),  # noqa: S308  (our own drawings)
    )


@register.simple_tag
def tag(text: object, *, kind: str = "") -> SafeString:
    """A short label: ``region``, ``success``, ``warn``, ``full``, ``network`` or plain."""
    _one_of(kind, TAGS, "kind")
    return format_html('<span class="{}">{}</span>', f"tag {kind}".strip(), text)


@register.simple_tag
def figures(items: Iterable[Sequence[Any] | Mapping[str, Any]], *, label: str = "") -> SafeString:
    """Large figures in a row: pairs (value, label), or mappings with ``value``, ``label`` and perhaps ``note``, ``url``."""
    shaped = [item if isinstance(item, Mapping) else {"value": item[0], "label": item[1]} for item in items]
    return _component("figures", items=shaped, label=label)


@register.simple_tag
def meter(value: int, maximum: int, *, label: str, kind: str = "success") -> SafeString:
    """How much of a whole is taken. ``label`` says it in words, for those who do not see the bar."""
    _one_of(kind, METERS, "kind")
    share = 100 if maximum <= 0 else max(0.0, min(100.0, 100 * value / maximum))
    return _component("meter", share=f"{share:.4g}", label=label, kind=kind)


@register.simple_tag
def steps(items: Sequence[str | Sequence[str]], *, current: int, label: str = "") -> SafeString:
    """A process: labels or (label, note) pairs; ``current`` is the step one is in, from 1; past the end: all done."""
    shaped = [
        {
            "label": item if isinstance(item, str) else item[0],
            "note": "" if isinstance(item, str) else item[1],
            "state": "done" if number < current else "current" if number == current else "to do",
        }
        for number, item in enumerate(items, 1)
    ]
    return _component("steps", items=shaped, label=label or _("Steps"))


@register.simple_tag
def facts(pairs: Iterable[tuple[object, object]]) -> SafeString:
    """Terms and what they are, in two columns; an empty detail leaves its row out."""
    return _component("facts", pairs=[(term, detail) for term, detail in pairs if detail not in (None, "")])


@register.simple_tag
def region_tiles(tiles: Iterable[Tile], *, label: str = "") -> SafeString:
    """The 17 regions as a tile map; see ``core.tiles.Tile``."""
    return _component("region_tiles", tiles=placed(tiles), label=label or _("Regions of Québec"))


# ------------------------------------------------------------------ dates


@register.simple_tag
def date_badge(event: Any) -> SafeString:
    """Day of the month in large, month and year below. Takes a date, or anything with a ``start_date``."""
    day = getattr(event, "start_date", event)
    return _component("date_badge", day=day, month=dates.short_month(day))


@register.simple_tag(takes_context=True)
def local_date(context: Context, moment: Any, *, zone: str = "", weekday: bool = True, year: bool = True) -> str:
    """Day and hour in words, in a ``<time>``; in a text, where nothing is escaped, in words alone.

    Takes an event (its whole span, its zone named when it is not Montréal's), an aware instant (said in ``zone``,
    Montréal's unless given), a naive local one, or a date.
    """
    if hasattr(moment, "start_date"):
        start = datetime.datetime.combine(moment.start_date, moment.start_time)
        return _time(context, f"{start:%Y-%m-%dT%H:%M}", dates.span_words(moment))
    if isinstance(moment, datetime.datetime):
        chosen = zone or str(Zone.MONTREAL)
        local = dates.local_of(moment, chosen)
        words = dates.moment_words(local, weekday=weekday, year=year) + dates.zone_note(chosen)
        return _time(context, f"{local:%Y-%m-%dT%H:%M}", words)
    return _time(context, moment.isoformat(), dates.day_words(moment, weekday=weekday, year=year))


@register.simple_tag(takes_context=True)
def local_time(context: Context, moment: Any, *, zone: str = "") -> str:
    """Hour in words: « 18 h 30 », "6:30 p.m.". Takes a time, or an instant said in ``zone``."""
    if isinstance(moment, datetime.datetime):
        moment = dates.local_of(moment, zone or str(Zone.MONTREAL))
    return _time(context, f"{moment:%H:%M}", dates.time_words(moment))


def _time(context: Context, moment: str, words: str) -> str:
    return format_html('<time datetime="{}">{}</time>', moment, words) if context.autoescape else words


# ------------------------------------------------------------------ boxes


@register.simple_block_tag(end_name="endalert")
def alert(content: SafeString, *, kind: str = "info", heading: str = "") -> SafeString:
    """A message set apart: ``info``, ``success``, ``warning`` or ``error``, said by its icon and a hidden word too."""
    _one_of(kind, ALERTS, "kind")
    return _component("alert", content=content, kind=kind, heading=heading)


@register.simple_block_tag(end_name="endcard")
def card(content: SafeString, *, heading: str, level: int = 2, url: str = "", eyebrow: str = "") -> SafeString:
    """Bordered box. The block is its body; ``level`` is the heading rank, 2 to 6; ``url`` makes the heading a link."""
    return _component("card", content=content, heading=heading, level=level, url=url, eyebrow=eyebrow)


@register.simple_block_tag(end_name="endempty")
def empty(content: SafeString, *, heading: str, level: int = 2) -> SafeString:
    """Nothing to show yet: the block says what to do next."""
    return _component("empty", content=content, heading=heading, level=level)


@register.simple_block_tag(end_name="endscroll")
def scroll(content: SafeString, *, label: str) -> SafeString:
    """A wide table that scrolls by itself on a narrow screen, reachable by keyboard. ``label`` names it."""
    return _component("scroll", content=content, label=label)


@register.simple_block_tag(end_name="endticket")
def ticket(content: SafeString, event: Any) -> SafeString:
    """Card of one event: its date on a dark ground, the block below (seats, the action, what to know)."""
    return _component("ticket", content=content, event=event, lines=dates.span_lines(event))


@register.simple_block_tag(end_name="enddisclosure")
def disclosure(content: SafeString, *, summary: str, is_open: bool = False) -> SafeString:
    """Details on demand, without script."""
    return _component("disclosure", content=content, summary=summary, is_open=is_open)


@register.simple_block_tag(end_name="endfold")
def fold(content: SafeString, *, summary: str, shape: str = "menu", is_open: bool = False) -> SafeString:
    """Folds on a narrow screen and stands open on a wide one (where the browser cannot, it folds everywhere).

    ``shape`` is an icon. For filters and side navigation, never for what a page is about.
    """
    return _component("fold", content=content, summary=summary, shape=shape, is_open=is_open)
