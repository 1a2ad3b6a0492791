"""What a candidate, or a caseworker for them, fills in. Nothing is compulsory to keep it: what is missing is said to be sent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django import forms
from django.forms.boundfield import BoundField
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.forbidden import SafeText
from core.reference.fields import OccupationField
from core.reference.models import MajorGroup, Region
from core.versions import Versioned
from network.pairing.editions.models import PairingSettings
from network.pairing.kinds import Format, Purpose, Want
from network.pairing.requests import reaching
from network.pairing.requests.models import MOST_OCCUPATIONS, Request, State
from people.programmes.models import Edition
from people.timetable.availability import Availability
from people.timetable.forms import AvailabilityField

WISH, MUST = "wish", "must"
OCCUPATIONS: Final = tuple(f"occupation_{rank}" for rank in range(1, MOST_OCCUPATIONS + 1))


def want(code: str) -> str:
    """Name of the field of one thing that may be wished for."""
    return f"want_{code}"


#: What each format is, in one line for somebody who reads the language as their second.
IN_SHORT: dict[str, str | Promise] = {
    Format.MENTORING: _("Mentoring: you meet the same person several times over some months."),
    Format.PLACEMENT: _(
        "Job-shadowing placement: you spend one day or some days at a workplace, and watch. It is not paid."
    ),
    Format.CONVERSATION: _("One-off conversation: you talk once with somebody of your field, about one hour."),
    Format.GROUP: _(
        "Group session: with others you visit a workplace or hear about a trade. You choose the date yourself."
    ),
}


@dataclass(frozen=True)
class Line:
    """One thing that may be wished for, with what it costs."""

    bound: BoundField
    price: reaching.Price | None

    @property
    def hint(self) -> str:
        """The same, and never nothing: the script puts words there."""
        return self.words or "\u00a0"

    @property
    def words(self) -> str:
        """What it costs if it must be, before it is kept."""
        if self.price is None:
            return ""
        said = {"must": self.price.must, "free": self.price.free}
        if not self.price.free:
            # With it or without it nobody is left: the line above says so once.
            return ""
        if not self.price.cost:
            return gettext("If it must be, it costs no host.")
        if (self.bound.value() or "") == MUST:
            return (
                ngettext(
                    "It must be: %(must)s host of %(free)s is left.",
                    "It must be: %(must)s hosts of %(free)s are left.",
                    self.price.must,
                )
                % said
            )
        return (
            ngettext(
                "If it must be, %(must)s host of %(free)s is left.",
                "If it must be, %(must)s hosts of %(free)s are left.",
                self.price.must,
            )
            % said
        )


class RequestForm(Versioned, forms.Form):
    """All of a request on one page, in short words."""

    purposes = forms.MultipleChoiceField(
        label=_("What is it for?"),
        choices=Purpose.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Choose one thing or several."),
    )
    formats = forms.MultipleChoiceField(
        label=_("How would you like to meet somebody?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The more ways suit you, the sooner a match is found."),
    )
    occupation_1 = OccupationField(label=_("Occupation that you aim at"), required=False)
    occupation_2 = OccupationField(label=_("A second one"), required=False)
    occupation_3 = OccupationField(label=_("A third one"), required=False)
    related_welcome = forms.BooleanField(
        label=_("Related occupations interest me, too"),
        required=False,
        help_text=_("For example: a welder also meets a sheet metal worker."),
    )
    availability = AvailabilityField(label=_("When are you free?"), required=False)
    regions = forms.ModelMultipleChoiceField(
        Region.objects.current(),
        label=_("In which regions?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Where you can go, or would like to live."),
    )
    goes_anywhere = forms.BooleanField(label=_("Any region of Québec would do"), required=False)
    online_welcome = forms.BooleanField(
        label=_("Online suits me"), required=False, help_text=_("By video, with a telephone or a computer.")
    )
    words = SafeText(
        label=_("In your own words"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What should a host know? Your caseworker reads it; a host does not see your name here."),
    )

    def __init__(self, *args: Any, asked: Request, settings: PairingSettings, **kwargs: Any) -> None:
        self.asked = asked
        kwargs.setdefault("initial", self.initial_of(asked))
        super().__init__(*args, **kwargs)
        formats: Any = self.fields["formats"]
        # What was chosen stays to be unchosen, though the edition does it no longer.
        shown = [each for each in Format if each in settings.formats or each.value in asked.formats]
        formats.choices = [(each.value, IN_SHORT[each]) for each in shown]
        for each in Want:
            self.fields[want(each.value)] = forms.ChoiceField(
                label=str(each.label)[:1].upper() + str(each.label)[1:],
                choices=[
                    ("", pgettext_lazy("wish", "No matter")),
                    (WISH, pgettext_lazy("wish", "I wish it")),
                    (MUST, pgettext_lazy("wish", "It must be")),
                ],
                required=False,
                widget=forms.RadioSelect,
            )
        self.order_fields([*(name for name in self.fields if name != "words"), "words"])

    @property
    def versioned_as(self) -> str:
        return f"requests.request:{self.asked.pk}"

    @staticmethod
    def initial_of(asked: Request) -> dict[str, Any]:
        """Cost: 2 queries."""
        codes = [each.code for each in asked.occupations.all()]
        return {
            "purposes": asked.purposes,
            "formats": asked.formats,
            **dict(zip(OCCUPATIONS, [*codes, *[""] * MOST_OCCUPATIONS], strict=False)),
            "related_welcome": asked.related_welcome,
            "availability": asked.availability,
            "regions": [region.pk for region in asked.regions.all()],
            "goes_anywhere": asked.goes_anywhere,
            "online_welcome": asked.online_welcome,
            "words": asked.words,
            **{
                want(each.value): MUST if each in asked.musts else WISH if each in asked.wishes else "" for each in Want
            },
        }

    @property
    def details(self) -> dict[str, Any]:
        """What the action takes, of a form that is valid. Words that changed are in the language of the page."""
        kept = self.cleaned_data
        said: dict[str, Any] = {
            name: kept[name]
            for name in (
                "purposes",
                "formats",
                "related_welcome",
                "regions",
                "goes_anywhere",
                "online_welcome",
                "words",
            )
        }
        said |= {
            "occupations": [kept[name] for name in OCCUPATIONS if kept[name]],
            "availability": int(kept["availability"] or 0),
            "musts": [each.value for each in Want if kept[want(each.value)] == MUST],
            "wishes": [each.value for each in Want if kept[want(each.value)] == WISH],
        }
        if said["words"] != self.asked.words:
            said["language"] = translation.get_language() or "fr"
        return said

    def asked_now(self) -> reaching.Asked:
        """What the form says now, kept or not; where something is wrong, what is kept. For the count of hosts."""
        if not self.is_bound:
            return reaching.asked_of(self.asked)
        self.is_valid()
        kept = self.cleaned_data
        said: dict[str, Any] = {
            name: kept[name]
            for name in ("purposes", "formats", "related_welcome", "goes_anywhere", "online_welcome")
            if name in kept
        }
        if "regions" in kept:
            said["regions"] = [region.pk for region in kept["regions"]]
        if "availability" in kept:
            said["availability"] = int(kept["availability"] or Availability())
        if any(name in kept for name in OCCUPATIONS):
            said["occupations"] = list(dict.fromkeys(kept[name] for name in OCCUPATIONS if kept.get(name)))
        said["musts"] = [each.value for each in Want if kept.get(want(each.value)) == MUST]
        said["wishes"] = [each.value for each in Want if kept.get(want(each.value)) == WISH]
        return reaching.asked_of(self.asked, **said)

    def count(self) -> reaching.Reach | None:
        return reaching.count(self.asked_now())

    def lines(self, found: reaching.Reach | None) -> Iterator[Line]:
        """Each thing that may be wished for, with its price."""
        for each in Want:
            yield Line(self[want(each.value)], found.prices.get(each.value) if found else None)

    def plain_fields(self) -> list[BoundField]:
        """Above the wishes, in the order of the page."""
        wishes = {want(each.value) for each in Want}
        return [bound for bound in self.visible_fields() if bound.name not in wishes and bound.name != "words"]


TOLD = _("The person reads it in the letter.")


class RestForm(forms.Form):
    reason = SafeText(
        label=_("Why?"),
        max_length=300,
        required=False,
        widget=forms.TextInput,
        help_text=_("Only you and the caseworker read it."),
    )


class StaffRestForm(RestForm):
    """By a caseworker: the person reads it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = TOLD


