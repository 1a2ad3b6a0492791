"""Templates of plans: what most people go through."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import audit
from core.versions import Seen, SeenWhole
from people.accompaniment.models import PlanTemplate, TemplateStep
from people.accounts.models import Person


@transaction.atomic
def write_template(
    *,
    template: PlanTemplate | None,
    details: Mapping[str, Any],
    steps: Sequence[Mapping[str, Any]],
    by: Person | None,
    seen: Seen | None = None,
    seen_steps: SeenWhole | None = None,
) -> PlanTemplate:
    """Keep a template with its steps in this order; None makes one. Plans begun from it stay as they are.

    ``details``: ``organisation``, ``edition``, ``name_fr``, ``name_en``; ``steps``: ``title_fr``, ``title_en``, ``who``,
    ``offset_days``. Cost: 4 queries, 6 for one that stands.

    Raises ChangedMeanwhile for the head, ChangedAsAWhole for the steps.
    """
    is_new = template is None
    kept = PlanTemplate.objects.select_for_update(of=("self",)).get(pk=template.pk) if template else PlanTemplate()
    if template and seen:
        seen.check_row(kept)
    if template and seen_steps and kept.rows() != list(steps):
        seen_steps.check(kept.rows_name, kept.rows())
    for name, value in details.items():
        setattr(kept, name, value)
    kept.save()
    kept.steps.all().delete()
    TemplateStep.objects.bulk_create(
        TemplateStep(template=kept, rank=rank, **facts) for rank, facts in enumerate(steps, 1)
    )
    audit.record("plan_template.written", kept, by=by, values={"is_new": is_new, "steps": len(steps)})
    return kept


@transaction.atomic
def archive_template(*, template: PlanTemplate, by: Person) -> PlanTemplate:
    """Offer it no more; plans begun from it stay. A second time changes nothing. Cost: 1 or 2 queries."""
    if PlanTemplate.objects.in_use().filter(pk=template.pk).update(archived_at=timezone.now()):
        audit.record("plan_template.archived", template, by=by)
    template.refresh_from_db()
    return template


@transaction.atomic
def restore_template(*, template: PlanTemplate, by: Person) -> PlanTemplate:
    """Offer it again. Cost: 1 or 2 queries."""
    if PlanTemplate.objects.filter(pk=template.pk, archived_at__isnull=False).update(archived_at=None):
        audit.record("plan_template.restored", template, by=by)
    template.refresh_from_db()
    return template
