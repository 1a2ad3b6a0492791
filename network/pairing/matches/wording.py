"""Words that an agreement begins with; both sides change them as they like."""

from django.utils.translation import gettext, override
from django.utils.translation import gettext_noop as _

from network.pairing.kinds import Format

#: Source: DOMAIN, 5.3: « a mentor is not asked for a job ».
LIMITS = {
    Format.MENTORING: _(
        "The mentor gives advice and opens doors; a mentor is not asked for a job. What is said stays between the two."
        " Either may stop at any time by saying so here."
    ),
    Format.CONVERSATION: _("A conversation to learn and to ask questions; nobody is asked for a job."),
}
CONFIDENTIALITY = _(
    "What the candidate sees and hears at the workplace about customers, colleagues and business stays there. The host keeps"
    " what they learn about the candidate to themselves."
)
RIGHT_TO_STOP = _(
    "Each side may stop the placement at any time, without giving a reason, by saying so here. The candidate observes: they"
    " do no work, and are not paid."
)


def begin_with(text: str, language: str) -> str:
    """The words in the language that the agreement is written in."""
    with override(language):
        return gettext(text)
