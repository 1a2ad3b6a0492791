"""Where a file is worked on: its page is the caseworker's desk, which gathers what every room knows."""

from django.urls import reverse

from people.participants.models import CaseFile


def file_url(case_file: CaseFile | str, anchor: str = "") -> str:
    """Address of a file's page, or of a section of it."""
    reference = case_file if isinstance(case_file, str) else case_file.reference
    return reverse("caseworker:file", args=[reference]) + (f"#{anchor}" if anchor else "")
