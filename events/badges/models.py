"""What somebody wants to read on their badge: a row a seat, only where it says more than the ticket."""

from typing import Any, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from events.agenda.models import Event
from events.registration.models import Seat

NAME_LENGTH, SPOKEN_LENGTH, OTHER_LENGTH = 80, 80, 40
#: More would not be read across a table.
MOST_LANGUAGES = 4
#: Days after the event at which the wishes are erased: a badge is good for one day.
KEPT_DAYS = 7

#: Languages as those who speak them write them; where the typefaces have no such letters, in ours.
LANGUAGES = {
    "fr": "Français",
    "en": "English",
    "es": "Español",
    "ar": "العربية",
    "pt": "Português",
    "ht": "Kreyòl ayisyen",
    "zh": "Mandarin (Pǔtōnghuà)",
    "vi": "Tiếng Việt",
    "fa": "فارسی",
    "ru": "Русский",
    "uk": "Українська",
    "ro": "Română",
    "it": "Italiano",
    "kab": "Taqbaylit",
    "tl": "Tagalog",
    "hi": "Hindi",
    "pa": "Punjabi",
    "tr": "Türkçe",
    "sw": "Kiswahili",
    "ln": "Lingála",
    "wo": "Wolof",
    "rn": "Ikirundi",
    "rw": "Ikinyarwanda",
    "moe": "Innu-aimun",
    "iu": "ᐃᓄᒃᑎᑐᑦ",
    "lsq": "LSQ",
    "asl": "ASL",
}


class BadgeWishQuerySet(models.QuerySet["BadgeWish"]):
    def run_by(self, user: Any) -> Self:
        """Wishes for events the user runs."""
        return self.filter(seat__event__in=Event.objects.run_by(user))


class BadgeWish(models.Model):
    """How one seat's holder wants to be called, said and spoken to. Without a row the badge says the ticket's name."""

    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="badge")
    #: Empty: as on the ticket.
    name = models.CharField(_("name on the badge"), max_length=NAME_LENGTH, blank=True)
    #: As anybody would read it aloud: "NGWEN" for Nguyễn.
    pronunciation = models.CharField(_("how it is said"), max_length=SPOKEN_LENGTH, blank=True)
    #: Codes of LANGUAGES, commas between them, in their order.
    languages = models.CharField(_("languages spoken"), max_length=40, blank=True)
    other_language = models.CharField(_("another language"), max_length=OTHER_LENGTH, blank=True)
    shows_organisation = models.BooleanField(_("name of the organisation on the badge"), default=True)

    objects = BadgeWishQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="badge_wish_says_something",
                condition=~Q(name="", pronunciation="", languages="", other_language="", shows_organisation=True),
            )
        ]

    def __str__(self) -> str:
        return str(self.seat_id)

    @property
    def spoken(self) -> list[str]:
        """Names of the languages, as those who speak them write them."""
        known = [LANGUAGES[code] for code in self.languages.split(",") if code in LANGUAGES]
        return [*known, *([self.other_language] if self.other_language else [])]
