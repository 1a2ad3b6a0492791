"""What this room holds about people: who has a place in a group session, and who was there."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.personal import GOES_ALONG, Beside, Held, Keep, declare, keep
from network.pairing.gatherings.models import Place

WHO_SEES = _("The person, the caseworkers of the organisation that follows them, and whoever hosts the session")
THREE_YEARS = _("Three years after the session")


def held(purpose: Any, **facts: Any) -> Held:
    return Held(purpose=purpose, audience=WHO_SEES, retention=THREE_YEARS, **facts)


declare(
    Place,
    owner="request__candidacy__case_file__person",
    label=_("places in group sessions"),
    fields={
        "state": held(_("To know who is expected"), label=pgettext_lazy("place", "state")),
        "presence": held(_("To know who was there")),
        "asked_at": held(_("To keep the order of the waiting list"), label=_("asked for at")),
    },
    not_personal=("gathering", "request", "is_walk_in", "state_since", "by", "calendar_uid", "sequence"),
    beside={
        "day": Beside(_("day"), lambda row: row.gathering.start_date),
        "title": Beside(pgettext_lazy("group session", "session"), lambda row: row.gathering.offer.title),
    },
    related=("gathering__offer",),
    on_erase="delete",
    known_until=GOES_ALONG,
    # Before requests and files are joined.
    order=60,
)

keep(
    Keep(
        code="gatherings.places",
        model=Place,
        label=_("places in group sessions, and who was there"),
        since=_("the day of the session"),
        days=3 * 365,
        due=lambda before: Place.objects.filter(gathering__ends_at__lt=before),
        then="delete",
        organisation="request__candidacy__case_file__organisation",
    )
)
