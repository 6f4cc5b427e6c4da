"""An agreement's life on screen: drafted, assessed, reviewed and signed by signed-in requests, right by default."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.test import Client
from django.urls import reverse

from builders.office_drafts import rows, save
from sharewell.policy.law import VERSIONS
from sharewell.register.agreement import AgreementAction
from sharewell.register.particulars import QUALITY, TASKS
from sharewell_office.register.dpia import services as dpias

RISK = {"source": "A file goes astray.", "likelihood": "possible", "severity": "severe", "residual": "medium"}
MEASURE = {"what": "Only sealed files leave.", "effect": "reduced", "officer": "h2"}


def drafted(by: Client, *, title: str, role: str = "controller") -> str:
    """A draft begun in our own wording; its reference."""
    answer = by.post(reverse("register:new"), {"title": title, "role": role})
    return str(answer.url.strip("/").split("/")[1])


def written(
    by: Client, reference: str, *, party: str, data_set: str, title: str, fields: list[dict[str, Any]],
    starts: date, ends: date, direction: str = "out", basis: str = "Article 6(1)(e)", power: str = "An Act, s.1",
    dpia: str = "",
) -> Any:  # fmt: skip
    """Every section of the draft; the page of the last answer."""
    save(by, reference, "parties", {"recipient": party, "direction": direction, "relationship": "separate"})
    ways = ("us_sends", "us_receives", f"{party}_sends", f"{party}_receives")
    save(by, reference, "lawful", {
        **{f"basis_{way}": basis for way in ways}, "lawful_basis": basis, "legal_power": power,
    })  # fmt: skip
    save(by, reference, "quality", dict.fromkeys(QUALITY, "Answered"))
    save(by, reference, "tasks", dict.fromkeys(TASKS, "We do"))
    save(by, reference, "checks", {"dpia": dpia, "assurance": "Seen, and registered."})
    save(by, reference, "fields", rows(*fields))
    return save(by, reference, "basics", {
        "title": title, "data_set": data_set, "purpose": "To review complaints", "method": "Sealed parcel",
        "retention": "P72M", **day("starts", starts), **day("ends", ends),
    })  # fmt: skip


def step(by: Client, reference: str, action: AgreementAction, **said: Any) -> Any:
    return by.post(reverse("register:step", args=[reference, action.value]), said)


def countersigned(by: Client, reference: str, party: str, *, name: str = "Pat Rowe") -> Any:
    """The party signs by the link that somebody of the office makes for it."""
    invited = by.post(reverse("register:invite", args=[reference, party]))
    link, partner = invited.context["link"], Client()
    digest = partner.get(link).context["digest"]
    said = {"name": name, "post": "Head of disclosure", "authorised": "on", "digest": digest}
    return partner.post(f"{link}signed/", said)


def day(name: str, when: date) -> dict[str, int]:
    return {f"{name}_day": when.day, f"{name}_month": when.month, f"{name}_year": when.year}


# --- its impact assessment --------------------------------------------------------------------------------------------
def assessed(by: Client, about: str, *, due: date) -> str:
    """An assessment of the agreement with every part, a risk and a measure written; its reference."""
    reference = str(by.post(reverse("register:dpia-new"), {"about": about}).url.strip("/").split("/")[-1])
    for part in VERSIONS[-1].dpia:
        if part.always:
            _dpia(by, reference, "-part", part.id, words="Said in a sentence.")
    _dpia(by, reference, "-risk", 0, **RISK)
    _dpia(by, reference, "-measure", 1, 0, **MEASURE, **day("due", due))
    return reference


def advised_on(by: Client, reference: str, words: str = "For it.") -> Any:
    return _dpia(by, reference, "-step", "advise", words=words)


def assessment_signed(by: Client, reference: str) -> Any:
    _dpia(by, reference, "-step", "answer_advice", accepted="yes")
    return _dpia(by, reference, "-step", "sign")


def measure_in_place(by: Client, reference: str) -> Any:
    return _dpia(by, reference, "-measure-done", 1)


def _dpia(by: Client, reference: str, name: str, *more: Any, **said: Any) -> Any:
    address = reverse(f"register:dpia{name}", args=[reference, *more])
    return by.post(address, {"version": dpias.read(reference).version, **said})
