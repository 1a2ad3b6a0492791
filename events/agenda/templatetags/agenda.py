"""Small words about events for templates."""

from collections.abc import Sequence

from django import template
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from core.dates import days_words, hours_words, short_month, span_words, zone_note
from core.templatetags.components import tag
from events.agenda.headcount import Beside
from events.agenda.importing.drafts import DraftSpan
from events.agenda.importing.plan import Line
from events.agenda.models import Event, Kind
from events.agenda.texts import to_html

register = template.Library()

#: From how many free seats on a list warns.
FEW = 10


@register.filter
def event_text(text: str) -> SafeString:
    """The room's little markup as safe HTML; see ``events.agenda.texts``."""
    return to_html(text)


@register.filter
def line_words(event: Event) -> str:
    """Where and when, on one line: « Shawinigan, de 10 h à 16 h »."""
    place = event.venue.locality if event.venue else _("Online")
    if own := event.own_lines:
        return f"{place}, {' '.join(own)}"
    if event.lasts_days:
        return f"{place}, {days_words(event.start_date, event.end_date)}"
    return f"{place}, {hours_words(event.start_time, event.end_time)}{zone_note(event.zone)}"


@register.filter
def short_month_of(event: Event) -> str:
    """Month of its first day, shortened."""
    return short_month(event.start_date)


@register.simple_tag
def seats_tag(event: Event) -> SafeString:
    """In one short tag: cancelled, closed, to come, full, few seats, seats; nothing for an event without limit."""
    free = event.seats_free
    if event.is_draft:
        return tag(_("Draft"), kind="warn")
    if event.is_cancelled:
        return tag(pgettext("event", "Cancelled"), kind="full")
    if event.is_past:
        return SafeString("")
    if event.registration_is_over:
        return tag(_("Registration closed"))
    if event.registration_is_to_come:
        return tag(_("Registration to come"))
    if free is None:
        return SafeString("")
    if free == 0:
        return tag(_("Waiting list"), kind="full")
    words = ngettext("%(number)s seat", "%(number)s seats", free) % {"number": number_format(free, force_grouping=True)}
    return tag(words, kind="warn" if free <= FEW else "")


@register.simple_tag
def state_tag(event: Event) -> SafeString:
    """What an event is, for its organiser, in one short tag."""
    if event.is_draft:
        return tag(_("Draft"), kind="warn")
    if event.is_cancelled:
        return tag(pgettext("event", "Cancelled"), kind="full")
    if event.is_past:
        return tag(_("Over"))
    if event.is_full:
        return tag(_("Full"), kind="full")
    return tag(pgettext("event", "Published"), kind="success")


@register.simple_tag
def overview_figures(event: Event, beside: Sequence[Beside] = ()) -> list[tuple[str, str]]:
    """Figures of an event: taken, free, waiting, what rooms above count beside them, days to go."""
    days = (event.start_date - timezone.localdate()).days
    free = event.seats_free
    figures = [
        (
            number_format(event.seats_taken, force_grouping=True),
            ngettext("seat taken", "seats taken", event.seats_taken),
        ),
        (
            "∞" if free is None else number_format(free, force_grouping=True),
            ngettext("seat free", "seats free", free or 0),
        ),
        (number_format(event.seats_waiting, force_grouping=True), _("on the waiting list")),
    ]
    figures += [(number_format(one.number, force_grouping=True), str(one.label)) for one in beside]
    if days >= 0 and not event.is_past:
        figures.append((str(days), ngettext("day to go", "days to go", days)))
    return figures


@register.simple_tag
def import_steps() -> list[str]:
    """The three steps of an import."""
    return [_("Your file"), _("What will happen"), _("Done")]


@register.simple_tag
def import_figures(counts: dict[str, int]) -> list[tuple[str, str]]:
    """How many lines would be made, changed, left and refused."""
    return [
        (str(counts["create"]), ngettext("new draft", "new drafts", counts["create"])),
        (str(counts["update"]), pgettext("lines of a file", "changed")),
        (str(counts["skip"]), pgettext("lines of a file", "left as they are")),
        (str(counts["refuse"]), pgettext("lines of a file", "in trouble")),
    ]


@register.filter
def draft_words(line: Line) -> str:
    """When, where and of which kind a line of a file is: « samedi 1er mai 2027, de 9 h à 12 h · Salle, Magog · Salon »."""
    draft = line.draft
    if draft is None:
        return ""
    place = ", ".join(filter(None, [draft.venue, draft.locality])) or _("Online")
    kind = [str(Kind(draft.kind).label)] if draft.kind else []
    return " · ".join([span_words(DraftSpan(draft)), place, *kind])
