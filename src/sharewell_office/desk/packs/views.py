"""The page that makes a pack."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from sharewell.policy.showing import may_make_packs
from sharewell_office.desk.packs import services
from sharewell_office.desk.packs.forms import Shows
from sharewell_office.desk.packs.gathering import MOST_RECORDS, TooMuchToShow
from sharewell_office.ledger.services import LedgerForked, NothingOnTheRecord
from sharewell_office.people.access import staff_required


@staff_required
def pack(request: HttpRequest) -> HttpResponse:
    """Choose what to show, then take the file away. That it was made is on the record."""
    actor = request.actor  # type: ignore[attr-defined]
    form = Shows(
        request.POST if request.method == "POST" else None,
        initial={"reference": request.GET.get("reference", "")},
    )
    context = {"form": form, "may": may_make_packs(actor)}
    if request.method != "POST" or not form.is_valid():
        status = 400 if request.method == "POST" else 200
        return render(request, "desk/packs/pack.html", context, status=status)
    try:
        made = services.make(form.scope(), by=actor)
    except NothingOnTheRecord:
        form.add_error(None, "There is nothing on the record about that. Check the reference or the days.")
    except TooMuchToShow:
        form.add_error(None, f"That is about more than {MOST_RECORDS} records. Choose a shorter period.")
    except LedgerForked as forked:
        return render(request, "desk/packs/pack.html", context | {"problem": str(forked)}, status=409)
    else:
        if made.refusals:
            return render(request, "desk/packs/pack.html", context | {"refusals": made.refusals}, status=403)
        return as_file(made)
    return render(request, "desk/packs/pack.html", context, status=404)


def as_file(made: services.Pack) -> HttpResponse:
    """The pack as a download."""
    answer = HttpResponse(made.data, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{made.reference}.zip"'
    return answer
