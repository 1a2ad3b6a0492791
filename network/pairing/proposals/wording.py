"""A proposal in words: where it stands, on which facts, and who decided. Short sentences: many read them in a second language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from core import dates
from core.reference.models import FrenchSkill, Region
from core.reference.naming import unit_names
from network.pairing.editions.models import WEIGHTS, PairingSettings
from network.pairing.kinds import Purpose, Want, known
from network.pairing.proposals.facts import parts_of
from network.pairing.proposals.models import Answer, Proposal, Side, State
from people.participants.models import SpokenLanguage
from people.timetable.availability import Availability

#: What a host is told: facts of the offer and of the card. What somebody hopes for stays with those who accompany them.
SHOWN_TO_HOST = ("occupation", "time", "place")
#: Other names of a part.
ALIASES = {"fairness": "turn"}
LABELS: Mapping[str, Promise] = {
    "occupation": pgettext_lazy("part of a score", "Occupation"),
    "time": pgettext_lazy("part of a score", "Hours in common"),
    "place": pgettext_lazy("part of a score", "Place"),
    "language": pgettext_lazy("part of a score", "Language"),
    "purpose": pgettext_lazy("part of a score", "What it is for"),
    "wishes": pgettext_lazy("part of a score", "Wishes"),
    "turn": pgettext_lazy("part of a score", "Turn of the host"),
}
#: Rules that somebody may go beyond by hand.
BEYOND: Mapping[str, Promise] = {
    "occupation": gettext_lazy("the occupation is not a close one"),
    "language": gettext_lazy("the level of language wanted is not reached"),
    "place": gettext_lazy("the place is not one that was wished"),
    "time": gettext_lazy("no hours are free in common"),
    "must": gettext_lazy("something that must be is missing"),
    "format": gettext_lazy("it is another format than the one asked for"),
    "failed_before": gettext_lazy("one of the two said no before"),
    "excluded": gettext_lazy("the two had been kept apart"),
}


@dataclass(frozen=True)
class PartWords:
    """One part of the score: what it is, what was found, its points and the most there are."""

    code: str
    label: str
    words: str
    points: int
    most: int


def parts_words(proposal: Proposal, side: str = "") -> list[PartWords]:
    """The parts that speak for the pair, the largest first; ``side`` HOST leaves out what is the candidate's own. Cost: 4 queries."""
    points = {ALIASES.get(name, name): number for name, number in parts_of(proposal.parts).items()}
    names = [name for name in points if side != Side.HOST or name in SHOWN_TO_HOST]
    settings = PairingSettings.objects.filter(pk=proposal.request.candidacy.edition_id).first()
    weights = settings.weights if settings else dict.fromkeys(WEIGHTS, 0)
    found = []
    for name in names:
        label = str(LABELS.get(name, name))
        words = _words(name, _shown(name, proposal.facts.get(name) or {}, side))
        found.append(PartWords(name, label, words, points[name], max(weights.get(name, 0), points[name])))
    return found


def _words(name: str, facts: Mapping[str, Any]) -> str:
    """What was found, as a sentence; "" where the facts were taken out."""
    return _WRITERS[name](facts) if facts and name in _WRITERS else ""


def _shown(name: str, facts: Mapping[str, Any], side: str) -> Mapping[str, Any]:
    """A host does not learn where somebody lives."""
    return {**facts, "how": "other"} if (name, side, facts.get("how")) == ("place", Side.HOST, "home") else facts


def _occupation(facts: Mapping[str, Any]) -> str:
    name = unit_names([facts["seen"]]).get(facts["seen"], "") if facts["seen"] else ""
    if facts["shared"] == 5:
        return _("The same occupation: %(name)s.") % {"name": name} if name else _("The same occupation.")
    if facts["shared"] >= 3:
        return _("A very close occupation: %(name)s.") % {"name": name} if name else _("A very close occupation.")
    if facts["shared"] == 2:
        return _("An occupation of the same family: %(name)s.") % {"name": name} if name else _("The same family.")
    return _("A related field.")


def _time(facts: Mapping[str, Any]) -> str:
    common: int = facts["common"]
    if not common:
        return _("Dates to agree on together.")
    words = ngettext("%(number)s half-day in common: %(when)s.", "%(number)s half-days in common: %(when)s.", common)
    return words % {"number": common, "when": str(Availability(facts["bits"]))}


def _place(facts: Mapping[str, Any]) -> str:
    region = Region.objects.filter(pk=facts["region"]).first() if facts["region"] else None
    name = str(region.name) if region else ""
    if facts["how"] == "online":
        return _("Online: no travel.")
    if facts["how"] == "home":
        return _("In the home region: %(region)s.") % {"region": name}
    if facts["how"] == "wished":
        return _("In a region that was wished: %(region)s.") % {"region": name}
    if facts["how"] == "anywhere":
        return _("Any region suits: %(region)s.") % {"region": name}
    return _("On site: %(region)s.") % {"region": name} if name else _("To agree on together.")


