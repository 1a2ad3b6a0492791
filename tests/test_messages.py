"""The check of the catalogues: French is spaced as Québec does."""

import pytest

from tools import messages


@pytest.mark.parametrize(
    "french",
    [
        "Pas encore de compte? Créez-en un\u00a0: c’est l’affaire d’une minute.",
        "Vouliez-vous dire «\u00a0%(guess)s\u00a0»? Sinon, cochez la case.",
        "gestion/evenements/?etat=passe",
        "\u00a0:",
        "Ouvert de 9:30 à 16:00; https://exemple.test/",
    ],
)
def test_what_is_spaced_as_here_passes(french: str) -> None:
    assert messages.misspaced(french) == []


@pytest.mark.parametrize(
    "french",
    [
        "Vraiment ?",
        "Bienvenue\u00a0!",
        "Oui\u202f; non",
        "Nom : Ioana",
        "Nom\u202f: Ioana",
        "« billet\u00a0»",
        "«billet»",
    ],
)
def test_what_is_spaced_as_elsewhere_is_caught(french: str) -> None:
    assert messages.misspaced(french)
