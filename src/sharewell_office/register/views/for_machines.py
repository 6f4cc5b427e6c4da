"""What machines read and write: an agreement as JSON-LD, ODCS and Table Schema, and one that is brought in."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Mapping

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods
from ruamel.yaml import YAML

from sharewell.exchange.data_contract import contract
from sharewell.exchange.linked_data import document
from sharewell.register.agreement import Agreement
from sharewell_office.people.access import role_required, staff_required
from sharewell_office.register import services, store
from sharewell_office.register.services import for_machines


def _linked(agreement: Agreement) -> str:
    return json.dumps(document([agreement]), ensure_ascii=False, indent=1) + "\n"


def _contract(agreement: Agreement) -> str:
    yaml, written = YAML(typ="safe", pure=True), io.StringIO()
    yaml.default_flow_style = False
    yaml.dump(json.loads(json.dumps(contract(agreement))), written)
    return written.getvalue()


def _schema(agreement: Agreement) -> str:
    return json.dumps(agreement.schedule.table_schema(), ensure_ascii=False, indent=1) + "\n"


FORMS: Mapping[str, tuple[Callable[[Agreement], str], str]] = {
    "jsonld": (_linked, "application/ld+json"),
    "odcs.yaml": (_contract, "application/yaml"),
    "schema.json": (_schema, "application/json"),
}


@staff_required
@require_GET
def written(request: HttpRequest, reference: str, machine: str) -> HttpResponse:
    """An agreement in one of the forms that machines read."""
    agreement = store.agreement(reference)
    if agreement is None or machine not in FORMS:
        raise Http404
    write, content_type = FORMS[machine]
    answer = HttpResponse(write(agreement), content_type=f"{content_type}; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{reference}.{machine}"'
    return answer


class BringIn(forms.Form):
    file = forms.FileField(
        label="The agreement, as JSON-LD",
        help_text="As another Sharewell exports it (DPV and ODRL). Nothing that it names is fetched.",
        widget=forms.FileInput({"accept": ".jsonld,.json"}),
    )


@role_required(*services.DRAFTERS)
@require_http_methods(["GET", "POST"])
def bring_in(request: HttpRequest) -> HttpResponse:
    """Begin a draft from what another body's register wrote."""
    form = BringIn(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["file"]
        try:
            content = upload.read(for_machines.LARGEST + 1)
            brought = for_machines.bring_in(content, upload.name, by=request.actor)  # type: ignore[attr-defined]
        except services.FileUnusable as problem:
            form.add_error("file", str(problem))
        else:
            messages.success(
                request, f"Brought in as a draft: {', '.join(brought)}. Look through every section."
            )
            return redirect("register:agreement", brought[0])
    return render(request, "register/bring_in.html", {"form": form}, status=400 if form.errors else 200)
