"""What the organiser tells those concerned, to whom it went, the lists they keep, and when people are reminded."""

from datetime import datetime, time, timedelta
from typing import Any, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.bilingual import Said, pick
from core.guard import door
from core.localtime import instant
from events.agenda.models import Event
from events.agenda.series import Sitting
from events.registration.models import Registration, Seat, new_key
from people.accounts.models import Person

SUBJECT_LENGTH = 120
TEXT_LENGTH = 5000
LIST_LENGTH = 80
#: Days before an event on which a reminder leaves, it does so when people are awake and still have the day to prepare.
HOUR = time(10)
MOST_RULES = 3
MOST_DAYS, MOST_HOURS = 30, 72
SENTENCE_LENGTH = 300


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def run_by(self, user: Any) -> Self:
        """Announcements of the events the user runs."""
        return self.filter(event__in=Event.objects.run_by(user))

    def sent(self) -> Self:
        """The last first."""
        return self.filter(state=Announcement.State.SENT).order_by("-sent_at", "-pk")

    def drafts(self) -> Self:
        return self.filter(state=Announcement.State.DRAFT).order_by("-updated_at", "-pk")


class Announcement(models.Model):
    """A text for one group of an event's registrations: a draft until it is sent, then as it was sent."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Sent")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="announcements")
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    #: Name of a group, as ``events.registration.concerned`` reads it.
    audience = models.CharField(_("to whom"), max_length=120)
    subject_fr = models.CharField(_("subject, in French"), max_length=SUBJECT_LENGTH)
    text_fr = models.TextField(_("text, in French"), max_length=TEXT_LENGTH)
    subject_en = models.CharField(_("subject, in English"), max_length=SUBJECT_LENGTH, blank=True)
    text_en = models.TextField(_("text, in English"), max_length=TEXT_LENGTH, blank=True)
    #: Whoever asked for no messages gets it all the same.
    is_necessary = models.BooleanField(_("necessary to take part"), default=False)
    #: The message that this one puts right.
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections", verbose_name=_("corrects")
    )
    #: One form page, one draft.
    key = models.CharField(max_length=32, default=new_key)
    state = models.CharField(max_length=5, choices=State, default=State.DRAFT)
    made_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    objects = AnnouncementQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "key"], name="announcement_once_per_form_page"),
            models.CheckConstraint(name="announcement_state_is_known", condition=Q(state__in=["draft", "sent"])),
            models.CheckConstraint(
                name="announcement_sent_has_its_moment",
                condition=Q(state="sent", sent_at__isnull=False) | Q(state="draft", sent_at=None),
            ),
            models.CheckConstraint(
                name="announcement_says_something_in_french", condition=~Q(subject_fr="") & ~Q(text_fr="")
            ),
            models.CheckConstraint(
                name="announcement_english_is_whole",
                condition=Q(subject_en="", text_en="") | (~Q(subject_en="") & ~Q(text_en="")),
                violation_error_message=_("In English, give both subject and text, or neither."),
            ),
            models.CheckConstraint(
                name="announcement_corrects_another", condition=Q(corrects=None) | ~Q(corrects=F("id"))
            ),
        ]
        indexes = [models.Index(fields=["event", "state", "-sent_at"], name="announcement_by_event")]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_draft(self) -> bool:
        return self.state == self.State.DRAFT

    @property
    def subject(self) -> Said:
        return pick(self, "subject")

    @property
    def text(self) -> Said:
        return pick(self, "text")


class Sending(models.Model):
    """One act of sending an announcement: the first, or a later one to those who came in since."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="sendings")
    #: One press of the button, one sending.
    key = models.CharField(max_length=32)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    people = models.PositiveIntegerField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "key"], name="sending_once_per_press"),
            models.CheckConstraint(name="sending_reaches_somebody", condition=Q(people__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id}/{self.pk}"


class NoticeQuerySet(models.QuerySet["Notice"]):
    def of_person(self, person: Person) -> Self:
        """What was written to the registrations in which the person has or had a seat, the last first."""
        held = Seat.objects.filter(person=person).values("registration")
        return self.filter(registration__in=held).latest_first()

    @door
    def of_link(self, registration: Registration) -> Self:
        """What was written to the registration behind a mailed link, the last first."""
        return self.filter(registration=registration).latest_first()

    def latest_first(self) -> Self:
        return self.select_related("announcement__corrects").order_by("-sending__at", "-pk")

    def unseen(self) -> Self:
        return self.filter(seen_at=None)


class Notice(models.Model):
    """An announcement on its way to one registration: one mail, and one line on its page."""

    announcement = models.ForeignKey(Announcement, on_delete=models.CASCADE, related_name="notices")
    sending = models.ForeignKey(Sending, on_delete=models.CASCADE, related_name="notices")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="notices")
    #: When it was first opened on our pages.
    seen_at = models.DateTimeField(_("opened"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(fields=["announcement", "registration"], name="notice_once_per_registration")
        ]

    def __str__(self) -> str:
        return f"{self.announcement_id}/{self.registration_id}"

    @property
    def is_new(self) -> bool:
        return self.seen_at is None


class SavedListQuerySet(models.QuerySet["SavedList"]):
    def run_by(self, user: Any) -> Self:
        """Lists of the events the user runs."""
        return self.filter(event__in=Event.objects.run_by(user))


class SavedList(models.Model):
    """Registrations of an event that its organiser picked, under a name."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="saved_lists")
    name = models.CharField(_("name of the list"), max_length=LIST_LENGTH)
    made_at = models.DateTimeField(default=timezone.now)

    objects = SavedListQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "name"], name="saved_list_once_per_name"),
            models.CheckConstraint(name="saved_list_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return self.name


class Listed(models.Model):
    """A registration stands on a list."""

    saved_list = models.ForeignKey(SavedList, on_delete=models.CASCADE, related_name="entries")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="+")
    added_at = models.DateTimeField(_("added to the list"), default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["saved_list", "registration"], name="listed_once")]

    def __str__(self) -> str:
        return f"{self.saved_list_id}/{self.registration_id}"


class NoMessages(models.Model):
    """A registration wants no messages but those that are necessary. Of reminders the registration itself says so."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="no_messages")
    at = models.DateTimeField(_("asked for"), default=timezone.now)

    def __str__(self) -> str:
        return str(self.registration_id)


class ReminderRule(models.Model):
    """How long before an event those who are expected are reminded, and a sentence of the organiser's own."""

    class Unit(models.TextChoices):
        DAYS = "days", _("days before, at 10 a.m.")
        HOURS = "hours", _("hours before")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="reminder_rules")
    place = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(MOST_RULES)])
    unit = models.CharField(_("unit"), max_length=5, choices=Unit)
    amount = models.PositiveSmallIntegerField(_("how long before"))
    #: Of a series: before each of its sittings, or before the first alone. An event held once has one start.
    each_sitting = models.BooleanField(_("before each sitting"), default=True)
    sentence_fr = models.CharField(_("sentence, in French"), max_length=SENTENCE_LENGTH, blank=True)
    sentence_en = models.CharField(_("sentence, in English"), max_length=SENTENCE_LENGTH, blank=True)

    class Meta:
        ordering = ["place"]
        constraints = [
            models.UniqueConstraint(fields=["event", "place"], name="reminder_rule_has_a_place_of_its_own"),
            models.UniqueConstraint(fields=["event", "unit", "amount"], name="reminder_rule_once_per_moment"),
            models.CheckConstraint(
                name="reminder_rules_are_three_at_most", condition=Q(place__gte=1, place__lte=MOST_RULES)
            ),
            models.CheckConstraint(
                name="reminder_rule_is_within_reason",
                condition=Q(unit="days", amount__gte=1, amount__lte=MOST_DAYS)
                | Q(unit="hours", amount__gte=1, amount__lte=MOST_HOURS),
            ),
            models.CheckConstraint(
                name="reminder_sentence_is_in_french_first", condition=Q(sentence_en="") | ~Q(sentence_fr="")
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """Names the rule within its event: what was sent under it is not sent again."""
        return f"{self.unit}{self.amount}"

    def moment(self, held: Event | Sitting) -> datetime:
        """When the reminders of the event, or of one sitting, leave: 10:00 of that day in its legal time, or so many hours before."""
        if self.unit == self.Unit.HOURS:
            return held.starts_at - timedelta(hours=self.amount)
        day = held.start_date - timedelta(days=self.amount)
        return instant(datetime.combine(day, HOUR), held.zone)

    def is_about(self, held: Event | Sitting, event: Event) -> bool:
        """Whether it reminds of this sitting, or of the event: a series begins with its first sitting. No query."""
        return self.each_sitting or held.starts_at == event.starts_at
