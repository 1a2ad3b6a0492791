"""Why an evaluation is not changed or answered, in words."""

from django.utils.translation import gettext_lazy as _

from core.refusals import Refusal


class EvaluationRefused(Refusal):
    """Nothing was kept."""


class AlreadySent(EvaluationRefused):
    message = _("Nothing was changed: people have been asked already, and what they answer must stay comparable.")


class EventCancelled(EvaluationRefused):
    message = _("Nothing was changed: this event was cancelled, and nobody is asked about it.")


class AlreadyAnswered(EvaluationRefused):
    message = _(
        "Nothing was changed: this link was used to answer already. What was answered without a name cannot be found again, not even by us."
    )


class TimeOver(EvaluationRefused):
    message = _("Nothing was kept: the two weeks to answer are over.")


class NothingSaid(EvaluationRefused):
    message = _("Answer one question at least; none of them is required.")
