"""What an event asks, in the words of each version, and what was answered to which of them."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.bilingual import Said, pick
from core.dates import day_words
from core.files import PrivateFileField
from events.agenda.models import Event
from events.registration.models import Registration
from people.accounts.models import Language

#: No answer is kept longer after the event: what the form to register promises of the registration itself.
MOST_DAYS = 180
MOST_QUESTIONS = 30
MOST_CHOICES = 20
LONGEST_LABEL = 200
LONGEST_HELP = 300
#: Letters of an answer: a line, or more where the question says so.
LINE, LONGEST_TEXT = 200, 3000
#: The key of the one answer that a consent knows.
AGREED = "yes"
#: What parts French from English on the line of a choice, as an organiser writes them.
BAR = "|"


class Kind(models.TextChoices):
    TEXT = "text", pgettext_lazy("kind of question", "Text")
    CHOICE = "choice", pgettext_lazy("kind of question", "One choice of several")
    CHOICES = "choices", pgettext_lazy("kind of question", "Several choices")
    NUMBER = "number", pgettext_lazy("kind of question", "Number")
    DATE = "date", pgettext_lazy("kind of question", "Date")
    FILE = "file", pgettext_lazy("kind of question", "File")
    CONSENT = "consent", pgettext_lazy("kind of question", "Consent")


#: Kinds whose answer another question may depend on.
DECIDING = (Kind.CHOICE.value, Kind.CHOICES.value, Kind.CONSENT.value)
#: Kinds that list choices.
LISTING = (Kind.CHOICE.value, Kind.CHOICES.value)


class QuestionQuerySet(models.QuerySet["Question"]):
    def run_by(self, user: Any) -> Self:
        """Questions of the events the user runs."""
        return self.filter(event__in=Event.objects.run_by(user))

    def asked_at(self, event: Event) -> Self:
        """What the event asks now, in order, each with its present words. Cost: 1 query."""
        return self.filter(event=event, is_on=True).select_related("current")


class Question(models.Model):
    """One thing that one event asks. Its words, choices and limits are those of its ``current`` version."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(_("kind"), max_length=8, choices=Kind)
    #: Switched off: asked no more, its answers stay readable as long as promised.
    is_on = models.BooleanField(default=True)
    current = models.ForeignKey("Version", null=True, on_delete=models.RESTRICT, related_name="+")
    #: Asked only where an earlier question was answered with ``shown_value`` (the key of a choice, ``AGREED`` of a consent).
    shown_if = models.ForeignKey("self", null=True, blank=True, on_delete=models.RESTRICT, related_name="followers")
    shown_value = models.CharField(max_length=8, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(name="question_kind_is_known", condition=Q(kind__in=Kind.values)),
            models.CheckConstraint(
                name="question_condition_names_an_answer",
                condition=Q(shown_if=None, shown_value="") | Q(shown_if__isnull=False) & ~Q(shown_value=""),
            ),
            models.CheckConstraint(
                name="question_depends_on_another", condition=Q(shown_if=None) | ~Q(shown_if=F("pk"))
            ),
        ]
        indexes = [models.Index(fields=["event", "position"], name="question_by_event")]

    def __str__(self) -> str:
        return f"{self.event_id}/{self.pk}"

    @property
    def words(self) -> "Version":
        """The version that is asked now; needs ``current`` loaded."""
        assert self.current is not None, "a question is made with its first version"
        return self.current

    @property
    def field(self) -> str:
        """Name of its field on a form."""
        return f"q{self.pk}"


