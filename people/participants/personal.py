"""What files, cards and requests hold about people."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.personal import GOES_ALONG, Beside, Held, Keep, declare, keep
from people.participants import keeping
from people.participants.joining import merge_cards, merge_files, merge_filters
from people.participants.models import (
    Candidacy,
    Card,
    CaseFile,
    Decision,
    Document,
    Following,
    FrenchSkillLevel,
    HouseholdMember,
    Note,
    PaperLetter,
    SavedFilter,
    SpokenLanguage,
    new_reference,
)

CASEWORKERS = _("The person, and the caseworkers of the organisation that follows them")
READERS_OF_THE_CARD = _(
    "The person and their caseworkers; an employer, a mentor or a partner organisation only while the person agrees to it"
)
WHILE_FOLLOWED = _("As long as an organisation follows the person, and three years after")
YEAR_AFTER_PRINTING = _("One year after it was printed")
COUNTED = _(
    "That somebody asked, was eligible or took part is counted in the plan's indicators; whose it was does not stay"
)


def held(purpose: Any, *, audience: Any = CASEWORKERS, **facts: Any) -> Held:
    return Held(purpose=purpose, audience=audience, retention=WHILE_FOLLOWED, **facts)


ELIGIBILITY = _("To tell what the person may take part in, and why")

declare(
    CaseFile,
    owner="person",
    label=_("files"),
    fields={
        "reference": held(_("To speak of the file without saying a name"), erase=lambda _file: new_reference()),
        "organisation": held(_("To know who follows the person"), stays=COUNTED),
        "phone": held(_("To reach the person")),
        "postal_address": held(_("To write to the person on paper")),
        "region": held(ELIGIBILITY, stays=COUNTED),
        "mrc": held(ELIGIBILITY, erase=None),
        "municipality": held(ELIGIBILITY),
        "is_adult": held(ELIGIBILITY, erase=None),
        "still_abroad": held(ELIGIBILITY, erase=None),
        "arrival_year": held(ELIGIBILITY, erase=None),
        "arrival_month": held(ELIGIBILITY, erase=None),
        "status": held(ELIGIBILITY, erase=None),
        "category": held(ELIGIBILITY, erase=None),
        "diploma": held(ELIGIBILITY),
        "diploma_field": held(_("To find an occupation that fits")),
        "household": held(_("To count households, and to plan for all who travel or move"), stays=COUNTED),
        "closing": held(_("To say why nobody follows the person any more")),
        "closing_words": held(_("To say why nobody follows the person any more")),
    },
    not_personal=("opened_at", "closed_at", "forgotten_at", "updated_at", "steps_done"),
    merge=merge_files,
    leave=keeping.end_followings,
    # Who follows the person, and since when nobody does, its followings say.
    known_until=GOES_ALONG,
    order=70,
)
declare(
    FrenchSkillLevel,
    owner="case_file__person",
    label=_("French levels"),
    fields={
        "skill": held(ELIGIBILITY),
        "level": held(ELIGIBILITY),
        "source": held(_("To know who found the level")),
        "noted_on": held(_("To know how old the level is")),
    },
    not_personal=("case_file",),
    on_erase="delete",
    known_until=GOES_ALONG,
    order=80,
)
declare(
    SpokenLanguage,
    owner="case_file__person",
    label=_("languages"),
    fields={
        "name": held(_("To match people who understand each other")),
        "folded": held(_("To keep a language once"), export=False, label=_("language, as it is compared")),
        "ease": held(_("To match people who understand each other"), erase="basic"),
    },
    not_personal=("case_file",),
    on_erase="delete",
    known_until=GOES_ALONG,
    order=80,
)
declare(
    HouseholdMember,
    owner="household__case_files__person",
    label=_("members of the household"),
    fields={
        "relation": held(_("To plan for all who travel or move"), erase="other"),
        "age_band": held(_("To plan for all who travel or move"), stays=COUNTED),
    },
    not_personal=("household",),
    known_until=GOES_ALONG,
    order=60,
)
declare(
    Following,
    owner="case_file__person",
    label=_("organisations that followed the person"),
    fields={
        "organisation": held(_("To know who followed the person, and what each may still read"), stays=COUNTED),
        "since": held(
            _("To know who followed the person when"), stays=COUNTED, label=pgettext_lazy("since a day", "from")
        ),
        "until": held(_("To know who followed the person when"), stays=COUNTED, label=_("until")),
        "reason": held(_("To say why it was changed by hand"), erase=keeping.reason_left),
    },
    not_personal=("case_file", "how"),
    # Whoever is followed now is not forgotten, with a login or without.
    known_until="until",
    known_days=keeping.FILE_DAYS,
    order=80,
)
declare(
    Note,
    owner="case_file__person",
    label=_("notes"),
    fields={
        "text": held(_("To remember what was said and agreed")),
        "on_date": held(_("To know when it was said")),
        "kind": held(_("To know how it was said")),
        "written_at": held(_("To know when it was written down"), label=_("written")),
    },
    not_personal=("case_file", "organisation", "amended_at"),
    on_erase="delete",
    known_until=GOES_ALONG,
    order=80,
)
declare(
    Document,
    owner="case_file__person",
    label=_("documents"),
    fields={
        "file": held(_("To keep the CV and other papers the person chose to bring"), audience=READERS_OF_THE_CARD),
        "name": held(_("To show and give back the document under its name"), audience=READERS_OF_THE_CARD),
        "kind": held(_("To tell a CV from other papers")),
        "added_at": held(_("To know how old it is"), label=_("added")),
    },
    not_personal=("case_file", "organisation", "mime", "size"),
    on_erase="delete",
    known_until=GOES_ALONG,
    order=80,
)


def card(purpose: Any, **facts: Any) -> Held:
    return held(purpose, audience=READERS_OF_THE_CARD, **facts)


TO_MEET = _("To let the person be met for what they can do")

declare(
    Card,
    owner="person",
    label=_("professional cards"),
    fields={
        "headline": card(TO_MEET),
        "occupation_code": card(TO_MEET),
        "major_group": card(TO_MEET, erase=None, label=_("major group of the occupation")),
        "occupation_title": card(TO_MEET),
        "years_experience": card(TO_MEET, erase=None),
        "summary": card(TO_MEET),
        "skills": card(TO_MEET),
        "availability": card(TO_MEET, erase=0),
        "regions": card(TO_MEET, erase=None),
        "goes_anywhere": card(TO_MEET, erase=False),
        "language": card(TO_MEET, erase="fr"),
        "portrait": card(_("To be recognised, if the person wishes")),
    },
    not_personal=("made_at", "updated_at"),
    merge=merge_cards,
    on_erase="delete",
    known_until=GOES_ALONG,
    order=70,
)


def edition_of(row: Candidacy | Decision) -> str:
    candidacy = row if isinstance(row, Candidacy) else row.candidacy
    return str(candidacy.edition)


declare(
    Candidacy,
    owner="case_file__person",
    label=_("requests to take part"),
    fields={
        "state": held(_("To carry the request through"), stays=COUNTED),
        "asked_at": held(_("To keep the order in which people asked"), stays=COUNTED, label=_("asked")),
        "end_reason": held(_("To say why the request ended")),
    },
    not_personal=("case_file", "edition", "organisation", "assigned_at", "state_since"),
    beside={"edition": Beside(_("edition"), edition_of)},
    related=("edition__programme",),
    known_until="state_since",
    order=80,
)
declare(
    Decision,
    owner="candidacy__case_file__person",
    label=_("decisions about eligibility"),
    fields={
        "verdict": held(_("To say what the conditions gave"), stays=COUNTED),
        "outcome": held(_("To say what was decided"), stays=COUNTED),
        "findings": held(_("To explain each condition"), erase=list, label=_("what was found for each condition")),
        "reason": held(_("To explain a decision that differs from the conditions"), erase=keeping.reason_left),
        "decided_at": held(_("To know when it was decided"), stays=COUNTED, label=_("decided")),
    },
    not_personal=("candidacy", "rule_set"),
    beside={"edition": Beside(_("edition"), edition_of)},
    related=("candidacy__edition__programme",),
    known_until=GOES_ALONG,
    order=80,
)
declare(
    PaperLetter,
    owner="case_file__person",
    label=_("letters on paper"),
    fields={
        "payload": Held(
            _("To write the letter when it is printed"),
            CASEWORKERS,
            YEAR_AFTER_PRINTING,
            export=False,
            erase=dict,
            label=_("facts it is written from"),
        ),
        "written_at": Held(
            _("To know what the person was told, and when"), CASEWORKERS, YEAR_AFTER_PRINTING, label=_("written")
        ),
    },
    not_personal=("case_file", "key", "template", "language", "object_id", "printed_at"),
    on_erase="delete",
    known_until=GOES_ALONG,
    order=80,
)
declare(
    SavedFilter,
    owner="owner",
    label=_("filters kept by a caseworker"),
    fields={
        "name": Held(
            purpose=_("To find a way of narrowing a list again"),
            audience=_("Whoever keeps it, and nobody else"),
            retention=_("Until they let it go, or their login closes"),
        ),
        "query": Held(
            purpose=_("To find a way of narrowing a list again"),
            audience=_("Whoever keeps it, and nobody else"),
            retention=_("Until they let it go, or their login closes"),
            erase=dict,
            label=_("what it narrows by"),
        ),
    },
    not_personal=("list", "kept_at"),
    merge=merge_filters,
    on_erase="delete",
    known_until=GOES_ALONG,
    order=90,
)


# ------------------------------------------------------------------ how long

keep(
    Keep(
        code="participants.files",
        model=CaseFile,
        label=_("files: notes, documents and what was said; requests and decisions stay, without words"),
        since=_("the day nobody followed the person any more"),
        days=keeping.FILE_DAYS,
        due=keeping.files_past,
        then=keeping.forget_files,
        organisation="organisation",
        longest=keeping.FILE_DAYS,
        batch=50,
    )
)
keep(
    Keep(
        code="participants.cards",
        model=Card,
        label=_("professional cards, with their portrait"),
        since=_("the day nobody followed the person any more"),
        days=keeping.FILE_DAYS,
        due=keeping.cards_past,
        then=keeping.forget_cards,
        organisation="person__case_file__organisation",
        longest=keeping.FILE_DAYS,
    )
)
keep(
    Keep(
        code="participants.paper_letters",
        model=PaperLetter,
        label=_("letters on paper"),
        since=_("the day it was printed"),
        days=keeping.LETTER_DAYS,
        due=keeping.letters_past,
        then="delete",
        organisation="case_file__organisation",
        longest=keeping.LETTER_DAYS,
    )
)
