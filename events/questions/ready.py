"""Questions to start from, as organisers ask them most; each is a form filled in, to be changed at will."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from events.questions.models import Kind


@dataclass(frozen=True)
class Ready:
    name: str | Promise
    kind: str
    words: dict[str, Any] = field(default_factory=dict)


#: The words are the organiser's, in both languages at once: they stand here and not in a catalogue.
READY: dict[str, Ready] = {
    "how_heard": Ready(
        _("How they heard of the event"),
        Kind.CHOICES,
        {
            "label_fr": "Comment avez-vous entendu parler de l’événement?",
            "label_en": "How did you hear about the event?",
            "choices": "Par un organisme | From an organisation\nPar mon employeur | From my employer\n"
            "Par des proches | From people I know\nEn ligne | Online",
            "kept_days": 60,
        },
    ),
    "travel": Ready(
        _("How they come"),
        Kind.CHOICE,
        {
            "label_fr": "Comment viendrez-vous?",
            "label_en": "How will you come?",
            "choices": "En autocar, depuis Montréal | By coach, from Montréal\nEn voiture | By car\n"
            "Par un autre moyen | Another way",
            "is_required": True,
            "kept_days": 7,
        },
    ),
    "expectations": Ready(
        _("What they hope for"),
        Kind.TEXT,
        {
            "label_fr": "Qu’attendez-vous de cette rencontre?",
            "label_en": "What do you hope for from this meeting?",
            "help_fr": "Une ou deux phrases suffisent.",
            "help_en": "One or two sentences are enough.",
            "highest": 600,
            "kept_days": 30,
        },
    ),
    "experience": Ready(
        _("Years of experience"),
        Kind.NUMBER,
        {
            "label_fr": "Combien d’années d’expérience avez-vous dans votre métier?",
            "label_en": "How many years of experience do you have in your trade?",
            "lowest": 0,
            "highest": 60,
            "kept_days": 30,
        },
    ),
    "resume": Ready(
        _("Their résumé"),
        Kind.FILE,
        {
            "label_fr": "Votre CV",
            "label_en": "Your résumé",
            "help_fr": "PDF ou Word, 5 Mo au plus. Une photo n’est pas nécessaire.",
            "help_en": "PDF or Word, 5 MB at most. No photograph is needed.",
            "kept_days": 30,
        },
    ),
    "pictures": Ready(
        _("Consent to pictures"),
        Kind.CONSENT,
        {
            "label_fr": "J’accepte de paraître sur des photos de l’événement, publiées sur le site de l’organisme qui l’organise.",
            "label_en": "I agree to appear in pictures of the event, published on the website of the organisation that holds it.",
            "help_fr": "Vous pouvez refuser ou changer d’avis à tout moment: votre place reste la vôtre.",
            "help_en": "You can decline or change your mind at any time: your seat stays yours.",
            "kept_days": 180,
        },
    ),
}
