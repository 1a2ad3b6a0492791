"""Text typed about programmes, turned into values."""

from people.programmes.forms.editions import (
    AreaForm,
    EditionForm,
    EditionSearchForm,
    PartnerForm,
    PartnerShareForm,
    ProgrammeForm,
)
from people.programmes.forms.questions import FiveQuestionsForm
from people.programmes.forms.sentences import SentenceForm, sentence_forms

__all__ = [
    "AreaForm",
    "EditionForm",
    "EditionSearchForm",
    "FiveQuestionsForm",
    "PartnerForm",
    "PartnerShareForm",
    "ProgrammeForm",
    "SentenceForm",
    "sentence_forms",
]
