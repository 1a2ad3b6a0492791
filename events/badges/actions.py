"""What is done with badges: somebody says what stands on theirs."""

from collections.abc import Sequence

from django.db import transaction

from core import audit
from core.forbidden import refuse_sensitive_words
from events.badges import rules
from events.badges.models import LANGUAGES, MOST_LANGUAGES, BadgeWish
from events.badges.refusals import NoBadge
from events.registration.models import Seat
from people.accounts.models import Person


@transaction.atomic
def wish(
    *,
    seat: Seat,
    name: str,
    pronunciation: str,
    languages: Sequence[str],
    other_language: str,
    shows_organisation: bool,
    by: Person | None,
) -> BadgeWish | None:
    """Keep what stands on the badge of a seat's holder; nothing more than the ticket says is no row, and None.

    ``by``: who noted it at the door; None for the person, from the mailed link. Cost: 5 queries.

    Raises NoBadge or SensitiveText; nothing is changed then.
    """
    # Held: whoever gives the seat back finds what we left, or we find that it is gone.
    seat = Seat.objects.select_for_update(of=("self",)).select_related("event").get(pk=seat.pk)
    if not rules.can_wish(seat, seat.event):
        raise NoBadge
    refuse_sensitive_words(name, pronunciation, other_language)
    name = " ".join(name.split())
    chosen = [code for code in LANGUAGES if code in languages][:MOST_LANGUAGES]
    values = {
        "name": "" if name == seat.name else name,
        "pronunciation": " ".join(pronunciation.split()),
        "languages": ",".join(chosen),
        "other_language": " ".join(other_language.split()),
        "shows_organisation": shows_organisation,
    }
    said: BadgeWish | None = None
    if shows_organisation and not any(values[key] for key in values if key != "shows_organisation"):
        BadgeWish.objects.filter(seat=seat).delete()
    else:
        said, _is_new = BadgeWish.objects.update_or_create(seat=seat, defaults=values)
    # That it was said, never what: the audit stays when the wishes are long gone.
    audit.record("badges.wished", seat, by=by, fields=["badge"])
    return said
