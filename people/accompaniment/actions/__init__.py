"""What is done together: plans, hours and appointments, referrals, tasks; one module a subject."""

from people.accompaniment.actions.booking import book, cancel, meet_at, move, note_presence
from people.accompaniment.actions.hours import close_hours, open_hours, set_zone
from people.accompaniment.actions.plans import (
    add_step,
    begin_plan,
    change_step,
    drop_step,
    end_plan,
    shift_plan,
    tick_step,
    untick_step,
)
from people.accompaniment.actions.referrals import note_outcome, refer
from people.accompaniment.actions.tasks import add_task, change_task, finish_task, reopen_task, set_digest
from people.accompaniment.actions.templates import archive_template, restore_template, write_template
from people.accompaniment.actions.transfers import follow_caseworker, follow_organisation, leave, leave_where_gone

__all__ = [
    "add_step",
    "add_task",
    "archive_template",
    "begin_plan",
    "book",
    "cancel",
    "change_step",
    "change_task",
    "close_hours",
    "drop_step",
    "end_plan",
    "finish_task",
    "follow_caseworker",
    "follow_organisation",
    "leave",
    "leave_where_gone",
    "meet_at",
    "move",
    "note_outcome",
    "note_presence",
    "open_hours",
    "refer",
    "reopen_task",
    "restore_template",
    "set_digest",
    "set_zone",
    "shift_plan",
    "tick_step",
    "untick_step",
    "write_template",
]
