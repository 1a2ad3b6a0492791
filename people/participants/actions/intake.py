"""Who asks to take part, and which organisation follows them: shared out fairly, changed by hand with a trace, never silently nobody."""

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from core import audit
from people.accounts.models import Grant, Person, Role
from people.organisations.models import Organisation
from people.participants import refusals, signals, writing
from people.participants.actions.describing import open_file
from people.participants.models import Candidacy, CaseFile, Following
from people.programmes import actions as programmes
from people.programmes.models import Edition, Partner
from people.programmes.refusals import NobodyTakes


@transaction.atomic
def apply(*, person: Person, edition: Edition, by: Person, organisation: Organisation | None = None) -> Candidacy:
    """Ask to take part in an edition; asking twice keeps one request. Cost: about 15 queries.

    Whoever is followed stays with their organisation. Else the partner whose turn it is follows them, or ``organisation``,
    which entered them on their behalf. When nobody can take them, the request waits in sight of the coordination.

    Raises IntakeClosed; nothing is kept then.
    """
    if not edition.takes_requests():
        raise refusals.IntakeClosed
    file = CaseFile.objects.select_for_update(of=("self",)).get(pk=open_file(person=person, by=by).pk)
    try:
        with transaction.atomic():
            candidacy = Candidacy.objects.create(case_file=file, edition=edition)
    except IntegrityError:
        return Candidacy.objects.active().get(case_file=file, edition=edition)
    audit.record("candidacy.made", candidacy, by=by, values={"edition": edition.pk})
    if file.organisation_id is not None:
        _assign(candidacy, file.organisation_id)
    elif organisation is not None:
        follow(case_file=file, organisation=organisation, how=Following.How.ON_BEHALF, by=by)
    else:
        _share_out(candidacy)
    candidacy.refresh_from_db()
    _tell_where_it_is(candidacy)
    signals.candidacy_moved.send(Candidacy, candidacy=candidacy, before="", by=by)
    return candidacy


@transaction.atomic
def follow(
    *, case_file: CaseFile, organisation: Organisation, how: str, by: Person | None, reason: str = ""
) -> Following:
    """From now on this organisation follows the person, and their open requests are its own. Cost: 7 queries.

    Raises ReasonWanted if it is changed by hand without one.
    """
    if how == Following.How.BY_HAND and not reason.strip():
        raise refusals.ReasonWanted
    file = CaseFile.objects.select_for_update(of=("self",)).get(pk=case_file.pk)
    current = file.followings.current().select_related("organisation").first()
    if current is not None and current.organisation_id == organisation.pk:
        return current
    now = timezone.now()
    if current is not None:
        current.until = now
        current.save(update_fields=["until"])
    begun = Following.objects.create(
        case_file=file, organisation=organisation, since=now, how=how, by=by, reason=reason.strip()
    )
    file.organisation, file.caseworker = organisation, None
    file.save(update_fields=["organisation", "caseworker"])
    Candidacy.objects.active().filter(case_file=file).update(organisation=organisation, assigned_at=now)
    # Which organisation, the row that begins says.
    audit.record("case_file.followed", file, by=by, fields=["organisation"], values={"following": begun.pk})
    former = current.organisation if current else None
    signals.following_changed.send(CaseFile, case_file=file, former=former, by=by)
    case_file.refresh_from_db()
    return begun


@transaction.atomic
def reassign(*, candidacy: Candidacy, organisation: Organisation, reason: str, by: Person) -> Candidacy:
    """Give a request to another partner of its edition by hand, paused or not; the share it took goes with it. Cost: about 12 queries.

    Raises NotAPartner, ReasonWanted, NoSuchMove.
    """
    candidacy = Candidacy.objects.select_for_update(of=("self",)).get(pk=candidacy.pk)
    if not candidacy.is_active:
        raise refusals.NoSuchMove
    partners = {partner.organisation_id: partner for partner in Partner.objects.filter(edition=candidacy.edition_id)}
    goal = partners.get(organisation.pk)
    if goal is None:
        raise refusals.NotAPartner
    source = partners.get(candidacy.organisation_id or 0)
    if source is None:
        programmes.take_by_hand(partner=goal, by=by)
    elif source != goal:
        programmes.move_share(source=source, target=goal, by=by)
    follow(case_file=candidacy.case_file, organisation=organisation, how=Following.How.BY_HAND, by=by, reason=reason)
    candidacy.refresh_from_db()
    _tell_where_it_is(candidacy)
    return candidacy


