"""Goals are ticked, the logbook is written and shared, links are set."""

from collections.abc import Mapping

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import audit
from core.forbidden import refuse_sensitive_words
from network.pairing.matches import refusals, telling
from network.pairing.matches.actions.closing import complete_if_all_is_there
from network.pairing.matches.actions.held import hold
from network.pairing.matches.models import Agreement, Goal, Logbook, Match, Resource, Side, State
from people.accounts.models import Person
from people.programmes.models import Edition


@transaction.atomic
def tick(*, goal: Goal, reached: bool, by: Person) -> Goal:
    """A goal is reached, or is not yet after all. Twice is once. Cost: about 6 queries. Raises MovedOn.

    In a version that waits for signatures the same goal is ticked, too.
    """
    held = hold(goal.agreement.match)
    if not held.is_live or goal.agreement.state != Agreement.State.IN_FORCE:
        raise refusals.MovedOn
    same = Goal.objects.filter(
        agreement__match=held, agreement__state__in=[Agreement.State.IN_FORCE, Agreement.State.DRAFT], text=goal.text
    )
    now = timezone.now()
    changed = same.filter(reached_at__isnull=reached).update(
        reached_at=now if reached else None, reached_by=by if reached else None
    )
    if changed:
        audit.record("goal.reached" if reached else "goal.reopened", goal, by=by)
    goal.refresh_from_db()
    return goal


@transaction.atomic
def write_logbook(*, match: Match, revision: int, answers: Mapping[str, str], by: Person) -> Logbook:
    """Save what the candidate wrote, as often as they like. Cost: about 7 queries.

    Raises MovedOn before both signed, LogbookChanged if it was saved elsewhere after ``revision`` was read, SensitiveText.
    """
    refuse_sensitive_words(*answers.values())
    held = hold(match, with_request=match.state == State.DONE)
    if not held.is_signed:
        raise refusals.MovedOn
    book, _is_new = Logbook.objects.get_or_create(match=held, defaults={"language": held.candidate.language})
    saved = Logbook.objects.filter(pk=book.pk, revision=revision)
    if not saved.update(**answers, revision=revision + 1, written_at=timezone.now()):
        raise refusals.LogbookChanged
    book.refresh_from_db()
    if not book.is_written and book.shared_at:
        Logbook.objects.filter(pk=book.pk).update(shared_with_host=False, shared_with_caseworker=False, shared_at=None)
        book.refresh_from_db()
    audit.record("logbook.written", book, by=by, fields=sorted(answers))
    complete_if_all_is_there(held, by)
    return book


@transaction.atomic
def share_logbook(*, match: Match, with_host: bool, with_caseworker: bool, by: Person) -> Logbook:
    """Show it to whom the candidate chooses, or to nobody again. Who sees it newly is told. Cost: about 8 queries.

    Raises NothingWritten.
    """
    held = hold(match)
    book = Logbook.objects.filter(match=held).first()
    if book is None or not book.is_written:
        raise refusals.NothingWritten
    newly_host = with_host and not book.shared_with_host
    newly_caseworker = with_caseworker and not book.shared_with_caseworker
    book.shared_with_host, book.shared_with_caseworker = with_host, with_caseworker
    book.shared_at = timezone.now() if with_host or with_caseworker else None
    book.save(update_fields=["shared_with_host", "shared_with_caseworker", "shared_at"])
    audit.record("logbook.shared", book, by=by, values={"host": with_host, "caseworker": with_caseworker})
    if newly_host:
        telling.tell(held, Side.HOST, "logbook", once=str(book.revision))
    if newly_caseworker:
        telling.tell_staff(held, "logbook", once=str(book.revision))
    return book


@transaction.atomic
def add_link(
    *, edition: Edition, phase: str, url: str, title_fr: str, title_en: str = "", format: str = "", by: Person
) -> Resource:
    """A link for the matches of an edition, at the end of its phase. Cost: 4 queries. Raises LinkThere."""
    rank = Resource.objects.filter(edition=edition, phase=phase).count()
    try:
        with transaction.atomic():
            link = Resource.objects.create(
                edition=edition, format=format, phase=phase, url=url, title_fr=title_fr, title_en=title_en, rank=rank
            )
    except IntegrityError:
        raise refusals.LinkThere from None
    audit.record("match_link.added", link, by=by, values={"phase": phase})
    return link


@transaction.atomic
def remove_link(*, link: Resource, by: Person) -> None:
    """Cost: 2 queries."""
    audit.record("match_link.removed", link, by=by, values={"edition": link.edition_id, "phase": link.phase})
    link.delete()
