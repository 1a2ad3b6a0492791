"""What visitors type."""

from events.registration.forms.details import ChangeForm, DetailsForm, EmailHelped, RegistrationForm, meant
from events.registration.forms.party import Companions, PartyForm, PartyRegistrationForm

__all__ = [
    "ChangeForm",
    "Companions",
    "DetailsForm",
    "EmailHelped",
    "PartyForm",
    "PartyRegistrationForm",
    "RegistrationForm",
    "meant",
]