class Version(models.Model):
    """A question as it was worded from some moment on; never edited once somebody has answered it."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveSmallIntegerField(default=1)
    label_fr = models.CharField(_("question (French)"), max_length=LONGEST_LABEL)
    label_en = models.CharField(_("question (English)"), max_length=LONGEST_LABEL, blank=True)
    help_fr = models.CharField(_("help (French)"), max_length=LONGEST_HELP, blank=True)
    help_en = models.CharField(_("help (English)"), max_length=LONGEST_HELP, blank=True)
    is_required = models.BooleanField(_("an answer is required"), default=False)
    #: Of the kinds that list some: [{"key": "1", "fr": "…", "en": "…"}].
    choices = models.JSONField(default=list, blank=True)
    #: Of a number: its limits. Of a text: how many letters at most (``highest``).
    lowest = models.IntegerField(_("at least"), null=True, blank=True)
    highest = models.IntegerField(_("at most"), null=True, blank=True)
    kept_days = models.PositiveSmallIntegerField(_("days kept after the event"), default=30)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["question", "number"]
        constraints = [
            models.UniqueConstraint(fields=["question", "number"], name="version_number_once_per_question"),
            models.CheckConstraint(
                name="version_answers_go_within_180_days", condition=Q(kept_days__gte=1, kept_days__lte=MOST_DAYS)
            ),
            models.CheckConstraint(
                name="version_limits_are_in_order",
                condition=Q(lowest=None) | Q(highest=None) | Q(lowest__lte=F("highest")),
            ),
            models.CheckConstraint(name="version_is_worded", condition=~Q(label_fr="")),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} v{self.number}"

    @property
    def label(self) -> Said:
        return pick(self, "label")

    @property
    def help(self) -> Said:
        return pick(self, "help")

    def choice_words(self, key: str) -> str:
        """A choice in the language of the moment; the key itself where it is not among them."""
        return next((choice_text(choice) for choice in self.choices if choice["key"] == key), key)

    @property
    def as_written(self) -> dict[str, Any]:
        """As the form of its organiser starts; needs the question loaded."""
        names = ("label_fr", "label_en", "help_fr", "help_en", "lowest", "highest", "is_required", "kept_days")
        question = self.question
        return {name: getattr(self, name) for name in names} | {
            "choices": as_lines(self.choices),
            "shown_if": f"{question.shown_if_id}:{question.shown_value}" if question.shown_if_id else "",
        }

    def until(self, event: Event) -> datetime:
        """Until when an answer to it is kept, as was promised."""
        return event.ends_at + timedelta(days=self.kept_days)


def choice_text(choice: dict[str, str]) -> str:
    """Of one choice, in the language of the moment."""
    return (choice.get("en") if get_language() == "en" else "") or choice["fr"]


def as_lines(choices: Sequence[Mapping[str, str]]) -> str:
    """Choices as an organiser writes them."""
    return "\n".join(f"{one['fr']} {BAR} {one['en']}" if one.get("en") else one["fr"] for one in choices)


class AnswerQuerySet(models.QuerySet["Answer"]):
    def run_by(self, user: Any) -> Self:
        """Answers given at the events the user runs, as long as was promised."""
        return self.promised().filter(registration__event__in=Event.objects.run_by(user))

    def promised(self) -> Self:
        """Those whose day has not come: the others are read by nobody, even before a night erases them."""
        return self.filter(until__gt=timezone.now())

    def in_order(self) -> Self:
        """As the event asks, with what a line shows. Cost: no query beyond its own."""
        told = self.promised().select_related("question__current", "version")
        return told.order_by("question__position", "question", "pk")


class Answer(models.Model):
    """What one registration answered to one question, and to which words. The value stands in the column of its kind."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="answers")
    question = models.ForeignKey(Question, on_delete=models.RESTRICT, related_name="answers")
    version = models.ForeignKey(Version, on_delete=models.RESTRICT, related_name="answers")
    text = models.TextField(_("answer"), max_length=LONGEST_TEXT, blank=True)
    number = models.DecimalField(_("number"), max_digits=14, decimal_places=2, null=True, blank=True)
    day = models.DateField(_("day"), null=True, blank=True)
    #: Keys of the choices.
    keys = models.JSONField(_("choices"), default=list, blank=True)
    file = PrivateFileField(_("file"), folder="answer", blank=True)
    file_mime = models.CharField(max_length=100, blank=True)
    #: Of a consent: when the box was ticked, in which language its words were read, when it was taken back.
    agreed_at = models.DateTimeField(_("agreed on"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("consent withdrawn on"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=Language, blank=True)
    answered_at = models.DateTimeField(default=timezone.now)
    #: The moment that was promised; moves with the event.
    until = models.DateTimeField()

    objects = AnswerQuerySet.as_manager()

    class Meta:
        ordering = ["registration", "question", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["registration", "question"], name="answer_once_per_question"),
            models.CheckConstraint(
                name="answer_is_withdrawn_after_it_was_given",
                condition=Q(withdrawn_at=None) | Q(agreed_at__isnull=False, withdrawn_at__gte=F("agreed_at")),
            ),
            models.CheckConstraint(
                name="answer_file_is_of_a_known_kind",
                condition=Q(file="", file_mime="") | ~Q(file="") & ~Q(file_mime=""),
            ),
        ]
        indexes = [models.Index(fields=["until"], name="answer_by_promise")]

    def __str__(self) -> str:
        return f"{self.registration_id}/{self.question_id}"

    @property
    def value(self) -> Any:
        """In the shape of a form's initial value; needs the question loaded."""
        columns: dict[str, Any] = {
            Kind.TEXT: self.text,
            Kind.CHOICE: self.keys[0] if self.keys else "",
            Kind.CHOICES: self.keys,
            Kind.NUMBER: self.number.normalize() if self.number is not None else None,
            Kind.DATE: self.day,
            Kind.FILE: self.file,
            Kind.CONSENT: self.stands,
        }
        return columns[self.question.kind]

    @property
    def stands(self) -> bool:
        """Whether a consent holds now."""
        return self.agreed_at is not None and self.withdrawn_at is None

    @property
    def in_words(self) -> str:
        """As an organiser and the person read it, in the language of the moment; needs question and version loaded."""
        kind = self.question.kind
        if kind in LISTING:
            return ", ".join(self.version.choice_words(key) for key in self.keys)
        if kind == Kind.NUMBER:
            return number_words(self.number)
        if kind == Kind.DATE:
            return day_words(self.day) if isinstance(self.day, date) else ""
        if kind == Kind.CONSENT:
            return pgettext("consent", "Agreed") if self.stands else pgettext("consent", "Withdrawn")
        if kind == Kind.FILE:
            return str(_("File sent")) if self.file else ""
        return self.text


def number_words(number: Decimal | None) -> str:
    if number is None:
        return ""
    plain = number.normalize()
    whole = plain == plain.to_integral()
    return str(number_format(plain.quantize(Decimal(1)) if whole else plain, use_l10n=True))
