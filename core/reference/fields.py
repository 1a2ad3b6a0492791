"""Form fields over the lists: an occupation, found by words and chosen among what is found."""

from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.renderers import BaseRenderer
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from core.reference.lookups import NoSuchOccupation
from core.reference.occupation_search import OccupationChoice, describe, exactly, search_occupations

#: What a box of words takes.
LONGEST = 120
#: Choices that are shown.
SHOWN = 12


@dataclass(frozen=True)
class OccupationAnswer:
    """What came with the form: the radio button, the words, for which words the buttons were found, whether to find others."""

    code: str = ""
    words: str = ""
    found_for: str = ""
    asks: bool = False

    @property
    def is_settled(self) -> bool:
        """A button was chosen, and the words beside it are those it was found for."""
        return bool(self.code) and not self.asks and self.words == self.found_for


@dataclass
class Choices:
    """The radio buttons of a box: for which words, and which is chosen."""

    name: str
    id: str
    words: str = ""
    chosen: str = ""
    choices: list[OccupationChoice] = field(default_factory=list)

    @classmethod
    def of(cls, name: str, id: str, words: str, chosen: str = "") -> "Choices":
        """What the words find; what was chosen before stays among them, first. Cost: 3 queries, 3 more for what was chosen."""
        language = get_language() or "fr"
        found = search_occupations(words, language, SHOWN) if words else []
        if chosen and chosen not in {choice.code for choice in found} and (kept := describe(chosen, language)):
            found.insert(0, kept)
        return cls(name, id, words, chosen, found)


class OccupationInput(forms.Widget):
    """A box of words, a button that finds, and what was found to choose from. All of it works without script."""

    use_fieldset = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> OccupationAnswer:
        words = " ".join(str(data.get(f"{name}_words") or "").split())[:LONGEST]
        return OccupationAnswer(
            str(data.get(name) or "").strip(),
            words,
            str(data.get(f"{name}_for") or ""),
            f"{name}_search" in data,
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return not any(key in data for key in (name, f"{name}_words"))

    def id_for_label(self, id_: str) -> str:
        return ""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: BaseRenderer | None = None
    ) -> SafeString:
        id = str((attrs or {}).get("id") or f"id_{name}")
        answer = value if isinstance(value, OccupationAnswer) else None
        if answer is None and value:
            kept = describe(str(value), get_language() or "fr")
            title = str(kept.title) if kept else ""
            found = Choices(name, id, title, str(value), [kept] if kept else [])
        elif answer:
            found = Choices.of(name, id, answer.words, answer.code)
        else:
            found = Choices(name, id)
        return render_to_string("components/occupation.html", {"found": found, "longest": LONGEST})


class OccupationField(forms.Field):
    """An occupation code of the NOC 2021; cleans to the code, "" for none. ``initial`` is a code."""

    widget = OccupationInput
    default_error_messages = {
        "required": _("Write your occupation, press “Search” and choose the one that is closest."),
        "choose": _("Choose the occupation that is closest to yours in the list, then send the form."),
        "nothing": _("We know no occupation by these words. Try a shorter or a more common name of the job."),
    }

    def clean(self, value: Any) -> str:
        """Raises ValidationError where it is still to be chosen. Cost: 3 queries when something was written."""
        answer = value if isinstance(value, OccupationAnswer) else OccupationAnswer(code=str(value or ""))
        language = get_language() or "fr"
        if answer.is_settled or (answer.code and not answer.words and not answer.asks):
            if describe(answer.code, language) is None:
                raise ValidationError(NoSuchOccupation.message, code="unknown")
            return answer.code
        if not answer.words:
            if self.required or answer.asks:
                raise ValidationError(self.error_messages["required"], code="required")
            return ""
        found = search_occupations(answer.words, language, SHOWN)
        if not found:
            raise ValidationError(self.error_messages["nothing"], code="nothing")
        named = exactly(answer.words, found)
        if named is None or answer.asks:
            raise ValidationError(self.error_messages["choose"], code="choose")
        return named.code

    def has_changed(self, initial: Any, data: Any) -> bool:
        now = data if isinstance(data, OccupationAnswer) else OccupationAnswer()
        return not (now.is_settled and now.code == (initial or "")) and bool(initial or now.words or now.code)

    def in_words(self, value: Any) -> str:
        kept = describe(str(value), get_language() or "fr")
        return str(kept.title) if kept else str(value)
