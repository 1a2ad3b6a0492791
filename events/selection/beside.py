"""What stands about the selection on a registration's own page."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from core.dates import local_of, moment_words, zone_note
from events.agenda.models import Event
from events.registration.asides import Aside
from events.registration.models import Registration, Seat, Terms
from events.selection.models import Results, Verdict


def selection_aside(registration: Registration, _seat: Seat, event: Event) -> Aside | None:
    """When the result is told; once it is, the way to it. Cost: 1 query at an event by review, none elsewhere."""
    if not Terms.of(event).is_by_review or event.is_cancelled:
        return None
    url = reverse("selection:mine", args=[registration.link_key])
    if registration.is_applied:
        return Aside(_("The result"), _when(event), url, _("How it is decided"))
    told = Verdict.objects.filter(registration=registration, told_at__isnull=False).first()
    if told is None:
        return None
    words: str | Promise = told.reason.text if told.outcome == Verdict.Outcome.DECLINED else told.get_outcome_display()
    return Aside(_("The result"), words, url, _("Read the result"))


def _when(event: Event) -> str | Promise:
    results = Results.of(event)
    if results.are_told:
        return _("Results have been told; yours is decided by itself, and told as soon as it is.")
    if results.tell_at is None:
        return _("Everybody is told at once, by mail and on this page. The hour is not set yet.")
    return format_lazy(
        _("Everybody is told at once, by mail and on this page: {moment}"), moment=moment_at(results, event)
    )


def moment_at(results: Results, event: Event) -> str:
    """Day and hour of the results on the clock of the place."""
    return moment_words(local_of(results.tell_at, event.zone)) + zone_note(event.zone) if results.tell_at else ""
