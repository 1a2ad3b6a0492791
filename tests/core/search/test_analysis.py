"""What becomes of words before they are compared."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.search.analysis import bare, pieces, stem, stems, terms, words
from core.search.query import fts, parse, tsquery
from core.search.vocabulary import is_one_edit, trigrams

FRENCH = st.text(alphabet="abcdefghijklmnopqrstuvwxyzàâäçéèêëîïôöùûüœæÀÉÈÇŒ’'-–,. 0123456789C+#")
ANYTHING = st.text()


@given(ANYTHING)
def test_words_read_again_are_the_same_words(text: str) -> None:
    once = words(text, elide=False)

    assert words(" ".join(once), elide=False) == once


@given(ANYTHING)
def test_elided_words_read_again_are_the_same_words(text: str) -> None:
    once = words(text)

    assert words(" ".join(once)) == once


@given(FRENCH)
def test_neither_case_nor_accents_make_another_term(text: str) -> None:
    bare_letters = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))

    assert terms(text, "fr") == terms(text.upper(), "fr") == terms(bare_letters, "fr")
    assert terms(text, names=True) == terms(bare_letters.upper(), names=True)


@given(ANYTHING, st.sampled_from(["fr", "en", ""]), st.booleans())
def test_a_term_is_a_token_of_both_databases(text: str, language: str, names: bool) -> None:
    for term in terms(text, language, names=names):
        assert term
        assert all(letter.isalnum() or (place == 0 and letter == "=") for place, letter in enumerate(term))
        assert len(term) <= 44


@given(ANYTHING)
def test_a_question_can_always_be_asked(text: str) -> None:
    for names in (True, False):
        groups = [clause.terms("", names=names) for asked in parse(text, names=names) for clause in asked.clauses]
        assert all(groups)
        assert "\x00" not in fts(groups) + tsquery(groups)


@given(FRENCH)
def test_every_document_is_found_by_its_own_words(text: str) -> None:
    said = f"facteur {text[:60]}"  # a text of stop words alone is found by nothing
    for names in (True, False):
        held = terms(said, "fr", names=names)
        for asked in parse(said, names=names, prefix=False):
            for clause in asked.clauses:
                wanted = clause.terms("fr", names=names)
                assert any(
                    one.text in held or (one.is_prefix and any(term.startswith(one.text) for term in held))
                    for one in wanted
                )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("soudeur", "soudeuses"),
        ("infirmier", "infirmières"),
        ("employé", "employées"),
        ("directeur", "directrices"),
        ("mécanicien", "mécanicienne"),
        ("bouchers", "bouchère"),
        ("professionnel", "professionnelles"),
        ("actif", "actives"),
        ("social", "sociaux"),
        ("préposé", "préposées"),
        ("sérieux", "sérieuse"),
    ],
)
def test_both_genders_and_numbers_of_french_are_one_word(one: str, other: str) -> None:
    assert stem(words(one)[0], "fr") == stem(words(other)[0], "fr")


@pytest.mark.parametrize(("one", "other"), [("nurse", "nursing"), ("welds", "welding"), ("cities", "city")])
def test_english_endings_make_no_other_word(one: str, other: str) -> None:
    assert stem(one, "en") == stem(other, "en")


@pytest.mark.parametrize(("one", "other"), [("poste", "posture"), ("mine", "ministre"), ("soudeur", "soudain")])
def test_words_that_only_begin_alike_stay_apart(one: str, other: str) -> None:
    assert stem(one, "fr") != stem(other, "fr")


def test_what_an_apostrophe_left_over_is_no_word() -> None:
    assert words("L’école d'Élie, qu’il aujourd'hui jusqu’à") == ["ecole", "elie", "il", "aujourd", "hui", "a"]
    assert words("D’Amours", elide=False) == ["d", "amours"]


def test_a_compound_is_its_words_and_one_word() -> None:
    assert bare(terms("Trois-Rivières", "fr")) == {"trois", "rivieres", "troisrivieres"}
    assert pieces("Jean-Pierre")[0].joined == "jeanpierre"


def test_stop_words_are_left_out_of_texts_and_kept_in_names() -> None:
    assert bare(terms("Le restaurant de la rue et the city", "fr")) == {"restaurant", "rue", "city"}
    assert terms("Le De", names=True) == {"le", "de"}


def test_signs_that_are_half_of_a_name_stay() -> None:
    assert bare(terms("C++, C#, .NET et C", "fr")) == {"cplusplus", "csharp", "dotnet", "c"}


@pytest.mark.parametrize(
    ("written", "term"),
    [
        ("développeur", "developpeur"),
        ("Nguyễn", "nguyen"),
        ("İstanbul", "istanbul"),
        ("مُهَنْدِس", "مهندس"),
        ("soud\u00adeuse", "soudeuse"),
        ("می\u200cخواهم", "میخواهم"),
    ],
)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_mark_that_stands_by_itself_does_not_part_its_word(
    written: str, term: str, form: Literal["NFC", "NFD"]
) -> None:
    assert terms(unicodedata.normalize(form, written), names=True) == {term}


def test_a_text_of_unknown_language_has_both_stems() -> None:
    assert stems("nurses") == ["=fnurs", "=enurs"]


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("soudeur", "soudeur", False),
        ("soudeur", "soudeurs", True),
        ("soudeur", "oudeur", True),
        ("soudeur", "saudeur", True),
        ("soudeur", "suodeur", True),
        ("soudeur", "soudeuer", True),
        ("soudeur", "soudreu", False),
        ("soudeur", "saudeurs", False),
        ("soudeur", "sou", False),
        ("abcde", "abced", True),
        ("abcde", "badce", False),
    ],
)
def test_one_edit_is_a_letter_more_less_other_or_a_swap(one: str, other: str, is_one: bool) -> None:
    assert is_one_edit(one, other) is is_one_edit(other, one) is is_one


LETTERS = st.text(alphabet="abcde", min_size=5, max_size=12)


@given(LETTERS, st.data())
def test_a_word_one_edit_away_shares_the_trigrams_that_are_asked_for(word: str, data: st.DataObject) -> None:
    """No word that should be forgiven is lost before its letters are compared."""
    place = data.draw(st.integers(0, len(word) - 1))
    kind = data.draw(st.sampled_from(["drop", "swap", "other", "more"]))
    if kind == "drop":
        near = word[:place] + word[place + 1 :]
    elif kind == "swap":
        near = word[:place] + word[place + 1 : place + 2] + word[place] + word[place + 2 :]
    else:
        near = word[:place] + "z" + word[place + (kind == "other") :]
    typed = trigrams(word)

    assert len(set(typed) & set(trigrams(near))) >= max(1, len(typed) - 4)
