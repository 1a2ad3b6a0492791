"""Two people edit the same thing: the second hears what the first saved before anything is undone.

A form of several hands is :class:`Versioned`: it carries, hidden and signed, a print of each field as it was shown. The
action that saves takes ``seen=form.seen`` and asks it about the row it holds locked; what somebody else changed meanwhile
is refused as :class:`ChangedMeanwhile`, which ``form.refuse`` shows: theirs beside what was typed, nothing lost. Sent
again, the form says that it has seen that, too.

What is edited as one piece (a list of rows) carries one print of the whole, :func:`print_whole`; the action asks
:class:`SeenWhole`. What the other one saved then stands beside the form, not beside each field.

A form that says nothing of what it showed (a script's) is taken as it is.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core import signing
from django.db import models
from django.forms.models import model_to_dict
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core import dates
from core.refusals import Refusal

#: The hidden field.
SHOWN = "shown"
SALT = "core.versions"


class ChangedMeanwhile(Refusal):
    """``now``: what stands, in the shape of a form's initial values; ``fields``: where it is news and not what was typed."""

    message = gettext_lazy(
        "They saved after you had opened this page, so that yours is not saved yet. Beside each field that differs stands "
        "what they saved: put yours right, or send it again as it is."
    )

    def __init__(self, now: Mapping[str, Any], fields: Iterable[str] = ()) -> None:
        self.now, self.fields = now, tuple(fields)
        super().__init__()


class ChangedAsAWhole(Refusal):
    """The same of what is edited as one piece."""

    message = gettext_lazy(
        "They saved after you had opened this page, so that yours is not saved yet. What they saved stands below: put yours "
        "right, or send it again as it is, and it takes the place of theirs."
    )


def print_whole(name: str, value: Any) -> str:
    """A print of a list of rows (what JSON can carry), called ``name``, for the hidden field that says what was shown."""
    text = json.dumps(value, sort_keys=True)
    return salted_hmac(f"{SALT}.whole", f"{name}={text}", algorithm="sha256").hexdigest()[:32]


@dataclass(frozen=True)
class SeenWhole:
    """What the sender had before their eyes, as they sent it back."""

    sent: str

    def check(self, name: str, now: Any) -> None:
        """``now``: what stands, locked by the caller. Raises ChangedAsAWhole."""
        if self.sent and not constant_time_compare(self.sent, print_whole(name, now)):
            raise ChangedAsAWhole


class Seen:
    """What the sender of a form had before their eyes."""

    def __init__(self, form: "Versioned", prints: Mapping[str, str]) -> None:
        self._form, self._prints = form, prints

    def check(self, now: Mapping[str, Any]) -> None:
        """``now``: what stands on the row, locked by the caller, as initial values of the form. Raises ChangedMeanwhile."""
        form = self._form
        news = [name for name, mark in self._prints.items() if name in form.fields and mark != form.print_of(name, now)]
        if clash := form.different(news, now):
            raise ChangedMeanwhile(now, clash)

    def check_row(self, row: models.Model) -> None:
        """The same for the form of a model. Cost: 1 query for each many-to-many field of it."""
        self.check(row_values(row, self._prints))


