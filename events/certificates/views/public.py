"""What whoever holds a code or a mailed link sees: what is certified, the PDF, and the way to erase it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from core import access
from core.pages import no_store
from events.certificates import actions, paper
from events.certificates.forms import CodeForm
from events.certificates.models import Certificate

#: What opens these pages, for the table of access.
CODE = gettext_lazy("the code on the certificate, 130 random bits")
KEY = gettext_lazy("the key of the mailed link, 128 random bits")


def by_key(key: str) -> Certificate:
    """The certificate of a mailed link; 404 for any other key. Cost: 1 query."""
    return get_object_or_404(Certificate.objects.behind(key))


@access.anyone
@no_store
@require_http_methods(["GET", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The form to type a code into; it leads to the page of that code."""
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return redirect("certificates:check", code=form.cleaned_data["code"])
    return render(request, "certificates/ask.html", {"form": form}, status=422 if form.errors else 200)


@access.bearer(CODE)
@no_store
@require_GET
def check(request: HttpRequest, code: str) -> HttpResponse:
    """What is certified, or that it was withdrawn, or that no certificate has this code. Cost: 1 query."""
    found = Certificate.objects.named(code).first()
    if found is None:
        return render(request, "certificates/unknown.html", {"form": CodeForm()}, status=404)
    context = {"certificate": found, "event": found.event, "facts": paper.facts_of(found)}
    return render(request, "certificates/check.html", context, status=410 if found.is_withdrawn else 200)


@access.bearer(KEY)
@no_store
@require_GET
def own(request: HttpRequest, key: str) -> HttpResponse:
    """The person's own page; the accessible twin of the PDF. Cost: 1 query."""
    found = by_key(key)
    context = {
        "certificate": found,
        "event": found.event,
        "facts": paper.facts_of(found),
        "check_url": request.build_absolute_uri(found.check_path),
    }
    return render(request, "certificates/own.html", context)


@access.bearer(KEY)
@no_store
@require_GET
def pdf(request: HttpRequest, key: str) -> HttpResponse:
    """To print or pass on; 404 once it was withdrawn."""
    found = by_key(key)
    if found.is_withdrawn:
        raise Http404
    response = HttpResponse(paper.pdf_of(found), content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{_("certificate")}-{found.event_id}.pdf"'
    return response


@access.bearer(KEY)
@no_store
@require_http_methods(["GET", "POST"])
def erase(request: HttpRequest, key: str) -> HttpResponse:
    """Ask once, then nothing says what it was."""
    found = by_key(key)
    if request.method == "POST":
        actions.erase(certificate=found)
        messages.success(request, _("The certificate is erased. Its code is unknown from now on."))
        return redirect("certificates:ask")
    return render(request, "certificates/erase.html", {"certificate": found, "event": found.event})
