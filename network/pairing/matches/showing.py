"""What the pages and the document say of a match: its way, its agreement in words, who the other is."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.dates import day_words, hours_words, zone_note
from network.pairing.kinds import Format
from network.pairing.matches.models import Agreement, Day, Match, Party, Phase, Resource, Side, State
from people.participants.writing import address_of

_WAYS: dict[str, tuple[Promise, ...]] = {
    Format.MENTORING: (
        pgettext_lazy("step of a match", "Agreement"),
        pgettext_lazy("step of a match", "Meetings"),
        pgettext_lazy("step of a match", "Final reviews"),
        pgettext_lazy("step of a match", "Completed"),
    ),
    Format.PLACEMENT: (
        pgettext_lazy("step of a match", "Agreement"),
        pgettext_lazy("step of a match", "Dates"),
        pgettext_lazy("step of a match", "At the workplace"),
        pgettext_lazy("step of a match", "Logbook and reviews"),
        pgettext_lazy("step of a match", "Completed"),
    ),
    Format.CONVERSATION: (
        pgettext_lazy("step of a match", "Agreement"),
        pgettext_lazy("step of a match", "Conversation"),
        pgettext_lazy("step of a match", "Final reviews"),
        pgettext_lazy("step of a match", "Completed"),
    ),
}
_PLACES: dict[str, dict[str, int]] = {
    Format.PLACEMENT: {
        State.TO_SIGN: 1,
        State.SIGNED: 2,
        State.SCHEDULED: 3,
        State.UNDER_WAY: 3,
        State.DONE: 4,
        State.COMPLETED: 6,
    },
}
_USUAL: dict[str, int] = {
    State.TO_SIGN: 1,
    State.SIGNED: 2,
    State.SCHEDULED: 2,
    State.UNDER_WAY: 2,
    State.DONE: 3,
    State.COMPLETED: 5,
}
#: The phase whose links are open.
PHASES: dict[str, Phase] = {
    State.TO_SIGN: Phase.BEFORE,
    State.SIGNED: Phase.START,
    State.SCHEDULED: Phase.START,
    State.UNDER_WAY: Phase.MIDWAY,
    State.DONE: Phase.END,
    State.COMPLETED: Phase.END,
    State.ENDED: Phase.END,
}
#: Colour of a state's tag.
KINDS: dict[str, str] = {
    State.TO_SIGN: "warn",
    State.SIGNED: "region",
    State.SCHEDULED: "region",
    State.UNDER_WAY: "region",
    State.DONE: "warn",
    State.COMPLETED: "success",
}


def way_of(match: Match) -> tuple[list[str], int]:
    """Labels of the steps, and the one it is in, from 1; past the end: all done. One that ended is in none."""
    places = _PLACES.get(match.format, _USUAL)
    return [str(label) for label in _WAYS[match.format]], places.get(match.state, 0)


def duration(minutes: int) -> str:
    """« 6 h 30 », "6 h 30 min"."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": rest}


def day_line(day: Day) -> str:
    """« le mardi 14 avril 2026, de 8 h 30 à 16 h 30 (pause : 1 h) »."""
    words = f"{day_words(day.day)}, {hours_words(day.starts, day.ends)}{zone_note(day.agreement.zone)}"
    if not day.break_minutes:
        return words
    return _("%(when)s (break: %(pause)s)") % {"when": words, "pause": duration(day.break_minutes)}


Pair = tuple[str | Promise, str]


def facts_of(agreement: Agreement, match: Match) -> list[Pair]:
    """The agreement in words, term by term; what is empty is left out. Needs goals and days loaded, or asks for them: 2 queries."""
    days = list(agreement.days.all())
    for day in days:
        day.agreement = agreement
    pairs: list[Pair] = [
        (gettext_lazy("Goals"), "\n".join(f"{goal.rank}. {goal.text}" for goal in agreement.goals.all())),
        (gettext_lazy("What you will talk about"), agreement.subject),
        (pgettext_lazy("agreement", "From"), day_words(agreement.starts_on) if agreement.starts_on else ""),
        (pgettext_lazy("agreement", "Until"), day_words(agreement.ends_on) if agreement.ends_on else ""),
        (gettext_lazy("Hours agreed"), duration(agreement.hours * 60) if agreement.hours else ""),
        (gettext_lazy("How often"), str(agreement.get_rhythm_display())),
        (gettext_lazy("How you meet"), str(agreement.get_channel_display())),
        (gettext_lazy("When"), "\n".join(day_line(day) for day in days)),
        (gettext_lazy("Place"), agreement.place),
        (gettext_lazy("Tasks observed"), agreement.tasks),
        (gettext_lazy("Colleague who accompanies"), agreement.colleague),
        (gettext_lazy("Confidentiality"), agreement.confidentiality),
        (
            gettext_lazy("Who insures"),
            ", ".join(filter(None, [str(agreement.get_insurer_display()), agreement.insurance])),
        ),
        (gettext_lazy("Right to stop"), agreement.right_to_stop),
        (gettext_lazy("What it is not"), agreement.limits),
    ]
    return [pair for pair in pairs if pair[1]]


@dataclass(frozen=True)
class Other:
    """Whom somebody is matched with, as far as they may know: a name and ways to reach them once both signed."""

    side: str
    name: str
    organisation: str
    email: str
    phone: str


def other_of(match: Match, side: str) -> Other:
    """The one who is not on ``side``. Cost: none before both signed, then 3 queries."""
    other = Side(side).other
    organisation = str(match.offer.organisation) if other == Side.HOST and match.offer.organisation else ""
    if not match.is_signed:
        return Other(other, "", organisation, "", "")
    person = match.person_of(other)
    party = Party.objects.filter(match=match, side=other).first()
    email = address_of(person) if match.is_live else ""
    phone = party.phone if party and match.is_live else ""
    return Other(other, person.name, organisation, email, phone)


def links_of(match: Match) -> list[tuple[Phase, list[Resource], bool]]:
    """Links by phase, and whether it is the phase of now; phases without a link are left out. Cost: 1 query."""
    found = list(Resource.objects.for_match(match))
    now = PHASES[match.state]
    by_phase = [(phase, [link for link in found if link.phase == phase], phase == now) for phase in Phase]
    return [each for each in by_phase if each[1]]
