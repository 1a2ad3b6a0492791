"""What is typed about offers: a beginning and three short steps, each saved by itself; filters; a word with a decision."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.forbidden import SafeText
from core.reference.fields import OccupationField
from core.reference.models import FrenchLevel, FrenchSkill, Region
from core.versions import Versioned
from core.widgets import Day, Hour
from network.pairing.editions.models import PairingSettings
from network.pairing.kinds import Access, Format, Purpose
from network.pairing.offers.actions.writing import as_written
from network.pairing.offers.models import MOST_OCCUPATIONS, MOST_PLACES, Offer, State
from people.accounts.models import Language, Person
from people.organisations.models import Organisation
from people.participants.models import SpokenLanguage
from people.programmes.models import Edition, Partner
from people.timetable.forms import AvailabilityField

#: Empty rows beside those that say something, and rows beyond which none is added.
SPARE, MOST_ROWS = 2, 12
PLACES = [(number, str(number)) for number in range(1, MOST_PLACES + 1)]
#: What each format is, for who offers it.
FORMAT_WORDS: dict[Format, Promise] = {
    Format.MENTORING: _("regular meetings over some months with somebody of your field"),
    Format.PLACEMENT: _("somebody follows you at work for a day or some days, unpaid, to watch"),
    Format.CONVERSATION: _("one hour to talk about the trade, on site, by phone or online"),
    Format.GROUP: _("one hour or two for several people at once"),
}


class BeginForm(forms.Form):
    """What is offered, in which edition, and on whose behalf: after this there is a draft."""

    edition = forms.ModelChoiceField(PairingSettings.objects.none(), label=_("Edition"), empty_label=_("Choose one"))
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("For which organisation"), required=False, empty_label=_("In my own name")
    )
    format = forms.ChoiceField(label=_("What you offer"), widget=forms.RadioSelect)
    title = SafeText(
        label=_("In one line"),
        max_length=120,
        widget=forms.TextInput,
        help_text=_("For example: “A day with our welding team”. No name of a person."),
    )
    capacity = forms.TypedChoiceField(label=_("How many people you can take in"), choices=PLACES, coerce=int, initial=1)

    def __init__(
        self,
        *args: Any,
        editions: Iterable[PairingSettings],
        organisations: Sequence[Organisation] = (),
        own_name: bool = True,
        **kwargs: Any,
    ) -> None:
        """``own_name``: whether one may offer for no organisation at all."""
        super().__init__(*args, **kwargs)
        self.settings = list(editions)
        there: Any = self.fields["edition"]
        there.queryset = PairingSettings.objects.filter(pk__in=[one.pk for one in self.settings]).select_related(
            "edition__programme"
        )
        there.label_from_instance = lambda one: one.edition.title
        if len(self.settings) == 1:
            there.initial, there.widget = self.settings[0].pk, forms.HiddenInput()
        field: Any = self.fields["organisation"]
        field.queryset = Organisation.objects.filter(pk__in=[one.pk for one in organisations]).order_by("name", "pk")
        if not organisations:
            del self.fields["organisation"]
        elif not own_name:
            field.required, field.empty_label = True, _("Choose one")
            if len(organisations) == 1:
                field.initial, field.widget = organisations[0].pk, forms.HiddenInput()
        formats = [each for each in Format if any(each in one.formats for one in self.settings)]
        self.fields["format"].choices = [  # type: ignore[attr-defined]  # a ChoiceField
            (each.value, pgettext_lazy("format", "%(name)s: %(words)s") % {"name": each.label, "words": FORMAT_WORDS[each]})
            for each in formats
        ]  # fmt: skip

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        settings, wanted = kept.get("edition"), kept.get("format")
        if settings and wanted and wanted not in settings.formats:
            self.add_error(
                "format", _("This edition does not pair in this format. Choose another one of those it has.")
            )
        return kept

    @property
    def details(self) -> dict[str, Any]:
        said = self.cleaned_data
        found = {name: said[name] for name in ("format", "title", "capacity")}
        found["edition"] = said["edition"].edition
        if said.get("organisation"):
            found["organisation"] = said["organisation"]
        return found


class ContactForm(forms.Form):
    """A host who is not in the list: who they are, and how to reach them."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    email = forms.EmailField(label=_("E-mail"), help_text=_("Letters about the offer go there."))
    language = forms.ChoiceField(label=_("Language of the letters"), choices=Language.choices)
    may = forms.BooleanField(
        label=_("This person asked me to enter the offer, and knows that letters about it will come"),
        error_messages={"required": _("Ask them first: nobody is written to without having asked for it.")},
    )

    @property
    def details(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("name", "email", "language")}


