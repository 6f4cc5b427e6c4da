"""Who you are to this office, and the picture of the secret an authenticator app scans."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.utils import is_mfa_enabled
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sharewell.vocabulary.people import Actor, Role
from sharewell_office.adapters import clock
from sharewell_office.people import store


@login_required
@require_GET
def profile(request: HttpRequest) -> HttpResponse:
    """Your posts, data sets, delegations and training, as the rules see them today."""
    actor = store.actor(request.user, clock.today())  # type: ignore[arg-type]
    names = store.people_by_id(each.from_person for each in actor.delegations)
    context = {
        "actor": actor,
        "roles": [_held(role, actor) for role in sorted(actor.roles)],
        "delegations": [(each, names.get(each.from_person, each.from_person)) for each in actor.delegations],
        "trained": actor.trained(clock.today()),
    }
    return render(request, "people/profile.html", context)


def _held(role: Role, actor: Actor) -> str:
    area = actor.area_of(role)
    return f"{role.label} (only {', '.join(sorted(area))})" if area else role.label


@require_GET
def lost(request: HttpRequest) -> HttpResponse:
    """What to do without one's phone or password. For anybody: whoever needs it cannot sign in."""
    return render(request, "people/lost.html")


@login_required
@require_GET
def qr_code(request: HttpRequest) -> HttpResponse:
    """The secret being set up, as a picture from an address of its own: a `data:` address would need a wider policy."""
    if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
        raise Http404
    adapter = get_adapter()
    url = adapter.build_totp_url(request.user, get_totp_secret())
    return HttpResponse(adapter.build_totp_svg(url), content_type="image/svg+xml")


class RemovePasskey(RemoveWebAuthnView):
    """Remove a passkey. Whoever proves themselves by nothing else is told what comes then."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        others = store.proofs_beside(self.request.user, self.object.pk)  # type: ignore[arg-type]
        return super().get_context_data(**kwargs) | {"others": others}
