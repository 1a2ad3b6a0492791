"""Kinds of conditions: the sentence of each, its blanks, and what may stand in them. No database is needed here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = str | Promise
#: What codes are called: list -> code -> anything whose ``str`` is its name in the language of the moment.
Lexicon = Mapping[str, Mapping[str, Any]]

#: Lists of a lexicon.
STATUSES, CATEGORIES, REGIONS, MRCS, AREAS, STEPS = "statuses", "categories", "regions", "mrcs", "areas", "steps"


class Kind(TextChoices):
    """What a condition may ask. Age is « 18 or over », time is counted from the arrival: no birth date, no SIN, no health.

    Source: DOMAIN, 5.2.
    """

    ADULT = "adult", _("18 or over")
    ABROAD = "abroad", _("In Québec already, or still abroad")
    ARRIVED_WITHIN = "arrived_within", _("Arrived at most some years before")
    ARRIVED_BEFORE = "arrived_before", _("Arrived at least some years before")
    STATUS = "status", _("Status today")
    CATEGORY = "category", _("Category of admission")
    FRENCH = "french", _("Level of French")
    TERRITORY = "territory", _("Where the person lives")
    DIPLOMA = "diploma", _("Diploma")
    STEP = "step", _("A step already done")


class Diploma(TextChoices):
    """The highest diploma, from whatever country, from low to high."""

    NONE = "none", _("no diploma")
    SECONDARY = "secondary", _("secondary school diploma")
    VOCATIONAL = "vocational", _("diploma of vocational studies")
    COLLEGE = "college", _("college diploma")
    BACHELOR = "bachelor", _("bachelor’s degree")
    MASTER = "master", _("master’s degree")
    DOCTORATE = "doctorate", _("doctorate")


#: Low to high.
DIPLOMAS: Final = [str(each) for each in Diploma]
#: The Québec scale of French. 0 stands below it: not a word yet.
LOWEST_LEVEL, HIGHEST_LEVEL = 0, 12
#: What a condition on French may speak of -> skills of ``reference.FrenchSkill`` that must all hold.
SKILLS: Final[dict[str, tuple[str, ...]]] = {
    "oral": ("oral_comprehension", "oral_production"),
    "written": ("written_comprehension", "written_production"),
    "oral_comprehension": ("oral_comprehension",),
    "oral_production": ("oral_production",),
    "written_comprehension": ("written_comprehension",),
    "written_production": ("written_production",),
}
SKILL_NAMES: Final[dict[str, Words]] = {
    "oral": _("spoken French"),
    "written": _("written French"),
    "oral_comprehension": _("oral comprehension"),
    "oral_production": _("oral production"),
    "written_comprehension": _("written comprehension"),
    "written_production": _("written production"),
}


@dataclass(frozen=True)
class Blank:
    """One blank of a sentence. ``shape``: ``number``, ``choice``, ``list`` (of codes) or ``text``.

    ``options`` are its fixed choices; ``source`` is the list of the lexicon that its codes come from.
    """

    name: str
    label: Words
    shape: str
    default: Any
    options: tuple[tuple[str, Words], ...] = ()
    source: str = ""
    least: int = 0
    most: int = 0
    required: bool = True


@dataclass(frozen=True)
class Pattern:
    """A sentence with named blanks, ``%(years)s``; blanks that it does not name stand below it.

    ``asked`` is the same rule as the person reads it: what is asked of them.
    """

    sentence: Words
    asked: Words
    blanks: tuple[Blank, ...] = ()

    @property
    def defaults(self) -> dict[str, Any]:
        return {blank.name: list(blank.default) if blank.shape == "list" else blank.default for blank in self.blanks}


_YEARS = Blank("years", _("number of years"), "number", 5, least=0, most=60)
_REFERENCE = Blank(
    "reference",
    _("counted until"),
    "choice",
    "start",
    options=(
        ("start", pgettext_lazy("condition", "the edition begins")),
        ("today", pgettext_lazy("condition", "the day of the request")),
    ),
)

PATTERNS: Final[dict[str, Pattern]] = {
    Kind.ADULT: Pattern(_("The person is 18 or over."), _("You must be 18 or over.")),
    Kind.ABROAD: Pattern(
        _("The person %(where)s."),
        _("You must already live in Québec."),
        (
            Blank(
                "where",
                _("where"),
                "choice",
                "here",
                options=(
                    ("here", pgettext_lazy("condition", "already lives in Québec")),
                    ("abroad", pgettext_lazy("condition", "is still abroad")),
                ),
            ),
        ),
    ),
    Kind.ARRIVED_WITHIN: Pattern(
        _(
            "The person arrived in Québec at most %(years)s years before %(reference)s; somebody still abroad %(abroad)s."
        ),
        _(
            "You must have arrived in Québec at most %(years)s years before %(reference)s; somebody still abroad "
            "%(abroad)s."
        ),
        (
            _YEARS,
            _REFERENCE,
            Blank(
                "abroad",
                _("somebody still abroad"),
                "choice",
                "no",
                options=(
                    ("no", pgettext_lazy("condition", "cannot take part yet")),
                    ("yes", pgettext_lazy("condition", "may take part too")),
                ),
            ),
        ),
    ),
    Kind.ARRIVED_BEFORE: Pattern(
        _("The person arrived in Québec at least %(years)s years before %(reference)s."),
        _("You must have arrived in Québec at least %(years)s years before %(reference)s."),
        (_YEARS, _REFERENCE),
    ),
    Kind.STATUS: Pattern(
        _("The person’s status today is one of these: %(statuses)s."),
        _("Your status today must be one of these: %(statuses)s."),
        (Blank("statuses", _("statuses"), "list", (), source=STATUSES),),
    ),
    Kind.CATEGORY: Pattern(
        _("The person was admitted in one of these categories: %(categories)s."),
        _("You must have been admitted in one of these categories: %(categories)s."),
        (Blank("categories", _("categories"), "list", (), source=CATEGORIES),),
    ),
    Kind.FRENCH: Pattern(
        _("In %(skill)s, the person is at level %(level)s of the Québec scale %(bound)s."),
        _("In %(skill)s, you must be at level %(level)s of the Québec scale %(bound)s."),
        (
            Blank("skill", _("skill"), "choice", "oral", options=tuple(SKILL_NAMES.items())),
            Blank("level", _("level"), "number", 4, least=1, most=HIGHEST_LEVEL),
            Blank(
                "bound",
                _("or above, or below"),
                "choice",
                "least",
                options=(
                    ("least", pgettext_lazy("condition", "or above")),
                    ("most", pgettext_lazy("condition", "or below")),
                ),
            ),
        ),
    ),
    Kind.TERRITORY: Pattern(
        _("The person lives in Québec, %(side)s these places: %(places)s."),
        _("You must live in Québec, %(side)s these places: %(places)s."),
        (
            Blank(
                "side",
                _("in or outside"),
                "choice",
                "in",
                options=(
                    ("in", pgettext_lazy("condition", "in one of")),
                    ("out", pgettext_lazy("condition", "outside")),
                ),
            ),
            Blank("areas", _("areas"), "list", (), source=AREAS, required=False),
            Blank("regions", _("regions"), "list", (), source=REGIONS, required=False),
            Blank("mrcs", _("MRC"), "list", (), source=MRCS, required=False),
        ),
    ),
    Kind.DIPLOMA: Pattern(
        _("The person’s highest diploma, from whatever country, is at least: %(diploma)s."),
        _("Your highest diploma, from whatever country, must be at least: %(diploma)s."),
        (Blank("diploma", _("diploma"), "choice", "secondary", options=tuple(Diploma.choices)),),
    ),
    Kind.STEP: Pattern(
        _("The person has already done this: %(question)s."),
        _("You must have done this already: %(question)s."),
        (
            Blank("question", _("step"), "choice", "", source=STEPS),
            Blank("argument", _("which one"), "text", "", most=40, required=False),
        ),
    ),
}

#: Rules that are said otherwise for one value of a blank: kind, blank, value -> sentence, and what is asked.
OTHERWISE: Final[dict[tuple[str, str, Any], tuple[Words, Words]]] = {
    (Kind.ABROAD, "where", "abroad"): (_("The person %(where)s."), _("You must still be abroad.")),
    (Kind.ARRIVED_WITHIN, "years", 1): (
        _(
            "The person arrived in Québec at most %(years)s year before %(reference)s; somebody still abroad %(abroad)s."
        ),
        _(
            "You must have arrived in Québec at most %(years)s year before %(reference)s; somebody still abroad "
            "%(abroad)s."
        ),
    ),
    (Kind.ARRIVED_BEFORE, "years", 1): (
        _("The person arrived in Québec at least %(years)s year before %(reference)s."),
        _("You must have arrived in Québec at least %(years)s year before %(reference)s."),
    ),
}


class BadParameters(ValueError):
    """Parameters that no form of ours makes; ``blank`` names what is wrong."""

    def __init__(self, kind: str, blank: str) -> None:
        self.blank = blank
        super().__init__(f"{kind}: {blank}")


def clean(kind: str, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """Parameters as they are kept: every blank of the kind and nothing else; what is left out gets its default.

    Blanks may still be empty (see ``missing``). Raises BadParameters for an unknown kind, blank, choice or number.
    """
    pattern = PATTERNS.get(kind)
    if pattern is None:
        raise BadParameters(kind, "")
    if unknown := set(parameters) - {blank.name for blank in pattern.blanks}:
        raise BadParameters(kind, min(unknown))
    kept = pattern.defaults | dict(parameters)
    for blank in pattern.blanks:
        value = kept[blank.name]
        if not _fits(blank, value):
            raise BadParameters(kind, blank.name)
        if blank.shape == "list":
            kept[blank.name] = sorted(set(value))
    return kept


def _fits(blank: Blank, value: Any) -> bool:
    if blank.shape == "number":
        return type(value) is int and blank.least <= value <= blank.most
    if blank.shape == "list":
        return isinstance(value, (list, tuple)) and all(isinstance(code, str) and code for code in value)
    if not isinstance(value, str):
        return False
    if blank.shape == "choice" and blank.options:
        return value in {code for code, _label in blank.options}
    return not blank.most or len(value) <= blank.most


def missing(kind: str, parameters: Mapping[str, Any]) -> list[Blank]:
    """Blanks that must be filled before the rules are published."""
    empty = [blank for blank in PATTERNS[kind].blanks if blank.required and parameters.get(blank.name) in ("", [], ())]
    if kind == Kind.TERRITORY and not any(parameters.get(name) for name in ("areas", "regions", "mrcs")):
        empty += [blank for blank in PATTERNS[kind].blanks if blank.name == "areas"]
    return empty


def word(lexicon: Lexicon, source: str, code: str) -> str:
    """What a code is called; the code itself where the list does not know it any more."""
    return str(lexicon.get(source, {}).get(code, code))
