"""The public campaign: pages that editors write, in French, and translate field by field."""

from datetime import datetime
from typing import Any, ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page

from cms.pages import blocks
from cms.pages.memory import site
from core.pages import keep
from core.reference.models import Region
from events.agenda import listing
from events.agenda.models import Event

#: How many events the home page shows.
AGENDA_ROWS = 4


#: Wagtail's tree: 1 is the root, 2 the home page of each language.
DEPTH_UNDER_HOME = 3
SHADOWED = _("This address belongs to another part of the site. Choose another.")


class HousePageForm(WagtailAdminPageForm):
    """A page that is being made has no depth yet: here its parent is known."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        slug, parent = cleaned.get("slug"), self.parent_page
        if slug and parent and parent.depth + 1 == DEPTH_UNDER_HOME and is_shadowed(parent.locale.language_code, slug):
            self.add_error("slug", SHADOWED)
        return cleaned


class HousePage(Page):
    """What every page of the campaign shares: its place among the house's own URLs, its language, its links."""

    base_form_class = HousePageForm
    #: The campaign is public: no page of it stands behind a password, a group or a login.
    private_page_options: ClassVar[list[str]] = []

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a slug that one of the house's own paths would shadow."""
        super().clean()
        if self.depth == DEPTH_UNDER_HOME and self.slug and is_shadowed(self.locale.language_code, self.slug):
            raise ValidationError({"slug": SHADOWED})

    @property
    def is_untranslated(self) -> bool:
        """Shown under another language's prefix with the source language's text."""
        return self.alias_of_id is not None and self.alias_of.locale_id != self.locale_id

    @property
    def text_language(self) -> str:
        """The language the text itself is in."""
        page = self.alias_of if self.is_untranslated else self
        return str(page.locale.language_code)

    def alternates(self) -> dict[str, str]:
        """Path of this page in each language where it lives."""

        def read() -> dict[str, str]:
            translations = self.get_translations(inclusive=True).live().select_related("locale")
            return {page.locale.language_code: page.url for page in translations}

        return site.remembered(f"alternates/{self.translation_key}", read)

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The same for every visitor without a session, until a page or an event changes."""
        keep(request, "agenda")
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        request.alternates = self.alternates()  # type: ignore[attr-defined]  # read by core.alternates
        if self.is_untranslated:
            request.canonical = self.alias_of.url  # type: ignore[attr-defined]  # likewise
        return context

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[dict[str, Any]]:
        """Nothing for a page that only repeats the French: its canonical is elsewhere."""
        if self.is_untranslated:
            return []
        urls = super().get_sitemap_urls(request)
        for url in urls:
            url["alternates"] = [
                {"lang_code": page.locale.language_code, "location": page.get_full_url(request)}
                for page in self.get_translations(inclusive=True).live().select_related("locale")
                if page.alias_of_id is None
            ]
        return urls


def is_shadowed(language: str, slug: str) -> bool:
    """Whether ``/LANGUAGE/SLUG/`` or anything below it leads to a view of the house before Wagtail is asked."""
    from django.utils import translation

    with translation.override(language):
        for path in (f"/{language}/{slug}/", f"/{language}/{slug}/1/"):
            try:
                match = resolve(path)
            except Resolver404:
                continue
            if match.url_name != "wagtail_serve":
                return True
    return False


class SiteAlertQuerySet(models.QuerySet["SiteAlert"]):
    def not_over(self) -> Self:
        """Shown now or later, the most serious first."""
        rank = models.Case(models.When(kind="error", then=0), models.When(kind="warning", then=1), default=2)
        return self.filter(Q(until=None) | Q(until__gt=timezone.now())).order_by(rank, "since", "pk")


class SiteAlert(models.Model):
    """A sentence or two above every page of the site, for a time."""

    class Kind(models.TextChoices):
        INFO = "info", _("Information")
        WARNING = "warning", _("Warning")
        ERROR = "error", _("Serious")

    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.WARNING)
    text_fr = models.CharField(_("text (French)"), max_length=240)
    text_en = models.CharField(_("text (English)"), max_length=240, blank=True)
    url = models.URLField(_("link to more"), blank=True)
    since = models.DateTimeField(_("shown from"), default=timezone.now)
    until = models.DateTimeField(
        _("shown until"),
        null=True,
        blank=True,
        help_text=_("Empty: until somebody removes it. Pages follow within five minutes."),
    )

    objects = SiteAlertQuerySet.as_manager()

    class Meta:
        verbose_name = _("alert above every page")
        verbose_name_plural = _("alerts above every page")
        ordering = ["-since", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="alert_ends_after_it_starts",
                condition=Q(until=None) | Q(until__gt=models.F("since")),
                violation_error_message=_("An alert ends after it starts."),
            ),
            models.CheckConstraint(name="alert_kind_is_known", condition=Q(kind__in=["info", "warning", "error"])),
        ]

    def __str__(self) -> str:
        return self.text_fr

    def is_shown(self, now: datetime) -> bool:
        return self.since <= now and (self.until is None or now < self.until)


class HomePage(HousePage):
    """Hero, four doors, what comes next, seventeen regions."""

    hero_title = models.CharField(_("title"), max_length=80)
    hero_text = models.CharField(_("text"), max_length=240)
    actions = StreamField(
        [("link", blocks.LinkBlock())], verbose_name=_("buttons"), min_num=1, max_num=2, use_json_field=True
    )
    doors = StreamField(
        [("door", blocks.DoorBlock())], verbose_name=_("doors"), min_num=4, max_num=4, use_json_field=True
    )

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("hero_title"),
        FieldPanel("hero_text"),
        FieldPanel("actions"),
        FieldPanel("doors"),
    ]
    parent_page_types: ClassVar = ["wagtailcore.Page"]
    subpage_types: ClassVar = ["pages.StandardPage"]
    template = "pages/home.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        upcoming = Event.objects.public().upcoming()
        regions = {region.code: region for region in Region.objects.all()}
        context["events"] = upcoming.filter(cancelled_at=None).for_listing()[:AGENDA_ROWS]
        context["tiles"] = listing.tiles(listing.Filters(), upcoming, regions, reverse("agenda:list"))
        return context


class StandardPage(HousePage):
    """A page of text: about the campaign, legal notice, privacy, accessibility, contact."""

    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("One or two sentences under the title.")
    )
    body = StreamField(blocks.BodyBlock(), verbose_name=_("body"), blank=True, use_json_field=True)
    footer_rank = models.PositiveSmallIntegerField(
        _("place in the footer"), null=True, blank=True, help_text=_("1 comes first. Empty: not in the footer.")
    )

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("summary"), FieldPanel("body")]
    promote_panels: ClassVar = [*Page.promote_panels, FieldPanel("footer_rank")]
    parent_page_types: ClassVar = ["pages.HomePage", "pages.StandardPage"]
    subpage_types: ClassVar = ["pages.StandardPage"]
    template = "pages/standard.html"

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        ancestors = self.get_ancestors().filter(depth__gte=2).live()
        context["trail"] = [*((page.title, page.url) for page in ancestors), (self.title, None)]
        return context
