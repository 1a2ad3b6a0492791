"""The person who takes part: two faces of one person, and the requests that lead to a place.

The *case file* is for the caseworkers of the organisation that follows the person; the *professional card* is what an
employer or a mentor may see, and only while the person agrees to that. A *candidacy* is one person's request to take
part in one edition of a programme.
"""

from people.participants.models.candidacy import Candidacy, Decision
from people.participants.models.card import Card
from people.participants.models.case_file import (
    CaseFile,
    FrenchSkillLevel,
    Household,
    HouseholdMember,
    SpokenLanguage,
    caseworker_scopes,
    new_reference,
)
from people.participants.models.filters import SavedFilter
from people.participants.models.following import Following
from people.participants.models.papers import Document, Note
from people.participants.models.writing import PaperLetter, WritingRule

__all__ = [
    "Candidacy",
    "Card",
    "CaseFile",
    "Decision",
    "Document",
    "Following",
    "FrenchSkillLevel",
    "Household",
    "HouseholdMember",
    "Note",
    "PaperLetter",
    "SavedFilter",
    "SpokenLanguage",
    "WritingRule",
    "caseworker_scopes",
    "new_reference",
]