@transaction.atomic
def take(*, case_file: CaseFile, caseworker: Person, by: Person) -> CaseFile:
    """A caseworker of the organisation answers for the file from now on. Cost: 5 queries.

    Raises NotACaseworkerThere, FileClosed.
    """
    file = (
        CaseFile.objects.select_for_update(of=("self",))
        .select_related("organisation", "caseworker")
        .get(pk=case_file.pk)
    )
    holds = Grant.objects.in_force().filter(
        role=Role.CASEWORKER, user__person=caseworker, user__is_active=True, scope__organisation=file.organisation_id
    )
    if file.organisation_id is None or not holds.exists():
        raise refusals.NotACaseworkerThere
    if file.is_closed:
        raise refusals.FileClosed
    if file.caseworker_id == caseworker.pk:
        return file
    former, file.caseworker = file.caseworker, caseworker
    file.save(update_fields=["caseworker"])
    audit.record("case_file.taken", file, by=by, values={"taken_by": caseworker.pk})
    signals.caseworker_changed.send(CaseFile, case_file=file, former=former, by=by)
    return file


@transaction.atomic
def let_go_of(*, caseworker: Person, organisation: Organisation, by: Person | None) -> int:
    """Whoever leaves an organisation answers for none of its files any more: they wait to be taken there; how many.

    Cost: 1 query, and 2 and those of the rooms above for each file.
    """
    files = CaseFile.objects.filter(caseworker=caseworker, organisation=organisation)
    held = files.select_for_update(of=("self",)).select_related("organisation").order_by("pk")
    let_go = 0
    for file in held:
        file.caseworker = None
        file.save(update_fields=["caseworker"])
        audit.record("case_file.let_go", file, by=by, values={"let_go_by": caseworker.pk})
        signals.caseworker_changed.send(CaseFile, case_file=file, former=caseworker, by=by)
        let_go += 1
    return let_go


def let_go_where_gone() -> int:
    """Let go of what somebody answers for who is no caseworker there any more, however that came about; how many files.

    Cost: 1 query, and 2 for each pair found.
    """
    holds = Grant.objects.in_force().filter(
        role=Role.CASEWORKER,
        user__person=OuterRef("caseworker"),
        user__is_active=True,
        scope__organisation=OuterRef("organisation"),
    )
    left = CaseFile.objects.filter(~Exists(holds), caseworker__isnull=False, organisation__isnull=False)
    pairs = left.order_by("organisation", "caseworker").values_list("organisation", "caseworker").distinct()
    return sum(
        let_go_of(
            caseworker=Person.objects.get(pk=caseworker),
            organisation=Organisation.objects.get(pk=organisation),
            by=None,
        )
        for organisation, caseworker in list(pairs)
    )


def share_out(edition: Edition) -> int:
    """Give the requests that wait for an organisation to the partners of their edition, oldest first; how many found one."""
    shared = 0
    for pk in Candidacy.objects.unassigned().filter(edition=edition).values_list("pk", flat=True):
        with transaction.atomic():
            candidacy = Candidacy.objects.select_for_update(of=("self",)).get(pk=pk)
            if candidacy.organisation_id is not None or not candidacy.is_active:
                continue
            if not _share_out(candidacy):
                break
            candidacy.refresh_from_db()
            _tell_where_it_is(candidacy)
            shared += 1
    return shared


def _share_out(candidacy: Candidacy) -> bool:
    """The partner whose turn it is follows the person; whether one could."""
    try:
        partner = programmes.take_next_partner(edition=candidacy.edition)
    except NobodyTakes:
        return False
    follow(case_file=candidacy.case_file, organisation=partner.organisation, how=Following.How.SHARED_OUT, by=None)
    return True


def _assign(candidacy: Candidacy, organisation: int) -> None:
    candidacy.organisation_id, candidacy.assigned_at = organisation, timezone.now()
    candidacy.save(update_fields=["organisation", "assigned_at"])


def _tell_where_it_is(candidacy: Candidacy) -> None:
    """The person learns who examines their request, or that it waits for an organisation.

    A letter for each time it is given: an organisation that gets it back says so again.
    """
    given = f"{candidacy.assigned_at:%Y%m%d%H%M%S%f}" if candidacy.assigned_at else ""
    writing.tell(
        candidacy.case_file,
        "participants/received",
        key=f"{candidacy.pk}:{candidacy.organisation_id or 0}:{given}",
        about=candidacy,
    )
