"""What this room holds about people: who published which rules. Nothing about those who take part."""

from core.personal import GOES_ALONG, declare
from people.programmes.models import RuleSet

declare(
    RuleSet,
    owner="published_by",
    fields={},
    not_personal=("edition", "version", "created_at", "published_at", "published_by", "is_current"),
    known_until=GOES_ALONG,
)
