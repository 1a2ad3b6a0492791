"""Notes, documents and the portrait."""

from datetime import date

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from core import audit
from core.exports import safe_name
from core.files import discard
from core.files.cv import Harmless
from core.versions import Seen
from people.accounts.models import Person
from people.organisations.models import Organisation
from people.participants import refusals
from people.participants.models import Card, CaseFile, Document, Note


@transaction.atomic
def write_note(*, case_file: CaseFile, kind: str, on_date: date, text: str, by: Person) -> Note:
    """Note something of a meeting, a call, a message. It belongs to the organisation that follows the person now.

    Cost: 3 queries. Raises NotTheirOrganisation if nobody follows them, or another one since the file was read.
    """
    held = CaseFile.objects.select_for_update(of=("self",)).get(pk=case_file.pk)
    if case_file.organisation_id is None or held.organisation_id != case_file.organisation_id:
        raise refusals.NotTheirOrganisation
    note = Note.objects.create(
        case_file=case_file, organisation_id=case_file.organisation_id, author=by, kind=kind, on_date=on_date, text=text
    )
    audit.record("note.written", note, by=by, values={"case_file": case_file.pk})
    return note


@transaction.atomic
def amend_note(*, note: Note, kind: str, on_date: date, text: str, by: Person, seen: Seen | None = None) -> Note:
    """Correct a note; that it was amended, when and by whom, stays on record. Cost: 3 queries. Raises ChangedMeanwhile."""
    note = Note.objects.select_for_update(of=("self",)).get(pk=note.pk)
    if seen:
        seen.check_row(note)
    changed = [
        name for name, value in (("kind", kind), ("on_date", on_date), ("text", text)) if getattr(note, name) != value
    ]
    if not changed:
        return note
    note.kind, note.on_date, note.text, note.amended_at = kind, on_date, text, timezone.now()
    note.save(update_fields=["kind", "on_date", "text", "amended_at"])
    audit.record("note.amended", note, by=by, fields=changed)
    return note


@transaction.atomic
def add_document(
    *,
    case_file: CaseFile,
    harmless: Harmless,
    name: str,
    by: Person,
    kind: str = Document.Kind.CV,
    organisation: Organisation | None = None,
) -> Document:
    """Keep a document that ``core.files.cv`` has made harmless; a new CV takes the place of the old one. Cost: 4 to 6 queries.

    ``organisation``: whose caseworker added it; None for the person themself. Raises NotTheirOrganisation where another one
    follows the person by now: making a file harmless takes a while.
    """
    # Of two CVs sent at once, the second takes the place of the first.
    held = CaseFile.objects.select_for_update(of=("self",)).get(pk=case_file.pk)
    if organisation is not None and held.organisation_id != organisation.pk:
        raise refusals.NotTheirOrganisation
    if kind == Document.Kind.CV:
        for former in case_file.documents.filter(kind=kind):
            former.delete()
    document = Document(
        case_file=case_file,
        organisation=organisation,
        added_by=by,
        kind=kind,
        name=safe_name(name)[:120],
        mime=harmless.mime,
        size=len(harmless.content),
        file=harmless.file,
    )
    document.save()
    audit.record("document.added", document, by=by, values={"case_file": case_file.pk})
    return document


@transaction.atomic
def remove_document(*, document: Document, by: Person) -> None:
    """Remove a document and its file. Cost: 2 queries."""
    audit.record("document.removed", document, by=by, values={"case_file": document.case_file_id})
    document.delete()


@transaction.atomic
def set_portrait(*, card: Card, content: "ContentFile[bytes] | None", by: Person) -> Card:
    """Keep a portrait that was drawn again from its pixels, or remove it with None. Cost: 2 queries."""
    if card.portrait:
        discard(card.portrait)
    card.portrait = content or ""
    card.updated_at = timezone.now()
    card.save(update_fields=["portrait", "updated_at"])
    audit.record("card.portrait", card, by=by, fields=["portrait"])
    return card
