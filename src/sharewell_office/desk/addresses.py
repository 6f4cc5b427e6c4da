"""The page of what a reference names."""

from __future__ import annotations

from django.urls import reverse

# What stands before the number of a reference, and the page of one.
PAGES = {
    "DPIA": "register:dpia",
    "DPQ": "decisions:dpo_question",
    "DSR": "decisions:detail",
    "EM": "decisions:emergency",
    "INC": "aftercare:incident",
    "ISA": "register:agreement",
    "ORG": "register:organisation",
    "POL": "assurance:policy",
    "REL": "release:detail",
    "REV": "assurance:review",
}


def page_of(reference: str) -> str:
    """The address of its page, or "" where nothing of that kind has a page of its own."""
    name = PAGES.get(reference.partition("-")[0])
    return reverse(name, args=[reference]) if name else ""
