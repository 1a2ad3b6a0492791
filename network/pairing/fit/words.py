"""The words of the rooms in the engine's: codes of purposes and wants, skills of languages, weights of an edition."""

from collections.abc import Iterable
from typing import Final

from core.folding import fold
from network.pairing.editions.models import PairingSettings
from network.pairing.kinds import Access, Want
from network.pairing.profiles import Weights
from people.participants.models import SpokenLanguage

#: What a place offers, as a want is answered by it.
FACTS: Final[frozenset[str]] = frozenset({Access.STEP_FREE.value, Access.TRANSIT.value})
#: With an employer, on the premises of the work.
EMPLOYER: Final = Want.EMPLOYER.value
#: Ease in a language beside French; 0: none at all.
EASE: Final[dict[str, int]] = {ease.value: rank for rank, ease in enumerate(SpokenLanguage.Ease, 1)}
#: Languages that people write in two ways: the French name stands for both.
ALIASES: Final[dict[str, str]] = {
    "english": "anglais", "spanish": "espagnol", "arabic": "arabe", "portuguese": "portugais", "german": "allemand",
    "italian": "italien", "russian": "russe", "ukrainian": "ukrainien", "romanian": "roumain", "persian": "persan",
    "farsi": "persan", "dari": "persan", "turkish": "turc", "mandarin chinese": "mandarin", "chinese": "mandarin", "chinois": "mandarin",
    "cantonese": "cantonais", "vietnamese": "vietnamien", "haitian creole": "creole haitien", "creole": "creole haitien",
    "tagalog": "tagalog", "polish": "polonais", "greek": "grec", "kabyle": "kabyle", "korean": "coreen", "japanese": "japonais",
    "bengali": "bengali", "punjabi": "pendjabi", "panjabi": "pendjabi", "urdu": "ourdou", "tamil": "tamoul",
}  # fmt: skip


def french(skill: str) -> str:
    """Key of a level of French."""
    return f"fr.{skill}"


def language(name: str) -> str:
    """Key of the ease in another language, whatever it was written in."""
    folded = fold(name).strip()
    return f"x.{ALIASES.get(folded, folded)}"


def region_number(code: str | None) -> int:
    """Of one of the 17 regions, 0 for none."""
    return int(code) if code and code.isdigit() else 0


def region_bits(codes: Iterable[str]) -> int:
    """Bit *n − 1* for region *n*."""
    found = 0
    for code in codes:
        number = region_number(code)
        found |= 1 << (number - 1) if number else 0
    return found


def weights_of(settings: PairingSettings) -> Weights:
    """What each part of the score weighs in an edition."""
    weights = settings.weights
    return Weights(
        occupation=weights["occupation"],
        time=weights["time"],
        place=weights["place"],
        language=weights["language"],
        wishes=weights["wishes"],
        purpose=weights["purpose"],
        turn=weights["turn"],
    )
