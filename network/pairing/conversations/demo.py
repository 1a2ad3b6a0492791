"""Believable messages of the demonstration's matches, in French and in English; one of them is reported."""

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from core import clock
from core.refusals import Refusal
from network.pairing.conversations import actions
from network.pairing.conversations.actions.writing import LETTER
from network.pairing.conversations.models import Conversation, Message, Voice
from network.pairing.matches.models import Match, Side
from people.accounts.models import User

C, H = Side.CANDIDATE.value, Side.HOST.value
#: Format -> conversations: who writes, and what. Of those who speak English to each other, the second list.
WORDS: dict[str, list[list[tuple[str, str]]]] = {
    "mentoring": [
        [
            (H, "Bonjour! J’ai lu votre fiche : dix ans de métier, c’est précieux. Qu’aimeriez-vous comprendre d’abord du travail d’ici?"),
            (C, "Bonjour et merci de me recevoir. Surtout les normes : chez moi, on travaillait avec d’autres codes. Et comment on se présente à une entrevue."),
            (H, "Très bien, commençons par les normes. J’apporte un plan annoté. Mardi à 18 h, au café près de la bibliothèque, ça vous irait?"),
            (C, "Mardi à 18 h, c’est parfait. Si vous avez un empêchement, mon numéro est le 418 555-0142."),
            (H, "À mardi!"),
            (C, "Merci encore pour hier. J’ai relu la norme et noté trois questions; je les apporte la prochaine fois."),
        ],
        [
            (C, "Bonjour, c’est ma première fois dans un mentorat. Est-ce que je prépare quelque chose pour notre rencontre?"),
            (H, "Apportez votre CV et une offre d’emploi qui vous tente : on les lira ensemble, ligne par ligne."),
            (C, "J’ai trouvé une offre à Rimouski. Je l’apporte jeudi."),
            (H, "Excellent choix, je connais un peu l’entreprise. À jeudi."),
        ],
        [
            (C, "Bonjour, merci d’avoir accepté. Je suis libre le soir et la fin de semaine."),
            (H, "Bonjour! Le jeudi soir me convient, en ligne. Je vous propose qu’on commence par vos trois buts."),
            (C, "Oui. Le premier : comprendre pourquoi mes candidatures restent sans réponse."),
            (H, "On regardera ensemble deux lettres que vous avez envoyées. Caviardez le nom des employeurs si vous voulez."),
        ],
    ],
    "placement": [
        [
            (H, "Bonjour, nous sommes contents de vous recevoir deux jours à l’atelier. Avez-vous vos bottes de sécurité?"),
            (C, "Bonjour! Oui, j’ai les bottes et les lunettes. Faut-il un casque?"),
            (H, "On vous en prête un. Entrez par la porte de côté et demandez l’accueil : une collègue vous accompagnera."),
            (C, "Merci beaucoup. J’arriverai à 8 h 15."),
        ],
        [
            (C, "Bonjour, y a-t-il un autobus qui passe près de chez vous le matin?"),
            (H, "Oui, la 12 s’arrête à cinq minutes à pied. Elle passe toutes les demi-heures à partir de 6 h 30."),
            (C, "Parfait, je prendrai celle de 7 h."),
        ],
    ],
    "conversation": [
        [
            (C, "Bonjour, merci de prendre une heure pour moi. J’aimerais savoir à quoi ressemble une journée dans votre métier."),
            (H, "Avec plaisir. Je vous raconterai aussi ce que j’aurais aimé savoir en arrivant. Vendredi midi, en ligne?"),
            (C, "Vendredi midi, c’est noté."),
        ]
    ],
}  # fmt: skip
ENGLISH: list[list[tuple[str, str]]] = [
    [
        (H, "Hello! I read your card with great interest. What would you like to understand first about working here?"),
        (C, "Hello, and thank you. How people prepare for an interview, and what employers mean by “soft skills”."),
        (H, "Good questions. Let us take one each time. Would Wednesday at noon suit you, online?"),
        (C, "Wednesday at noon is fine. My email is there if the link does not work: you can write to me here, too."),
        (H, "See you on Wednesday."),
    ],
    [
        (C, "Hello, may I bring a colleague’s drawings to our meeting, without any name on them?"),
        (H, "Yes, as long as nobody can be recognised. It will be easier to talk about real work."),
    ],
]
#: What is reported, by the candidate.
NOT_RIGHT = "Pour garder votre place, il faudrait me verser 60 $ en argent comptant à notre prochaine rencontre."
WHY = "Je ne pense pas que ce soit permis, et je ne sais pas quoi répondre."


def seed(world: Any) -> None:
    """Live and completed matches get a conversation; what was written already is kept."""
    turn: dict[str, int] = {}
    found = Match.objects.exclude(state="ended").select_related("candidate", "host").order_by("pk")
    mentorships: list[tuple[Conversation, Match]] = []
    behind_buttons = set(User.objects.values_list("person", flat=True))
    for match in found:
        conversation = actions.open_for(match)
        if conversation.messages.exists():
            continue
        in_english = match.candidate.language == "en"
        scripts = ENGLISH if in_english else WORDS[match.format]
        kind = "english" if in_english else match.format
        number = turn.get(kind, 0)
        turn[kind] = number + 1
        _write(conversation, match, scripts[number % len(scripts)], is_new=number % 3 == 0)
        if not in_english and match.is_live and match.format == "mentoring":
            mentorships.append((conversation, match))
    # Nobody behind a role button writes that, where somebody else may have.
    mentorships.sort(key=lambda each: each[1].host_id in behind_buttons)
    for conversation, match in mentorships[:1]:
        for message in _say(conversation, match, H, NOT_RIGHT):
            row = Message.objects.select_related("author__party__person", "conversation__match__edition").get(
                pk=message.pk
            )
            actions.report(message=row, by=match.candidate, reason="money", words=WHY)


def _say(conversation: Conversation, match: Match, side: str, text: str) -> list[Message]:
    """One message; none where the match does not let them write any more."""
    live = Conversation.objects.select_related("match").get(pk=conversation.pk)
    try:
        return [actions.write(conversation=live, by=match.person_of(side), text=text)]
    except Refusal:
        return []


def _awake(moment: datetime) -> datetime:
    """The same day between 8 and 20 o'clock, in the same order; nothing was written in time to come."""
    local = timezone.localtime(moment)
    return min(local.replace(hour=8 + local.hour // 2), timezone.now())


def _write(conversation: Conversation, match: Match, script: list[tuple[str, str]], *, is_new: bool) -> None:
    """Written over the last days; all is read but the last one of some, and no letter is on its way."""
    moment: datetime = max(match.made_at, timezone.now() - timedelta(days=9))
    step = (timezone.now() - moment) / (len(script) + 1)
    said = [message for side, text in script for message in _say(conversation, match, side, text)]
    for place, message in enumerate(said, 1):
        Message.objects.filter(pk=message.pk).update(written_at=_awake(moment + place * step))
    if not said:
        return
    last = said[-1]
    for voice in Voice.objects.filter(conversation=conversation):
        read = last.pk - 1 if is_new and voice.pk != last.author_id else last.pk
        clock.cancel(LETTER, str(voice.pk))
        Voice.objects.filter(pk=voice.pk).update(
            read_up_to=read, read_at=timezone.now(), mailed_up_to=last.pk, letter_due_at=None
        )
