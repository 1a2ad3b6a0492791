"""The morning list: what every room lays on it, late first, whatever the number of people.

Each kind of work is counted by one query and read by one more, limited to the page; the lines are merged here. So the
list costs two queries a kind, and no more when there are a hundred thousand people.
"""

import heapq
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import islice
from typing import Any

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise, cached_property

from people.organisations.models import Organisation
from people.participants.models import CaseFile
from people.participants.morning import Source, sources
from people.participants.places import file_url

Rows = QuerySet[Any, Any]
#: Lines that can be paged through: whoever has more waiting narrows the list.
MOST = 1000
#: Own files that are named to the database one by one: it then begins with them, and not with all of the organisation's.
NAMED = 500


@dataclass
class Line:
    """One thing that waits. ``case_file`` is None where the organisation does not follow the person (yet): a number stands for them."""

    source: Source
    case_file_id: int
    object_id: int
    since: datetime | None
    due: date | None
    is_late: bool
    #: A day of another year is said with its year.
    is_this_year: bool = True
    case_file: CaseFile | None = None
    reference: str = ""
    details: str | Promise = ""

    @property
    def url(self) -> str:
        if not self.source.opens_file:
            return reverse(self.source.url_name, args=[self.object_id])
        return file_url(self.reference, self.source.anchor) if self.case_file else ""

    @property
    def order(self) -> tuple[bool, date, bool, float, str, int]:
        """Soonest due first; of equal ones the longest wait; then as it comes, always in the same order."""
        waited = self.since.timestamp() if self.since else 0.0
        return self.due is None, self.due or date.max, self.since is None, waited, self.source.code, self.object_id


@dataclass
class Kind:
    """One kind of work, how much there is of it and how much of that is late."""

    source: Source
    rows: Rows
    number: int = 0
    late: int = 0


@dataclass
class Morning:
    """What waits for a user. Behaves as a list to a Paginator: only the lines of a page are read."""

    user: Any
    kind: str = ""
    is_whole: bool = False
    late_only: bool = False
    organisation: Organisation | None = None
    now: datetime = field(default_factory=timezone.now)

    def __post_init__(self) -> None:
        self.today = timezone.localdate(self.now)
        self.kinds = [self._counted(source) for source in sources()]
        self.shown = [kind for kind in self.kinds if self.kind in ("", kind.source.code)]

    # -------------------------------------------------------------- numbers

    def _counted(self, source: Source) -> Kind:
        rows = self._narrowed(source)
        numbers = rows.aggregate(number=Count("object_id"), late=Count("object_id", filter=self._late(source)))
        return Kind(
            source, rows.filter(self._late(source)) if self.late_only else rows, numbers["number"], numbers["late"]
        )

    def _narrowed(self, source: Source) -> Rows:
        rows = source.rows(self.user)
        files = CaseFile.objects.visible_to(self.user)
        if not self.is_whole and not source.for_anybody:
            rows = rows.filter(case_file_id__in=self._mine)
        if self.organisation is not None:
            rows = rows.filter(case_file_id__in=files.filter(organisation=self.organisation).values("pk"))
        return rows

    @cached_property
    def _mine(self) -> Any:
        """Files that the user answers for."""
        files = CaseFile.objects.visible_to(self.user).filter(caseworker=self.user.person_id)
        keys = list(files.order_by("pk").values_list("pk", flat=True)[: NAMED + 1])
        return keys if len(keys) <= NAMED else files.values("pk")

    def _late(self, source: Source) -> Q:
        if source.days is not None:
            return Q(since__lt=self.now - timedelta(days=source.days))
        return Q(due__lt=self.today)

    def count(self) -> int:
        return min(MOST, sum(kind.late if self.late_only else kind.number for kind in self.shown))

    def __len__(self) -> int:
        return self.count()

    @property
    def total(self) -> int:
        return sum(kind.late if self.late_only else kind.number for kind in self.shown)

    @property
    def everything(self) -> int:
        """Of every kind."""
        return sum(kind.late if self.late_only else kind.number for kind in self.kinds)

    @property
    def late(self) -> int:
        return sum(kind.late for kind in self.kinds)

    # -------------------------------------------------------------- lines

    def __getitem__(self, wanted: slice) -> list[Line]:
        first, last = wanted.start or 0, wanted.stop or MOST
        heads = [self._first(kind, last) for kind in self.shown if (kind.late if self.late_only else kind.number)]
        lines = list(islice(heapq.merge(*heads, key=lambda line: line.order), first, last))
        self._name(lines)
        self._detail(lines)
        return lines

    def _first(self, kind: Kind, number: int) -> list[Line]:
        source = kind.source
        order: list[Any] = ["since", "object_id"]
        if source.days is None:
            order.insert(0, F("due").asc(nulls_last=True))
        lines = [self._line(source, row) for row in kind.rows.order_by(*order)[:number]]
        # The database keeps instants to the microsecond, the order of a line goes by days: put equal ones right.
        return sorted(lines, key=lambda line: line.order)

    def _line(self, source: Source, row: Mapping[str, Any]) -> Line:
        due, since = row["due"], row["since"]
        if source.days is not None and since is not None:
            due = timezone.localdate(since + timedelta(days=source.days))
            is_late = since < self.now - timedelta(days=source.days)
        else:
            is_late = due is not None and due < self.today
        is_this_year = due is None or due.year == self.today.year
        return Line(source, row["case_file_id"], row["object_id"], since, due, is_late, is_this_year)

    def _name(self, lines: Sequence[Line]) -> None:
        """Names of the people whom the user's organisations follow; a number for those they do not. Cost: 1 query, or 2."""
        wanted = {line.case_file_id for line in lines}
        files = CaseFile.objects.visible_to(self.user).filter(pk__in=wanted).select_related("person", "caseworker")
        known = {file.pk: file for file in files}
        others = wanted - set(known)
        numbers = dict(CaseFile.objects.filter(pk__in=others).values_list("pk", "reference")) if others else {}
        for line in lines:
            line.case_file = known.get(line.case_file_id)
            line.reference = line.case_file.reference if line.case_file else numbers.get(line.case_file_id, "")

    def _detail(self, lines: Sequence[Line]) -> None:
        for source in {line.source.code: line.source for line in lines}.values():
            if source.details is None:
                continue
            words = source.details([line.object_id for line in lines if line.source is source])
            for line in lines:
                if line.source is source:
                    line.details = words.get(line.object_id, "")
