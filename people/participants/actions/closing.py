"""A file is closed by hand, with a reason; it opens again. From closing on, retention counts."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone, translation

from core import audit
from core.forbidden import refuse_sensitive_words
from people.accounts.models import Person
from people.participants import endings, refusals, writing
from people.participants.actions.deciding import end
from people.participants.actions.describing import open_file
from people.participants.models import Candidacy, CaseFile

#: Code of the ending that this room itself registers.
REQUESTS = "requests"


@transaction.atomic
def close(
    *, case_file: CaseFile, reason: str, by: Person, on: date | None = None, words: str = "", seal: str
) -> CaseFile:
    """Nobody follows the person from that day on, today unless given. What ``endings`` names ends, and the person is told why.

    The file stays with the organisation, which may open it again; it is kept as long as the schedule says, counted from
    that day. ``seal``: of what was named before it was confirmed (``endings.seal_of``). Closed already: nothing is done.

    Cost: about 14 queries, and those of what ends. Raises WordsWanted, DayOutOfReach, MoreEnds, SensitiveText.
    """
    refuse_sensitive_words(words)
    words = words.strip()
    if reason == CaseFile.Closing.OTHER and not words:
        raise refusals.WordsWanted
    list(Person.objects.select_for_update(of=("self",)).filter(pk=case_file.person_id).values_list("pk"))
    related = ("person", "organisation")
    file = CaseFile.objects.select_for_update(of=("self",)).select_related(*related).get(pk=case_file.pk)
    if file.is_closed:
        return file
    moment = _moment(file, on)
    found = endings.all_open(file)
    if endings.seal_of(found) != seal:
        raise refusals.MoreEnds
    for each in found:
        if each.ending.end is not None:
            each.ending.end(file, by, words or _label(file, reason))
    file.followings.current().update(until=moment)
    file.closed_at, file.closing, file.closing_words = moment, reason, words
    file.save(update_fields=["closed_at", "closing", "closing_words"])
    ended = {each.ending.code: len(each.rows) for each in found if each.ends}
    audit.record("case_file.closed", file, by=by, fields=["closed_at"], values={"reason": reason, "ended": ended})
    requests = [key for each in found if each.ending.code == REQUESTS for key, _words in each.rows]
    key = f"{file.pk}:{timezone.now():%Y%m%d%H%M%S}"
    writing.tell(file, "participants/closed", key=key, about=file, payload={"requests": requests})
    return file


@transaction.atomic
def open_again(*, case_file: CaseFile, by: Person) -> CaseFile:
    """The organisation that followed last follows the person again; what ended stays so, and the person is told. Cost: about 11 queries."""
    file = CaseFile.objects.select_related("person", "organisation").get(pk=case_file.pk)
    if not file.is_closed:
        return file
    open_file(person=file.person, by=by)
    file.refresh_from_db()
    key = f"{file.pk}:{timezone.now():%Y%m%d%H%M%S}"
    writing.tell(file, "participants/opened_again", key=key, about=file)
    return file


def end_requests(case_file: CaseFile, by: Person, reason: str) -> None:
    """The letter that says that the file is closed names them. Cost: 6 queries each."""
    for candidacy in case_file.candidacies.exclude(state=Candidacy.State.INACTIVE).order_by("pk"):
        end(candidacy=candidacy, by=by, reason=reason, tell=False)


def _moment(file: CaseFile, on: date | None) -> datetime:
    """Now, or the end of an earlier day. Raises DayOutOfReach."""
    now, today = timezone.now(), timezone.localdate()
    moment = now if on is None or on == today else timezone.make_aware(datetime.combine(on, time(23, 59, 59)))
    begun = file.followings.current().values_list("since", flat=True).first()
    if moment > now or moment < max(file.opened_at, begun or file.opened_at):
        raise refusals.DayOutOfReach
    return moment


def _label(file: CaseFile, reason: str) -> str:
    """The reason of the list, in the language in which the person is written to."""
    with translation.override(writing.language_for(file)):
        return str(CaseFile.Closing(reason).label)
