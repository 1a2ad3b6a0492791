"""What the engine found, in words of the language of the moment: parts of a score, rules that fail, why somebody waits on."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

from network.pairing.feasibility import Failure, Part
from network.pairing.problem import LeftOut

PART_NAMES: Final[Mapping[str, Promise]] = {
    "occupation": gettext_lazy("Occupation"),
    "time": gettext_lazy("Free at the same time"),
    "place": gettext_lazy("Place"),
    "language": gettext_lazy("Languages"),
    "wishes": gettext_lazy("Wishes"),
    "purpose": gettext_lazy("What it is for"),
    "turn": gettext_lazy("Every host has their turn"),
}
RULE_NAMES: Final[Mapping[str, Promise]] = {
    "edition": gettext_lazy("The offer is of another edition."),
    "format": gettext_lazy("This format was not asked for."),
    "capacity": gettext_lazy("No place is left."),
    "excluded": gettext_lazy("This pair was excluded by a person."),
    "failed_before": gettext_lazy("This pair was tried once, and ended."),
    "occupation": gettext_lazy("The occupations are too far apart."),
    "language": gettext_lazy("The level of a language is below what is needed."),
    "place": gettext_lazy("The place cannot be reached, and it cannot be done online."),
    "time": gettext_lazy("They are never free at the same time."),
    "must": gettext_lazy("Something that the person must have is not there."),
}


def _occupation(facts: Mapping[str, Any]) -> str:
    near = {
        5: _("The same occupation"),
        4: _("Almost the same occupation"),
        3: _("A close occupation"),
        2: _("An occupation of the same family"),
        1: _("A related field, which the person welcomes"),
    }.get(facts["digits"])
    if near is None:
        return _("Another field")
    if facts["rank"] == 0:
        return near
    return _("%(near)s; not the first that the person aims at") % {"near": near}


def _time(facts: Mapping[str, Any]) -> str:
    if not facts["parts"]:
        return _("On dates to agree on") if facts["has_dates"] else _("Never free at the same time")
    said = ngettext(
        "Both are free on %(number)d part of the week", "Both are free on %(number)d parts of the week", facts["parts"]
    )
    return said % {"number": facts["parts"]}


def _place(facts: Mapping[str, Any]) -> str:
    return {
        "home": _("In the region where the person lives"),
        "wished": _("In a region that the person wishes for"),
        "online": _("Online"),
        "elsewhere": _("In a region that the person would go to"),
    }.get(facts["how"], _("Out of reach"))


def _language(facts: Mapping[str, Any]) -> str:
    above = facts["above"]
    if above is None:
        return _("No level is asked for")
    if above < 0:
        return _("Below the level that is asked for")
    if not above:
        return _("Just the level that is asked for")
    said = ngettext("%(number)d level above what is asked for", "%(number)d levels above what is asked for", above)
    return said % {"number": above}


def _wishes(facts: Mapping[str, Any]) -> str:
    met, whole = len(facts["met"]), len(facts["met"]) + len(facts["unmet"])
    if not whole:
        return _("No particular wish")
    said = ngettext("%(met)d wish of %(whole)d is met", "%(met)d wishes of %(whole)d are met", met)
    return said % {"met": met, "whole": whole}


def _purpose(facts: Mapping[str, Any]) -> str:
    met, whole = len(facts["met"]), len(facts["met"]) + len(facts["unmet"])
    if not whole:
        return _("No particular aim")
    said = ngettext("The offer serves %(met)d aim of %(whole)d", "The offer serves %(met)d aims of %(whole)d", met)
    return said % {"met": met, "whole": whole}


def _turn(facts: Mapping[str, Any]) -> str:
    if not facts["times"]:
        return _("This host has not received anybody yet")
    said = ngettext(
        "This host has received %(number)d person already", "This host has received %(number)d people already", facts["times"]
    )  # fmt: skip
    return said % {"number": facts["times"]}


SENTENCES: Final[Mapping[str, Callable[[Mapping[str, Any]], str]]] = {
    "occupation": _occupation,
    "time": _time,
    "place": _place,
    "language": _language,
    "wishes": _wishes,
    "purpose": _purpose,
    "turn": _turn,
}


def part_name(name: str) -> str:
    """« Métier », "Occupation": the heading of a part."""
    return str(PART_NAMES[name])


def part_sentence(part: Part) -> str:
    """What the points of a part stand on, without a full stop."""
    return SENTENCES[part.name](part.facts)


def points(part: Part) -> str:
    """« 340 sur 400 »"""
    return pgettext("points", "%(points)d of %(most)d") % {"points": part.points, "most": part.most}


def rule_sentence(failure: Failure) -> str:
    """Why two may not be paired: a whole sentence."""
    return str(RULE_NAMES[failure.rule])


def left_out_sentence(why: LeftOut) -> str:
    """Why somebody has no proposal: for coordination. Names nobody; ``why.holders`` says who."""
    if why.because == "no_host":
        return _("No offer fits: see which rules leave none.")
    if why.because == "no_place":
        return _("Offers fit, but none has a place left.")
    if why.because == "longer_wait":
        said = ngettext(
            "Every place that fits is held by people who have waited longer, %(number)d day at least.",
            "Every place that fits is held by people who have waited longer, %(number)d days at least.",
            why.short_days,
        )
        return said % {"number": why.short_days}
    if not why.short_score:
        return _("Every place that fits is held by people who have waited as long and fit as well.")
    said = ngettext(
        "Every place that fits is held by people who have waited as long; together the pairs are worth %(number)d point more.",
        "Every place that fits is held by people who have waited as long; together the pairs are worth %(number)d points more.",
        why.short_score,
    )
    return said % {"number": why.short_score}
