"""Consents given on paper or aloud: the wording shown, the sheet to sign, what was signed noted."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.pages import no_store
from core.refusals import Refusal
from people.accounts.http import PersonRequest
from people.consent import actions as consents
from people.consent import registry
from people.consent import rules as consent_rules
from people.consent.models import Consent
from people.oversight.models import ReadEntry
from people.participants.forms.staff import PaperConsentForm
from people.participants.models import CaseFile
from people.participants.places import file_url
from people.participants.views.staff.reaching import file_of, noted, working


def standings_of(file: CaseFile) -> list[consent_rules.Standing]:
    """What may be asked of the person once, about nothing in particular: what has a subject its own room asks. Cost: 1 query."""
    return [each for each in consent_rules.state_of(file.person) if not each.about and not each.purpose.subjects]


@working
@no_store
@require_http_methods(["GET", "POST"])
def consent_list(request: PersonRequest, reference: str) -> HttpResponse:
    """Each purpose with its wording and how it stands. POST notes one signed sheet."""
    file = file_of(request, reference)
    sent = PaperConsentForm(request.POST or None)
    if request.method == "POST" and sent.is_valid():
        given = {name: sent.cleaned_data[name] for name in ("purpose", "version", "language")}
        try:
            consents.give(person=file.person, how=Consent.How.PAPER, by=request.user.person, **given)
        except (Refusal, registry.UnknownPurpose, ValueError) as refusal:
            messages.error(request, str(refusal if isinstance(refusal, Refusal) else consents.NotAsked.message))
        else:
            messages.success(request, _("The consent is noted. Keep the signed sheet with the file."))
        return redirect("participants:staff_consents", file.reference)
    noted(request, file, ReadEntry.Kind.FILE)
    found = standings_of(file)
    asked = [(each, _form_of(each, file, sent), each.purpose.current.text(file.person.language)) for each in found]
    return render(request, "participants/staff/consents.html", {"file": file, "asked": asked, "sent": sent})


def _form_of(standing: consent_rules.Standing, file: CaseFile, sent: PaperConsentForm) -> PaperConsentForm:
    code = standing.purpose.code
    if sent.is_bound and sent.data.get("purpose") == code:
        return sent
    words: dict[str, Any] = {
        "purpose": code,
        "version": standing.purpose.current.version,
        "language": file.person.language,
    }
    return PaperConsentForm(initial=words, auto_id=f"{code}_%s")


@working
@no_store
@require_POST
def consent_withdraw(request: PersonRequest, reference: str, purpose: str) -> HttpResponse:
    """The person said or wrote that they no longer agree: what it opened closes now."""
    file = file_of(request, reference)
    withdrawn = consents.withdraw_purpose(person=file.person, purpose=purpose, by=request.user.person)
    if withdrawn:
        messages.success(request, _("The consent is withdrawn. What it opened is closed from now on."))
    return redirect("participants:staff_consents", file.reference)


@working
@no_store
@require_GET
def consent_sheet(request: PersonRequest, reference: str) -> HttpResponse:
    """What may be agreed to, whole, to print and to sign; in the person's language, or the one asked for."""
    file = file_of(request, reference)
    noted(request, file, ReadEntry.Kind.FILE)
    language = request.GET.get("language", "")
    language = language if language in registry.LANGUAGES else file.person.language
    texts = [(each.purpose, each.purpose.current.text(language)) for each in standings_of(file) if each.can_be_given]
    context = {"file": file, "texts": texts, "sheet_language": language, "back": file_url(file, "consents")}
    return render(request, "participants/staff/consent_sheet.html", context)