class EndForm(forms.Form):
    """By a caseworker: the person reads it."""

    reason = SafeText(
        label=_("Why does it end?"),
        max_length=300,
        widget=forms.TextInput,
        help_text=TOLD,
    )


#: Days that the list can be narrowed to.
WAITED: Final[Sequence[int]] = (14, 45, 90, 180)


class QueueForm(forms.Form):
    """How the queue is narrowed, in an address."""

    edition = forms.ModelChoiceField(
        Edition.objects.none(), label=_("Edition"), required=False, empty_label=pgettext_lazy("filter", "Any edition")
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All that have not ended")), *State.choices],
        required=False,
    )
    field = forms.ModelChoiceField(
        MajorGroup.objects.current().select_related("broad_category"),
        label=pgettext_lazy("occupation", "Field"),
        required=False,
        empty_label=_("Any field"),
    )
    region = forms.ModelChoiceField(
        Region.objects.current(), label=_("Region wished"), required=False, empty_label=_("Any region")
    )
    waited = forms.TypedChoiceField(
        label=_("Waits for more than"),
        choices=[("", _("Any time")), *((str(days), _("%(days)s days") % {"days": days}) for days in WAITED)],
        coerce=int,
        empty_value=None,
        required=False,
    )

    def __init__(self, *args: Any, editions: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["edition"]
        choice.queryset = editions

    @property
    def by(self) -> dict[str, Any]:
        """What it says, wrong things left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
