"""Who may take part: conditions over declared facts, each with a verdict and its reasons. Data in, assessment out.

A fact that is not known makes a condition UNKNOWN, never a guess; learning more never takes back a verdict that was
MET or NOT MET. Where only the year of arrival is known, the arrival lies anywhere in that year: a limit that falls
inside it is UNKNOWN, and the month is what to ask for.
"""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from core.audiences import Verdict
from people.programmes import wording
from people.programmes.kinds import DIPLOMAS, SKILLS, Kind, Lexicon

__all__ = [
    "OUTSIDE",
    "Assessment",
    "Condition",
    "Door",
    "Facts",
    "Finding",
    "Places",
    "RuleBook",
    "Verdict",
    "evaluate",
]

#: In place of a region: lives outside Québec.
OUTSIDE = "outside"


@dataclass(frozen=True)
class Facts:
    """What somebody declared. Everything may be unknown: None, or empty.

    ``french``: skill -> level 1 to 12 (0: below the scale), or a pair (lowest, highest) for what is only roughly known.
    ``mrc`` and ``region`` are codes of the reference lists; the region follows from the MRC. ``steps``: question of
    ``core.audiences`` ("registration.present:12") -> whether it is met. A year of arrival outweighs ``still_abroad``.
    """

    is_adult: bool | None = None
    still_abroad: bool | None = None
    arrival_year: int | None = None
    arrival_month: int | None = None
    status: str = ""
    category: str = ""
    french: Mapping[str, int | tuple[int, int]] = field(default_factory=dict)
    mrc: str = ""
    region: str = ""
    diploma: str = ""
    steps: Mapping[str, bool] = field(default_factory=dict)

    @property
    def is_abroad(self) -> bool | None:
        return False if self.arrival_year is not None else self.still_abroad

    def level(self, skill: str) -> tuple[int, int] | None:
        """Lowest and highest level a skill may have; None if nothing is known."""
        known = self.french.get(skill)
        if known is None:
            return None
        return (known, known) if isinstance(known, int) else (known[0], known[1])

    def arrival(self, on: date) -> tuple[date, date] | None:
        """First and last day the arrival may lie on, seen from ``on``: who is here did not arrive later."""
        if self.arrival_year is None:
            return None
        first_month, last_month = (self.arrival_month, self.arrival_month) if self.arrival_month else (1, 12)
        first = date(self.arrival_year, first_month, 1)
        last = date(self.arrival_year, last_month, calendar.monthrange(self.arrival_year, last_month)[1])
        return first, min(last, on) if first <= on else last

    def as_data(self) -> dict[str, Any]:
        """For a session: what JSON can carry; nothing that is unknown."""
        return {name: value for name, value in asdict(self).items() if value not in (None, "", {})}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Facts":
        """Back from ``as_data``; unknown names are dropped."""
        known = {name: value for name, value in data.items() if name in cls.__dataclass_fields__}
        french = {
            skill: level if isinstance(level, int) else (level[0], level[1])
            for skill, level in known.get("french", {}).items()
        }
        return cls(**known | {"french": french})


@dataclass(frozen=True)
class Condition:
    """One condition: its kind, and what stands in the blanks of its sentence."""

    kind: str
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Any:
        return self.parameters[name]

    def sentence(self, lexicon: Lexicon) -> str:
        """The rule in plain words, in the language of the moment."""
        return wording.sentence(self.kind, self.parameters, lexicon)

    def asked(self, lexicon: Lexicon) -> str:
        """The same rule, said to the person."""
        return wording.asked(self.kind, self.parameters, lexicon)

    @property
    def question(self) -> str:
        """Of a step: the question that ``core.audiences`` is asked."""
        argument = self.parameters.get("argument", "")
        return f"{self.parameters['question']}:{argument}" if argument else str(self.parameters["question"])


