"""What the pages of the two people and those of staff do alike."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from core.guard import reach
from core.refusals import Refusal
from network.pairing.matches import actions, paper, refusals, rules, showing
from network.pairing.matches.forms import agreement_form
from network.pairing.matches.models import Agreement, Match, Side
from people.accounts.http import PersonRequest

RELATED = ("candidate", "host", "offer__organisation", "edition__programme", "request__candidacy__case_file")


def own(request: PersonRequest, pk: int) -> tuple[Match, Side]:
    """One of the user's own matches, and the side they are on. Cost: 1 query."""
    person = request.user.person
    found = reach(request, Match.objects.of_person(person).select_related(*RELATED), pk=pk)
    side = found.side_of(person)
    if side is None:
        raise Http404
    return found, side


def of_staff(request: PersonRequest, pk: int) -> Match:
    """One that the user works with. Cost: 1 query."""
    return reach(request, Match.objects.visible_to(request.user).select_related(*RELATED), pk=pk)


def number_in(request: PersonRequest, name: str) -> int:
    """A whole number of the form. Raises BadRequest."""
    sent = request.POST.get(name, "")
    if not (sent.isascii() and sent.isdigit()) or len(sent) > 9:
        raise BadRequest(name)
    return int(sent)


def versions(match: Match) -> dict[str, Any]:
    """The draft and what is in force, in words. Cost: 1 query, and 2 for each."""
    found = {each.state: each for each in match.agreements.filter(state__in=["draft", "in_force"])}
    draft, current = found.get(Agreement.State.DRAFT), found.get(Agreement.State.IN_FORCE)
    return {
        "draft": draft,
        "draft_facts": showing.facts_of(draft, match) if draft else [],
        "current": current,
        "current_facts": showing.facts_of(current, match) if current else [],
    }


def edit_page(request: PersonRequest, match: Match, template: str, back: str, **facts: Any) -> HttpResponse:
    """The agreement's form; what somebody else saved meanwhile stands beside what was typed, and nothing is lost."""
    draft = match.agreements.draft().first()
    if draft is None or not rules.may_edit(match):
        messages.error(request, str(refusals.NothingToSign()))
        return redirect(back)
    form = agreement_form(match)(request.POST or None, agreement=draft, settings=actions.settings_of(match))
    theirs = False
    if request.method == "POST" and form.is_valid():
        try:
            took_back = actions.edit(
                match=match,
                revision=form.cleaned_data["revision"],
                facts=form.facts,
                goals=form.goals,
                days=form.days,
                by=request.user.person,
            )
        except refusals.AgreementChanged as refusal:
            # Sent again, it says that this was seen.
            draft.refresh_from_db()
            form.data = read_again(request, draft.revision)
            form.add_error(None, str(refusal))
            theirs = True
        except Refusal as refusal:
            form.add_error(None, str(refusal))
        else:
            if took_back:
                words = _("Saved. Signatures on the words before are taken back: both sign these anew.")
                messages.warning(request, words)
            else:
                messages.success(request, _("The agreement is saved."))
            return redirect(back)
    facts |= {"match": match, "form": form, "draft": draft, "back": back, "theirs": theirs}
    if theirs:
        facts["their_facts"] = showing.facts_of(draft, match)
    return render(request, template, facts, status=409 if theirs else 200)


def read_again(request: PersonRequest, revision: int) -> QueryDict:
    """What was typed, as somebody who has read ``revision``."""
    data = request.POST.copy()
    data["revision"] = str(revision)
    return data


def pdf(match: Match) -> HttpResponse:
    """The agreement in force; 404 before there is one. Its name says nothing about anybody."""
    agreement = match.agreements.in_force().first()
    if agreement is None:
        raise Http404
    response = HttpResponse(paper.pdf_of(agreement, match), content_type="application/pdf")
    name = f"{_('agreement')}-{match.pk}-{agreement.number}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def chosen_days(request: PersonRequest) -> list[int]:
    return [int(sent) for sent in request.POST.getlist("day") if sent.isascii() and sent.isdigit() and len(sent) < 10]


def confirm_days(request: PersonRequest, match: Match) -> None:
    """The days that were ticked took place."""
    try:
        counted = actions.took_place(match=match, days=chosen_days(request), by=request.user.person)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return
    if counted:
        messages.success(request, _("Noted: the time counts."))
    else:
        messages.info(request, _("These days were counted already."))


def days_of(match: Match, current: Agreement | None) -> list[dict[str, Any]]:
    """Days of the agreement in force with whether they are counted, and whether they may be. Cost: 2 queries."""
    if current is None:
        return []
    counted = set(match.counted.values_list("key", flat=True))
    found = []
    for day in current.days.all():
        day.agreement = current
        is_counted = day.key in counted
        may = match.is_live and not is_counted and actions.has_ended(day)
        found.append({"day": day, "words": showing.day_line(day), "counted": is_counted, "open": may})
    return found
