"""Names are found however they are typed."""

import pytest

from core.folding import fold


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Saguenay–Lac-Saint-Jean", "saguenay lac saint jean"),
        ("Œuvres d’Élie", "OEUVRES D'ELIE"),
        ("Phạm Thị Đặng", "pham thi dang"),
        ("Wałęsa", "walesa"),
        ("  Mécanique   Abénakis ", "mecanique abenakis"),
    ],
)
def test_accents_case_and_dashes_do_not_part_two_words(written: str, typed: str) -> None:
    assert fold(written) == fold(typed)


def test_other_scripts_keep_their_letters() -> None:
    assert fold("محمد") == "محمد"
