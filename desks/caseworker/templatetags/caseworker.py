"""Words of the caseworker's lists: ``{% load caseworker %}``."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import local_of, span_words
from events.agenda.models import Event

register = template.Library()


@register.simple_tag
def urlencoded(pairs: Iterable[tuple[str, Any]], **more: Any) -> str:
    """Parameters of an address."""
    return urlencode([*pairs, *more.items()])


@register.simple_tag
def waited(since: datetime | None, now: datetime) -> str:
    """For how long, in days: « depuis 12 jours »."""
    if since is None:
        return "–"
    days = (local_of(now).date() - local_of(since).date()).days
    if days <= 0:
        return _("since today")
    return ngettext("for %(days)s day", "for %(days)s days", days) % {"days": days}


@register.simple_tag
def when(event: Event) -> str:
    return span_words(event)


@register.simple_tag
def where_held(event: Event) -> str:
    """Place and address, on a line of its own; "" for an event that has none."""
    if event.venue is not None:
        return f"{event.venue.name}, {event.venue.address}"
    return _("Online") if event.is_online else ""
