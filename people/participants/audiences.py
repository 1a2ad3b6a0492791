"""Questions this room answers about people: may they take part in an edition, do they live in a region?"""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.audiences import Answer, Verdict, answers
from core.reference.models import Region
from people.accounts.models import Person
from people.participants.models import Candidacy, CaseFile
from people.programmes.models import Edition

#: States of a candidacy that a caseworker has found eligible.
ELIGIBLE = (Candidacy.State.ELIGIBLE, Candidacy.State.IN_POOL, Candidacy.State.MATCHED)


def _edition(argument: str) -> Edition | None:
    if not (argument.isascii() and argument.isdigit() and len(argument) < 18):
        return None
    return Edition.objects.public().select_related("programme").filter(pk=int(argument)).first()


@answers("participants.eligible")
class Eligible:
    """People whom a caseworker has found eligible for an edition."""

    label = _("eligibility for a programme")
    has_argument = True

    def choices(self, user: Any) -> Sequence[tuple[str, str]]:
        """Cost: 1 query."""
        editions = Edition.objects.public().select_related("programme")
        return [(str(edition.pk), edition.title) for edition in editions]

    def sentence(self, argument: str) -> str:
        """Cost: 1 query."""
        edition = _edition(argument)
        if edition is None:
            return gettext("For those who take part in a programme that is no longer open.")
        return gettext("For those found eligible for “%(edition)s”.") % {"edition": edition.title}

    def explain(self, person: Person, argument: str) -> Answer:
        """Cost: 1 query, 1 more where they are not."""
        states = set(self._candidacies(argument).filter(case_file__person=person).values_list("state", flat=True))
        if states & set(ELIGIBLE):
            return Answer(Verdict.MET)
        edition = _edition(argument)
        if edition is None:
            return Answer(
                Verdict.UNKNOWN,
                gettext("This event is for a programme that is no longer open."),
                gettext("Write to the organiser, who can let you in."),
            )
        words = {"edition": edition.title}
        if Candidacy.State.INTAKE in states:
            return Answer(
                Verdict.UNKNOWN,
                gettext("Your request to take part in “%(edition)s” is still being examined.") % words,
                gettext("Ask your caseworker where it stands, then come back."),
            )
        if Candidacy.State.NOT_YET in states:
            return Answer(
                Verdict.NOT_MET,
                gettext("You have not been found eligible yet for “%(edition)s”.") % words,
                gettext("Ask your caseworker what is missing."),
            )
        return Answer(
            Verdict.NOT_MET,
            gettext("You have not asked to take part in “%(edition)s”.") % words,
            gettext("Answer the five questions of “What can I take part in?”, then ask."),
        )

    def filter(self, argument: str) -> Q:
        return Q(pk__in=self._candidacies(argument).filter(state__in=ELIGIBLE).values("case_file__person"))

    def _candidacies(self, argument: str) -> Any:
        edition = _edition(argument)
        return Candidacy.objects.filter(edition=edition) if edition else Candidacy.objects.none()


@answers("participants.lives_in")
class LivesIn:
    """People whose file says that they live in a region; of those who have not said, nothing is known."""

    label = _("region where people live")
    has_argument = True

    def choices(self, user: Any) -> Sequence[tuple[str, str]]:
        """Cost: 1 query."""
        return [(region.pk, region.name.text) for region in Region.objects.order_by("code")]

    def sentence(self, argument: str) -> str:
        """Cost: 1 query."""
        region = Region.objects.filter(pk=argument).first()
        return gettext("For people who live in this region: %(region)s.") % {
            "region": region.name if region else argument
        }

    def explain(self, person: Person, argument: str) -> Answer:
        """Cost: 1 query, 1 more where they live elsewhere."""
        code = self._files().filter(person=person).values_list("region", flat=True).first()
        if code == argument:
            return Answer(Verdict.MET)
        if not code:
            return Answer(
                Verdict.UNKNOWN,
                gettext("We do not know in which region you live."),
                gettext("Say it in your file, in My space, then come back; or write to the organiser."),
            )
        return Answer(
            Verdict.NOT_MET,
            self.sentence(argument),
            gettext("Your file says another region. If you have moved, correct it there."),
        )

    def filter(self, argument: str) -> Q:
        return Q(pk__in=self._files().filter(region=argument).values("person"))

    def _files(self) -> Any:
        return CaseFile.objects.filter(closed_at=None, forgotten_at=None, person__erased_at=None)
