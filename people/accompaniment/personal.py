"""What this room holds about people, and how long."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.personal import GOES_ALONG, Beside, Held, Keep, declare, keep
from people.accompaniment import actions, joining
from people.accompaniment.models import ActionPlan, Appointment, Digest, OwnZone, PlanStep, Referral, Slot, Task

BOTH = _("The person, and the caseworkers of the organisation that follows them")
STAFF = _("The caseworkers of the organisation that follows the person")
THEMSELVES = _("The person alone")
THREE_YEARS = _("Three years after the file was closed")


def held(purpose: Any, *, audience: Any = BOTH, **facts: Any) -> Held:
    facts.setdefault("retention", THREE_YEARS)
    return Held(purpose=purpose, audience=audience, **facts)


def call_off(people: Sequence[int]) -> None:
    """What is to come is called off before anything is erased: the hour is free again, and the caseworker is told."""
    coming = Appointment.objects.booked().filter(case_file__person__in=people, starts_at__gt=timezone.now())
    for appointment in coming.order_by("pk"):
        actions.cancel(appointment=appointment, by=None)


def organisation_of(row: Any) -> str:
    return str(row.organisation.name)


declare(
    ActionPlan,
    owner="case_file__person",
    label=_("action plans"),
    fields={
        "begun_on": held(_("To date the steps of the plan")),
        "counted_from": held(_("To date the steps from the arrival in Québec")),
    },
    not_personal=("case_file", "organisation", "template", "made_at", "ended_at"),
    merge=joining.merge_plans,
    on_erase="delete",
    beside={"organisation": Beside(pgettext_lazy("partner", "organisation"), organisation_of)},
    related=("organisation",),
    known_until=GOES_ALONG,
    order=60,
)
declare(
    PlanStep,
    owner="plan__case_file__person",
    label=_("steps of the action plan"),
    fields={
        "title_fr": held(_("To agree on what is to be done")),
        "title_en": held(_("To agree on what is to be done"), label=_("step (English)")),
        "who": held(_("To agree on who does it")),
        "due_on": held(_("To agree on by when")),
        "state": held(_("To see what is done")),
        "note": held(_("To remember what was agreed about a step")),
        "done_at": held(_("To see what is done"), label=_("done")),
        "moved_at": held(_("To see what was put off"), label=_("moved")),
    },
    not_personal=("plan",),
    on_erase="delete",
    known_until=GOES_ALONG,
    order=59,
)
WHEN = _("To meet the person at an hour that suits both")
declare(
    Appointment,
    owner="case_file__person",
    label=_("appointments"),
    fields={
        "start_date": held(WHEN, label=_("day")),
        "start_time": held(WHEN, label=pgettext_lazy("hour", "from")),
        "end_time": held(WHEN, label=pgettext_lazy("hour", "until")),
        "place": held(_("To know where to meet")),
        "about": held(_("To prepare the appointment")),
        "state": held(_("To know whether it was held"), label=_("state")),
        "reason": held(_("To tell the other side why it was cancelled")),
    },
    not_personal=(
        "organisation",
        "case_file",
        "slot",
        "end_date",
        "zone",
        "starts_at",
        "ends_at",
        "mode",
        "booked_at",
        "cancelled_at",
        "calendar_uid",
        "sequence",
    ),
    merge=joining.merge_appointments,
    on_erase="delete",
    leave=call_off,
    beside={"organisation": Beside(pgettext_lazy("partner", "organisation"), organisation_of)},
    related=("organisation",),
    known_until=GOES_ALONG,
    order=60,
)
declare(
    Referral,
    owner="case_file__person",
    label=_("referrals to other services"),
    fields={
        "to_name": held(_("To remember where the person was sent")),
        "to_organisation": held(_("To remember where the person was sent")),
        "reason": held(_("To remember for what the person was sent there")),
        "on_date": held(_("To know when it was made")),
        "ask_again_on": held(_("To ask what came of it")),
        "outcome": held(_("To know what came of it")),
        "outcome_on": held(_("To know what came of it")),
        "outcome_note": held(_("To know what came of it")),
    },
    not_personal=("case_file", "organisation", "made_at"),
    merge=joining.merge_referrals,
    on_erase="delete",
    known_until=GOES_ALONG,
    order=60,
)
declare(
    Task,
    owner="case_file__person",
    label=_("tasks of the caseworker about the person"),
    fields={
        "title": held(_("To forget nothing that was promised"), audience=STAFF),
        "due_on": held(_("To do it in time"), audience=STAFF),
        "done_at": held(_("To know that it was done"), audience=STAFF, label=_("done")),
    },
    not_personal=("organisation", "case_file", "origin", "referral", "appointment", "added_at"),
    merge=joining.merge_tasks,
    on_erase="delete",
    known_until=GOES_ALONG,
    order=59,
)

OPENED = _("To offer hours to the people whom the caseworker follows")
EVERYBODY_FOLLOWED = _("The colleagues of the organisation, and the people whom it follows")
NINETY_DAYS = _("90 days after the hour has passed, unless somebody booked it")
declare(
    Slot,
    owner="caseworker",
    label=_("hours opened for appointments"),
    fields={
        "start_date": held(OPENED, audience=EVERYBODY_FOLLOWED, retention=NINETY_DAYS, label=_("day")),
        "start_time": held(
            OPENED, audience=EVERYBODY_FOLLOWED, retention=NINETY_DAYS, label=pgettext_lazy("hour", "from")
        ),
        "end_time": held(
            OPENED, audience=EVERYBODY_FOLLOWED, retention=NINETY_DAYS, label=pgettext_lazy("hour", "until")
        ),
        "place": held(
            _("To say where the caseworker meets people"), audience=EVERYBODY_FOLLOWED, retention=NINETY_DAYS
        ),
    },
    not_personal=(
        "organisation",
        "end_date",
        "zone",
        "starts_at",
        "ends_at",
        "mode",
        "series",
        "opened_at",
        "closed_at",
    ),
    merge=joining.merge_slots,
    on_erase="delete",
    known_until=GOES_ALONG,
    order=61,
)
declare(
    OwnZone,
    owner="person",
    label=_("time zones chosen"),
    fields={
        "zone": held(
            _("To tell hours as the person’s own clocks show them"),
            audience=THEMSELVES,
            retention=_("Until the person chooses another one"),
        )
    },
    merge=joining.merge_zones,
    on_erase="delete",
    known_until=GOES_ALONG,
    order=61,
)
declare(
    Digest,
    owner="person",
    label=_("morning letters wished"),
    fields={},
    not_personal=("since",),
    merge=joining.merge_digests,
    on_erase="delete",
    known_until=GOES_ALONG,
    order=61,
)

# ------------------------------------------------------------------ how long

AFTER_CLOSING = _("the day the file was closed")


def keep_three_years(code: str, model: type[ActionPlan] | type[Appointment] | type[Referral], label: Any) -> None:
    def closed(before: datetime) -> QuerySet[Any]:
        return model._default_manager.filter(case_file__closed_at__lt=before)

    keep(
        Keep(
            code=code,
            model=model,
            label=label,
            since=AFTER_CLOSING,
            days=3 * 365,
            due=closed,
            then="delete",
            organisation="organisation",
        )
    )


keep_three_years("accompaniment.plans", ActionPlan, _("action plans and their steps"))
keep_three_years("accompaniment.appointments", Appointment, _("appointments"))
keep_three_years("accompaniment.referrals", Referral, _("referrals to other services"))
keep(
    Keep(
        code="accompaniment.tasks",
        model=Task,
        label=_("tasks"),
        since=_("the day the task was done, or the file was closed"),
        days=3 * 365,
        due=lambda before: Task.objects.filter(Q(done_at__lt=before) | Q(case_file__closed_at__lt=before)),
        then="delete",
        organisation="organisation",
    )
)
keep(
    Keep(
        code="accompaniment.hours",
        model=Slot,
        label=_("hours opened for appointments"),
        since=_("the hour itself"),
        days=90,
        due=lambda before: Slot.objects.filter(ends_at__lt=before, appointments=None),
        then="delete",
        organisation="organisation",
    )
)