class StepForm(Versioned, forms.Form):
    """One step of an offer. ``details`` is what the action keeps."""

    code: ClassVar[str]
    title: ClassVar[Any]
    lead: ClassVar[Any]

    def __init__(self, *args: Any, offer: Offer, settings: PairingSettings, **kwargs: Any) -> None:
        self.offer, self.settings = offer, settings
        kwargs.setdefault("initial", self.initial_of(as_written(offer)))
        super().__init__(*args, **kwargs)

    @property
    def versioned_as(self) -> str:
        return f"offer:{self.offer.pk}:{self.code}"

    @classmethod
    def initial_of(cls, written: dict[str, Any]) -> dict[str, Any]:
        return written

    def check(self, offer: Offer) -> None:
        """For the action, which holds the row. Raises ChangedMeanwhile where somebody else saved this step."""
        self.seen.check(self.initial_of(as_written(offer)))

    @property
    def details(self) -> dict[str, Any]:
        raise NotImplementedError


class WhatStep(StepForm):
    code = "what"
    title = _("What you offer")
    lead = _("People read this before they say whether they would like to meet you. Plain words are best.")

    format = forms.ChoiceField(label=_("Format"), widget=forms.RadioSelect)
    offer_title = SafeText(label=_("In one line"), max_length=120, widget=forms.TextInput)
    what = SafeText(
        label=_("What one will see or work on"),
        max_length=1500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Three sentences are enough: the team, the tasks, what one learns. No names of people."),
    )
    language = forms.ChoiceField(label=_("You write in"), choices=Language.choices)
    purposes = forms.MultipleChoiceField(
        label=_("What it is good for"), choices=Purpose.choices, required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        formats = list(dict.fromkeys([*self.settings.formats, Format(self.offer.format)]))
        self.fields["format"].choices = [(each.value, each.label) for each in formats]  # type: ignore[attr-defined]

    @classmethod
    def initial_of(cls, written: dict[str, Any]) -> dict[str, Any]:
        return written | {"offer_title": written["title"]}

    @property
    def details(self) -> dict[str, Any]:
        said = self.cleaned_data
        order = [code for code in Purpose.values if code in said["purposes"]]
        return {
            "format": said["format"],
            "title": said["offer_title"],
            "what": said["what"],
            "language": said["language"],
            "purposes": order,
        }


class RowsStep(StepForm):
    """A step with rows of numbered fields, from 1; more of them each time it is saved."""

    row: ClassVar[tuple[str, ...]]
    fewest: ClassVar[int] = 2

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        there, sent = self._rows_in(self.initial), self._rows_in(self.data)
        self.numbers = range(1, max(self.fewest, there, min(MOST_ROWS, max(there + SPARE, sent))) + 1)

    def _rows_in(self, values: Any) -> int:
        numbers = re.compile(rf"{self.row[0]}(\d{{1,2}})")
        return max((int(found[1]) for name in values if (found := numbers.fullmatch(name))), default=0)

    @classmethod
    def initial_rows(cls, rows: Any) -> dict[str, Any]:
        return {
            f"{name}{number}": value
            for number, values in enumerate(rows, 1)
            for name, value in zip(cls.row, values, strict=True)
        }

    @property
    def rows(self) -> list[list[forms.BoundField]]:
        return [[self[f"{name}{number}"] for name in self.row] for number in self.numbers]


class WhoStep(RowsStep):
    code = "who"
    title = _("With whom")
    lead = _(
        "The field, and the languages one needs there. Ask for no more than the meeting takes: each level keeps people away."
    )
    row = ("language_", "ease_")

    @classmethod
    def initial_of(cls, written: dict[str, Any]) -> dict[str, Any]:
        found = {"related_welcome": written["related_welcome"]}
        found |= {f"occupation_{number}": code for number, code in enumerate(written["occupations"], 1)}
        found |= {f"french_{skill}": level for skill, level in written["french"].items()}
        return found | cls.initial_rows(written["languages"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, MOST_OCCUPATIONS + 1):
            label = _("Occupation") if number == 1 else _("Another occupation")
            self.fields[f"occupation_{number}"] = OccupationField(label=label, required=False)
        self.fields["related_welcome"] = forms.BooleanField(
            label=_("People of related occupations are welcome, too"),
            help_text=_("Otherwise only people of the very occupations named above are proposed to you."),
            required=False,
        )
        levels = [("", _("No level needed"))] + [
            (level.pk, f"{level.number} – {level.stage.name}")
            for level in FrenchLevel.objects.current().select_related("stage")
        ]
        self.skills = list(FrenchSkill.objects.current())
        for skill in self.skills:
            self.fields[f"french_{skill.pk}"] = forms.ChoiceField(label=skill.name.text, choices=levels, required=False)
        for number in self.numbers:
            self.fields[f"language_{number}"] = SafeText(
                label=_("Another language that is needed"), max_length=60, required=False, widget=forms.TextInput
            )
            self.fields[f"ease_{number}"] = forms.ChoiceField(
                label=_("How well"), choices=SpokenLanguage.Ease.choices, initial="conversation", required=False
            )

    @property
    def occupations(self) -> list[forms.BoundField]:
        return [self[f"occupation_{number}"] for number in range(1, MOST_OCCUPATIONS + 1)]

    @property
    def french(self) -> list[forms.BoundField]:
        return [self[f"french_{skill.pk}"] for skill in self.skills]

    @property
    def details(self) -> dict[str, Any]:
        said = self.cleaned_data
        codes = [said.get(f"occupation_{number}") or "" for number in range(1, MOST_OCCUPATIONS + 1)]
        return {
            "occupations": [code for code in codes if code],
            "related_welcome": said["related_welcome"],
            "french": {skill.pk: said.get(f"french_{skill.pk}") or "" for skill in self.skills},
            "languages": [
                (said[f"language_{number}"], said.get(f"ease_{number}") or "conversation")
                for number in self.numbers
                if said.get(f"language_{number}")
            ],
        }


class WhereStep(RowsStep):
    code = "where"
    title = _("When and where")
    lead = _("The address is told once a match is agreed. Hours are those of the place.")
    row = ("day_", "starts_", "ends_")

    is_on_site = forms.BooleanField(label=_("On site"), required=False)
    is_online = forms.BooleanField(label=_("Online"), required=False)
    region = forms.ModelChoiceField(
        Region.objects.current(), label=_("Region"), required=False, empty_label=_("Choose one")
    )
    municipality = SafeText(label=_("City or municipality"), max_length=120, required=False, widget=forms.TextInput)
    address = SafeText(
        label=_("Address"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Shown to nobody before both sides have agreed."),
    )
    access = forms.MultipleChoiceField(
        label=_("Accessibility"), choices=Access.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    access_note = SafeText(label=_("Accessibility, in words"), max_length=300, required=False, widget=forms.TextInput)
    availability = AvailabilityField(label=_("When you are free, most weeks"), required=False)

    @classmethod
    def initial_of(cls, written: dict[str, Any]) -> dict[str, Any]:
        names = (
            "is_on_site",
            "is_online",
            "region",
            "municipality",
            "address",
            "access",
            "access_note",
            "availability",
        )
        return {name: written[name] for name in names} | cls.initial_rows(written["dates"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in self.numbers:
            self.fields[f"day_{number}"] = forms.DateField(label=_("Day"), required=False, widget=Day())
            self.fields[f"starts_{number}"] = forms.TimeField(label=_("From"), required=False, widget=Hour())
            self.fields[f"ends_{number}"] = forms.TimeField(label=_("Until"), required=False, widget=Hour())
        regions = list(self.offer.edition.regions.values_list("pk", flat=True))
        if regions:
            field: Any = self.fields["region"]
            field.queryset = Region.objects.current().filter(pk__in=regions)

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        if not kept.get("is_on_site") and not kept.get("is_online"):
            self.add_error("is_on_site", _("Say whether it is on site, online, or both."))
        # A draft may still leave it out.
        if kept.get("is_on_site") and not kept.get("region") and self.offer.state != State.DRAFT:
            self.add_error("region", _("Say in which region it is."))
        already = {row.day for row in self.offer.dates.all()}
        for number in self.numbers:
            self._clean_row(number, kept, already)
        return kept

    def _clean_row(self, number: int, kept: dict[str, Any], already: set[date]) -> None:
        day, starts, ends = (kept.get(f"{name}{number}") for name in self.row)
        if day is None:
            if starts or ends:
                self.add_error(f"day_{number}", _("Say on which day, or leave the hours out."))
            return
        if starts is None or ends is None:
            self.add_error(f"starts_{number}", _("Say from when until when."))
        elif ends <= starts:
            self.add_error(f"ends_{number}", _("It would end before it starts."))
        if day < timezone.localdate() and day not in already:
            self.add_error(f"day_{number}", _("This day has passed."))

    @property
    def details(self) -> dict[str, Any]:
        said = self.cleaned_data
        names = ("is_on_site", "is_online", "region", "municipality", "address", "access_note")
        found: dict[str, Any] = {name: said[name] for name in names}
        found["access"] = [code for code in Access.values if code in said["access"]]
        found["availability"] = int(said["availability"] or 0)
        found["dates"] = [
            (said[f"day_{number}"], said[f"starts_{number}"], said[f"ends_{number}"])
            for number in self.numbers
            if said.get(f"day_{number}")
        ]
        return found


#: In the order of the way; the last page reads it all again.
STEPS: dict[str, type[StepForm]] = {form.code: form for form in (WhatStep, WhoStep, WhereStep)}


class ResizeForm(forms.Form):
    capacity = forms.TypedChoiceField(label=_("People I can take in"), choices=PLACES, coerce=int)


class DecideForm(forms.Form):
    """What the coordination answers, with a word where it is not a yes."""

    decision = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            ("approve", _("Approve: it is open at once")),
            ("send_back", _("Send back to be completed")),
            ("decline", pgettext_lazy("offer", "Decline")),
        ],
        widget=forms.RadioSelect,
    )
    word = forms.CharField(
        label=_("Message to the host"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Sent as it stands. Needed when you send it back or decline it."),
    )
    partner = forms.ModelChoiceField(
        Partner.objects.none(),
        label=_("Who accompanies the host"),
        required=False,
        empty_label=_("The coordination"),
    )

    def __init__(self, *args: Any, offer: Offer, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"partner": offer.partner_id})
        super().__init__(*args, **kwargs)
        field: Any = self.fields["partner"]
        field.queryset = offer.edition.partners.select_related("organisation").order_by("organisation__name", "pk")
        field.label_from_instance = lambda partner: partner.organisation.name

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        if kept.get("decision") in {"send_back", "decline"} and not (kept.get("word") or "").strip():
            self.add_error("word", _("Say why: who made the offer reads it."))
        return kept


class EndForm(forms.Form):
    word = forms.CharField(
        label=_("Why"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Stays with the offer: whoever receives and the coordination read it."),
    )  # fmt: skip


class HandOnForm(forms.Form):
    to = forms.TypedChoiceField(label=_("Who receives from now on"), coerce=int)

    def __init__(self, *args: Any, people: Iterable[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {person.pk: person for person in people}
        choices = [("", _("Choose somebody")), *((str(key), one.name) for key, one in self.people.items())]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    @property
    def chosen(self) -> Person:
        return self.people[self.cleaned_data["to"]]


class ListForm(forms.Form):
    """Filters of the staff's list, by GET. Words are those of offers and organisations, never of people."""

    q = forms.CharField(label=_("Words of the offer, or organisation"), required=False, max_length=100)
    edition = forms.ModelChoiceField(
        Edition.objects.none(), label=_("Edition"), required=False, empty_label=_("All editions")
    )
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All states")), *State.choices])
    format = forms.ChoiceField(label=_("Format"), required=False, choices=[("", _("All formats")), *Format.choices])
    region = forms.ModelChoiceField(
        Region.objects.all(), label=_("Region"), required=False, empty_label=_("All regions")
    )
    partner = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("Partner"), required=False, empty_label=_("All partners")
    )

    def __init__(self, *args: Any, watched: Any, with_state: bool = True, **kwargs: Any) -> None:
        """``watched``: the offers among which is chosen, so that a filter offers no empty answer."""
        super().__init__(*args, **kwargs)
        if not with_state:
            del self.fields["state"]
        editions: Any = self.fields["edition"]
        editions.queryset = Edition.objects.filter(pk__in=watched.order_by().values("edition")).select_related(
            "programme"
        )
        editions.label_from_instance = lambda one: one.title
        partners: Any = self.fields["partner"]
        partners.queryset = Organisation.objects.filter(
            pk__in=watched.order_by().values("partner__organisation")
        ).order_by("name", "pk")

    def narrow(self, found: Any) -> Any:
        if not self.is_valid():
            return found
        said = self.cleaned_data
        if said.get("q"):
            found = found.matching(said["q"])
        for name in ("edition", "state", "format", "region"):
            if said.get(name):
                found = found.filter(**{name: said[name]})
        if said.get("partner"):
            found = found.filter(partner__organisation=said["partner"])
        return found
