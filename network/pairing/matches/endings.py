"""What ends with a file that is closed: a match under way. Its request ends next."""

from django.utils.translation import gettext_lazy as _

from network.pairing.matches import actions
from network.pairing.matches.models import EndReason, Match
from people.accounts.models import Person
from people.participants.endings import Ending, Named, ends_with_the_file
from people.participants.models import CaseFile


def matches_of(case_file: CaseFile) -> Named:
    """Cost: 1 query."""
    rows = Match.objects.live().filter(candidate=case_file.person_id).select_related("edition__programme")
    return [(each.pk, f"{each.get_format_display()}: {each.get_state_display()}") for each in rows.order_by("pk")]


def end_matches(case_file: CaseFile, by: Person, _reason: str) -> None:
    """Both are told. Cost: about 40 queries each."""
    for match in Match.objects.live().filter(candidate=case_file.person_id).order_by("pk"):
        actions.end(match=match, reason=EndReason.STOPS, by=by, again=False)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    ends_with_the_file(Ending("match", _("Match that ends"), matches_of, end_matches, order=6))
