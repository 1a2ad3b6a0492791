"""Closed lists that every room of the pairing shares: what is offered and asked for, what for, and what must be or is wished.

One word each, for hosts, candidates, the engine and the figures.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Format(models.TextChoices):
    """What a pairing is. Source: DOMAIN, 5.1 and measure 2.6 (« activités de durée variable »)."""

    MENTORING = "mentoring", _("Mentoring")
    PLACEMENT = "placement", _("Job-shadowing placement")
    CONVERSATION = "conversation", _("One-off conversation")
    GROUP = "group", _("Group session")


#: What a round pairs: a group session is a date that people register for, not a pair.
PAIRED = (Format.MENTORING, Format.PLACEMENT, Format.CONVERSATION)


class Purpose(models.TextChoices):
    """What for. Source: plan 2008, measure 2.6: contacts, workplace, check of the choice, needs of training, showing one's skills."""

    CONTACTS = "contacts", _("Make contacts in the field")
    WORKPLACE = "workplace", _("Know the workplace")
    CHOICE = "choice", _("Test the choice of an occupation")
    TRAINING = "training", _("Find out what training is needed")
    SKILLS = "skills", _("Show what I can do")


class Want(models.TextChoices):
    """What a candidate may want of a host; each is answered from facts of the offer."""

    ONLINE = "online", _("online")
    IN_PERSON = "in_person", _("in person")
    OWN_REGION = "own_region", _("in the region where I live")
    EVENINGS = "evenings", _("in the evening")
    WEEKENDS = "weekends", _("at the weekend")
    SAME_OCCUPATION = "same_occupation", _("exactly my occupation")
    EMPLOYER = "employer", _("with an employer, on the premises of the work")
    STEP_FREE = "step_free", _("without stairs")
    TRANSIT = "transit", _("reachable by public transport")


class Access(models.TextChoices):
    """What a place offers to those who need it. Said by the host, of the place; never asked about a person."""

    STEP_FREE = "step_free", pgettext_lazy("accessibility", "Without stairs")
    TRANSIT = "transit", pgettext_lazy("accessibility", "Reachable by public transport")
    PARKING = "parking", pgettext_lazy("accessibility", "Accessible parking")
    TOILET = "toilet", pgettext_lazy("accessibility", "Accessible toilet")
    CAPTIONS = "captions", pgettext_lazy("accessibility", "Captions online")
    QUIET = "quiet", pgettext_lazy("accessibility", "Quiet place")


def known(values: object, kinds: type[models.TextChoices]) -> list[str]:
    """Those of ``values`` that the list knows, each once, in the list's order."""
    given = set(values) if isinstance(values, list | tuple | set | frozenset) else set()
    return [code for code in kinds.values if code in given]
