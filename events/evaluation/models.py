"""What is asked after an event, of whom, and what was answered: with a name where somebody chose so, else with nothing that leads back."""

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.bilingual import Said, pick
from core.guard import door
from events.agenda.models import Event
from events.registration.models import Registration, new_key
from people.accounts.models import Person

#: Questions of an evaluation: what somebody answers on a phone in two minutes.
QUESTIONS = 5
WORDS_LENGTH, CHOICE_LENGTH, ANSWER_LENGTH = 200, 80, 600
MOST_CHOICES = 6
#: The scale, from not at all to entirely.
SCALE = (1, 2, 3, 4, 5)


class Evaluation(models.Model):
    """The evaluation of one event. Once its invitations have left, its questions stay as they are."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="evaluation")
    is_wanted = models.BooleanField(_("ask those who were present"), default=True)
    #: When the invitations leave by themselves; set at the close of the event.
    due_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    #: How many were asked, and how many have answered: counted here, because who did is forgotten at the end.
    invited = models.PositiveIntegerField(default=0)
    answered = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(name="evaluation_answered_were_asked", condition=Q(answered__lte=F("invited"))),
            models.CheckConstraint(
                name="evaluation_sent_has_its_end",
                condition=Q(sent_at=None, closes_at=None) | Q(sent_at__isnull=False, closes_at__gt=F("sent_at")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.event_id)

    @property
    def is_sent(self) -> bool:
        return self.sent_at is not None

    @property
    def is_closed(self) -> bool:
        """Its time is over: nobody can answer any more."""
        return self.closes_at is not None and self.closes_at <= timezone.now()

    @property
    def rate(self) -> int | None:
        """Share of those asked who answered, in per cent; None where nobody was asked."""
        return round(100 * self.answered / self.invited) if self.invited else None


class Question(models.Model):
    """One of an evaluation's questions; the house's own where the organiser said nothing."""

    class Kind(models.TextChoices):
        SCALE = "scale", _("From 1 to 5")
        CHOICE = "choice", pgettext_lazy("question", "One of several answers")
        TEXT = "text", _("A few words")

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="questions")
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind of answer"), max_length=6, choices=Kind)
    words_fr = models.CharField(_("question, in French"), max_length=WORDS_LENGTH)
    words_en = models.CharField(_("question, in English"), max_length=WORDS_LENGTH, blank=True)
    #: A line an answer.
    choices_fr = models.TextField(_("answers, in French"), blank=True)
    choices_en = models.TextField(_("answers, in English"), blank=True)

    class Meta:
        ordering = ["evaluation", "place"]
        constraints = [
            models.UniqueConstraint(fields=["evaluation", "place"], name="question_has_a_place_of_its_own"),
            models.CheckConstraint(name="question_is_one_of_five", condition=Q(place__gte=1) & Q(place__lte=QUESTIONS)),
            models.CheckConstraint(
                name="evaluation_question_kind_is_known", condition=Q(kind__in=["scale", "choice", "text"])
            ),
            models.CheckConstraint(name="question_asks_something_in_french", condition=~Q(words_fr="")),
            models.CheckConstraint(
                name="question_of_choices_has_some",
                condition=(Q(kind="choice") & ~Q(choices_fr="")) | ~Q(kind="choice"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.place}"

    @property
    def words(self) -> Said:
        return pick(self, "words")

    @property
    def options(self) -> list[str]:
        """The answers to choose from, in the language of the moment; the French ones where the English are not as many."""
        french = self.choices_fr.splitlines()
        said = pick(self, "choices").text.splitlines()
        return said if len(said) == len(french) else french


class AskedQuerySet(models.QuerySet["Asked"]):
    @door
    def opened_by(self, key: str) -> Self:
        """The invitation of a mailed link, with the event."""
        return self.filter(key=key).select_related("evaluation__event__organisation", "evaluation__event__venue")

    def open_for(self, person: Person) -> Self:
        """What the person is asked and may still answer, with the events."""
        own = self.filter(registration__contact=person, has_answered=False, evaluation__closes_at__gt=timezone.now())
        return own.filter(evaluation__event__cancelled_at=None).select_related("evaluation__event")


class Asked(models.Model):
    """One registration that is asked. That it has answered is a mark without a moment; what, is nowhere near it.

    All of an evaluation go when it ends: who answered is then known to nobody.
    """

    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="invitations")
    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="evaluation_invitation")
    #: 128 random bits: opens the questions, once.
    key = models.CharField(max_length=32, unique=True, default=new_key)
    has_answered = models.BooleanField(_("has answered"), default=False)

    objects = AskedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.evaluation_id}/{self.pk}"


class AnswerSheetQuerySet(models.QuerySet["AnswerSheet"]):
    def run_by(self, user: Any) -> Self:
        """Answers about the events the user runs."""
        return self.filter(evaluation__event__in=Event.objects.run_by(user))


class AnswerSheet(models.Model):
    """What one person answered. No moment, and a random key in place of a number: neither says in which order they came."""

    code = models.CharField(max_length=32, primary_key=True, default=new_key)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.CASCADE, related_name="sheets")
    #: Whose it is, where the person chose to give their name; None for everybody else.
    registration = models.ForeignKey(
        Registration, null=True, blank=True, on_delete=models.SET_NULL, related_name="evaluation_sheets"
    )
    #: Number of a question, as text -> 1 to 5, the place of a choice (from 0), or words.
    answers = models.JSONField(_("answers"), default=dict)
    has_words = models.BooleanField(default=False)

    objects = AnswerSheetQuerySet.as_manager()

    class Meta:
        # By the random key: not even a list says who came first.
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(
                fields=["evaluation", "registration"],
                condition=Q(registration__isnull=False),
                name="answer_sheet_once_per_registration",
            )
        ]

    def __str__(self) -> str:
        return self.code
