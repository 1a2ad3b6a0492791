"""The house's own five questions, by kind of event, in both languages. An organiser may reword or replace them."""

from events.agenda.models import Event, Kind
from events.evaluation.models import Evaluation, Question

SCALE, CHOICE, TEXT = Question.Kind.SCALE, Question.Kind.CHOICE, Question.Kind.TEXT
#: Kind of answer, words in French and English, answers in French and English.
HouseQuestion = tuple[str, str, str, str, str]

MET: HouseQuestion = (
    SCALE,
    "L’événement a-t-il répondu à vos attentes?",
    "Did the event meet your expectations?",
    "",
    "",
)
WELCOME: HouseQuestion = (SCALE, "L’accueil vous a-t-il mis à l’aise?", "Did the welcome put you at ease?", "", "")
BEST: HouseQuestion = (TEXT, "Qu’est-ce qui vous a été le plus utile?", "What was most useful to you?", "", "")
CHANGE: HouseQuestion = (TEXT, "Que devrions-nous changer?", "What should we change?", "", "")
AGAIN: HouseQuestion = (
    CHOICE,
    "Recommanderiez-vous cet événement?",
    "Would you recommend this event?",
    "Oui\nPeut-être\nNon",
    "Yes\nPerhaps\nNo",
)

BY_KIND: dict[str, list[HouseQuestion]] = {
    Kind.INFO_SESSION: [
        MET,
        (
            SCALE,
            "Comprenez-vous mieux la vie et le travail en région?",
            "Do you understand life and work in the regions better?",
            "",
            "",
        ),
        (
            CHOICE,
            "Pensez-vous maintenant visiter une région?",
            "Do you now think of visiting a region?",
            "Oui, bientôt\nOui, plus tard\nJe ne sais pas\nNon",
            "Yes, soon\nYes, later\nI do not know\nNo",
        ),
        BEST,
        CHANGE,
    ],
    Kind.TRAINING: [
        MET,
        (
            SCALE,
            "Pourrez-vous utiliser au travail ce que vous avez appris?",
            "Will you be able to use at work what you learned?",
            "",
            "",
        ),
        (
            CHOICE,
            "Le rythme vous convenait-il?",
            "Did the pace suit you?",
            "Trop lent\nJuste bien\nTrop rapide",
            "Too slow\nJust right\nToo fast",
        ),
        BEST,
        CHANGE,
    ],
    Kind.NETWORK_MEETING: [
        MET,
        (
            SCALE,
            "Avez-vous rencontré des personnes utiles à vos projets?",
            "Did you meet people who matter to your plans?",
            "",
            "",
        ),
        AGAIN,
        BEST,
        CHANGE,
    ],
    Kind.STAY: [
        MET,
        (
            SCALE,
            "À quel point vous voyez-vous vivre dans cette région?",
            "How well can you see yourself living in this region?",
            "",
            "",
        ),
        (
            CHOICE,
            "Quel est le principal obstacle à un déménagement?",
            "What is the main obstacle to moving?",
            "Le logement\nLa voiture\nL’emploi de la conjointe ou du conjoint\nL’école\nLe français\nAucun",
            "Housing\nA car\nMy partner’s work\nSchool\nFrench\nNone",
        ),
        BEST,
        CHANGE,
    ],
    Kind.JOB_FAIR: [
        MET,
        WELCOME,
        (
            CHOICE,
            "Avez-vous parlé à un employeur qui pourrait vous engager?",
            "Did you speak to an employer who might hire you?",
            "Oui, à plusieurs\nOui, à un\nNon",
            "Yes, to several\nYes, to one\nNo",
        ),
        BEST,
        CHANGE,
    ],
}
USUAL: list[HouseQuestion] = [MET, WELCOME, AGAIN, BEST, CHANGE]


def house_questions(event: Event) -> list[Question]:
    """The usual ones for its kind, not saved. No query."""
    asked = BY_KIND.get(event.kind, USUAL)
    return [
        Question(place=place, kind=kind, words_fr=french, words_en=english, choices_fr=those_fr, choices_en=those_en)
        for place, (kind, french, english, those_fr, those_en) in enumerate(asked, 1)
    ]


def questions_of(event: Event) -> list[Question]:
    """The event's own, else the house's, not saved. Cost: 1 query."""
    return list(Question.objects.filter(evaluation=event.pk)) or house_questions(event)


def settle(evaluation: Evaluation) -> list[Question]:
    """The questions that are asked from now on: the house's are saved where the organiser has none. Cost: 1 or 2 queries."""
    own = list(evaluation.questions.all())
    if own:
        return own
    made = house_questions(evaluation.event)
    for question in made:
        question.evaluation = evaluation
    Question.objects.bulk_create(made)
    return list(evaluation.questions.all())
