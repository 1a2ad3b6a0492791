"""Two Persons turn out to be one: of two requests to one edition the one that got further stays."""

from network.pairing.requests import actions
from network.pairing.requests.models import Request, State
from people.accounts.models import Person
from people.participants.joining import files_to_join
from people.participants.models import Candidacy, CaseFile

#: What got further comes first; of two alike, the one that has waited longer.
FURTHEST = (State.MATCHED, State.PROPOSED, State.WAITING, State.RESTING, State.DRAFT)


def merge_requests(keep: Person, gone: Person) -> None:
    """Before the files become one: where both take part in an edition, the request that stays hangs on the candidacy that stays.

    The other one ends, and who listens learns of it while it still says whose it was.
    """
    pair = files_to_join(keep, gone)
    if pair is None:
        return
    stays, other = pair
    theirs = {each.edition_id: each for each in _active(stays)}
    for candidacy in _active(other):
        if candidacy.edition_id not in theirs:
            continue
        goal = theirs[candidacy.edition_id]
        found = [*_live(goal), *_live(candidacy)]
        if not found:
            continue
        best = min(found, key=lambda row: (FURTHEST.index(State(row.state)), row.waiting_since or row.made_at, row.pk))
        for row in found:
            if row.pk != best.pk:
                actions.end(request=row, by=None)
        if best.candidacy_id != goal.pk:
            Request.objects.filter(pk=best.pk).update(candidacy=goal)


def _active(file: CaseFile) -> list[Candidacy]:
    return list(Candidacy.objects.filter(case_file=file).exclude(state=Candidacy.State.INACTIVE).order_by("pk"))


def _live(candidacy: Candidacy) -> list[Request]:
    return list(Request.objects.live().filter(candidacy=candidacy))
