"""Pages of the read log, of the incidents, and of who answers for privacy."""

from people.oversight.views.incidents import (
    incident,
    incident_add_person,
    incident_close,
    incident_create,
    incident_edit,
    incident_export,
    incident_from_reads,
    incident_list,
    incident_notice,
    incident_remove_person,
)
from people.oversight.views.policies import policies, policy, policy_edit, policy_list, policy_of_operator
from people.oversight.views.reads import read_log, read_log_export, who_read_mine

__all__ = [
    "incident",
    "incident_add_person",
    "incident_close",
    "incident_create",
    "incident_edit",
    "incident_export",
    "incident_from_reads",
    "incident_list",
    "incident_notice",
    "incident_remove_person",
    "policies",
    "policy",
    "policy_edit",
    "policy_list",
    "policy_of_operator",
    "read_log",
    "read_log_export",
    "who_read_mine",
]
