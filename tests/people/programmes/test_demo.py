"""The demonstration's programmes are worth looking at, and come once."""

from types import SimpleNamespace

import pytest

from people.organisations import demo as organisations
from people.programmes import demo, five_questions
from people.programmes.eligibility import Facts
from people.programmes.models import Edition, Partner, RuleSet


@pytest.mark.django_db
def test_the_demonstration_says_yes_not_now_and_asks_and_comes_once() -> None:
    world = SimpleNamespace()
    organisations.seed(world)
    for _twice in range(2):
        demo.seed(world)

    answers = five_questions.answers_for(Facts(is_adult=True, arrival_year=2010, region="06"))

    assert all((answers.yes, answers.ask or answers.no, answers.no))
    assert Edition.objects.count() == len(world.editions) == 6
    assert Partner.objects.filter(edition=world.editions["gateway"]).count() == 2
    assert RuleSet.objects.filter(edition=world.editions["gateway"]).count() == 2
