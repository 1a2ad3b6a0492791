"""My history: what happened to me here, the last first, from the rows of every room."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.accounts.models import Person
from people.participants.models import Candidacy, CaseFile, Decision, Document
from people.timetable.models import Busy

#: Lines of each kind that are read; more than anybody reads through.
MOST = 200


@dataclass(frozen=True)
class Line:
    """``words``: a whole sentence; ``kind``: an icon."""

    at: datetime
    words: str
    kind: str
    url: str = ""


def lines_of(person: Person) -> list[Line]:
    """Cost: 5 queries, 1 without a file."""
    found = list(_attended(person))
    file = CaseFile.objects.of_person(person).first()
    if file is not None:
        found += [Line(file.opened_at, _("Your file was opened."), "person")]
        for lines in (_requests(file), _decisions(file), _followings(file), _documents(file)):
            found += lines
    return sorted(found, key=lambda line: line.at, reverse=True)


def _attended(person: Person) -> Iterable[Line]:
    past = Busy.objects.of_person(person).filter(ends_at__lte=timezone.now()).order_by("-ends_at", "-pk")
    for busy in past[:MOST]:
        yield Line(busy.starts_at, str(busy.title), "calendar", busy.get_absolute_url())


def _requests(file: CaseFile) -> Iterable[Line]:
    for candidacy in file.candidacies.select_related("edition__programme")[:MOST]:
        url, title = reverse("participants:candidacy", args=[candidacy.pk]), candidacy.edition.title
        yield Line(candidacy.asked_at, _("You asked to take part: %(edition)s.") % {"edition": title}, "flag", url)
        if candidacy.state == Candidacy.State.INACTIVE:
            yield Line(candidacy.state_since, _("This request ended: %(edition)s.") % {"edition": title}, "minus", url)


def _decisions(file: CaseFile) -> Iterable[Line]:
    words = {
        Decision.Outcome.ELIGIBLE: _("You may take part: %(edition)s."),
        Decision.Outcome.NOT_YET: _("Not yet, for the moment: %(edition)s."),
    }
    rows = Decision.objects.filter(candidacy__case_file=file).select_related("candidacy__edition__programme")
    for decision in rows[:MOST]:
        said = words[Decision.Outcome(decision.outcome)] % {"edition": decision.candidacy.edition.title}
        yield Line(decision.decided_at, said, "check", _page_of(decision))


def _page_of(decision: Any) -> str:
    return reverse("participants:candidacy", args=[decision.candidacy_id])


def _followings(file: CaseFile) -> Iterable[Line]:
    for following in file.followings.select_related("organisation")[:MOST]:
        name = {"organisation": following.organisation.name}
        yield Line(following.since, _("%(organisation)s began to follow you.") % name, "handshake")


def _documents(file: CaseFile) -> Iterable[Line]:
    for document in Document.objects.filter(case_file=file)[:MOST]:
        words = _("A document was added: %(kind)s.") % {"kind": document.get_kind_display()}
        yield Line(document.added_at, words, "upload", reverse("participants:documents"))
