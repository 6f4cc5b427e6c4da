"""The page that makes a pack."""

from __future__ import annotations

from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from sharewell.policy.showing import may_make_packs
from sharewell_office.adapters import clock
from sharewell_office.desk.packs import services
from sharewell_office.desk.packs.forms import Shows
from sharewell_office.desk.packs.gathering import MOST_ENTRIES, TooMuchToShow
from sharewell_office.desk.silence import marked, silent
from sharewell_office.ledger.services import LedgerForked, NothingOnTheRecord
from sharewell_office.people.access import staff_required
from sharewell_office.people.seeing import viewer


@staff_required
def pack(request: HttpRequest) -> HttpResponseBase:
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
        made = services.make(form.scope(), by=actor, viewer=viewer(request))
    except NothingOnTheRecord:
        form.add_error(None, "There is nothing on the record about that. Check the reference or the days.")
    except TooMuchToShow:
        more = f"That is more than {MOST_ENTRIES:,} entries of the record, and a pack leaves nothing out."
        form.add_error(None, f"{more} Choose a shorter period, and make a pack of each.")
    except LedgerForked as forked:
        return render(request, "desk/packs/pack.html", context | {"problem": str(forked)}, status=409)
    else:
        if made.refusals:
            return render(request, "desk/packs/pack.html", context | {"refusals": made.refusals}, status=403)
        return as_file(made)
    return render(request, "desk/packs/pack.html", context, status=404)


def as_file(made: services.Pack) -> HttpResponseBase:
    """The pack as a download, a paper at a time; its name and a header say of whom it tells that must not be told."""
    answer = StreamingHttpResponse(made.pieces, content_type="application/zip")
    answer["Content-Disposition"] = f'attachment; filename="{made.reference}.zip"'
    return marked(answer, silent(set(made.about), clock.today()))
