"""What this room lays on a caseworker's morning list. Each kind is one indexed query, narrowed to what the user follows."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db.models import CharField, DateField, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Cast, Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from people.consent.models import Consent
from people.oversight.models import ReadEntry
from people.participants import coordination, readiness
from people.participants.models import Candidacy, Card, CaseFile, Decision, Document, Following, caseworker_scopes
from people.participants.morning import COLUMNS, Notice, Source, above_the_list, on_the_morning_list
from people.participants.rules import COORDINATING_ROLES

Rows = QuerySet[Any, Any]
#: A document nobody looked at in a year waits for nobody any more.
DOCUMENTS_WAIT = timedelta(days=365)


def _no_day() -> Value:
    return Value(None, output_field=DateField())


def _requests(user: Any, *where: Any, state: str, since: Any = None) -> Rows:
    # An open request is with the organisation that follows the person: said of the request too, so that its index serves.
    ours = Candidacy.objects.visible_to(user).filter(organisation__scope__in=caseworker_scopes(user), state=state)
    found = ours.filter(*where, case_file__person__erased_at=None, case_file__person__merged_into=None)
    rows: Rows = found.annotate(object_id=F("pk"), since=since or F("state_since"), due=_no_day()).values(*COLUMNS)
    return rows


def files_to_take(user: Any) -> Rows:
    """Followed by the organisation, answered for by nobody there."""
    begun = Following.objects.current().filter(case_file=OuterRef("pk")).values("since")
    files = CaseFile.objects.visible_to(user).open().filter(caseworker=None)
    rows: Rows = files.annotate(
        case_file_id=F("pk"), object_id=F("pk"), since=Subquery(begun[:1]), due=_no_day()
    ).values(*COLUMNS)
    return rows


def requests_to_examine(user: Any) -> Rows:
    decided = Exists(Decision.objects.filter(candidacy=OuterRef("pk")))
    return _requests(user, ~decided, state=Candidacy.State.INTAKE)


def decisions_asked_again(user: Any) -> Rows:
    """Decided once, and asked for anew by the person."""
    decided = Exists(Decision.objects.filter(candidacy=OuterRef("pk")))
    return _requests(user, decided, state=Candidacy.State.INTAKE)


def ready_for_the_pool(user: Any) -> Rows:
    """Eligible, and nothing is missing: put them in."""
    return _requests(user, readiness.nothing_missing("case_file__person"), state=Candidacy.State.ELIGIBLE)


def held_up(user: Any) -> Rows:
    """Eligible, and something is missing."""
    return _requests(user, ~readiness.nothing_missing("case_file__person"), state=Candidacy.State.ELIGIBLE)


def not_found(user: Any) -> Rows:
    """In the pool, and something is missing: since it is, or at the latest since the card was changed."""
    person = OuterRef("case_file__person")
    over = Consent.objects.open().filter(person=person, purpose="matching", about="", until__lte=timezone.now())
    emptied = Card.objects.filter(person=person).exclude(~Q(occupation_code=""), availability__gt=0)
    begun = [
        Coalesce(Subquery(rows[:1]), F("state_since")) for rows in (over.values("until"), emptied.values("updated_at"))
    ]
    hidden = ~readiness.nothing_missing("case_file__person")
    return _requests(user, hidden, state=Candidacy.State.IN_POOL, since=Greatest("state_since", *begun))


def documents_to_look_at(user: Any) -> Rows:
    """Added by the person, and opened by nobody of the organisation that follows them now."""
    opened = ReadEntry.objects.filter(
        subject=OuterRef("case_file__person"),
        object_type="participants.document",
        object_id=Cast(OuterRef("pk"), CharField()),
        organisation=OuterRef("case_file__organisation"),
    )
    found = Document.objects.editable_by(user).filter(
        ~Exists(opened),
        organisation=None,
        added_at__gt=timezone.now() - DOCUMENTS_WAIT,
        case_file__closed_at=None,
        case_file__person__erased_at=None,
        case_file__person__merged_into=None,
    )
    rows: Rows = found.annotate(object_id=F("pk"), since=F("added_at"), due=_no_day()).values(*COLUMNS)
    return rows


def letters_to_print(user: Any) -> Rows:
    # From the file: a letter has a column of its own that is called object_id.
    files = (
        CaseFile.objects.visible_to(user).there().filter(Q(paper_letters__isnull=False, paper_letters__printed_at=None))
    )
    rows: Rows = files.annotate(
        case_file_id=F("pk"), object_id=F("paper_letters__pk"), since=F("paper_letters__written_at"), due=_no_day()
    ).values(*COLUMNS)
    return rows


def editions_of(ids: Sequence[int]) -> Mapping[int, str | Promise]:
    """Candidacy -> the edition that is asked for. Cost: 1 query."""
    found = Candidacy.objects.filter(pk__in=ids).select_related("edition__programme")
    return {candidacy.pk: candidacy.edition.title for candidacy in found}


def what_is_missing(ids: Sequence[int]) -> Mapping[int, str | Promise]:
    """Candidacy -> what keeps the person from being found in the pool. Cost: 1 query."""
    found = readiness.with_what_is_there(Candidacy.objects.filter(pk__in=ids), "case_file__person")
    return {candidacy.pk: readiness.words_of(readiness.missing(candidacy)) for candidacy in found}


def names_of_documents(ids: Sequence[int]) -> Mapping[int, str | Promise]:
    """Document -> of which kind it is. Cost: 1 query."""
    return {document.pk: document.get_kind_display() for document in Document.objects.filter(pk__in=ids)}


def without_an_organisation(user: Any) -> Iterable[Notice]:
    """Requests to take part that nobody has taken for a day, in editions the user keeps. Cost: 2 queries for coordinators."""
    if not user.holds_any(*COORDINATING_ROLES):
        return
    found = coordination.waiting_too_long(user)
    number = sum(one.number for one in found)
    if number:
        words = ngettext(
            "%(number)s request to take part has found no organisation.",
            "%(number)s requests to take part have found no organisation.",
            number,
        )
        since = min(one.since for one in found)
        yield Notice(words % {"number": number}, reverse("participants:staff_shares"), since, order=12)


def register() -> None:
    """Called once, from ``AppConfig.ready``."""
    above_the_list(without_an_organisation)
    for source in (
        Source("to_take", _("To take"), files_to_take, order=10, days=2, for_anybody=True),
        Source(
            "to_examine",
            _("To examine"),
            requests_to_examine,
            anchor="requests",
            order=20,
            days=10,
            details=editions_of,
        ),
        Source(
            "asked_again",
            _("Decision asked again"),
            decisions_asked_again,
            anchor="requests",
            order=22,
            days=5,
            details=editions_of,
        ),
        Source(
            "for_the_pool",
            _("Ready for the pool"),
            ready_for_the_pool,
            anchor="requests",
            order=30,
            days=5,
            details=editions_of,
        ),
        Source(
            "held_up", _("Eligible, not ready"), held_up, anchor="requests", order=32, days=30, details=what_is_missing
        ),
        Source(
            "not_found",
            _("In the pool, but not found"),
            not_found,
            anchor="requests",
            order=34,
            days=5,
            details=what_is_missing,
        ),
        Source(
            "documents",
            _("Document to look at"),
            documents_to_look_at,
            anchor="documents",
            order=60,
            days=10,
            details=names_of_documents,
        ),
        Source(
            "letters",
            _("Letter to print"),
            letters_to_print,
            url_name="participants:staff_letter",
            opens_file=False,
            order=70,
            days=3,
        ),
    ):
        on_the_morning_list(source)
