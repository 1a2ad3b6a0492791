"""Whatever the engine finds is said, in both languages."""

from typing import Any

import pytest
from django.utils import translation

from network.pairing import wording
from network.pairing.feasibility import RULES, Failure, Part, explain
from network.pairing.problem import LeftOut
from network.pairing.profiles import PARTS
from tests.network.pairing.instances import profiles


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_part_and_rule_has_words(language: str) -> None:
    candidates, hosts = profiles(60)
    with translation.override(language):
        assert all(wording.part_name(name) for name in PARTS)
        assert all(wording.rule_sentence(Failure(rule)).endswith(".") for rule in RULES)
        for one in candidates[:20]:
            for host in hosts:
                for part in explain(one, host).parts:
                    assert wording.part_sentence(part)


@pytest.mark.parametrize(
    ("name", "facts", "french", "english"),
    [
        ("occupation", {"digits": 5, "rank": 0}, "La même profession", "The same occupation"),
        ("occupation", {"digits": 3, "rank": 1}, "Une profession proche; pas la première que vise la personne",
         "A close occupation; not the first that the person aims at"),
        ("occupation", {"digits": 0, "rank": 0}, "Un autre domaine", "Another field"),
        ("time", {"parts": 1, "has_dates": False}, "Libres tous deux à 1 moment de la semaine", "Both are free on 1 part of the week"),
        ("time", {"parts": 0, "has_dates": True}, "À des dates à convenir", "On dates to agree on"),
        ("language", {"above": 0}, "Tout juste le niveau demandé", "Just the level that is asked for"),
        ("wishes", {"met": ("online",), "unmet": ("transit",)}, "1 souhait sur 2 est comblé", "1 wish of 2 is met"),
        ("turn", {"times": 0}, "Cet hôte n’a encore accueilli personne", "This host has not received anybody yet"),
    ],
)  # fmt: skip
def test_a_part_says_what_its_points_stand_on(name: str, facts: dict[str, Any], french: str, english: str) -> None:
    part = Part(name, 1, 2, facts)
    with translation.override("fr"):
        assert wording.part_sentence(part) == french
    with translation.override("en"):
        assert wording.part_sentence(part) == english


def test_why_somebody_waits_on_is_said_by_how_much() -> None:
    longer, better, alike = (
        LeftOut("longer_wait", 1, (2,), 12, -5),
        LeftOut("better_fit", 1, (2,), 0, 40),
        LeftOut("better_fit", 1),
    )
    with translation.override("fr"):
        assert "12 jours" in wording.left_out_sentence(longer)
        assert "40 points" in wording.left_out_sentence(better)
        assert wording.left_out_sentence(alike) != wording.left_out_sentence(better)
        assert wording.left_out_sentence(LeftOut("no_host")) != wording.left_out_sentence(LeftOut("no_place"))
        assert wording.points(Part("time", 90, 150)) == "90 sur 150"
