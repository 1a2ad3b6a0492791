"""What editors build pages from."""

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail import blocks

#: The doors of the house an editor may link to: each opens in the reader's language.
PLACES = {
    "agenda": "agenda:list",
    "members": "membership:list",
    "manage": "core:workspace",
    "sign_in": "account_login",
}

PROSE = ["bold", "italic", "link", "ol", "ul", "document-link"]


class LinkValue(blocks.StructValue):
    @property
    def url(self) -> str:
        """Where it leads: the page, or the place with its filter."""
        if page := self.get("page"):
            return str(page.localized.url)
        return reverse(PLACES[self["place"]]) + (f"?{self['filter']}" if self.get("filter") else "")


class LinkBlock(blocks.StructBlock):
    """A page of the site, or a place in the house; one of the two."""

    label = blocks.CharBlock(label=_("Label"), max_length=60)
    page = blocks.PageChooserBlock(label=_("Page"), required=False)
    place = blocks.ChoiceBlock(
        label=_("Or a place"),
        required=False,
        choices=[
            ("agenda", _("Calendar of events")),
            ("members", _("Members of Leaders diversité")),
            ("manage", _("Staff's workspace")),
            ("sign_in", _("Sign in")),
        ],
    )
    filter = blocks.CharBlock(
        label=_("Filter of the calendar"),
        required=False,
        help_text=_("As in its address after the question mark: kind=job_fair"),
    )

    class Meta:
        value_class = LinkValue
        icon = "link"

    def clean(self, value: Any) -> Any:
        value = super().clean(value)
        if bool(value.get("page")) == bool(value.get("place")):
            raise ValidationError(_("Choose a page or a place, one of the two."))
        return value


class DoorBlock(blocks.StructBlock):
    """One of the four ways in on the home page."""

    link = LinkBlock(label=_("Link"))
    text = blocks.TextBlock(label=_("In a sentence"), rows=2)

    class Meta:
        icon = "arrow-right"


class TermBlock(blocks.StructBlock):
    term = blocks.CharBlock(label=_("Term"))
    description = blocks.RichTextBlock(label=_("What it is"), features=["bold", "italic", "link"])


class NoteBlock(blocks.StructBlock):
    """Set apart: something to know, or to beware of."""

    kind = blocks.ChoiceBlock(
        label=_("Kind"), choices=[("info", _("Good to know")), ("warning", _("Beware"))], default="info"
    )
    text = blocks.RichTextBlock(label=_("Text"), features=["bold", "italic", "link"])

    class Meta:
        icon = "info-circle"
        template = "pages/blocks/note.html"


class ContactBlock(blocks.StructBlock):
    """How to reach us: words, an address, a number; nothing of a person that they did not agree to publish."""

    name = blocks.CharBlock(label=_("Who answers"))
    email = blocks.EmailBlock(label=_("Email"), required=False)
    phone = blocks.CharBlock(label=_("Telephone"), required=False)
    address = blocks.TextBlock(label=_("Postal address"), required=False, rows=3)
    hours = blocks.CharBlock(label=_("Hours"), required=False)

    class Meta:
        icon = "mail"
        template = "pages/blocks/contact.html"


class BodyBlock(blocks.StreamBlock):
    """The body of a standard page."""

    heading = blocks.CharBlock(label=_("Heading"), icon="title", template="pages/blocks/heading.html")
    text = blocks.RichTextBlock(label=_("Text"), features=PROSE)
    terms = blocks.ListBlock(TermBlock(), label=_("List of terms"), icon="list-ul", template="pages/blocks/terms.html")
    note = NoteBlock(label=_("Note"))
    contact = ContactBlock(label=_("Contact"))
    links = blocks.ListBlock(LinkBlock(), label=_("Links"), icon="link", template="pages/blocks/links.html")