@dataclass(frozen=True)
class Places:
    """Which MRC lie where: MRC -> region, and area -> its MRC."""

    region_of: Mapping[str, str] = field(default_factory=dict)
    areas: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def covered(self, condition: Condition) -> frozenset[str]:
        """Every MRC a territory names. Areas are those of the day the rules were published, where that is kept."""
        kept = condition.parameters.get("area_mrcs", {})
        found = set(condition["mrcs"])
        for area in condition["areas"]:
            found |= set(kept[area]) if area in kept else self.areas.get(area, frozenset())
        wanted = set(condition["regions"])
        return frozenset(found | {mrc for mrc, region in self.region_of.items() if region in wanted})

    def within(self, region: str) -> frozenset[str]:
        return frozenset(mrc for mrc, known in self.region_of.items() if known == region)


@dataclass(frozen=True)
class Door:
    """Where somebody may go who cannot take part here."""

    text: Any = ""
    url: str = ""

    def __bool__(self) -> bool:
        return bool(self.text) or bool(self.url)


@dataclass(frozen=True)
class RuleBook:
    """The rules of one edition, ready to be evaluated. ``starts_on``: first day of the edition."""

    conditions: tuple[Condition, ...]
    starts_on: date
    lexicon: Lexicon = field(default_factory=dict)
    places: Places = field(default_factory=Places)
    door: Door = field(default_factory=Door)
    version: int = 0

    @property
    def questions(self) -> list[str]:
        """What the steps ask of ``core.audiences``."""
        return [condition.question for condition in self.conditions if condition.kind == Kind.STEP]


@dataclass(frozen=True)
class Finding:
    """Verdict on one condition. Its words are made when they are read, in the language of the moment."""

    condition: Condition
    verdict: Verdict
    facts: Facts
    on: date
    book: RuleBook

    @property
    def sentence(self) -> str:
        """The rule itself, as the caseworker reads it."""
        return self.condition.sentence(self.book.lexicon)

    @property
    def asked(self) -> str:
        """The rule itself, said to the person."""
        return self.condition.asked(self.book.lexicon)

    @property
    def reason(self) -> str:
        """Why, said to the person."""
        return wording.reason(self)

    @property
    def remedy(self) -> str:
        """What could change it, said to the person; empty if nothing can, or nothing need."""
        return wording.remedy(self)

    @property
    def ask(self) -> str:
        """The question that settles it; empty unless UNKNOWN."""
        return wording.ask(self)

    @property
    def known(self) -> str:
        """What was declared about it, for the caseworker; empty if nothing was."""
        return wording.known(self)

    @property
    def limit(self) -> date:
        """Of a condition on the arrival: the day that divides. Raises KeyError for any other."""
        counted_from = self.on if self.condition["reference"] == "today" else self.book.starts_on
        return years_before(counted_from, self.condition["years"])


@dataclass(frozen=True)
class Assessment:
    """Verdict on a whole rule set: NOT MET if one condition is not, else UNKNOWN if one is, else MET."""

    verdict: Verdict
    findings: tuple[Finding, ...]
    #: Where else to go; empty unless the verdict is NOT MET.
    door: Door
    version: int
    on: date

    def having(self, verdict: Verdict) -> list[Finding]:
        return [finding for finding in self.findings if finding.verdict is verdict]

    @property
    def met(self) -> list[Finding]:
        return self.having(Verdict.MET)

    @property
    def not_met(self) -> list[Finding]:
        return self.having(Verdict.NOT_MET)

    @property
    def unknown(self) -> list[Finding]:
        return self.having(Verdict.UNKNOWN)

    def as_data(self) -> dict[str, Any]:
        """What a file may keep of it: verdicts by kind and the version they were read from, no declared fact."""
        return {
            "version": self.version,
            "on": self.on.isoformat(),
            "verdict": self.verdict.value,
            "findings": [[finding.condition.kind, finding.verdict.value] for finding in self.findings],
        }


def evaluate(book: RuleBook, facts: Facts, on: date) -> Assessment:
    """Judge what is declared against the rules, as of ``on`` (today, for somebody who asks now). No query."""
    findings = tuple(
        Finding(condition, _JUDGES[Kind(condition.kind)](condition, facts, on, book), facts, on, book)
        for condition in book.conditions
    )
    verdict = _all(finding.verdict for finding in findings)
    return Assessment(verdict, findings, book.door if verdict is Verdict.NOT_MET else Door(), book.version, on)


