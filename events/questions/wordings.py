"""What no event may ask, and what it should ask only with a reason it can give: told from the words of the question.

A list of words is no judge: what it finds is refused where nothing excuses it (a social insurance number, a date of
birth, which the house keeps nowhere), and otherwise said, with the reason, before the organiser decides.
"""

import re
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.folding import fold


@dataclass(frozen=True)
class Concern:
    """``is_refused``: no decision of the organiser's makes it good."""

    code: str
    words: re.Pattern[str]
    reason: str | Promise
    is_refused: bool = False


def _folded(*words: str) -> re.Pattern[str]:
    """Whole words, or beginnings of words that end in a star, in folded text."""
    ways = "|".join(word.replace("*", r"\w*") for word in words)
    return re.compile(rf"(?<!\w)(?:{ways})(?!\w)")


CHARTER = _(
    "The Charter of human rights and freedoms forbids asking this of somebody for a job or a service, unless the law or the event itself requires it."
)

CONCERNS = (
    Concern(
        "number",
        _folded(
            "nas", "sin", "numero d assurance", "assurance sociale", "assurance maladie", "social insurance", "health insurance", "ramq",
        ),
        _("A social insurance or health insurance number is never needed to come to an event. Take the question out."),
        is_refused=True,
    ),
    Concern(
        "birth",
        _folded(
            "date de naissance", "annee de naissance", "jour de naissance", "nee le", "birth date", "date of birth", "birthdate",
            "birthday", "year of birth", "date d anniversaire",
        ),
        _("Dates of birth are kept nowhere here. Where seats or meals depend on ages, the terms of registration ask for age bands."),
        is_refused=True,
    ),
    Concern(
        "health",
        _folded(
            "maladie*", "malade*", "sante", "medica*", "diagnosti*", "allerg*", "grossesse", "enceinte*", "handicap*", "incapacite*",
            "health", "illness*", "disease*", "disab*", "pregnan*", "vaccin*",
        ),
        _("It is about health. What people need on site and what they eat has a page of its own, “Needs and meals”: private, without a diagnosis, erased seven days after."),
    ),
    Concern(
        "religion",
        _folded("religi*", "croyan*", "eglise", "mosquee", "synagogue", "faith", "church", "mosque", "priere*", "prayer*"),
        CHARTER,
    ),
    Concern(
        "origin",
        _folded(
            "origine*", "ethni*", "race", "raci*", "nationalite*", "citoyennete*", "pays de naissance", "lieu de naissance", "origin",
            "origins", "nationalit*", "citizenship", "country of birth", "langue maternelle", "mother tongue", "skin", "couleur de peau",
            "passeport*", "passport*",
        ),
        CHARTER,
    ),
    Concern(
        "life",
        _folded(
            "age", "celibataire*", "conjoint*", "etat civil", "situation familiale", "marital", "married", "spouse",
            "orientation sexuelle", "sexual", "sexe", "votre genre", "identite de genre", "gender", "opinions politiques",
            "parti politique", "political", "casier judiciaire", "criminal record", "aide sociale", "welfare",
        ),
        CHARTER,
    ),
)  # fmt: skip


def concerns_in(*texts: str) -> list[Concern]:
    """What the words of a question touch, what is refused first."""
    folded = " ".join(fold(text) for text in texts)
    found = [concern for concern in CONCERNS if concern.words.search(folded)]
    return sorted(found, key=lambda concern: not concern.is_refused)
