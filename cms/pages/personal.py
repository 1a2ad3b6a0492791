"""What this room holds about people: who made a page. Nothing else about a person belongs in a page but what they agreed to publish."""

from cms.pages.models import HomePage, StandardPage
from core.personal import GOES_ALONG, declare
from people.accounts.models import Person


def stays(keep: Person, gone: Person) -> None:
    """A page belongs to a login, and a login stays with the page it made: the merge of logins is the accounts room's."""


for model in (HomePage, StandardPage):
    names = {field.name for field in [*model._meta.concrete_fields, *model._meta.local_many_to_many]}
    # "owner" is a key to the login, as are the keys Wagtail keeps of who locked the page.
    declare(
        model,
        owner="owner__person",
        fields={},
        not_personal=names - {"owner", "locked_by", "page_ptr"},
        merge=stays,
        known_until=GOES_ALONG,
    )