def _language(facts: Mapping[str, Any]) -> str:
    others = _others(facts.get("others", ()))
    if not facts["needs"] and not others:
        return _("No level is asked for.")
    names = {skill.pk: str(skill.name) for skill in FrenchSkill.objects.filter(pk__in=facts["needs"])}
    french = [
        pgettext("level of a skill", "%(skill)s %(level)s") % {"skill": names.get(skill, skill), "level": level}
        for skill, level in facts["needs"].items()
    ]
    if others:
        words = (
            _("Languages asked for: %(levels)s. Reached.")
            if facts["reached"]
            else _("Languages asked for: %(levels)s.")
        )
    else:
        words = _("French asked for: %(levels)s. Reached.") if facts["reached"] else _("French asked for: %(levels)s.")
    return words % {"levels": ", ".join([*french, *others])}


def _others(needs: Sequence[Sequence[str]]) -> list[str]:
    """« anglais (conversation) »"""
    eases = dict(SpokenLanguage.Ease.choices)
    return [f"{name} ({eases.get(ease, ease)})" for name, ease in needs]


def _labels(codes: Sequence[str], kinds: Any) -> str:
    labels = dict(kinds.choices)
    return ", ".join(str(labels[code]) for code in codes if code in labels)


def _purpose(facts: Mapping[str, Any]) -> str:
    if not facts["shared"]:
        return _("No particular aim.")
    labels = [str(Purpose(code).label) for code in known(facts["shared"], Purpose)]
    return _("In common: %(what)s.") % {"what": ", ".join(label[:1].lower() + label[1:] for label in labels)}


def _wishes(facts: Mapping[str, Any]) -> str:
    # Points without a wish that is met: none was said.
    if not facts["met"]:
        return _("No particular wish.")
    return _("Wishes that are met: %(what)s.") % {"what": _labels(facts["met"], Want)}


def _turn(facts: Mapping[str, Any]) -> str:
    if facts["first"]:
        return _("Nobody is matched with this offer now.")
    return _("Somebody is matched with this offer already.")


_WRITERS = {
    "occupation": _occupation,
    "time": _time,
    "place": _place,
    "language": _language,
    "purpose": _purpose,
    "wishes": _wishes,
    "turn": _turn,
}


def beyond_words(proposal: Proposal) -> list[str]:
    """The rules it goes beyond, each in words."""
    return [str(BEYOND.get(code, code)) for code in proposal.beyond]


# ------------------------------------------------------------------ where it stands


def decided_words(proposal: Proposal, side: str) -> str:
    """That a programme compared, and who decided: what Law 25 wants said."""
    name = proposal.decided_by.name if proposal.decided_by else _("the coordination")
    if not proposal.computed:
        return _("%(name)s put you together. No programme decided.") % {"name": name}
    if side == Side.HOST:
        return _("A programme compared your offer with the requests. %(name)s looked at it and decided.") % {
            "name": name
        }
    return _("A programme compared your request with the offers. %(name)s looked at it and decided.") % {"name": name}


@dataclass(frozen=True)
class Steps:
    """For the component ``steps``: (label, note) pairs, and the step one is in."""

    items: list[tuple[str, str]]
    current: int


def steps_of(proposal: Proposal, side: str) -> Steps:
    """Proposed, one's own answer, both have answered. The other one's answer shows once it is over."""
    said = proposal.answer_of(side)
    own = {Answer.YES: pgettext("answer", "Yes"), Answer.NO: pgettext("answer", "No")}.get(Answer(said), "")
    by = _("by %(day)s") % {"day": dates.day_words(proposal.answer_by, weekday=False, year=False)}
    over = "" if proposal.is_open else str(ended_words(proposal))
    items = [
        (pgettext("step of a proposal", "Proposed"), _day(proposal.made_at)),
        (pgettext("step of a proposal", "Your answer"), own or ("" if over else by)),
        (pgettext("step of a proposal", "Both have answered"), over or (by if own else "")),
    ]
    return Steps(items, 4 if proposal.state == State.ACCEPTED else 3 if own or over else 2)


def ended_words(proposal: Proposal) -> str | Promise:
    """How it ended, to either side: never who said no."""
    return {
        State.ACCEPTED: _("Yes from both"),
        State.DECLINED: _("It does not work out"),
        State.LAPSED: _("It lapsed"),
        State.WITHDRAWN: _("Withdrawn"),
    }[State(proposal.state)]


def _day(at: Any) -> str:
    return dates.day_words(timezone.localdate(at), weekday=False, year=False)
