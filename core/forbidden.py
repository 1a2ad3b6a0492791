"""What nobody should type into a free text: a social insurance number, a health insurance number, a date of birth.

None of them is ever needed here, and a text goes further than its writer thinks. Dates of jobs, telephone numbers, enterprise
numbers and amounts pass.
"""

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class Kind(StrEnum):
    SOCIAL_INSURANCE = "social_insurance"
    HEALTH_INSURANCE = "health_insurance"
    BIRTH = "birth"


MESSAGES = {
    Kind.SOCIAL_INSURANCE: _(
        "This looks like a social insurance number. It is never needed here: take it out, then save again."
    ),
    Kind.HEALTH_INSURANCE: _(
        "This looks like a health insurance number. It is never needed here: take it out, then save again."
    ),
    Kind.BIRTH: _(
        "This looks like a date of birth. It is never needed here: take it out, then save again. For a job, the month and the year are enough."
    ),
}


class SensitiveText(Refusal):
    """A text holds what must not be kept; ``kind`` says what."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        super().__init__(MESSAGES[kind])


def found_in(text: str, *, today: date | None = None) -> Kind | None:
    """The first thing in the text that must not be kept; None if there is none."""
    plain = _plain(text)
    if _holds_social_insurance(plain):
        return Kind.SOCIAL_INSURANCE
    if _holds_health_insurance(plain):
        return Kind.HEALTH_INSURANCE
    if _holds_birth(plain, today or timezone.localdate()):
        return Kind.BIRTH
    return None


def refuse_sensitive(text: str) -> None:
    """Validator of forms and models. Raises ValidationError, its code the kind of thing found."""
    kind = found_in(text)
    if kind:
        raise ValidationError(MESSAGES[kind], code=kind.value)


def refuse_sensitive_words(*texts: str) -> None:
    """The same for an action: raises SensitiveText."""
    for text in texts:
        kind = found_in(text)
        if kind:
            raise SensitiveText(kind)


class SafeText(forms.CharField):
    """A free text that refuses what must not be kept. Several lines unless another widget is given."""

    widget = forms.Textarea
    default_validators = [refuse_sensitive]


class SafeTexts:
    """Mixin for a form, before ``Form`` or ``ModelForm``: every text that is written freely refuses what must not be kept.

    ``not_guarded`` names the fields that hold such a number by right (an enterprise number is none).
    """

    not_guarded: tuple[str, ...] = ()

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]  # of the form this is mixed into
        for name, field in fields.items():
            if type(field) in (forms.CharField, SafeText) and name not in self.not_guarded:
                field.validators = [*(one for one in field.validators if one is not refuse_sensitive), refuse_sensitive]


def _plain(text: str) -> str:
    """Every digit and space in its usual form, without what cannot be seen."""
    shown = "".join(sign for sign in unicodedata.normalize("NFKC", text) if unicodedata.category(sign) != "Cf")
    return shown.replace("’", "'").replace("–", "-").replace("—", "-").replace("‑", "-")


#: Characters that a word reaches: from it to the number or the date it announces.
_NEAR = 60


# ---------------------------------------------------------------------- numbers
_BETWEEN = r"[ \t]?[-./·]?[ \t]?"
#: Groups of digits that stand together: a telephone number is one run, and so is a number in three groups.
_RUN = re.compile(rf"\+?\(?\d+(?:\)?{_BETWEEN}\(?\d+)*")
_MONEY_BEFORE = re.compile(r"(?:[$€£]|\b(?:CAD|USD|EUR))\s?$")
#: Amounts, and the nine digits of a business number, which its programme follows.
_NOT_SOCIAL_AFTER = re.compile(r"\s?(?:[$€£%]|(?:CAD|USD|EUR|dollars?|euros?|RT|RP|RC|RZ|TQ)\b|R[TPCZ] ?\d{4})")
_SOCIAL_WORD = re.compile(
    r"(?:\b(?:NAS|SIN|N\.A\.S\.|S\.I\.N\.)|(?i:assurance sociale|social insurance|\bnas\b(?= ?[:#=]|\s+est\b)))[^\d\n]{0,40}$"
)


def _holds_social_insurance(text: str) -> bool:
    for run in _RUN.finditer(text):
        if (
            run[0].startswith("+")
            or _NOT_SOCIAL_AFTER.match(text, run.end())
            or _MONEY_BEFORE.search(_before(text, run.start()))
        ):
            continue
        groups = re.findall(r"\d+", run[0])
        digits = "".join(groups)
        # Announced as one, it is one, however it is grouped and even with a slip of the finger.
        if len(digits) == 9 and _SOCIAL_WORD.search(_before(text, run.start())):
            return True
        if any(_is_social_insurance(number) for number in _nines(groups)):
            return True
    return False


def _nines(groups: list[str]) -> Iterator[str]:
    """Nine digits in one group, or in three of three; beside them nothing but a year."""
    for at in range(len(groups)):
        for width in (1, 3):
            these = groups[at : at + width]
            beside = groups[max(0, at - 1) : at] + groups[at + width : at + width + 1]
            if (
                len(these) == width
                and all(len(each) == 9 // width for each in these)
                and all(re.fullmatch(r"(?:19|20)\d\d", each) for each in beside)
            ):
                yield "".join(these)


def _is_social_insurance(number: str) -> bool:
    """Whether the control digit is right (Luhn). A number of one repeated digit is a blank somebody filled."""
    doubled = [int(digit) * (1 + at % 2) for at, digit in enumerate(number)]
    return sum(value - 9 * (value > 9) for value in doubled) % 10 == 0 and len(set(number)) > 1


#: Three letters of the name, one of the first name, then year, month (51 to 62 for women), day, and two digits (RAMQ).
_HEALTH = re.compile(r"(?<![^\W_])[A-Za-z]{4}[ -]?\d\d(\d\d)[ -]?(\d\d)\d\d(?![^\W_])")


def _holds_health_insurance(text: str) -> bool:
    return any(
        int(month) % 50 in range(1, 13) and int(month) < 63 and int(day) in range(1, 32)
        for month, day in _HEALTH.findall(text)
    )


# ---------------------------------------------------------------------- dates
_MONTHS = {
    1: "janvier|janv|january|jan",
    2: "février|fevrier|févr|fevr|fév|fev|february|feb",
    3: "mars|march|mar",
    4: "avril|avr|april|apr",
    5: "mai|may",
    6: "juin|june|jun",
    7: "juillet|juil|july|jul",
    8: "août|aout|august|aug",
    9: "septembre|september|sept|sep",
    10: "octobre|october|oct",
    11: "novembre|november|nov",
    12: "décembre|decembre|déc|december|dec",
}
_NUMBER_OF = {name: number for number, names in _MONTHS.items() for name in names.split("|")}
_MONTH = rf"(?P<month>{'|'.join(sorted(_NUMBER_OF, key=len, reverse=True))})\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:er|re|st|nd|rd|th|e)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)"
_GAP = r"[ ./-]{1,2}"
#: Dates to the day, in the ways people write them here. Where day and month could be either, either will do.
_FULL = [
    re.compile(rf"(?<!\d){_DAY}{_GAP}(?:of |de )?{_MONTH},?{_GAP}{_YEAR}(?!\d)", re.I),
    re.compile(rf"(?<![^\W_]){_MONTH}[ -]{_DAY},?[ -]{_YEAR}(?!\d)", re.I),
    re.compile(r"(?<![\d/-])(?P<year>(?:19|20)\d\d)(?P<sep> ?[-/.] ?| )(?P<first>[01]?\d)(?P=sep)(?P<second>[0-3]?\d)(?![\d/-])"),
    re.compile(r"(?<![\d/-])(?P<first>[0-3]?\d)(?P<sep> ?[-/.] ?| )(?P<second>[0-3]?\d)(?P=sep)(?P<year>(?:19|20)\d\d)(?![\d/-])"),
]  # fmt: skip
#: Beside a word of birth these will do, too.
_SHORT = [
    re.compile(r"(?<![\d/-])(?P<first>[0-3]?\d)(?P<sep>[-/.])(?P<second>[0-3]?\d)(?P=sep)(?P<year>\d\d)(?![\d/-])"),
    re.compile(r"(?<!\d)(?P<year>(?:19|20)\d\d)(?P<first>0[1-9]|1[0-2])(?P<second>[0-3]\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<year>\d\d)(?P<first>0[1-9]|1[0-2])(?P<second>[0-3]\d)(?!\d)"),
    re.compile(rf"(?<!\d){_DAY}{_GAP}(?:of |de )?{_MONTH},?{_GAP}'?(?P<year>\d\d)(?!\d)", re.I),
    re.compile(rf"(?<![^\W_]){_MONTH}[ -]{_YEAR}(?!\d)", re.I),
]
_BIRTH = re.compile(
    r"(?<![^\W_])(?:né|née|nés|nées|né\(e\)|né[·.-]e|nee?(?= (?:le|en|à) )|ddn|d\.d\.n\.?|naissance|naiss\.|naquis|"
    r"(?<!-)born|birth|birthdate|birthday|dob|d\.o\.b\.?|mon anniversaire)(?![^\W_])",
    re.I,
)
#: Births that are papers, places or trades.
_NOT_OF_SOMEBODY = re.compile(
    r"(?:actes?|certificats?|extraits?|maisons?|centres?|salles?|chambres?|plans?|cours|préparation) (?:de|à) (?:la )?$",
    re.I,
)
_NOT_OF_SOMEBODY_AFTER = re.compile(r" (?:certificates?|cent(?:re|er)s?|registr(?:y|ar)|plans?|attendants?)\b", re.I)
#: Said of oneself, a year is enough to tell one's age; an enterprise may well be born in a year.
_YEAR_OF_BIRTH = re.compile(
    r"\b(?:je suis née?|année de (?:ma )?naissance|i was born|i'm born|year of birth|birth year)\b[^.!?\n\d]{0,30}\b(?:19|20)\d\d\b",
    re.I,
)
#: The end of a sentence: what is said after it is said of something else.
_END = re.compile(r"[!?;]|\.\s+[A-ZÀ-Ý]|\n\s*[^\s]")


def _holds_birth(text: str, today: date) -> bool:
    if _YEAR_OF_BIRTH.search(text):
        return True
    full = list(_dates(text, _FULL))
    words = [
        word.span()
        for word in _BIRTH.finditer(text)
        if not _NOT_OF_SOMEBODY.search(_before(text, word.start()))
        and not _NOT_OF_SOMEBODY_AFTER.match(text, word.end())
    ]
    beside = sorted(span for span, _year in [*full, *_dates(text, _SHORT)]) if words else []
    starts = [span[0] for span in beside]
    for word in words:
        # Only what begins near it: a long text has many of both.
        some = beside[bisect_left(starts, word[0] - 2 * _NEAR) : bisect_left(starts, word[1] + _NEAR + 1)]
        if any(_near(text, word, span) for span in some):
            return True
    return any(10 <= today.year - year <= 100 and _alone(text, span) for span, year in full)


Span = tuple[int, int]


def _dates(text: str, ways: list[re.Pattern[str]]) -> Iterator[tuple[Span, int]]:
    """Where real dates stand, and their year."""
    for way in ways:
        for found in way.finditer(text):
            parts = found.groupdict()
            year = int(parts["year"])
            if "month" in parts:
                month, day = _NUMBER_OF[parts["month"].casefold()], int(parts.get("day") or 1)
                real = _is_real(year, month, day)
            else:
                first, second = int(parts["first"]), int(parts["second"])
                real = _is_real(year, first, second) or _is_real(year, second, first)
            if real:
                yield found.span(), year


def _is_real(year: int, month: int, day: int) -> bool:
    try:
        date(max(year, 1), month, day)
    except ValueError:
        return False
    return True


def _near(text: str, word: Span, found: Span) -> bool:
    between = text[min(word[1], found[1]) : max(word[0], found[0])]
    return len(between) <= _NEAR and not _END.search(between)


def _alone(text: str, found: Span) -> bool:
    """Whether the date is all that its line says."""
    before = _before(text, found[0]).rpartition("\n")[2]
    after = text[found[1] : found[1] + _NEAR].partition("\n")[0]
    if len(before) == _NEAR or len(after) == _NEAR:
        return False
    return not re.sub(r"\b(?:le|the|on)\b|\W", "", before + after, flags=re.I)


def _before(text: str, at: int) -> str:
    return text[max(0, at - _NEAR) : at]
