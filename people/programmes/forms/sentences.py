"""A condition as a sentence with blanks: what stands in them goes in and comes out unchanged."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from people.programmes import kinds
from people.programmes.eligibility import Condition
from people.programmes.forms.questions import mrcs_by_region
from people.programmes.kinds import PATTERNS, Blank, Kind, Lexicon

PLACEHOLDER = re.compile(r"%\((\w+)\)s")
#: More sentences than anybody writes: beyond, a request is somebody's play.
MOST_SENTENCES = 40


class SentenceForm(forms.Form):
    """One sentence. Blanks may stay empty in a draft; numbers and choices must be ones we offer."""

    def __init__(self, kind: str, *args: Any, lexicon: Lexicon, mrcs: Sequence[Any] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self._lexicon, self._mrcs = lexicon, mrcs
        for blank in PATTERNS[kind].blanks:
            self.fields[blank.name] = self._field(blank)

    def _field(self, blank: Blank) -> forms.Field:
        words: Any = blank.label
        label = capfirst(words)
        if blank.shape == "number":
            return forms.IntegerField(
                label=label,
                min_value=blank.least,
                max_value=blank.most,
                widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "blank-number"}),
            )
        if blank.shape == "list":
            wide = blank.source == kinds.MRCS
            return forms.MultipleChoiceField(
                label=label,
                required=False,
                choices=self._choices(blank),
                widget=forms.SelectMultiple(attrs={"size": "10"}) if wide else forms.CheckboxSelectMultiple(),
            )
        if blank.shape == "choice":
            choices = list(blank.options) or [("", _("Choose…")), *self._choices(blank)]
            return forms.ChoiceField(label=label, required=bool(blank.options), choices=choices)
        return forms.CharField(label=label, required=False, max_length=blank.most)

    def _choices(self, blank: Blank) -> list[Any]:
        """What the list still holds, and what the sentence says already."""
        said = self.initial.get(blank.name, ())
        known = self._lexicon.get(blank.source, {})
        gone = [(code, code) for code in said if code not in known] if isinstance(said, (list, tuple)) else []
        if blank.source == kinds.MRCS and self._mrcs:
            return [*self._mrcs, *gone]
        terms = [
            (code, str(term)) for code, term in known.items() if not getattr(term, "is_retired", False) or code in said
        ]
        return terms + gone

    @property
    def rule(self) -> Condition:
        """What was typed, as the engine and the draft take it."""
        return Condition(self.kind, kinds.clean(self.kind, self.cleaned_data))

    @property
    def heading(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def pieces(self) -> list[Any]:
        """The sentence in pieces: words, and the controls of the blanks that stand inside it.

        A list stands below, so that the sentence ends with the colon before it.
        """
        inline = {blank.name for blank in PATTERNS[self.kind].blanks if blank.shape in ("number", "choice")}
        pieces: list[Any] = []
        for place, part in enumerate(PLACEHOLDER.split(str(PATTERNS[self.kind].sentence))):
            if place % 2 == 0:
                pieces.append({"words": part})
            elif part in inline:
                pieces.append({"bound": self[part]})
            else:
                break
        return pieces

    @property
    def below(self) -> list[forms.BoundField]:
        """Blanks that need more room than a sentence has."""
        return [self[blank.name] for blank in PATTERNS[self.kind].blanks if blank.shape in ("list", "text")]

    @property
    def is_incomplete(self) -> bool:
        """Whether what it holds now could not be published."""
        held = self.cleaned_data if self.is_bound and self.is_valid() else self.initial
        return bool(kinds.missing(self.kind, held))


def sentence_forms(rules: Sequence[Condition], lexicon: Lexicon, data: QueryDict | None = None) -> list[SentenceForm]:
    """One form a rule, unbound; or, with ``data``, those that were sent, in their order. Cost: 1 query.

    Kinds come from ``data`` too: a sentence that another tab added or took out does not shift the others.
    """
    mrcs = mrcs_by_region()
    if data is None:
        return [
            SentenceForm(rule.kind, prefix=f"c{place}", initial=dict(rule.parameters), lexicon=lexicon, mrcs=mrcs)
            for place, rule in enumerate(rules)
        ]
    sent = [kind for kind in data.getlist("kind") if kind in Kind.values][:MOST_SENTENCES]
    return [
        SentenceForm(kind, data, prefix=f"c{place}", initial=_said(rules, place, kind), lexicon=lexicon, mrcs=mrcs)
        for place, kind in enumerate(sent)
    ]


def _said(rules: Sequence[Condition], place: int, kind: str) -> Mapping[str, Any]:
    here = rules[place] if place < len(rules) else None
    return dict(here.parameters) if here and here.kind == kind else {}
