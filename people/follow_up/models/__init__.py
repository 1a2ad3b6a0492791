"""What became of people: a track per fact that calls for it, and its dated follow-ups."""

from people.follow_up.models.dated import OF_THEM, Attempt, FollowUp, new_nonce, officer_scopes
from people.follow_up.models.tracks import (
    CORRECTION_DAYS,
    LATE_DAYS,
    MONTHS,
    Declined,
    FollowUpPlan,
    Track,
    default_months,
)

__all__ = [
    "CORRECTION_DAYS",
    "LATE_DAYS",
    "MONTHS",
    "OF_THEM",
    "Attempt",
    "Declined",
    "FollowUp",
    "FollowUpPlan",
    "Track",
    "default_months",
    "new_nonce",
    "officer_scopes",
]
