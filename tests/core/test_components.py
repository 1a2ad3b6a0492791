"""Components say what they mean, and stop the page when they are called wrongly."""

import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from django.utils.translation import override

from core import dates
from core.tiles import Tile


def rendered(source: str, **context: Any) -> str:
    return Template(source).render(Context(context))


class Visit(forms.Form):
    email = forms.EmailField(label="Courriel", help_text="Votre billet y sera envoyé.")
    way = forms.ChoiceField(label="Trajet", choices=[("bus", "Autocar"), ("car", "Voiture")], widget=forms.RadioSelect)
    remind = forms.BooleanField(label="Me rappeler la veille", required=False)
    note = forms.CharField(label="Note", required=False)


def test_a_name_stands_by_itself_among_other_words_and_nothing_is_nothing() -> None:
    said = rendered("{{ name|bdi }}, 8 ans{{ nobody|bdi }}", name="<ليلى>", nobody="")

    assert said == "<bdi>&lt;ليلى&gt;</bdi>, 8 ans"


@pytest.mark.parametrize(
    "call",
    [
        '{% alert kind="info" colour="red" %}x{% endalert %}',
        '{% card heading="x" rank=2 %}x{% endcard %}',
        "{% crumbs items separator='>' %}",
        '{% icon "calendar" size=3 %}',
    ],
)
def test_an_attribute_a_component_does_not_know_stops_the_template(call: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="unexpected keyword argument"):
        rendered(call, items=[])


@pytest.mark.parametrize(
    "call",
    ['{% alert kind="red" %}x{% endalert %}', '{% icon "unicorn" %}', '{% tag "x" kind="pink" %}'],
)
def test_a_value_a_component_does_not_know_stops_the_template(call: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="is not one of"):
        rendered(call)


def test_a_field_ties_its_hint_and_error_to_its_control() -> None:
    html = rendered("{% field form.email %}", form=Visit({"email": "ioana@exemple"}))

    assert 'aria-describedby="id_email_helptext id_email_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_email_helptext"' in html
    assert 'id="id_email_error"' in html


def test_a_group_of_choices_is_a_fieldset_with_its_question_as_legend() -> None:
    html = rendered("{% field form.way %}", form=Visit())

    assert "<legend>Trajet" in html
    assert html.count('type="radio"') == 2


def test_only_what_may_stay_empty_is_marked() -> None:
    with override("en"):
        html = rendered("{% form_fields form %}", form=Visit())

    assert html.count("(optional)") == 1


def test_the_error_summary_links_each_error_to_its_control() -> None:
    html = rendered("{% error_summary form %}", form=Visit({"email": "ioana@exemple"}))

    assert 'href="#id_email"' in html
    assert 'href="#id_way_0"' in html


def test_no_error_no_summary() -> None:
    assert rendered("{% error_summary form %}", form=Visit()) == ""


def test_pagination_keeps_the_filters() -> None:
    page = Paginator(range(50), 10).page(2)
    html = rendered("{% pagination page %}", page=page, request=RequestFactory().get("/fr/?region=04&page=2"))

    assert 'href="?region=04&amp;page=3"' in html
    assert html.count('aria-current="page"') == 1


def test_a_single_page_has_no_pagination() -> None:
    page = Paginator(range(3), 10).page(1)

    assert rendered("{% pagination page %}", page=page, request=RequestFactory().get("/")) == ""


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "vendredi 12 mars 2027, de 10\u00a0h à 16\u00a0h\u00a030"),
        ("en", "Friday, March 12, 2027, 10\u00a0a.m. to 4:30\u00a0p.m."),
    ],
)
def test_the_span_of_an_event_reads_as_its_language_writes_it(language: str, words: str) -> None:
    event = SimpleNamespace(
        start_date=datetime.date(2027, 3, 12),
        start_time=datetime.time(10),
        end_date=datetime.date(2027, 3, 12),
        end_time=datetime.time(16, 30),
        zone="America/Toronto",
    )

    with override(language):
        assert f">{words}<" in rendered("{% local_date event %}", event=event)


def test_an_instant_is_said_in_the_zone_of_its_place() -> None:
    instant = datetime.datetime(2027, 3, 12, 15, tzinfo=datetime.UTC)

    with override("en"):
        html = rendered('{% local_date instant zone="America/Halifax" %}', instant=instant)

    assert "11\u00a0a.m." in html
    assert "Atlantic time" in html


def test_in_a_text_a_day_is_words_alone() -> None:
    instant = datetime.datetime(2027, 3, 12, 15, tzinfo=datetime.UTC)
    source = "{% local_date instant %}|{% local_date day as said %}{{ said }}|{% local_time instant %}"

    with override("fr"):
        text = Template(source).render(Context({"instant": instant, "day": instant.date()}, autoescape=False))

    assert text == "vendredi 12 mars 2027 à 10\u00a0h|vendredi 12 mars 2027|10\u00a0h"


def test_tiles_are_a_list_of_links_whose_figures_are_spoken() -> None:
    tiles = [Tile("06", "Montréal", "/fr/agenda/?region=06", 9, "9 événements"), Tile("04", "Mauricie", "/x/", 0)]
    html = rendered("{% region_tiles tiles %}", tiles=tiles)

    assert html.index("tile-04") < html.index("tile-06")
    assert "9 événements" in html
    assert 'class="level-0"' in html
    assert 'class="level-3"' in html


def test_no_component_styles_or_scripts_inline() -> None:
    tiles = [Tile("06", "Montréal", "/", 9)]
    html = rendered('{% region_tiles tiles %}{% meter 3 4 label="3 sur 4" %}{% icon "map" %}', tiles=tiles)

    assert "style=" not in html
    assert "<script" not in html


def test_days_of_a_stay_are_said_from_first_to_last() -> None:
    event = SimpleNamespace(
        start_date=datetime.date(2027, 5, 1),
        start_time=datetime.time(9),
        end_date=datetime.date(2027, 5, 3),
        end_time=datetime.time(15, 30),
        zone="America/Halifax",
    )

    with override("fr"):
        assert dates.span_words(event) == (
            "du samedi 1er mai 2027 à 9\u00a0h au lundi 3 mai 2027 à 15\u00a0h\u00a030 (heure de l’Atlantique)"
        )
    with override("en"):
        assert dates.span_words(event) == (
            "Saturday, May 1, 2027 at 9\u00a0a.m. to Monday, May 3, 2027 at 3:30\u00a0p.m. (Atlantic time)"
        )
