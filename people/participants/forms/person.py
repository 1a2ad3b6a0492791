"""What the person sends outside the steps of the profile: a request, a document, a portrait."""

from collections.abc import Callable
from typing import Any, ClassVar, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.exports import safe_name
from core.files import cv, papers, portraits
from core.files.cv import Harmless
from core.files.refusals import FileRefused
from people.participants.models import Document

Made = TypeVar("Made")
#: Longest name of a file that is kept.
LONGEST = 120


class AskForm(forms.Form):
    """The button that asks, and one question: of the French level only a range was said."""

    oral_level = forms.ChoiceField(
        label=_("Your oral French, more precisely"),
        required=False,
        help_text=_("On the Québec scale of 12 levels. It is a guess: somebody will evaluate it with you if need be."),
    )

    def __init__(self, *args: Any, band: tuple[int, int] | None = None, **kwargs: Any) -> None:
        """``band``: lowest and highest level that was said; without it, nothing is asked."""
        super().__init__(*args, **kwargs)
        if band is None:
            del self.fields["oral_level"]
            return
        low, high = max(band[0], 1), band[1]
        field: Any = self.fields["oral_level"]
        field.choices = [("", _("I do not know yet")), *((str(level), str(level)) for level in range(low, high + 1))]


class UploadForm(forms.Form):
    """A file that is made harmless as the form is checked, before any transaction."""

    accept: ClassVar[str]

    file = forms.FileField(
        label=pgettext_lazy("document", "File"),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty. Choose another one.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = self.accept

    def made_of(self, upload: "File[bytes]", make: Callable[["File[bytes]"], Made]) -> Made:
        try:
            return make(upload)
        except FileRefused as refusal:
            raise ValidationError(str(refusal), code="refused") from refusal


class DocumentForm(UploadForm):
    """A CV must be a document; the other papers may be pictures taken with a phone."""

    accept = papers.ACCEPT
    harmless: Harmless

    kind = forms.ChoiceField(
        label=_("What is it?"), choices=Document.Kind.choices, initial=Document.Kind.CV, widget=forms.RadioSelect
    )
    field_order = ["kind", "file"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "A CV: PDF or Word (.docx). Other papers: a picture will do, too. 5 MB at most."
        )

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        if "file" in kept and "kind" in kept:
            is_cv = kept["kind"] == Document.Kind.CV
            try:
                self.harmless = self.made_of(kept["file"], cv.make_harmless if is_cv else papers.make_harmless)
            except ValidationError as refused:
                self.add_error("file", refused)
        return kept

    @property
    def name(self) -> str:
        """As the person called the file, with the ending of what is kept."""
        stem = safe_name(self.cleaned_data["file"].name).rpartition(".")[0] or str(self.fallback)
        ending = self.harmless.ending
        return f"{stem[: LONGEST - 1 - len(ending)]}.{ending}"

    fallback = pgettext_lazy("name of a file", "document")


class PortraitForm(UploadForm):
    accept = portraits.ACCEPT
    drawn: "ContentFile[bytes]"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].label = pgettext_lazy("portrait", "Picture")
        self.fields["file"].help_text = _(
            "PNG, JPEG, WebP or GIF, 5 MB at most. The middle of it is kept as a square; place and date are taken out."
        )

    def clean_file(self) -> "File[bytes]":
        upload: File[bytes] = self.cleaned_data["file"]
        self.drawn = self.made_of(upload, portraits.portrait)
        return upload
