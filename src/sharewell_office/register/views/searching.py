"""Looking for something in a register: what each is asked, where it is listed, and the searches people keep of it."""

from __future__ import annotations

from collections.abc import Container
from typing import Any

from django import forms
from django.http import Http404, HttpRequest
from django.urls import reverse

from sharewell.register.registers import REGISTERS
from sharewell.register.registers.organisations import ORGANISATIONS
from sharewell_office.register.forms import search
from sharewell_office.register.store import seeing

AGREEMENTS, ASSESSMENTS = "agreements", "dpias"
_OWN: dict[str, type[forms.Form]] = {
    AGREEMENTS: search.AgreementSearch,
    ASSESSMENTS: search.AssessmentSearch,
    ORGANISATIONS.name: search.PartySearch,
}


def asks(register: str) -> Container[str]:
    """The questions by which that register is searched. Raises `Http404` where there is none of that name."""
    if register not in _OWN and register not in REGISTERS:
        raise Http404
    return _OWN.get(register, search.EntrySearch).base_fields


def page_of(register: str) -> str:
    """Where that register is listed."""
    if register in _OWN:
        return reverse(f"register:{register}")
    return reverse("register:entries", args=[register])


def context(request: HttpRequest, register: str, form: Any) -> dict[str, Any]:
    """What the list's page needs to show the form, the searches kept, and the question under what name to keep this."""
    return {
        "form": form,
        "searching": bool(form.wanted()),
        "searches": [(each, each.query) for each in seeing.searches(request.actor.person, register)],  # type: ignore[attr-defined]
        "search": request.GET.urlencode(),
        "searched": register,
        "clear": page_of(register),
    }
