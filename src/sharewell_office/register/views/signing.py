"""A party reads, comments on and signs an agreement by a link, without an account."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from sharewell.register.text import text_of
from sharewell_office.adapters import ourselves
from sharewell_office.people.access import role_required
from sharewell_office.register import services, store
from sharewell_office.register.forms.signing import CommentForm, SignForm


@role_required(*sorted(services.DRAFTERS))
@require_POST
def invite(request: HttpRequest, reference: str, party: str) -> HttpResponse:
    """Make a link for a party to sign by; it is shown this once."""
    try:
        secret = services.invite(reference, party=party, by=request.actor)  # type: ignore[attr-defined]
    except services.NoSuchAgreement:
        raise Http404 from None
    link = request.build_absolute_uri(reverse("register:sign", args=[secret]))
    context = {"reference": reference, "link": link, "party": store.party(party)}
    return render(request, "register/invited.html", context)


@never_cache
@require_GET
def read(request: HttpRequest, secret: str) -> HttpResponse:
    """The whole agreement as it stands, its digest, and what the party can do about it."""
    return _page(request, secret)


def _page(request: HttpRequest, secret: str, *, status: int = 200, **extra: Any) -> HttpResponse:
    found = services.link(secret)
    if found is None:
        return render(request, "register/link_gone.html", status=404)
    agreement = store.agreement(found.agreement.reference)
    assert agreement is not None
    digest = agreement.digest()
    context = {
        "link": found,
        "agreement": agreement,
        "office": ourselves.name(),
        "followed": ourselves.followed(agreement.signature.at.date()) if agreement.signature else (),
        "text": text_of(agreement),
        "digest": digest,
        "mine": agreement.countersignatures.get(found.party.reference),
        "form": SignForm(initial={"digest": digest}),
        "comment_form": CommentForm(),
        "comments": store.comments(agreement.reference),
        "secret": secret,
    }
    return render(request, "register/sign.html", context | extra, status=status)


@never_cache
@require_POST
def sign(request: HttpRequest, secret: str) -> HttpResponse:
    """Sign for the party, for exactly the text that was read."""
    form = SignForm(request.POST)
    if not form.is_valid():
        return _page(request, secret, form=form, status=400)
    try:
        outcome = services.sign_by_link(
            secret,
            name=form.cleaned_data["name"],
            post=form.cleaned_data["post"],
            digest=form.cleaned_data["digest"],
        )
    except services.TextChanged:
        messages.warning(
            request, "The text was changed after you opened it. Read it again; nothing was signed."
        )
        return redirect("register:sign", secret)
    if outcome is not None and not outcome.permitted:
        return _page(request, secret, refusals=outcome.refusals, status=403)
    return redirect("register:sign", secret)


@never_cache
@require_POST
def comment(request: HttpRequest, secret: str) -> HttpResponse:
    form = CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, secret, comment_form=form, status=400)
    if services.comment_by_link(secret, **form.cleaned_data):
        messages.success(request, "Your comment was sent.")
    return redirect("register:sign", secret)
