"""The NEQ, Québec's enterprise number: its format is known, its check digit is only a well-tested guess."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

#: Ten digits; the first two say what kind of enterprise. Source: reference list ``neq``, partly verified.
FORMAT = r"^(11|22|33|88)[0-9]{8}$"
#: What people type between the digits.
SEPARATORS = re.compile(r"[\s\-.\u00a0\u202f]")


def tidy(text: str) -> str:
    """The digits of what was typed: « 1199 000 010 » is 1199000010."""
    return SEPARATORS.sub("", text)


def validate(neq: str) -> None:
    """Raise ValidationError unless it has the format of a NEQ; says which part is wrong."""
    if not re.fullmatch(r"[0-9]{10}", neq):
        raise ValidationError(
            _("A NEQ has exactly 10 digits. Check the number, or leave the field empty."), code="length"
        )
    if not re.match(FORMAT, neq):
        raise ValidationError(
            _("A NEQ starts with 11, 22, 33 or 88. Check the number, or leave the field empty."), code="prefix"
        )


def check_digit_holds(neq: str) -> bool:
    """Luhn's sum over digits 3 to 10: found by test on 28 numbers, never published, so a reason to warn and no more."""
    total = 0
    for place, digit in enumerate(reversed(neq[2:])):
        number = int(digit) * (1 + place % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0
