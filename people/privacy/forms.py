"""What is typed to find and join two people, to ask for erasure, and to decide how long what is kept."""

from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from core.personal import Keep
from people.organisations.models import Organisation
from people.privacy.models import Erasure


class PersonSearchForm(forms.Form):
    q = forms.CharField(
        label=_("Name or email address"),
        max_length=120,
        required=False,
        help_text=_("Part of a name, or a whole address."),
    )


class MergeForm(forms.Form):
    """Confirms a merge that cannot be undone."""

    sure = forms.BooleanField(
        label=_("I have compared the two entries: they are the same person."),
        error_messages={"required": _("Tick the box once you have compared the two entries. Nothing was changed.")},
    )


class ClosingMergeForm(MergeForm):
    """Both have a login: one must be closed."""

    close_login = forms.BooleanField(
        label=_("Close the login of the entry that goes; the roles it holds end."),
        error_messages={
            "required": _("Both have a login, and one person has one. Tick the box, or swap the two entries first.")
        },
    )


class ErasureForm(forms.Form):
    """The person asks to be forgotten."""

    sure = forms.BooleanField(
        label=_("I have read what goes and what stays, and I want to be erased."),
        error_messages={"required": _("Tick the box once you have read what goes and what stays. Nothing is planned.")},
    )


class ErasureForForm(forms.Form):
    """Somebody asks for a person who asked them."""

    channel = forms.ChoiceField(
        label=_("How the person asked"),
        choices=Erasure.Channel.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how the person asked. Nobody is erased without having asked for it.")},
    )
    sure = forms.BooleanField(
        label=_("I have made sure that it was the person who asked."),
        error_messages={"required": _("Tick the box once you have made sure. Nothing is planned.")},
    )


class RetentionRuleForm(forms.Form):
    """Another time than the schedule's, for all or for one organisation, and why."""

    organisation = forms.ModelChoiceField(
        Organisation.objects.order_by("name", "pk"),
        label=_("Organisation"),
        required=False,
        empty_label=_("All organisations"),
    )
    days = forms.IntegerField(label=_("Days"), min_value=1)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Read by whoever checks the schedule: the law, the contract or the funder that asks for it. No names."
        ),
        error_messages={"required": _("Say why: a schedule is kept as it is unless there is a reason.")},
    )

    def __init__(self, *args: Any, keep: Keep, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not keep.organisation:
            del self.fields["organisation"]
        days: Any = self.fields["days"]
        if keep.longest:
            days.max_value = keep.longest
            days.validators.append(MaxValueValidator(keep.longest))
            days.widget.attrs["max"] = keep.longest
            days.help_text = _("At most %(days)s.") % {"days": keep.longest}
        if keep.shortest > 1:
            days.min_value = keep.shortest
            days.validators.append(MinValueValidator(keep.shortest))
            days.widget.attrs["min"] = keep.shortest
            days.help_text = _("At least %(days)s.") % {"days": keep.shortest}
