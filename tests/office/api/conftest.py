"""Programs of the demonstration office: a client that shows a person's key."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client


class Program:
    """Sends what a program sends: a key, and JSON."""

    def __init__(self, key: str) -> None:
        self.client, self.key = Client(raise_request_exception=False), key

    def get(self, path: str, **query: str) -> HttpResponse:
        return self.client.get(f"/api/v1{path}", query, headers={"Authorization": f"Bearer {self.key}"})

    def post(self, path: str, body: Any = None, *, once: str = "", put: bool = False) -> HttpResponse:
        send = self.client.put if put else self.client.post
        headers = {"Authorization": f"Bearer {self.key}"} | ({"Idempotency-Key": once} if once else {})
        return send(f"/api/v1{path}", body or {}, content_type="application/json", headers=headers)

    def upload(self, path: str, form: dict[str, Any], *, once: str = "") -> HttpResponse:
        headers = {"Authorization": f"Bearer {self.key}"} | ({"Idempotency-Key": once} if once else {})
        return self.client.post(f"/api/v1{path}", form, headers=headers)


@pytest.fixture
def program(db) -> Callable[..., Program]:
    """`program("h1")`: a program that acts for that person; `may_write=False` for one that only reads."""
    from sharewell_office.adapters import clock
    from sharewell_office.people.models import User
    from sharewell_office.people.programs import services

    def make(username: str, *, may_write: bool = True) -> Program:
        user, ends_on = User.objects.get(username=username), clock.today() + timedelta(days=30)
        return Program(services.make_key(user, name="case system", may_write=may_write, ends_on=ends_on))

    return make
