"""What this room holds about people: where they are expected, and the address of their feed."""

from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from core.personal import GOES_ALONG, Held, declare
from people.accounts.models import Person, User
from people.timetable.models import Busy, Feed, Tick, new_nonce

THEMSELVES = _("The person alone")
OTHERS_SEE = _("The person; whoever arranges a meeting with them sees only that the time is taken")
NINETY_DAYS = _("90 days after it ended")
WHEN = _("To show what comes next, and not to expect somebody in two places")
WHAT = _("To say what takes that time")


def merge_busy(keep: Person, gone: Person) -> None:
    """Rows move; of two from one source keep's stays. What would clash with keep's exclusive hours is exclusive no more."""
    own = Busy.objects.filter(person=keep)
    Busy.objects.filter(
        Exists(own.filter(source_type=OuterRef("source_type"), source_id=OuterRef("source_id"))), person=gone
    ).delete()
    taken = Tick.objects.filter(person=keep, at=OuterRef("at"))
    clashing = set(Tick.objects.filter(Exists(taken), person=gone).values_list("busy", flat=True))
    Tick.objects.filter(busy__in=clashing).delete()
    Busy.objects.filter(pk__in=clashing).update(exclusive=False)
    Tick.objects.filter(person=gone).update(person=keep)
    Busy.objects.filter(person=gone).update(person=keep)


def merge_feeds(keep: Person, gone: Person) -> None:
    """A feed follows the login it was opened with: one whose login was closed, or where keep has its own, is closed too."""
    theirs = Feed.objects.filter(person=gone)
    if User.objects.filter(person=gone).exists() or Feed.objects.filter(person=keep).exists():
        theirs.delete()
    else:
        theirs.update(person=keep)


def no_feed(_feed: Any) -> str:
    """Of an address that nobody holds."""
    return Feed.hash_of(new_nonce())


def held(purpose: Any, label: Any = "", *, erase: Any = "", audience: Any = THEMSELVES) -> Held:
    return Held(purpose=purpose, audience=audience, retention=NINETY_DAYS, erase=erase, label=label)


declare(
    Busy,
    owner="person",
    label=_("engagements in the timetable"),
    fields={
        "start_date": held(WHEN, audience=OTHERS_SEE),
        "start_time": held(WHEN, audience=OTHERS_SEE),
        "end_date": held(WHEN, audience=OTHERS_SEE),
        "end_time": held(WHEN, audience=OTHERS_SEE),
        "title_fr": held(WHAT),
        "title_en": held(WHAT),
        "place_fr": held(WHAT),
        "place_en": held(WHAT),
        "url_args": held(_("To lead to the page of what takes that time"), _("address of the page"), erase=list),
    },
    not_personal=(
        "source_type",
        "source_id",
        "zone",
        "starts_at",
        "ends_at",
        "url_name",
        "exclusive",
        "state",
        "made_at",
        "changed_at",
    ),
    merge=merge_busy,
    on_erase="delete",
    known_until="ends_at",
    order=70,
)

declare(
    Tick,
    owner="person",
    label=_("five minutes held in the timetable"),
    fields={
        "at": Held(
            purpose=_("To let nobody be promised to two people at once"),
            audience=_("Nobody; whoever asks for a taken time is told so"),
            retention=NINETY_DAYS,
            export=False,
            label=_("moment"),
        )
    },
    not_personal=("busy",),
    # Moved with the rows they belong to.
    merge=lambda keep, gone: None,
    on_erase="delete",
    known_until=GOES_ALONG,
    order=71,
)

declare(
    Feed,
    owner="person",
    label=_("addresses of one's own calendar"),
    fields={
        "nonce": Held(
            purpose=_("To make the secret address that the person's own calendar reads"),
            audience=THEMSELVES,
            retention=_("Until the person closes or renews the address"),
            export=False,
            erase=lambda _feed: new_nonce(),
            label=_("secret of the address"),
        ),
        "token_hash": Held(
            purpose=_("To know the secret address again without keeping it"),
            audience=_("Nobody"),
            retention=_("Until the person closes or renews the address"),
            export=False,
            erase=no_feed,
            label=_("digest of the address"),
        ),
    },
    not_personal=("made_at",),
    merge=merge_feeds,
    on_erase="delete",
    known_until=GOES_ALONG,
    order=72,
)