# ------------------------------------------------------------------ one judge a kind


def _all(verdicts: Iterable[Verdict]) -> Verdict:
    """Several that must all hold."""
    found = set(verdicts)
    return next((verdict for verdict in (Verdict.NOT_MET, Verdict.UNKNOWN) if verdict in found), Verdict.MET)


def _of(known: bool | None) -> Verdict:
    return Verdict.UNKNOWN if known is None else Verdict.MET if known else Verdict.NOT_MET


def years_before(day: date, years: int) -> date:
    """The same day so many years earlier; 28 February for the 29th of a year that has none."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _adult(condition: Condition, facts: Facts, on: date, book: RuleBook) -> Verdict:
    return _of(facts.is_adult)


def _abroad(condition: Condition, facts: Facts, on: date, book: RuleBook) -> Verdict:
    abroad = facts.is_abroad
    return _of(None if abroad is None else abroad == (condition["where"] == "abroad"))


def _arrived_within(condition: Condition, facts: Facts, on: date, book: RuleBook) -> Verdict:
    if facts.is_abroad:
        return _of(condition["abroad"] == "yes")
    arrival = facts.arrival(on)
    if arrival is None:
        return Verdict.UNKNOWN
    limit = Finding(condition, Verdict.UNKNOWN, facts, on, book).limit
    return _of(True if arrival[0] >= limit else False if arrival[1] < limit else None)


def _arrived_before(condition: Condition, facts: Facts, on: date, book: RuleBook) -> Verdict:
    if facts.is_abroad:
        return Verdict.NOT_MET
    arrival = facts.arrival(on)
    if arrival is None:
        return Verdict.UNKNOWN
    limit = Finding(condition, Verdict.UNKNOWN, facts, on, book).limit
    return _of(True if arrival[1] <= limit else False if arrival[0] > limit else None)


def _status(condition: Condition, facts: Facts, on: date, book: RuleBook) -> Verdict:
    return _of(facts.status in condition["statuses"] if facts.status else None)


def _category(condition: Condition, facts: Facts, on: date, book: RuleBook) -> Verdict:
    return _of(facts.category in condition["categories"] if facts.category else None)


def _french(condition: Condition, facts: Facts, on: date, book: RuleBook) -> Verdict:
    return _all(_skill(condition, facts.level(skill)) for skill in SKILLS[condition["skill"]])


def _skill(condition: Condition, level: tuple[int, int] | None) -> Verdict:
    if level is None:
        return Verdict.UNKNOWN
    (low, high), asked = level, condition["level"]
    if condition["bound"] == "most":
        return _of(True if high <= asked else False if low > asked else None)
    return _of(True if low >= asked else False if high < asked else None)


def _territory(condition: Condition, facts: Facts, on: date, book: RuleBook) -> Verdict:
    if facts.is_abroad or facts.region == OUTSIDE:
        return Verdict.NOT_MET
    covered = book.places.covered(condition)
    lives_there: bool | None = None
    if facts.mrc:
        lives_there = facts.mrc in covered
    elif facts.region:
        whole = book.places.within(facts.region)
        lives_there = True if whole and whole <= covered else False if whole and not whole & covered else None
    if lives_there is None:
        return Verdict.UNKNOWN
    return _of(lives_there == (condition["side"] == "in"))


def _diploma(condition: Condition, facts: Facts, on: date, book: RuleBook) -> Verdict:
    if facts.diploma not in DIPLOMAS:
        return Verdict.UNKNOWN
    return _of(DIPLOMAS.index(facts.diploma) >= DIPLOMAS.index(condition["diploma"]))


def _step(condition: Condition, facts: Facts, on: date, book: RuleBook) -> Verdict:
    return _of(facts.steps.get(condition.question))


_JUDGES = {
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
}
