"""What this room holds about people: who was touched by an incident, who read what, who answers for privacy."""

from django.utils.translation import gettext_lazy as _

from core.personal import GOES_ALONG, Held, Keep, declare, keep
from people.accounts.models import Person
from people.oversight.models import (
    INCIDENTS_KEPT_DAYS,
    READS_KEPT_DAYS,
    Affected,
    Incident,
    Notice,
    PrivacyPolicy,
    ReadEntry,
)

OVERSEERS = _("The privacy officers and the administrators")
REGISTER = _("To keep the register of confidentiality incidents that the law asks for")
FIVE_YEARS = _("Five years after the incident was found")
LEFT = _("That something was read, when and how often must remain answerable; a number stays, whose it is does not")
WATCH = _("To let people see who read their file, and to find whom an incident touched")


def merge_affected(keep: Person, gone: Person) -> None:
    """One row an incident; the earlier one stays."""
    there = set(Affected.objects.filter(person=keep).values_list("incident", flat=True))
    Affected.objects.filter(person=gone, incident__in=there).delete()
    Affected.objects.filter(person=gone).update(person=keep)


# No key leads to a Person: a merge or an erasure rewrites nothing here, and what is left of somebody erased is a number.
declare(
    ReadEntry,
    owner=None,
    label=_("reads of files"),
    fields={
        "subject": Held(
            WATCH,
            _("The person, the privacy officers and the administrators"),
            _("Two years"),
            export=False,
            stays=LEFT,
            label=_("number of the person read about"),
        ),
        "reader": Held(
            WATCH,
            _("The person, the privacy officers and the administrators"),
            _("Two years"),
            export=False,
            stays=LEFT,
            label=_("number of the person who read"),
        ),
        "at": Held(
            WATCH,
            _("The person, the privacy officers and the administrators"),
            _("Two years"),
            export=False,
            stays=LEFT,
            label=_("when it was read"),
        ),
    },
    not_personal=("hour", "organisation", "kind", "object_type", "object_id"),
)

declare(
    Affected,
    owner="person",
    label=_("incidents that touched the person"),
    fields={
        "added_at": Held(
            REGISTER,
            OVERSEERS,
            FIVE_YEARS,
            stays=_("How many people an incident touched must remain on record; who they are does not stay"),
            label=_("day the person was found to be concerned"),
        ),
    },
    not_personal=("incident", "source"),
    merge=merge_affected,
    # Whom an open incident touched must be told of it.
    known_until="incident__closed_at",
)

declare(
    Incident,
    owner="recorded_by",
    label=_("incidents entered in the register"),
    fields={},
    not_personal=(
        "organisation",
        "title",
        "what",
        "happened_from",
        "happened_until",
        "found_on",
        "information",
        "cause",
        "cause_details",
        "people_estimate",
        "risk",
        "risk_reasons",
        "measures",
        "notice_withheld",
        "recorded_at",
        "closed_at",
    ),
    known_until=GOES_ALONG,
)

declare(
    Notice,
    owner="noted_by",
    label=_("notices entered in the register"),
    fields={},
    not_personal=("incident", "to", "given_on", "how", "noted_at"),
    known_until=GOES_ALONG,
)

declare(
    PrivacyPolicy,
    owner=None,
    label=_("privacy officers"),
    fields={
        "officer_name": Held(
            _("To publish who answers for privacy, as the law asks"), _("Everybody"), _("As long as they are in charge")
        ),
        "officer_title": Held(
            _("To publish who answers for privacy, as the law asks"), _("Everybody"), _("As long as they are in charge")
        ),
        "officer_email": Held(
            _("To publish who answers for privacy, as the law asks"), _("Everybody"), _("As long as they are in charge")
        ),
        "officer_agreed_on": Held(
            _("To know that the person in charge agreed to be named"), OVERSEERS, _("As long as they are in charge")
        ),
    },
    not_personal=("organisation", "is_operator", "policy_fr", "policy_en", "in_force_on", "published_at"),
)


# ------------------------------------------------------------------ how long

keep(
    Keep(
        code="oversight.reads",
        model=ReadEntry,
        label=_("reads of files"),
        since=_("the moment it was read"),
        days=READS_KEPT_DAYS,
        due=ReadEntry.objects.past,
        then="delete",
        shortest=READS_KEPT_DAYS,
        longest=READS_KEPT_DAYS,
        batch=1000,
    )
)
keep(
    Keep(
        code="oversight.incidents",
        model=Incident,
        label=_("closed incidents, with their people and notices"),
        since=_("the day it was found, once it is closed"),
        days=INCIDENTS_KEPT_DAYS,
        due=Incident.objects.past,
        then="delete",
        organisation="organisation",
        shortest=INCIDENTS_KEPT_DAYS,
    )
)
