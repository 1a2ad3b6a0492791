"""The organiser's page of the reserve list: who is asked first when somebody cannot come."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from core.pages import no_store
from core.refusals import Refusal
from core.versions import SeenWhole, print_whole
from events.selection import actions, reading
from events.selection.models import Verdict
from events.selection.views.reach import event_run, frame, working
from people.accounts.http import PersonRequest


@working
@no_store
@require_http_methods(["GET", "POST"])
def reserve(request: PersonRequest, event_id: int) -> HttpResponse:
    """The order, by numbers or one step up or down. Cost: 5 queries, however long the list."""
    event = event_run(request, event_id)
    line = list(Verdict.objects.run_by(request.user).in_reserve(event).select_related("registration__contact"))
    refusal = ""
    if request.method == "POST":
        order = order_in(request.POST, [one.registration_id for one in line])
        try:
            actions.set_order(event=event, by=request.user, order=order, seen=SeenWhole(request.POST.get("shown", "")))
        except Refusal as refused:
            refusal = str(refused)
        else:
            messages.success(request, _("The order is kept. Nobody is told yet."))
            return redirect("selection:reserve", event.pk)
    means = reading.means_of(event)
    context = frame(event) | {
        "line": [(place, one, reading.total_of(means.get(one.registration_id))) for place, one in enumerate(line, 1)],
        "shown": print_whole(actions.RESERVE, [one.registration_id for one in line]),
        "refusal": refusal,
    }
    return render(request, "selection/manage/reserve.html", context, status=409 if refusal else 200)


def order_in(data: QueryDict, stands: Sequence[int]) -> list[int]:
    """The order that was sent: by the numbers beside the names, then one of them a step up or down.

    A number moves its row there: it goes before whoever had it.
    """
    places = {key: place for place, key in enumerate(stands, 1)}

    def wanted(key: int) -> tuple[float, int]:
        given = data.get(f"place-{key}", "")
        place = int(given) if given.isdecimal() and len(given) < 7 else places[key]
        # Moved up, it goes before who stands there; moved down, behind.
        step = 0.0 if place == places[key] else -0.5 if place < places[key] else 0.5
        return place + step, places[key]

    order = sorted(stands, key=wanted)
    for name, step in (("up", -1), ("down", 1)):
        given = data.get(name, "")
        if given.isdecimal() and int(given) in places:
            at = order.index(int(given))
            to = min(max(at + step, 0), len(order) - 1)
            order.insert(to, order.pop(at))
    return order
