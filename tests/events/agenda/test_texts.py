"""The little markup of event texts: what it makes, and that nothing else gets through."""

import pytest

from events.agenda.texts import to_html, to_plain

DAY = """Les postes affichés précisent le salaire.
Un conseiller vous aide.

## La journée
8 h 00 | Départ de l’autocar
10 h 00 | Ouverture des kiosques

- Un CV
- Vos diplômes
"""


def test_paragraphs_headings_timetables_and_lists() -> None:
    assert to_html(DAY).replace("\n", "") == (
        "<p>Les postes affichés précisent le salaire.<br>Un conseiller vous aide.</p>"
        "<h2>La journée</h2>"
        '<dl class="schedule"><dt>8 h 00</dt><dd>Départ de l’autocar</dd>'
        "<dt>10 h 00</dt><dd>Ouverture des kiosques</dd></dl>"
        "<ul><li>Un CV</li><li>Vos diplômes</li></ul>"
    )


@pytest.mark.parametrize(
    "line",
    [
        "<script>alert(1)</script>",
        "## <img src=x onerror=alert(1)>",
        "- <b>gras</b>",
        '10 h 00 | <a href="javascript:alert(1)">ici</a>',
        '1<svg onload="x"> | suite',
    ],
)
def test_markup_that_is_not_ours_is_shown_as_typed(line: str) -> None:
    html = to_html(line)

    assert "<script" not in html
    assert "<img" not in html
    assert "<b>" not in html
    assert "<svg" not in html
    assert "<a href" not in html


def test_an_address_becomes_a_link() -> None:
    assert to_html("Voir https://exemple.test/plan.") == (
        '<p>Voir <a href="https://exemple.test/plan" rel="nofollow">https://exemple.test/plan</a>.</p>'
    )


def test_a_bar_in_a_sentence_without_an_hour_is_no_timetable() -> None:
    assert to_html("Oui | non") == "<p>Oui | non</p>"


def test_windows_line_ends_and_stray_spaces_make_no_difference() -> None:
    assert to_html(DAY.replace("\n", "  \r\n")) == to_html(DAY)


def test_plain_text_keeps_every_word_and_no_mark() -> None:
    assert to_plain(DAY).splitlines()[3:] == [
        "La journée",
        "8 h 00  Départ de l’autocar",
        "10 h 00  Ouverture des kiosques",
        "",
        "Un CV",
        "Vos diplômes",
    ]
