"""Conditions and findings in words: the rule as a sentence, and to the person why, what could change it, what to tell us."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.audiences import Verdict
from core.dates import day_words
from people.programmes.kinds import (
    AREAS,
    CATEGORIES,
    MRCS,
    OTHERWISE,
    PATTERNS,
    REGIONS,
    SKILL_NAMES,
    SKILLS,
    STATUSES,
    STEPS,
    Diploma,
    Kind,
    Lexicon,
    Words,
    word,
)

if TYPE_CHECKING:
    from people.programmes.eligibility import Finding


def listed(words: list[str]) -> str:
    """Names one after the other; they may hold commas themselves."""
    return "; ".join(words)


def sentence(kind: str, parameters: Mapping[str, Any], lexicon: Lexicon) -> str:
    """The rule with its blanks filled; an empty one stays a line to be filled."""
    return str(_words(kind, parameters)[0]) % _blanks(kind, parameters, lexicon)


def asked(kind: str, parameters: Mapping[str, Any], lexicon: Lexicon) -> str:
    """The same, said to the person: what is asked of them."""
    return str(_words(kind, parameters)[1]) % _blanks(kind, parameters, lexicon)


def _words(kind: str, parameters: Mapping[str, Any]) -> tuple[Words, Words]:
    for (other, blank, value), words in OTHERWISE.items():
        if other == kind and parameters.get(blank) == value:
            return words
    return PATTERNS[kind].sentence, PATTERNS[kind].asked


def _blanks(kind: str, parameters: Mapping[str, Any], lexicon: Lexicon) -> dict[str, str]:
    filled = {
        blank.name: _filled(blank.source, dict(blank.options), parameters.get(blank.name, ""), lexicon)
        for blank in PATTERNS[kind].blanks
    }
    if kind == Kind.TERRITORY:
        filled["places"] = places(parameters, lexicon) or "…"
    if kind == Kind.STEP:
        # Which one (the number of an event) is not asked by every step: without it no gap is left before the full stop.
        argument = parameters.get("argument", "")
        filled["question"] = " ".join(filter(None, [step(parameters, lexicon) or "…", argument]))
    return filled


def _filled(source: str, options: Mapping[str, Any], value: Any, lexicon: Lexicon) -> str:
    if isinstance(value, (list, tuple)):
        return listed([word(lexicon, source, code) for code in value]) or "…"
    if source:
        return word(lexicon, source, value) if value else "…"
    return str(options.get(value, value)) or "…"


def places(parameters: Mapping[str, Any], lexicon: Lexicon) -> str:
    named = [(AREAS, "areas"), (REGIONS, "regions"), (MRCS, "mrcs")]
    return listed([word(lexicon, source, code) for source, name in named for code in parameters.get(name, ())])


def step(parameters: Mapping[str, Any], lexicon: Lexicon) -> str:
    question = str(parameters.get("question", ""))
    return word(lexicon, STEPS, question) if question else ""


def skill_name(code: str) -> str:
    return str(SKILL_NAMES[code])


def arrival_words(finding: "Finding") -> str:
    """ "2021", or "March 2021" where the month is known."""
    facts = finding.facts
    if facts.arrival_year and facts.arrival_month:
        return format_date(date(facts.arrival_year, facts.arrival_month, 1), "F Y")
    return str(facts.arrival_year or "")


# ------------------------------------------------------------------ to the person


def reason(finding: "Finding") -> str:
    """Why the verdict is what it is, in whole sentences."""
    return {
        Kind.ADULT: _adult,
        Kind.ABROAD: _abroad,
        Kind.ARRIVED_WITHIN: _arrived_within,
        Kind.ARRIVED_BEFORE: _arrived_before,
        Kind.STATUS: _status,
        Kind.CATEGORY: _category,
        Kind.FRENCH: _french,
        Kind.TERRITORY: _territory,
        Kind.DIPLOMA: _diploma,
        Kind.STEP: _step,
    }[Kind(finding.condition.kind)](finding)


def _met(finding: "Finding") -> bool:
    return finding.verdict is Verdict.MET


def _unknown(finding: "Finding") -> bool:
    return finding.verdict is Verdict.UNKNOWN


def _adult(finding: "Finding") -> str:
    return _("You are 18 or over.") if _met(finding) else _("This edition is for people who are 18 or over.")


def _abroad(finding: "Finding") -> str:
    if finding.condition["where"] == "abroad":
        if _met(finding):
            return _("You are still abroad, and this edition is made for that.")
        return _("This edition is for people who are still abroad.")
    return (
        _("You already live in Québec.")
        if _met(finding)
        else _("This edition is for people who already live in Québec.")
    )


def _arrived_within(finding: "Finding") -> str:
    words = {"day": day_words(finding.limit, weekday=False), "arrival": arrival_words(finding)}
    if finding.facts.is_abroad:
        if _met(finding):
            return _("You are still abroad, and this edition takes people before they arrive too.")
        return _("This edition takes people who have arrived in Québec; you are still abroad.")
    if not words["arrival"]:
        return _("This edition takes people who arrived in Québec on %(day)s or later.") % words
    if _met(finding):
        return _("You arrived in %(arrival)s, and this edition takes people who arrived on %(day)s or later.") % words
    if _unknown(finding):
        return (
            _(
                "This edition takes people who arrived in Québec on %(day)s or later; %(arrival)s alone does not say "
                "which side of that day you are on."
            )
            % words
        )
    return _("This edition takes people who arrived in Québec on %(day)s or later; you arrived in %(arrival)s.") % words


def _arrived_before(finding: "Finding") -> str:
    words = {"day": day_words(finding.limit, weekday=False), "arrival": arrival_words(finding)}
    if finding.facts.is_abroad:
        return _("This edition takes people who arrived in Québec on %(day)s or earlier; you are still abroad.") % words
    if not words["arrival"]:
        return _("This edition takes people who arrived in Québec on %(day)s or earlier.") % words
    if _met(finding):
        return _("You arrived in %(arrival)s, and this edition takes people who arrived on %(day)s or earlier.") % words
    if _unknown(finding):
        return (
            _(
                "This edition takes people who arrived in Québec on %(day)s or earlier; %(arrival)s alone does not say "
                "which side of that day you are on."
            )
            % words
        )
    return (
        _("This edition takes people who arrived in Québec on %(day)s or earlier; you arrived in %(arrival)s.") % words
    )


def _status(finding: "Finding") -> str:
    if _met(finding):
        return _("Your status today is one of those this edition takes.")
    lexicon = finding.book.lexicon
    return _("This edition takes people with one of these statuses: %(statuses)s.") % {
        "statuses": listed([word(lexicon, STATUSES, code) for code in finding.condition["statuses"]])
    }


def _category(finding: "Finding") -> str:
    if _met(finding):
        return _("Your category of admission is one of those this edition takes.")
    lexicon = finding.book.lexicon
    return _("This edition takes people admitted in one of these categories: %(categories)s.") % {
        "categories": listed([word(lexicon, CATEGORIES, code) for code in finding.condition["categories"]])
    }


def _french(finding: "Finding") -> str:
    condition = finding.condition
    words = {"level": condition["level"], "skill": skill_name(condition["skill"])}
    if condition["bound"] == "most":
        if _met(finding):
            return _("Your French is at a level this edition is made for.")
        return _("This edition is for people at level %(level)s or below in %(skill)s.") % words
    if _met(finding):
        return _("Your French is at the level this edition asks for.")
    return _("This edition asks for level %(level)s or above in %(skill)s.") % words


def _territory(finding: "Finding") -> str:
    if _met(finding):
        return _("You live where this edition takes people.")
    words = {"places": places(finding.condition.parameters, finding.book.lexicon)}
    if finding.condition["side"] == "out":
        return _("This edition takes people who live in Québec, outside these places: %(places)s.") % words
    return _("This edition takes people who live in one of these places: %(places)s.") % words


def _diploma(finding: "Finding") -> str:
    if _met(finding):
        return _("Your diploma is at the level this edition asks for.")
    return _("This edition asks for at least this diploma: %(diploma)s.") % {
        "diploma": Diploma(finding.condition["diploma"]).label
    }


def _step(finding: "Finding") -> str:
    words = {"step": step(finding.condition.parameters, finding.book.lexicon)}
    if _met(finding):
        return _("You have done what comes first: %(step)s.") % words
    return _("Something comes before this edition: %(step)s.") % words


def remedy(finding: "Finding") -> str:
    """What could change a NOT MET; empty if time alone goes the other way, or the verdict is another."""
    if finding.verdict is not Verdict.NOT_MET:
        return ""
    kind, condition = finding.condition.kind, finding.condition
    if kind == Kind.ADULT:
        return _("Come back when you are 18.")
    if kind == Kind.ABROAD and condition["where"] == "here":
        return _("Come back once you have arrived.")
    if kind in (Kind.ARRIVED_WITHIN, Kind.ARRIVED_BEFORE) and finding.facts.is_abroad:
        return _("Come back once you have arrived.")
    if kind == Kind.ARRIVED_BEFORE and condition["reference"] == "today":
        return _("Come back later: time works for you.")
    if kind == Kind.STATUS:
        return _("If your status changes, answer again.")
    if kind == Kind.FRENCH and condition["bound"] == "least":
        return _("A French course can take you there: answer again when your level has risen.")
    if kind == Kind.TERRITORY:
        return _("If you move, answer again.")
    if kind == Kind.DIPLOMA:
        return _("A diploma from abroad counts at the level it compares to: a caseworker can look at it with you.")
    return _("Do this first, then answer again.") if kind == Kind.STEP else ""


def ask(finding: "Finding") -> str:
    """The question that settles an UNKNOWN, as it is put to the person."""
    if finding.verdict is not Verdict.UNKNOWN:
        return ""
    kind, facts = finding.condition.kind, finding.facts
    if kind in (Kind.ARRIVED_WITHIN, Kind.ARRIVED_BEFORE):
        return _ask_arrival(finding)
    if kind == Kind.FRENCH:
        words = {"skill": skill_name(finding.condition["skill"])}
        if any(facts.level(skill) for skill in SKILLS[finding.condition["skill"]]):
            return (
                _("What exactly is your level in %(skill)s? You are close to it: a short interview will tell.") % words
            )
        return _("What is your level in %(skill)s?") % words
    if kind == Kind.TERRITORY:
        if facts.region:
            return _("Which MRC do you live in? A part of your region counts, and a part does not.")
        return _("In which region or MRC do you live?")
    if kind == Kind.STEP:
        return _("Have you done this already: %(step)s?") % {
            "step": step(finding.condition.parameters, finding.book.lexicon)
        }
    return {
        Kind.ADULT: _("Are you 18 or over?"),
        Kind.ABROAD: _("Do you already live in Québec?"),
        Kind.STATUS: _("What is your status today?"),
        Kind.CATEGORY: _("In which category were you admitted?"),
        Kind.DIPLOMA: _("What is your highest diploma, from whatever country?"),
    }[Kind(kind)]


def _ask_arrival(finding: "Finding") -> str:
    facts, words = finding.facts, {"arrival": arrival_words(finding)}
    if facts.arrival_year is None:
        return _("In which year did you arrive in Québec?")
    if facts.arrival_month is None:
        return _("In which month of %(arrival)s did you arrive?") % words
    return _("On which day of %(arrival)s did you arrive? The paper you were given at the border says it.") % words


# ------------------------------------------------------------------ to the caseworker


def known(finding: "Finding") -> str:
    """What was declared about the condition; empty if nothing was."""
    kind, facts, lexicon = finding.condition.kind, finding.facts, finding.book.lexicon
    if kind == Kind.ADULT:
        return _yes_no(facts.is_adult)
    if kind in (Kind.ABROAD, Kind.ARRIVED_WITHIN, Kind.ARRIVED_BEFORE):
        if facts.is_abroad:
            return _("still abroad")
        return arrival_words(finding) or (_("in Québec") if facts.is_abroad is False else "")
    if kind == Kind.STATUS:
        return word(lexicon, STATUSES, facts.status) if facts.status else ""
    if kind == Kind.CATEGORY:
        return word(lexicon, CATEGORIES, facts.category) if facts.category else ""
    if kind == Kind.FRENCH:
        return _known_french(finding)
    if kind == Kind.TERRITORY:
        return _known_place(finding)
    if kind == Kind.DIPLOMA:
        return str(Diploma(facts.diploma).label) if facts.diploma in Diploma.values else ""
    return _yes_no(facts.steps.get(finding.condition.question))


def _yes_no(answer: bool | None) -> str:
    if answer is None:
        return ""
    return pgettext("answer", "yes") if answer else pgettext("answer", "no")


def _known_french(finding: "Finding") -> str:
    parts = []
    for skill in SKILLS[finding.condition["skill"]]:
        level = finding.facts.level(skill)
        if level:
            low, high = level
            parts.append(f"{skill_name(skill)} {low if low == high else f'{low}–{high}'}")
    return listed(parts)


def _known_place(finding: "Finding") -> str:
    facts, lexicon = finding.facts, finding.book.lexicon
    if facts.mrc:
        return word(lexicon, MRCS, facts.mrc)
    if facts.region == "outside" or facts.is_abroad:
        return _("outside Québec")
    return word(lexicon, REGIONS, facts.region) if facts.region else ""
