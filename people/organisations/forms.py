"""Text typed about organisations, turned into values; each field answers with its own sentence."""

from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.reference.models import Region
from core.versions import Versioned
from people.accounts.models import Language, Role
from people.organisations import neq as enterprise_number
from people.organisations.logos import redraw
from people.organisations.models import Invitation, Organisation


class NeqField(forms.CharField):
    """Takes the number as people write it, with spaces or dashes; empty is None."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> Any:
        return enterprise_number.tidy(value or "") or None


class SearchForm(forms.Form):
    """Words and a region, by GET: every result is an address that can be kept."""

    q = forms.CharField(label=_("Name or NEQ"), required=False, max_length=100)
    region = forms.ModelChoiceField(
        Region.objects.all(), label=_("Region"), required=False, empty_label=_("All regions")
    )


class OrganisationForm(Versioned, forms.ModelForm[Organisation]):
    neq = NeqField(
        label=_("NEQ"),
        required=False,
        validators=[enterprise_number.validate],
        help_text=_("Québec enterprise number: 10 digits. Leave empty if there is none."),
    )
    website = forms.URLField(
        label=_("Website"), required=False, assume_scheme="https", widget=forms.URLInput(attrs={"autocomplete": "url"})
    )

    remove_logo = forms.BooleanField(label=_("Remove the present logo"), required=False)

    class Meta:
        model = Organisation
        fields = (
            "name",
            "neq",
            "type",
            "size",
            "sector",
            "region",
            "website",
            "logo",
            "logo_alt_fr",
            "logo_alt_en",
        )
        widgets = {"logo": forms.FileInput(attrs={"accept": "image/png,image/jpeg,image/webp,image/gif"})}
        help_texts = {
            "logo": _("PNG, JPEG, WebP or GIF, 4 MB at most."),
            "logo_alt_fr": _("Read aloud to those who do not see the logo: most often the organisation's name."),
        }

    def __init__(self, *args: Any, regions: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].required = True
        if self.instance.logo:
            self.fields["logo"].label = _("Another logo")
        else:
            del self.fields["remove_logo"]
        for name in ("type", "size", "sector"):
            self._offer_current(name)
        if regions is not None:
            self.fields["region"].queryset = regions  # type: ignore[attr-defined]  # a ModelChoiceField
            # Who keeps one region alone would lose sight of an organisation outside it.
            self.fields["region"].required = True
        self.order_fields(["name", "neq", "type", "size", "sector", "region", "website", "remove_logo", "logo"])

    def _offer_current(self, name: str) -> None:
        """Offer what the list still holds, and what this organisation already has."""
        field: Any = self.fields[name]
        now = getattr(self.instance, f"{name}_id")
        field.queryset = field.queryset.filter(Q(is_retired=False) | Q(pk=now))

    def clean_logo(self) -> Any:
        logo = self.cleaned_data["logo"]
        return redraw(logo) if isinstance(logo, UploadedFile) else logo

    def clean(self) -> dict[str, Any]:
        kept = super().clean() or self.cleaned_data
        if kept.get("remove_logo") and "logo" not in self.changed_data:
            kept["logo"] = False
        if kept.get("logo") and not kept.get("logo_alt_fr"):
            self.add_error("logo_alt_fr", _("Say what the logo shows, for those who do not see it."))
        return kept

    @property
    def details(self) -> dict[str, Any]:
        """What an action takes: the cleaned values of the model's fields."""
        return {name: self.cleaned_data[name] for name in self.Meta.fields}


class InvitationForm(forms.ModelForm[Invitation]):
    class Meta:
        model = Invitation
        fields = ("email", "role", "title", "language")
        help_texts = {
            "email": _("The letter goes there, and only somebody who reads this address can accept."),
            "title": _("As their colleagues would say it; may stay empty."),
        }
        widgets = {"email": forms.EmailInput(attrs={"autocomplete": "off"})}

    def __init__(self, *args: Any, roles: list[Role], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["role"].choices = [(role.value, role.label) for role in roles]  # type: ignore[attr-defined]
        self.fields["language"].choices = Language.choices  # type: ignore[attr-defined]  # no empty choice


class AffiliationForm(forms.Form):
    """Somebody joins: known by one of their addresses, or new to us."""

    name = forms.CharField(label=_("Full name"), max_length=200)
    email = forms.EmailField(label=_("Email"), help_text=_("Tells two people of the same name apart."))
    title = forms.CharField(label=_("Job title"), max_length=120, required=False)
    since = forms.DateField(
        label=_("Since"), initial=timezone.localdate, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def clean_since(self) -> date:
        since: date = self.cleaned_data["since"]
        if since > timezone.localdate():
            raise forms.ValidationError(
                _("The first day can be today at the latest. Enter the person once they are with the organisation.")
            )
        return since


class EndForm(forms.Form):
    until = forms.DateField(
        label=_("Last day"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
