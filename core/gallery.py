"""The living gallery: every component, in each of its variants, with the lines that call it.

A sample is a template in ``templates/core/gallery/``. A line ``{# == Words == #}`` begins a variant; what follows is
shown as it renders and as it is written. The samples are in French, like the people who use them.
"""

import datetime
import re
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import engines
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core.icons import SHAPES
from core.localtime import Zone
from core.reference.fields import OccupationField
from core.tiles import BREAKS, Tile
from core.widgets import Day, Hour, Picture

VARIANT = re.compile(r"^\{# == (.+?) == #\}\n", re.M)

#: Template -> title, in the order of the page.
SECTIONS: dict[str, str | Promise] = {
    "type": _("Titles and text"),
    "actions": _("Buttons and links"),
    "tags": _("Tags"),
    "alerts": _("Messages"),
    "cards": _("Cards and empty states"),
    "fields": _("Fields"),
    "errors": _("Errors of a form"),
    "confirm": _("Confirmation"),
    "lists": _("Agenda, days and schedules"),
    "ticket": _("Event card"),
    "figures": _("Figures and parts of a whole"),
    "tiles": _("Tile map"),
    "tables": _("Tables"),
    "process": _("Steps and pairs"),
    "ways": _("Getting about"),
    "hero": _("Opening of a page"),
    "icons": _("Icons"),
}


@dataclass(frozen=True)
class Variant:
    """One way to call a component. ``source`` is what stands in the template."""

    title: str
    source: str
    html: str


@dataclass(frozen=True)
class Section:
    slug: str
    title: str | Promise
    variants: list[Variant]


@dataclass(frozen=True)
class SampleEvent:
    """As much of an event as components read."""

    title: str = "Salon de l’emploi de la Mauricie"
    start_date: datetime.date = datetime.date(2027, 3, 12)
    start_time: datetime.time = datetime.time(10)
    end_date: datetime.date = datetime.date(2027, 3, 12)
    end_time: datetime.time = datetime.time(16)
    zone: str = Zone.MONTREAL


@dataclass(frozen=True)
class SamplePicture:
    """A file that was sent before."""

    @property
    def url(self) -> str:
        return static("src/img/favicon.svg")


class SampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label="Nom complet", help_text="Comme vous voulez qu’il soit écrit sur votre billet")
    email = forms.EmailField(label="Courriel", help_text="Votre billet y sera envoyé. Aucun mot de passe à créer.")
    phone = forms.CharField(label="Téléphone", required=False)
    region = forms.ChoiceField(label="Région", choices=[("", "Choisissez"), ("04", "Mauricie"), ("06", "Montréal")])
    day = forms.DateField(label="Jour", widget=Day)
    hour = forms.TimeField(label="Heure", widget=Hour)
    seats = forms.IntegerField(label="Places", min_value=1)
    message = forms.CharField(label="Message", widget=forms.Textarea, required=False)
    receipt = forms.FileField(label="Pièce justificative", help_text="PDF ou image, 5 Mo au plus", required=False)
    portrait = forms.FileField(label="Portrait", required=False, widget=Picture)
    way = forms.ChoiceField(
        label="Pour vous rendre",
        choices=[("bus", "Autocar de Montréal, départ à 8 h"), ("own", "Par mes propres moyens")],
        widget=forms.RadioSelect,
    )
    needs = forms.MultipleChoiceField(
        label="Ce qui vous aiderait",
        help_text="Cochez tout ce qui convient",
        choices=[("sign", "Interprète en langue des signes"), ("step", "Accès de plain-pied"), ("calm", "Salle calme")],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    occupation = OccupationField(
        label="Profession", help_text="Comme vous la nommez, en français ou en anglais", required=False
    )
    remind = forms.BooleanField(label="Me rappeler la veille par courriel", required=False)


@dataclass(frozen=True)
class SampleLink:
    label: str
    url: str
    is_current: bool = False


COUNTS = [5, 4, 9, 9, 2, 12, 2, 2, 0, 0, 2, 5, 2, 3, 4, 6, 2]


@dataclass
class World:
    """What the samples may name."""

    request: HttpRequest
    context: dict[str, Any] = field(default_factory=dict)

    def __post_init__(self) -> None:
        wrong = SampleForm({"name": "Ioana Dragomir", "email": "ioana@exemple", "region": "04", "hour": "10:00"})
        self.context = {
            "form": SampleForm(
                initial={"name": "Ioana Dragomir", "way": "bus", "portrait": SamplePicture()}, auto_id="essai_%s"
            ),
            "wrong": wrong,
            "event": SampleEvent(),
            "atlantic": SampleEvent(
                "Séjour exploratoire aux Îles",
                datetime.date(2027, 6, 4),
                datetime.time(9),
                datetime.date(2027, 6, 6),
                datetime.time(15, 30),
                Zone.ILES,
            ),
            "moment": datetime.datetime(2027, 3, 10, 22, tzinfo=datetime.UTC),
            "tiles": [
                Tile(code, "".join(parts), f"?region={code}#tiles", count, f"{count} événements", code == "04")
                for (code, parts), count in zip(sorted(BREAKS.items()), COUNTS, strict=True)
            ],
            "bare_tiles": [Tile(code, "".join(parts), f"?region={code}#tiles") for code, parts in BREAKS.items()],
            "page_obj": Paginator(range(190), 10).get_page(self.request.GET.get("page", "4")),
            "trail": [("Événements", "#ways"), ("Mauricie", "#ways"), ("Salon de l’emploi", None)],
            "figure_list": [(347, "présents"), (512, "inscrits"), (38, "dans la dernière demi-heure"), ("96 %", "entrevues à l’heure")],
            "noted_figures": [
                {"value": 1_204, "label": "personnes jumelées", "note": "depuis le 1er avril", "url": "#figures"},
                {"value": "—", "label": "établies en région", "note": "moins de 5\u00a0: non publié"},
            ],
            "fact_list": [("Profession", "CNP 21211, scientifiques des données"), ("Français", "Niveau 8"), ("Notes", "")],
            "step_list": [
                ("Demande reçue", "3 février"),
                ("Vérifiée par l’organisme", "5 février"),
                ("Proposition", "répondre avant le 21 février"),
                "Rencontres",
                "Bilan",
            ],
            "icon_names": sorted(SHAPES),
        }  # fmt: skip


def sections(request: HttpRequest) -> list[Section]:
    """Every section with its variants, rendered for this request."""
    world = World(request)
    return [Section(slug, title, variants(slug, world)) for slug, title in SECTIONS.items()]


def variants(slug: str, world: World) -> list[Variant]:
    source = get_template(f"core/gallery/{slug}.html").template.source  # type: ignore[attr-defined]  # Django's engine
    pieces = VARIANT.split(source)[1:]
    return [
        Variant(title, text.strip(), engines["django"].from_string(text).render(dict(world.context), world.request))
        for title, text in zip(pieces[::2], pieces[1::2], strict=True)
    ]
