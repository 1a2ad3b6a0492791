"""Who was let in by hand, told to those who run the event: on the page of the registration, in the list, at the door."""

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dates import local_of, moment_words
from events.agenda.models import Event
from events.agenda.rules import WORKSPACE_ROLES
from events.gates.models import Pass
from events.registration.models import Registration
from events.registration.told import Columns, Line, Section

LET_IN = gettext_lazy("Let in by hand")


def section_of(registration: Registration) -> Section | None:
    """Why, and who decided it. Cost: 1 query."""
    given = Pass.objects.filter(used_by=registration).select_related("by").first()
    if given is None:
        return None
    zone = registration.event.zone
    return Section(
        LET_IN,
        [
            Line(_("Reason"), given.reason),
            Line(_("Decided by"), given.by.name if given.by else "—"),
            Line(_("Decided on"), moment_words(local_of(given.made_at, zone), weekday=False)),
        ],
    )


def reasons_of(_event: Event, registrations: Collection[int]) -> Mapping[int, tuple[Any, str]]:
    """The mark and the reason of those in a list, by id of the registration. Cost: 1 query."""
    found = Pass.objects.filter(used_by__in=registrations).values_list("used_by", "reason")
    return {registration: (LET_IN, reason) for registration, reason in found if registration is not None}


def column_of(event: Event, registrations: Collection[int]) -> Columns | None:
    """The reasons, for the list that is taken away. Cost: 1 query."""
    found = Pass.objects.filter(event=event, used_by__isnull=False).values_list("used_by", "reason")
    cells = {pk: [reason] for pk, reason in found if pk in registrations}
    return Columns([_("Let in by hand, because")], cells) if cells else None


def at_the_door(event_id: int, seat_id: int, user: Any) -> list[str]:
    """To whoever runs the event and stands at its door; no other door staff reads the reason. Cost: 1 query, none for them."""
    if not user.holds_any(*WORKSPACE_ROLES):
        return []
    mine = Pass.objects.run_by(user).filter(event=event_id, used_by__seats=seat_id)
    return [_("Let in by hand: %(reason)s") % {"reason": reason} for reason in mine.values_list("reason", flat=True)]
