"""``/fr/mon-accompagnement/…`` for the person, ``/fr/gestion/…`` for the caseworkers."""

from django.urls import path
from django.utils.translation import pgettext_lazy

from people.accompaniment.views import hours, person, plans, referrals, tasks, templates

app_name = "accompaniment"

urlpatterns = [
    # the person
    path(pgettext_lazy("url", "my-plan/"), person.mine, name="mine"),
    path(pgettext_lazy("url", "my-plan/print/"), person.my_plan, name="my_plan"),
    path(pgettext_lazy("url", "my-plan/steps/<int:pk>/"), person.my_step, name="my_step"),
    path(pgettext_lazy("url", "my-appointments/hours/"), person.hours, name="hours"),
    path(pgettext_lazy("url", "my-appointments/zone/"), person.my_zone, name="my_zone"),
    path(pgettext_lazy("url", "my-appointments/hours/<int:pk>/"), person.book, name="book"),
    path(pgettext_lazy("url", "my-appointments/<int:pk>/"), person.appointment, name="appointment"),
    path(pgettext_lazy("url", "my-appointments/<int:pk>/move/"), person.move, name="move"),
    path(pgettext_lazy("url", "my-appointments/<int:pk>/move/<int:slot_pk>/"), person.move_to, name="move_to"),
    path(pgettext_lazy("url", "my-appointments/<int:pk>/cancel/"), person.cancel, name="cancel"),
    # one person, for their caseworkers
    path(pgettext_lazy("url", "manage/files/<str:reference>/plan/"), plans.file, name="file"),
    path(pgettext_lazy("url", "manage/files/<str:reference>/plan/new/"), plans.begin, name="plan_begin"),
    path(pgettext_lazy("url", "manage/files/<str:reference>/plan/print/"), plans.plan_print, name="plan_print"),
    path(pgettext_lazy("url", "manage/files/<str:reference>/plan/dates/"), plans.shift, name="plan_shift"),
    path(pgettext_lazy("url", "manage/files/<str:reference>/plan/end/"), plans.end, name="plan_end"),
    path(pgettext_lazy("url", "manage/files/<str:reference>/plan/steps/new/"), plans.step_add, name="step_add"),
    path(pgettext_lazy("url", "manage/steps/<int:pk>/"), plans.step, name="step"),
    path(pgettext_lazy("url", "manage/steps/<int:pk>/state/"), plans.step_state, name="step_state"),
    path(pgettext_lazy("url", "manage/files/<str:reference>/appointments/new/"), hours.choose, name="choose"),
    path(
        pgettext_lazy("url", "manage/files/<str:reference>/appointments/new/<int:slot_pk>/"),
        hours.book_for,
        name="book_for",
    ),
    path(pgettext_lazy("url", "manage/files/<str:reference>/appointments/other-hour/"), hours.meet_at, name="meet_at"),
    path(pgettext_lazy("url", "manage/files/<str:reference>/referrals/new/"), referrals.refer, name="refer"),
    path(pgettext_lazy("url", "manage/referrals/<int:pk>/"), referrals.outcome, name="outcome"),
    path(pgettext_lazy("url", "manage/files/<str:reference>/tasks/new/"), tasks.add_about, name="task_about"),
    # hours and appointments
    path(pgettext_lazy("url", "manage/hours/"), hours.agenda, name="agenda"),
    path(pgettext_lazy("url", "manage/hours/new/"), hours.open_hours, name="open_hours"),
    path(pgettext_lazy("url", "manage/hours/<int:pk>/close/"), hours.close_hours, name="close_hours"),
    path(pgettext_lazy("url", "manage/appointments/<int:pk>/"), hours.appointment, name="staff_appointment"),
    path(pgettext_lazy("url", "manage/appointments/<int:pk>/presence/"), hours.presence, name="presence"),
    path(pgettext_lazy("url", "manage/appointments/<int:pk>/move/"), hours.staff_move, name="staff_move"),
    path(pgettext_lazy("url", "manage/appointments/<int:pk>/cancel/"), hours.staff_cancel, name="staff_cancel"),
    # tasks
    path(pgettext_lazy("url", "manage/tasks/"), tasks.tasks, name="tasks"),
    path(pgettext_lazy("url", "manage/tasks/new/"), tasks.add, name="task_add"),
    path(pgettext_lazy("url", "manage/tasks/letter/"), tasks.digest, name="digest"),
    path(pgettext_lazy("url", "manage/tasks/<int:pk>/"), tasks.task, name="task"),
    path(pgettext_lazy("url", "manage/tasks/<int:pk>/state/"), tasks.task_state, name="task_state"),
    # templates
    path(pgettext_lazy("url", "manage/plan-templates/"), templates.templates, name="templates"),
    path(pgettext_lazy("url", "manage/plan-templates/new/"), templates.template_new, name="template_new"),
    path(pgettext_lazy("url", "manage/plan-templates/<int:pk>/"), templates.template, name="template"),
    path(
        pgettext_lazy("url", "manage/plan-templates/<int:pk>/state/"), templates.template_state, name="template_state"
    ),
]
