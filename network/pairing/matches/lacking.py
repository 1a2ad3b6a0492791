"""What an agreement must say before it is signed."""

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from network.pairing.kinds import Format
from network.pairing.matches.models import Agreement, Match, State


def of(agreement: Agreement, match: Match) -> list[str | Promise]:
    """What is missing, in words; nothing when it may be signed. Cost: 1 query.

    A placement may be signed before its dates are known; its dates may not be set before somebody insures.
    """
    wanted: dict[str, str | Promise] = {}
    if match.format == Format.MENTORING:
        wanted = {
            "starts_on": pgettext_lazy("missing", "the first day"),
            "ends_on": pgettext_lazy("missing", "the last day"),
            "hours": pgettext_lazy("missing", "the hours"),
            "rhythm": pgettext_lazy("missing", "how often you meet"),
            "channel": pgettext_lazy("missing", "how you meet"),
        }
    elif match.format == Format.PLACEMENT:
        wanted = {
            "place": pgettext_lazy("missing", "the place"),
            "tasks": pgettext_lazy("missing", "the tasks that will be observed"),
            "colleague": pgettext_lazy("missing", "the colleague who accompanies"),
            "confidentiality": pgettext_lazy("missing", "what stays confidential"),
            "right_to_stop": pgettext_lazy("missing", "the right to stop"),
        }
    else:
        wanted = {
            "subject": pgettext_lazy("missing", "what you will talk about"),
            "channel": pgettext_lazy("missing", "how you meet"),
        }
    missing = [words for name, words in wanted.items() if not getattr(agreement, name)]
    if match.format == Format.MENTORING:
        if not agreement.goals.exists():
            missing.append(pgettext_lazy("missing", "a goal"))
        return missing
    has_days = agreement.days.exists()
    if match.format == Format.PLACEMENT and has_days and not agreement.insurer:
        missing.append(pgettext_lazy("missing", "who insures, before the dates are set"))
    if match.state not in {State.TO_SIGN, State.SIGNED} and not has_days:
        missing.append(pgettext_lazy("missing", "the dates"))
    return missing


def sentence(missing: Sequence[str | Promise]) -> Promise:
    return format_lazy(_("Before it is signed, say {missing}."), missing=", ".join(str(each) for each in missing))
