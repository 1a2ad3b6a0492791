"""What this room holds about people: a file of events that its sender has not brought in yet."""

from core.personal import GOES_ALONG, declare
from events.agenda.models import WaitingFile
from people.accounts.models import Person


def merge(_keep: Person, gone: Person) -> None:
    """A file waits an hour, for one login: that of the entry that goes is not handed on."""
    WaitingFile.objects.filter(person=gone).delete()


declare(
    WaitingFile,
    owner="person",
    fields={},
    not_personal=("file", "organisation", "region", "kind", "kept_at", "outcome"),
    merge=merge,
    on_erase="delete",
    known_until=GOES_ALONG,
)
