"""From the five questions to a request: what each edition answers, and one button to ask."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from core import access
from core.guard import reach
from core.pages import no_store
from core.refusals import refusal_told
from people.accounts.http import PersonRequest
from people.participants import actions, answers, openings
from people.participants.forms.person import AskForm
from people.participants.models import Candidacy
from people.participants.views.person.pages import own_file, page
from people.programmes import five_questions


@access.signed_in
@no_store
@require_GET
def open_to_me(request: PersonRequest) -> HttpResponse:
    """Every open edition by what it answers to the file and to the answers carried along. Cost: about 15 queries."""
    person = request.user.person
    file, said = own_file(person), five_questions.answers_of(request.session)
    if file is None and said is None:
        return redirect("programmes:five_questions")
    found = five_questions.answers_for(answers.together(file, said), person=person)
    asked = dict(Candidacy.objects.of_person(person).active().values_list("edition", "pk"))
    facts = {"answers": found, "asked": asked, "came_along": said is not None}
    return page(request, "open_to_me", facts, (_("What you can take part in"), None))


@access.signed_in
@no_store
@require_http_methods(["GET", "POST"])
def ask(request: PersonRequest, edition: int) -> HttpResponse:
    """GET says what the conditions give, each in words; POST asks, whatever they give: a caseworker decides."""
    person = request.user.person
    chosen = reach(request, openings.to_ask_for(), pk=edition)
    asked = Candidacy.objects.of_person(person).active().filter(edition=chosen).first()
    if asked is not None:
        messages.info(request, _("You have asked for this already. Here is where it stands."))
        return redirect("participants:candidacy", asked.pk)
    file, said = own_file(person), five_questions.answers_of(request.session)
    opening = openings.opening_of(chosen, person, file, said)
    form = AskForm(request.POST if request.method == "POST" else None, band=opening.band)
    if request.method == "POST" and form.is_valid():
        with refusal_told(request):
            candidacy = actions.ask(
                person=person, edition=chosen, said=said, oral_level=form.cleaned_data.get("oral_level", "")
            )
            five_questions.erase(request.session)
            messages.success(request, _("Your request is sent. You find it here, and we have written to you."))
            return redirect("participants:candidacy", candidacy.pk)
    crumbs = ((_("What you can take part in"), reverse("participants:open_to_me")), (chosen.title, None))
    facts = {"edition": chosen, "opening": opening, "assessment": opening.assessment, "form": form}
    return page(request, "ask", facts, *crumbs, is_refused=bool(form.errors))
