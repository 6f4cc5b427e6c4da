"""The record on screen: what happened, in words; verify now; and evidence to take away."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from sharewell.ledger.receipt import FOR_THE_PARTY, NotForTheParty
from sharewell.policy import rulebook, seeing
from sharewell.policy.seeing import Viewer
from sharewell.vocabulary.outcome import Refusal
from sharewell_office.adapters.seeing import hidden
from sharewell_office.ledger import forms, services, store, verifier, witnessing
from sharewell_office.ledger.verification import Check, look

_MOST_ASKED = 1 << 16

View = Callable[..., HttpResponse]

_FOR_STAFF = Refusal(
    rule=rulebook.NOT_YOUR_STEP,
    reason="The record is for the office's own staff.",
    remedy="Ask the person who sent you the file for a receipt: it proves your own part without the rest.",
)


def for_staff(view: View) -> View:
    """Our own people only. (The decorators of `people` lie above this room.)"""

    @login_required
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **given: Any) -> HttpResponse:
        if not request.user.is_staff:  # type: ignore[union-attr]
            return render(request, "403.html", {"refusals": [_FOR_STAFF]}, status=403)
        return view(request, *args, **given)

    guarded.opens_to = "staff"  # type: ignore[attr-defined]
    return guarded


@for_staff
@require_GET
def record(request: HttpRequest) -> HttpResponse:
    """What happened, newest first, one page at a time."""
    return render(request, "ledger/record.html", _page(request))


@for_staff
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Compute the whole record again, keep what was found, and sign it where it is sound."""
    check = look(timezone.now())
    if check.sound:
        services.checkpoint(at=timezone.now())
    return render(
        request,
        "ledger/verified.html",
        {
            "check": check,
            "rows": _rows(check),
            "at": timezone.now(),
            "outside": witnessing.last_seen_outside(),
        },
    )


@for_staff
@require_POST
def evidence(request: HttpRequest) -> HttpResponse:
    """The file that shows an outsider what happened to one record."""
    form = forms.Filter(request.POST)
    about = form.cleaned_data["about"] if form.is_valid() else ""
    try:
        shown = about and not hidden([about], seeing.of(request.actor))  # type: ignore[attr-defined]
        bundle = services.bundle_of(about=about, at=timezone.now()) if shown else None
    except services.NothingOnTheRecord:
        bundle = None
    except services.LedgerForked as forked:
        return render(request, "ledger/record.html", _page(request, problem=str(forked)), status=409)
    if bundle is None:
        form.add_error("about", "Enter the reference of something that is on the record")
        return render(request, "ledger/record.html", _page(request, form=form), status=404)
    answer = HttpResponse(bundle, content_type="application/json")
    # The reference was found on the record, so it is one of ours and safe in a file name.
    answer["Content-Disposition"] = f'attachment; filename="evidence-{about}.json"'
    return answer


@for_staff
@require_POST
def receipt(request: HttpRequest, number: int) -> HttpResponse:
    """The receipt of one entry, to give to the other side."""
    about = store.about(number)
    if about is None or hidden([about], seeing.of(request.actor)):  # type: ignore[attr-defined]
        raise Http404
    try:
        content = services.receipt_of(number, at=timezone.now())
    except (services.NothingOnTheRecord, NotForTheParty):
        raise Http404 from None
    except services.LedgerForked as forked:
        return render(request, "ledger/record.html", _page(request, problem=str(forked)), status=409)
    answer = HttpResponse(content, content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="entry-{number}.tlog-proof"'
    return answer


@require_GET
def verifier_file(request: HttpRequest) -> HttpResponse:
    """The page that checks evidence and receipts offline: for anybody, to keep."""
    answer = HttpResponse(verifier.page(), content_type="text/html; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="sharewell-verifier.html"'
    return answer


@csrf_exempt
@require_POST
def add_checkpoint(request: HttpRequest) -> HttpResponse:
    """A partner's log asks us to co-sign (C2SP tlog-witness). Its signature is its sign-in; there is no other."""
    try:
        body = request.read(_MOST_ASKED + 1).decode("utf-8")
    except UnicodeDecodeError:
        body = ""
    if len(body) > _MOST_ASKED:
        return HttpResponse("too long\n", status=413, content_type="text/plain; charset=utf-8")
    said = witnessing.witness(body, at=timezone.now())
    return HttpResponse(said.body, status=said.status, content_type=said.content_type)


def _page(request: HttpRequest, form: forms.Filter | None = None, problem: str = "") -> dict[str, Any]:
    asked = form or forms.Filter(request.GET or None)
    about = asked.cleaned_data["about"] if asked.is_valid() else ""
    looking = seeing.of(request.actor)  # type: ignore[attr-defined]
    entries = store.entries(
        about=about, before=_number(request, "before"), after=_number(request, "after"), viewer=looking
    )
    return {
        "form": asked,
        "about": about,
        "entries": [_shown(entry, about) for entry in entries],
        "changed": [entry.number for entry in entries if entry.changed],
        "newer": _link(about, after=entries[0].number) if _is_newer(about, entries, looking) else "",
        "older": _link(about, before=entries[-1].number) if _is_older(about, entries, looking) else "",
        "receipts": [entry for entry in entries if about and entry.kind in FOR_THE_PARTY and entry.by],
        "checkpoint": _signed(),
        "size": store.size(),
        "problem": problem,
        "look": store.last_look(),
        "outside": witnessing.last_seen_outside(),
    }


def _shown(entry: store.Entry, about: str) -> store.Told:
    """An entry among others leads to the story of the record it is about."""
    if about:
        return entry.told(naming_the_record=False)
    return entry.told()._replace(href=_link(entry.about))


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else None


def _is_newer(about: str, entries: list[store.Entry], looking: Viewer) -> bool:
    return bool(entries) and bool(
        store.entries(about=about, after=entries[0].number, limit=1, viewer=looking)
    )


def _is_older(about: str, entries: list[store.Entry], looking: Viewer) -> bool:
    last = entries[-1].number if entries else 0
    return bool(entries) and bool(store.entries(about=about, before=last, limit=1, viewer=looking))


def _link(about: str, **side: int) -> str:
    return "?" + urlencode(({"about": about} if about else {}) | side)


def _signed() -> dict[str, Any] | None:
    """The last checkpoint we signed, for people to read and to copy."""
    row = store.last_checkpoint()
    if row is None:
        return None
    return {"size": row.size, "at": row.signed_at, "key": row.verifier_key, "note": row.note}


def _rows(check: Check) -> list[tuple[str, Any]]:
    return [
        ("Entries computed again", f"{check.entries:,}"),
        ("Nodes of the tree compared", f"{check.nodes:,}"),
        ("Words compared with their entry", f"{check.words:,}"),
        ("Entries whose words were destroyed", f"{check.erased:,}"),
        ("Checkpoints checked", f"{check.checkpoints:,}"),
        ("Root hash", check.root.hex()),
        ("Last signed", _last_signed()),
        ("Verifier key", check.verifier_key),
    ]


def _last_signed() -> str:
    row = store.last_checkpoint()
    return (
        f"{row.size:,} entries, on {timezone.localtime(row.signed_at):%-d %B %Y at %H:%M}"
        if row
        else "Not yet"
    )
