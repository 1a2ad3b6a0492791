"""What a person and their caseworker do together: a plan of dated steps, appointments, referrals and tasks."""

from people.accompaniment.models.appointments import Appointment, OwnZone, Slot
from people.accompaniment.models.plans import ActionPlan, PlanStep, PlanTemplate, TemplateStep, Who
from people.accompaniment.models.referrals import Referral
from people.accompaniment.models.tasks import Digest, Task

__all__ = [
    "ActionPlan",
    "Appointment",
    "Digest",
    "OwnZone",
    "PlanStep",
    "PlanTemplate",
    "Referral",
    "Slot",
    "Task",
    "TemplateStep",
    "Who",
]