class Beside(forms.BaseForm):
    """A form that can show what somebody else saved beside what was typed. Stands first among the bases."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: Field -> what somebody else saved, in words.
        self.theirs: dict[str, str] = {}
        #: What is said of it above the form.
        self.clash = ""

    def show_beside(self, now: Mapping[str, Any], names: Iterable[str]) -> None:
        """What stands now beside what was typed in these fields."""
        for name in names:
            self.theirs[name] = in_words(self.fields[name], now.get(name))
            if not self.has_error(name):
                self.add_error(name, _("Somebody else saved something else here."))

    def say_clash(self, refusal: Refusal) -> None:
        """Above the form: somebody else saved, and what to do."""
        self.clash = str(refusal)
        self.add_error(None, self.clash)

    def sent_anew(self, name: str, value: str) -> None:
        """Let a hidden field go out with another value than it came with."""
        data: Any = self.data
        self.data = data.copy()
        self.data[self.add_prefix(name)] = value  # type: ignore[index]  # a copy, ours to change

    def different(self, names: Iterable[str], now: Mapping[str, Any]) -> list[str]:
        """Those of the fields where what was typed is not what stands."""
        return [name for name in names if self.fields[name].has_changed(self._value(name, now), self[name].data)]

    def compared(self) -> list[str]:
        """Fields whose values can be told from one another: all but hidden ones and files."""
        return [
            name
            for name, field in self.fields.items()
            if not field.widget.is_hidden and not isinstance(field, forms.FileField)
        ]

    def _value(self, name: str, values: Mapping[str, Any]) -> Any:
        value = values.get(name, self.fields[name].initial)
        return value() if callable(value) else value


class Versioned(Beside):
    """A form that several people may have open at once; its template shows ``form.shown``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[SHOWN] = forms.CharField(required=False, widget=forms.HiddenInput, initial=self._as_shown)

    @property
    def versioned_as(self) -> str:
        """Name of what is edited; "" for something new."""
        row = getattr(self, "instance", None)
        return f"{row._meta.label_lower}:{row.pk}" if row is not None and row.pk else ""

    def clean(self) -> dict[str, Any]:
        # A ModelForm's sets its own checks going.
        kept: dict[str, Any] = super().clean() or self.cleaned_data
        kept.pop(SHOWN, None)
        return kept

    @property
    def seen(self) -> Seen:
        """For the action, once the form is valid. A print of another thing, or one of our making no longer, matches nothing."""
        sent = self.data.get(self.add_prefix(SHOWN), "")
        if not sent or not self.versioned_as:
            return Seen(self, {})
        try:
            return Seen(self, signing.loads(sent, salt=f"{SALT}:{self.versioned_as}"))
        except signing.BadSignature:
            return Seen(self, dict.fromkeys(self.compared(), ""))

    def refuse(self, refusal: Refusal, field: str | None = None) -> None:
        """Say a refusal in the form, under ``field``; of a clash, show what the other one saved, too."""
        if not isinstance(refusal, ChangedMeanwhile):
            self.add_error(field, str(refusal))
            return
        self.say_clash(refusal)
        self.show_beside(refusal.now, refusal.fields)
        # Who sends it again has seen that.
        self.sent_anew(SHOWN, self._signed(refusal.now))

    def print_of(self, name: str, values: Mapping[str, Any]) -> str:
        """Of one field's value: the same for the same value, and opaque."""
        text = json.dumps(plain(self._value(name, values)))
        return salted_hmac(SALT, f"{name}={text}", algorithm="sha256").hexdigest()[:16]

    def _signed(self, values: Mapping[str, Any]) -> str:
        prints = {name: self.print_of(name, values) for name in self.compared()}
        return signing.dumps(prints, salt=f"{SALT}:{self.versioned_as}", compress=True)

    def _as_shown(self) -> str:
        return self._signed(self.initial) if self.versioned_as else ""


def row_values(row: models.Model, names: Iterable[str]) -> dict[str, Any]:
    """A row as a form's initial values, keys as keys. Cost: 1 query for each many-to-many field."""
    found = model_to_dict(row, fields=list(names))
    return {name: [each.pk for each in value] if _is_rows(value) else value for name, value in found.items()}


def _is_rows(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], models.Model)


def plain(value: Any) -> Any:
    """A value in a shape that compares: of an unordered choice the order does not count, and nothing is nothing."""
    if value is None or value is False or value == "" or value == []:
        return ""
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, (list, tuple, set, models.QuerySet)):
        return sorted(str(plain(each)) for each in value)
    return str(value)


def in_words(field: forms.Field, value: Any) -> str:
    """A value as somebody reads it beside the field. A field of its own kind says it by ``in_words``."""
    if plain(value) == "" and not isinstance(field, forms.BooleanField):
        return pgettext("value of a field", "nothing")
    if own := getattr(field, "in_words", None):
        return str(own(value))
    if isinstance(field, forms.BooleanField):
        return pgettext("value of a field", "yes") if value else pgettext("value of a field", "no")
    if isinstance(field, forms.ModelChoiceField):
        return ", ".join(_labels_of_rows(field, value))
    if isinstance(field, forms.ChoiceField):
        return ", ".join(_labels(field, value))
    if isinstance(value, datetime):
        return dates.moment_words(value)
    if isinstance(value, (date, time)):
        return dates.day_words(value) if isinstance(value, date) else dates.time_words(value)
    return str(value)


def _keys(value: Any) -> list[str]:
    keys = plain(value)
    return keys if isinstance(keys, list) else [str(keys)]


def _labels_of_rows(field: "forms.ModelChoiceField[Any]", value: Any) -> list[str]:
    keys = _keys(value)
    # Of all rows: what stands may no longer be offered.
    offered: Any = field.queryset
    rows = offered.model._default_manager.filter(pk__in=keys)
    return [str(field.label_from_instance(row)) for row in rows]


def _labels(field: forms.ChoiceField, value: Any) -> list[str]:
    names: dict[str, str] = {}
    choices: Any = field.choices  # pairs, or groups of pairs
    for key, label in choices:
        pairs = label if isinstance(label, (list, tuple)) else [(key, label)]
        names |= {str(one): str(name) for one, name in pairs}
    return [names.get(each, each) for each in _keys(value)]
