"""Who a program acts as."""

from typing import Any

from django.http import HttpRequest
from ninja import Router, Schema

router = Router(tags=["people"])


class Me(Schema):
    person: str
    name: str
    roles: list[str]
    owns: list[str]


@router.get("/me", response=Me)
def me(request: HttpRequest) -> Any:
    """The person this key or session acts for, with the posts and data sets that count today."""
    actor = request.actor  # type: ignore[attr-defined]
    return {
        "person": actor.person,
        "name": actor.name,
        "roles": sorted(actor.roles),
        "owns": sorted(actor.owns),
    }
