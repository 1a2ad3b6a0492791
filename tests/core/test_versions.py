"""Of two who edit the same thing, the second sees what the first saved; nothing that was typed is lost."""

from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template

from core.versions import ChangedMeanwhile, Versioned


class Sheet(Versioned, forms.Form):
    thing = "sheet:1"

    kind = forms.ChoiceField(choices=[("a", "Appel"), ("b", "Rencontre")])
    text = forms.CharField(required=False)
    days = forms.MultipleChoiceField(choices=[("1", "lundi"), ("2", "mardi")], required=False)
    agrees = forms.BooleanField(required=False)

    @property
    def versioned_as(self) -> str:
        return self.thing


class AnotherSheet(Sheet):
    thing = "sheet:2"


KEPT: dict[str, Any] = {"kind": "a", "text": "Rappeler", "days": ["1", "2"], "agrees": False}
THEIRS = KEPT | {"text": "<b>Vu</b>", "kind": "b", "agrees": True}


def sent(shown: str, of: type[Sheet] = Sheet, **typed: Any) -> Sheet:
    data = QueryDict(mutable=True)
    for name, value in ({"kind": "a", "text": "Rappeler jeudi", "days": ["2", "1"]} | typed | {"shown": shown}).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    form = of(data, initial=KEPT)
    assert form.is_valid(), form.errors
    assert "shown" not in form.cleaned_data
    return form


def shown(kind: type[Sheet] = Sheet) -> str:
    return str(kind(initial=KEPT)["shown"].value())


def test_what_stands_as_it_was_shown_is_saved_over() -> None:
    sent(shown()).seen.check(KEPT | {"days": ["2", "1"], "agrees": None})


def test_a_form_that_does_not_say_what_it_showed_is_taken_as_it_is() -> None:
    sent("").seen.check(THEIRS)


@pytest.mark.parametrize("version", ["made up", shown(AnotherSheet)])
def test_a_version_not_of_our_making_or_of_another_thing_is_none(version: str) -> None:
    with pytest.raises(ChangedMeanwhile):
        sent(version).seen.check(KEPT)


def test_who_typed_what_the_other_one_saved_contradicts_nobody() -> None:
    sent(shown(), text="<b>Vu</b>", kind="b", agrees="on").seen.check(THEIRS)


def test_a_clash_shows_theirs_beside_what_was_typed_and_the_next_sending_goes_through() -> None:
    form = sent(shown())
    with pytest.raises(ChangedMeanwhile) as refused:
        form.seen.check(THEIRS)

    form.refuse(refused.value)

    assert form.theirs == {"kind": "Rencontre", "text": "<b>Vu</b>", "agrees": "oui"}
    assert form["text"].value() == "Rappeler jeudi"
    page = Template("{% error_summary form %}{% form_fields form %}").render(Context({"form": form}))
    assert "&lt;b&gt;Vu&lt;/b&gt;" in page
    assert 'value="Rappeler jeudi"' in page
    again = sent(str(form["shown"].value()))
    again.seen.check(THEIRS)
    with pytest.raises(ChangedMeanwhile):
        again.seen.check(THEIRS | {"text": "Encore autre chose"})
