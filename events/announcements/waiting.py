"""What stands about messages in "Mon espace"."""

from collections.abc import Iterable
from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from events.announcements.models import Notice
from people.accounts.models import Person
from people.participants.waiting import Waiting, waits_for_me

#: Messages that nobody opened stop waiting after so many days; named one by one are so many.
LATELY = timedelta(days=30)
NAMED = 3


def messages_to_read(person: Person) -> Iterable[Waiting]:
    """New messages, the last first, three at most. Cost: 1 query."""
    new = Notice.objects.of_person(person).unseen().filter(sending__at__gt=timezone.now() - LATELY)
    for notice in new.select_related("announcement__event")[:NAMED]:
        label = _("New message: %(subject)s") % {"subject": notice.announcement.subject}
        why = notice.announcement.event.title.text
        yield Waiting(label, f"{reverse('announcements:mine')}#message-{notice.pk}", why=why, order=10)


def register() -> None:
    """Called by ``AppConfig.ready``."""
    waits_for_me(messages_to_read)
