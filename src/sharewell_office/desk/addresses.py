"""The page of what a reference names."""

from __future__ import annotations

from django.urls import reverse

from sharewell.register.registers import REGISTERS

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
    "TEAM": "assurance:team",
}

# The list of what has no page of its own.
LISTS = {"AB": "decisions:delegations", "DG": "decisions:delegations"}

# The registers whose references have a beginning of their own: every template begins with the same.
ENTRIES = {each.prefix: each.name for each in REGISTERS.values() if each.prefix not in ("", "TPL")}


def page_of(reference: str) -> str:
    """The address of its page, or of the list it is in; "" where nothing of that kind has either."""
    begins = reference.partition("-")[0]
    if begins in LISTS:
        return reverse(LISTS[begins])
    name = PAGES.get(begins)
    if name is None and begins in ENTRIES:
        return reverse("register:entry", args=[ENTRIES[begins], reference])
    return reverse(name, args=[reference]) if name else ""
