"""Five invented people, to try rules on before they are published."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from people.programmes.eligibility import Assessment, Facts, RuleBook, evaluate
from people.programmes.kinds import SKILLS


@dataclass(frozen=True)
class Example:
    words: str | Promise
    facts: Facts


def _spoken(level: int) -> dict[str, int]:
    return dict.fromkeys(SKILLS["oral"], level)


def examples(on: date) -> list[Example]:
    """People as of a day: three who are here, one abroad, one of whom we know little."""
    return [
        Example(
            _("Permanent resident, arrived last year, lives in Montréal, spoken French 7, bachelor’s degree"),
            Facts(
                is_adult=True,
                arrival_year=on.year - 1,
                arrival_month=3,
                status="permanent_resident",
                category="economic",
                french=_spoken(7),
                mrc="montreal",
                region="06",
                diploma="bachelor",
            ),
        ),
        Example(
            _("Canadian citizen, arrived nine years ago, lives in Laval, spoken French 10, vocational diploma"),
            Facts(
                is_adult=True,
                arrival_year=on.year - 9,
                arrival_month=6,
                status="citizen",
                category="family",
                french=_spoken(10),
                mrc="laval",
                region="13",
                diploma="vocational",
            ),
        ),
        Example(
            _("Temporary worker, arrived two years ago, lives in Saguenay, spoken French 3, college diploma"),
            Facts(
                is_adult=True,
                arrival_year=on.year - 2,
                arrival_month=1,
                status="temporary_worker",
                french=_spoken(3),
                mrc="saguenay",
                region="02",
                diploma="college",
            ),
        ),
        Example(
            _("Selected by Québec, still abroad, spoken French 8, master’s degree"),
            Facts(
                is_adult=True,
                still_abroad=True,
                status="selected_abroad",
                category="economic",
                french=_spoken(8),
                diploma="master",
            ),
        ),
        Example(
            _("Says only: 18 or over, arrived three years ago, lives in Montérégie"),
            Facts(is_adult=True, arrival_year=on.year - 3, region="16"),
        ),
    ]


def tried(book: RuleBook, on: date) -> list[tuple[Example, Assessment]]:
    """What the rules answer to each of them."""
    return [(example, evaluate(book, example.facts, on)) for example in examples(on)]
