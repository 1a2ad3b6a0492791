"""What the ground floor keeps about people without a key to a Person: mails, entries of the search, tries at secrets."""

from django.utils.translation import gettext_lazy as _

from core import search
from core.outbox import Mail, upkeep
from core.personal import Held, Keep, declare, keep
from people.accounts.models import Person
from people.accounts.tries import COLUMNS, AccountTries, NetworkTry

THIRTY_DAYS = _("30 days; a code's words until it has left")
ONE_DAY = _("One day")
NO_FURTHER_TRIES = _("To stop whoever tries one password after the other")
ORGANISERS = _("The person, and those who run the event it is about")

declare(
    Mail,
    owner=None,
    address="recipient",
    label=_("mails"),
    fields={
        "recipient": Held(
            purpose=_("To send the mail, and to see whether it arrived"),
            audience=ORGANISERS,
            retention=_("30 days"),
            label=_("address it went to"),
        ),
        "stream": Held(
            purpose=_("To let the mails of one address leave in order"),
            audience=_("Nobody"),
            retention=_("30 days"),
            export=False,
            label=_("order it leaves in"),
        ),
        "subject": Held(
            purpose=_("To know what the person was told"),
            audience=ORGANISERS,
            retention=THIRTY_DAYS,
            label=_("subject"),
        ),
        "body": Held(
            purpose=_("To know what the person was told"),
            audience=ORGANISERS,
            retention=THIRTY_DAYS,
            label=_("text"),
        ),
        "payload": Held(
            purpose=_("To write the mail when it leaves"),
            audience=_("Nobody"),
            retention=THIRTY_DAYS,
            export=False,
            erase=dict,
            label=_("facts it is written from"),
        ),
    },
    not_personal=(
        "key",
        "template",
        "language",
        "priority",
        "object_type",
        "object_id",
        "message_id",
        "state",
        "queued_at",
        "not_before",
        "best_before",
        "lease",
        "lease_until",
        "attempts",
        "sent_at",
        "trouble",
        "purged_at",
    ),
)

keep(
    Keep(
        code="core.mails",
        model=Mail,
        label=_("mails: address, subject and text"),
        since=_("the day it was written"),
        days=upkeep.KEPT_DAYS,
        due=upkeep.to_purge,
        then=lambda mails, _cut_off: upkeep.forget(Mail.objects.filter(pk__in=[mail.pk for mail in mails])),
        # The outbox forgets by itself by then.
        longest=upkeep.KEPT_DAYS,
    )
)


def merge_documents(keep: Person, gone: Person) -> None:
    """What is found about the one who goes is about the one who stays."""
    search.move_owner(keep=keep.pk, gone=gone.pk)


AS_LONG_AS_FOUND = _("As long as what it was read from stands")

# No key leads from the index to a Person, so that the ground floor knows none: ``search.forget_owner`` is what erases here.
declare(
    search.Indexed,
    owner=None,
    label=_("entries of the search index"),
    fields={
        "owner": Held(
            purpose=_("To take what is found about a person out of the search when they are erased"),
            audience=_("Nobody"),
            retention=AS_LONG_AS_FOUND,
            export=False,
            erase=None,
            label=_("person it is about"),
        ),
        **{
            name: Held(
                purpose=_("To find what somebody may see by its words"),
                audience=_("Nobody; whoever searches sees what they may see anyway"),
                retention=AS_LONG_AS_FOUND,
                export=False,
                label=label,
            )
            for name, label in (("title_terms", _("words of the title")), ("text_terms", _("words of the text")))
        },
    },
    not_personal=("type", "key", "language", "audience", "boost", "facets"),
    merge=merge_documents,
)

declare(
    search.KnownWord,
    owner=None,
    label=_("words somebody may have meant"),
    fields={
        "word": Held(
            purpose=_("To find what was meant when a word is mistyped"),
            audience=_("Nobody"),
            retention=_("As long as it stands in something that can be found"),
            export=False,
            label=_("word"),
        ),
    },
    not_personal=("type",),
)

declare(
    search.WordTrigram,
    owner=None,
    label=_("letters of words somebody may have meant"),
    fields={
        "gram": Held(
            purpose=_("To find what was meant when a word is mistyped"),
            audience=_("Nobody"),
            retention=_("As long as it stands in something that can be found"),
            export=False,
            label=_("three letters"),
        ),
    },
    not_personal=("type", "length", "word"),
)

declare(
    AccountTries,
    owner=None,
    label=_("tries at an account"),
    fields={
        "account": Held(
            purpose=NO_FURTHER_TRIES,
            audience=_("Nobody"),
            retention=ONE_DAY,
            export=False,
            label=_("account, as a digest"),
        ),
    },
    not_personal=("kind", *COLUMNS, "told_at", "touched_at"),
)

declare(
    NetworkTry,
    owner=None,
    label=_("tries from a network"),
    fields={
        name: Held(purpose=NO_FURTHER_TRIES, audience=_("Nobody"), retention=ONE_DAY, export=False, label=label)
        for name, label in (
            ("account", _("account, as a digest")),
            ("address", _("address of the network, as a digest of that day")),
            ("network", _("network around it, as a digest of that day")),
        )
    },
    not_personal=("first_at", "tried_at", "good_at"),
)
