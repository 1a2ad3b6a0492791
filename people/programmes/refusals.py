"""What is refused about programmes, in words for whoever asked."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class ProgrammeExists(Refusal):
    message = _("A programme of this name is already here: plan a new edition of it.")


class EditionExists(Refusal):
    message = _("This programme already has an edition of this name.")


class NoSuchMove(Refusal):
    message = _("The edition has moved in the meantime. Look at where it stands now.")


class NoRules(Refusal):
    message = _("Say first who may take part, and publish it: an edition opens with its rules.")


class AlreadyPartner(Refusal):
    message = _("This organisation already runs this edition.")


class PartnerHasRequests(Refusal):
    message = _("This organisation has received requests: it cannot be taken out. Pause it, and it receives no more.")


class NobodyTakes(Refusal):
    """No partner takes requests now: the request stays queued, where somebody sees it."""

    message = _("No organisation takes requests for this edition at the moment. The request waits, and is not lost.")


class NothingToMove(Refusal):
    message = _("This organisation has no request left to hand on.")


class AnotherEdition(Refusal):
    message = _("A request is moved between two organisations of the same edition.")


class NoDraft(Refusal):
    message = _("This draft was published or thrown away in the meantime. Look at the rules as they stand now.")


class RulesIncomplete(Refusal):
    message = _("Some sentences still have empty blanks. Fill them or take the sentences out, then publish.")


class NothingChanged(Refusal):
    message = _("The draft says what the current version says: there is nothing to publish.")


class AreaExists(Refusal):
    message = _("An area of this name is already here.")
