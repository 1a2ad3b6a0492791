"""Programmes as everybody sees them, and the five questions."""

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core import access
from core.pages import cached, no_store
from people.programmes import five_questions
from people.programmes.books import Atlas, books_of
from people.programmes.forms import FiveQuestionsForm
from people.programmes.models import GENERATION, Edition, Partner, Programme


@access.anyone
@cached(GENERATION)
@require_GET
def programme_list(request: HttpRequest) -> HttpResponse:
    """Programmes with an edition that was opened, those one can join now first. Cost: 3 queries."""
    editions = Edition.objects.open().prefetch_related("regions").order_by("starts_on", "pk")
    programmes = list(Programme.objects.public().prefetch_related(Prefetch("editions", editions, to_attr="open_now")))
    programmes.sort(key=lambda programme: not programme.open_now)  # type: ignore[attr-defined]  # prefetched above
    return render(request, "programmes/list.html", {"programmes": programmes})


@access.anyone
@cached(GENERATION, "organisations")
@require_GET
def programme_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What it is, where, who runs it and who may take part, edition by edition. Cost: 12 queries, however many."""
    programme = get_object_or_404(Programme.objects.public(), pk=pk)
    partners = Partner.objects.public().select_related("organisation__region")
    editions = list(
        programme.editions.public()
        .select_related("programme")
        .prefetch_related("regions", Prefetch("partners", partners))
        .order_by("-starts_on", "-pk")
    )
    atlas = Atlas()
    books = books_of([edition for edition in editions if edition.is_open], atlas)
    facts = {
        "programme": programme,
        "open_editions": [(edition, books.get(edition.pk)) for edition in editions if edition.is_open],
        "past_editions": [edition for edition in editions if not edition.is_open],
        "lexicon": atlas.lexicon,
        "crumb_items": [(_("Programmes"), reverse("programmes:list")), (str(programme.name), None)],
    }
    return render(request, "programmes/detail.html", facts)


@access.anyone
@no_store
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """Five questions; POST answers them on the spot and keeps nothing: no row, no session, nothing in the address."""
    form = FiveQuestionsForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        person = request.user.person if request.user.is_authenticated else None
        answers = five_questions.answers_for(form.facts, person=person)
        return render(request, "programmes/answers.html", {"answers": answers, "form": form})
    return render(request, "programmes/questions.html", {"form": form})


@access.anyone
@no_store
@require_POST
def go_on(request: HttpRequest) -> HttpResponse:
    """The person wants to sign up: only now are the answers carried along, in their session."""
    form = FiveQuestionsForm(request.POST)
    if not form.is_valid():
        return render(request, "programmes/questions.html", {"form": form})
    five_questions.keep(request.session, form.facts)
    return redirect(five_questions.way_on(request))
