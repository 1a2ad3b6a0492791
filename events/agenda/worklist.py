"""The organiser's lists: which events stand under which tab, and what an event still lacks."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from events.agenda import required
from events.agenda.models import Event
from events.agenda.querysets import EventQuerySet


@dataclass(frozen=True)
class Tab:
    """One list of the workspace. ``latest_first``: what is over is looked up from its end."""

    name: str
    label: str | Promise
    condition: Callable[[], Q]
    latest_first: bool = False


#: Every event stands under exactly one of them.
TABS = (
    Tab("upcoming", _("To come"), lambda: Q(published_at__isnull=False, cancelled_at=None, ends_at__gt=timezone.now())),
    Tab("drafts", _("Drafts"), lambda: Q(published_at=None)),
    Tab(
        "past",
        pgettext_lazy("events", "Over"),
        lambda: Q(published_at__isnull=False, cancelled_at=None, ends_at__lte=timezone.now()),
        latest_first=True,
    ),
    Tab(
        "cancelled",
        pgettext_lazy("events", "Called off"),
        lambda: Q(published_at__isnull=False, cancelled_at__isnull=False),
        latest_first=True,
    ),
)


def tab_named(name: str) -> Tab:
    """The tab, or the first one for a name that is none."""
    return next((tab for tab in TABS if tab.name == name), TABS[0])


def counted(events: EventQuerySet) -> list[tuple[Tab, int]]:
    """Each tab and how many of the events stand under it. Cost: 1 query."""
    counts = events.order_by().aggregate(**{tab.name: Count("pk", filter=tab.condition()) for tab in TABS})
    return [(tab, counts[tab.name]) for tab in TABS]


def under(tab: Tab, events: EventQuerySet) -> EventQuerySet:
    order = ("-starts_at", "-pk") if tab.latest_first else ("starts_at", "pk")
    return events.filter(tab.condition()).order_by(*order).select_related("region", "venue", "organisation")


@dataclass(frozen=True)
class Step:
    """One thing a good announcement has. ``section``: where in the form it is said.

    ``why``: it cannot be published without, in a sentence; empty for what visitors will merely look for.
    """

    name: str
    label: str | Promise
    is_done: bool
    section: str
    why: str | Promise = ""


@dataclass(frozen=True)
class Todo:
    """What an event has and lacks."""

    steps: Sequence[Step]

    @property
    def lacking(self) -> list[Step]:
        return [step for step in self.steps if not step.is_done]

    @property
    def needed(self) -> list[Step]:
        """Without which it is not published."""
        return [step for step in self.lacking if step.why]

    @property
    def wished(self) -> list[Step]:
        return [step for step in self.lacking if not step.why]


def todo(event: Event) -> Todo:
    """Cost: 1 query (measures), and that of what rooms above need."""
    needed = {one.step: one.why for one in required.missing(event)}
    return Todo([replace(step, why=needed.get(step.name, "")) for step in steps(event)])


def steps(event: Event) -> Iterator[Step]:
    """What the event has and lacks, in the order to do it. Cost: 1 query (measures)."""
    yield Step("about", _("Say what it is about, in French"), bool(event.summary_fr and event.text_fr), "what")
    yield Step("english", _("Say it in English too"), event.has_english, "what")
    yield Step("access", _("Say how accessible it is"), bool(event.accessibility_fr), "access")
    yield Step("plan", _("Choose the measures of the plan it counts for"), event.contributions.exists(), "plan")
    yield Step("capacity", _("Set how many seats there are"), event.capacity is not None, "registration")
    yield Step("closing", _("Set when registration closes"), event.registration_closes_at is not None, "registration")
