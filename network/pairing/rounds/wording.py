"""A round in words: why somebody is left out, which rule keeps two apart, what a change costs."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext, pgettext_lazy

from core.reference.models import FrenchSkill
from network.pairing.feasibility import Failure
from network.pairing.fit.words import language as language_key
from network.pairing.kinds import Want
from network.pairing.rounds.board import Totals
from network.pairing.rounds.models import Because, RoundCandidate

#: Rules as headings.
RULES: Mapping[str, Promise] = {
    "edition": pgettext_lazy("rule", "Edition"),
    "format": pgettext_lazy("rule", "Format"),
    "capacity": pgettext_lazy("rule", "Places"),
    "excluded": pgettext_lazy("rule", "Exclusion"),
    "failed_before": pgettext_lazy("rule", "An earlier no"),
    "occupation": pgettext_lazy("rule", "Occupation"),
    "language": pgettext_lazy("rule", "Level of language"),
    "place": pgettext_lazy("rule", "Place"),
    "time": pgettext_lazy("rule", "Hours in common"),
    "must": pgettext_lazy("rule", "What must be"),
}

#: What one may do about it, where a rule keeps everybody away.
REMEDIES: Mapping[str, Promise] = {
    "occupation": gettext_lazy("Aim at a second occupation, or say that related ones interest the person."),
    "language": gettext_lazy("Note the level of French reached since, or look for hosts who ask for less."),
    "place": gettext_lazy("Add a region, or say that online suits."),
    "time": gettext_lazy("Add half-days when the person is free."),
    "must": gettext_lazy("Make a wish of what must be."),
}


def rule(code: str) -> str:
    return str(RULES.get(code, code))


def failure(failed: Failure, languages: Iterable[str] = ()) -> str:
    """Which rule keeps two apart, with the facts that say so. ``languages``: those that the host wants, as they were written."""
    facts = failed.facts
    if failed.rule == "language":
        return _language(facts, languages)
    if failed.rule == "must":
        labels = dict(Want.choices)
        wish = labels.get(str(facts.get("wish")), str(facts.get("wish", "")))
        return _("The candidate must have it otherwise: %(wish)s.") % {"wish": wish}
    return {
        "edition": _("The two are not of the same edition."),
        "format": _("The candidate does not ask for this format."),
        "capacity": _("The offer has no place left."),
        "excluded": _("Somebody excluded this pair."),
        "failed_before": _("One of the two said no to the other before."),
        "occupation": _("The occupations are too far from each other."),
        "place": _("The place is none that the candidate wishes or can reach, and it is not online."),
        "time": _("The two are never free at the same hours."),
    }.get(failed.rule, failed.rule)


def _language(facts: Mapping[str, object], languages: Iterable[str]) -> str:
    name, level, needed = str(facts.get("skill", "")), facts.get("level"), facts.get("needed")
    language, _dot, skill = name.partition(".")
    if language == "fr" and skill:
        found = FrenchSkill.objects.filter(pk=skill).first()
        name = str(found.name) if found else skill
        if level is None:
            return _("French, %(skill)s: level %(needed)s is wanted, none is noted.") % {
                "skill": name,
                "needed": needed,
            }
        return _("French, %(skill)s: level %(needed)s is wanted, level %(level)s is noted.") % {
            "skill": name,
            "needed": needed,
            "level": level,
        }
    name = next((each for each in languages if language_key(each) == name), skill)
    return _("A language that is wanted is missing, or not spoken well enough: %(language)s.") % {"language": name}


def left_out(row: RoundCandidate) -> str:
    """Why somebody is left out, in one sentence."""
    return str(row.get_because_display()) if row.because else ""


def left_out_more(row: RoundCandidate, titles: Mapping[int, str]) -> list[str]:
    """The facts behind it. ``titles``: offers' names."""
    found = []
    facts = row.facts
    title = titles.get(facts.get("offer", 0), "")
    if title:
        found.append(_("Came nearest to: %(offer)s.") % {"offer": title})
    if days := facts.get("days"):
        found.append(
            ngettext(
                "Whoever has the place has waited %(days)s day longer.",
                "Whoever has the place has waited %(days)s days longer.",
                days,
            )
            % {"days": days}
        )
    if points := facts.get("score"):
        found.append(
            ngettext("%(points)s point was missing.", "%(points)s points were missing.", points) % {"points": points}
        )
    if row.because == Because.NO_HOST:
        rules: Mapping[str, int] = facts.get("rules", {})
        for code, number in sorted(rules.items(), key=lambda one: (-one[1], one[0])):
            words = ngettext(
                "%(number)s host would suit without this: %(rule)s.",
                "%(number)s hosts would suit without this: %(rule)s.",
                number,
            )
            found.append(words % {"number": number, "rule": rule(code).lower()})
    return found


def remedies(row: RoundCandidate) -> list[str]:
    """What a caseworker may do where no host suits, what opens most first."""
    rules: Mapping[str, int] = row.facts.get("rules", {})
    ordered = sorted(rules, key=lambda code: (-rules[code], code))
    return [str(REMEDIES[code]) for code in ordered if code in REMEDIES]


def price(amount: Totals) -> list[str]:
    """What a change gives or costs, each part apart; « nothing » where it is free."""
    found = [*_pairs(amount.pairs), *_days(amount.days if not amount.pairs else 0), *_points(amount.score)]
    return found or [pgettext("price of a change", "It costs nothing.")]


def others(number: int) -> str:
    """That somebody else is moved by a change."""
    words = ngettext("%(number)s other person changes host", "%(number)s other people change host", number)
    return words % {"number": number}


def _pairs(number: int) -> list[str]:
    if number < 0:
        return [ngettext("%(number)s pair fewer", "%(number)s pairs fewer", -number) % {"number": -number}]
    if number:
        return [ngettext("%(number)s pair more", "%(number)s pairs more", number) % {"number": number}]
    return []


def _days(number: int) -> list[str]:
    """People served instead of others: their days of waiting."""
    if number < 0:
        words = ngettext(
            "whoever is served has waited %(number)s day less",
            "whoever is served has waited %(number)s days less",
            -number,
        )
        return [words % {"number": -number}]
    if number:
        words = ngettext(
            "whoever is served has waited %(number)s day more",
            "whoever is served has waited %(number)s days more",
            number,
        )
        return [words % {"number": number}]
    return []


def _points(number: int) -> list[str]:
    if number < 0:
        return [ngettext("%(number)s point less", "%(number)s points less", -number) % {"number": -number}]
    if number:
        return [ngettext("%(number)s point more", "%(number)s points more", number) % {"number": number}]
    return []


def fell(code: str) -> str:
    """Why a pair could not be sent, as the room of proposals says it."""
    from network.pairing.proposals import refusals

    refusal: Any = getattr(refusals, code, None)
    return str(refusal.message) if refusal is not None else code
