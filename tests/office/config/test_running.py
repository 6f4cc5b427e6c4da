"""What the machines around an office may ask it, what it writes about itself, and the day the disk is full."""

from __future__ import annotations

import errno
import json
import logging
import sys
from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, OperationalError, connection
from django.test import Client

from sharewell.vocabulary.event import Event
from sharewell_office.config.logs import Line
from sharewell_office.ledger import services

pytestmark = pytest.mark.django_db


# --- health and metrics -----------------------------------------------------------------------------------------------
def test_it_says_that_it_lives_and_is_ready_without_a_cookie(client):
    for address in ("/health/live", "/health/ready"):
        answer = client.get(address)

        assert answer.status_code == 200
        assert not answer.cookies


def test_it_is_not_ready_while_the_database_does_not_answer(client, monkeypatch):
    def silent(*_):
        raise OperationalError

    monkeypatch.setattr("sharewell_office.config.health.waiting_migrations", silent)

    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()["ready"]) == (503, False)
    assert client.get("/health/live").status_code == 200


def test_its_numbers_are_numbers_and_name_nobody(client):
    services.record(
        [Event(kind="request.received", about="DSR-9999-0001", by="h1", at=datetime(2026, 3, 2, tzinfo=UTC))]
    )

    text = client.get("/metrics").content.decode()

    values = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert float(values["sharewell_record_entries"]) >= 1
    assert all(float(value) >= -1 for value in values.values())
    assert "DSR" not in text


@pytest.mark.parametrize(
    ("token", "given", "status"),
    [
        ("", {}, 200),
        ("", {"REMOTE_ADDR": "192.0.2.7"}, 404),
        ("", {"HTTP_X_FORWARDED_FOR": "192.0.2.7"}, 404),
        ("sesame", {}, 404),
        ("sesame", {"HTTP_AUTHORIZATION": "Bearer sesam"}, 404),
        ("sesame", {"HTTP_AUTHORIZATION": "Bearer ſesame"}, 404),
        ("sesame", {"HTTP_AUTHORIZATION": "Bearer sesame", "REMOTE_ADDR": "192.0.2.7"}, 200),
    ],
)
def test_only_this_machine_or_the_token_may_read_the_numbers(client, settings, token, given, status):
    settings.SHAREWELL_METRICS_TOKEN = token

    assert client.get("/metrics", **given).status_code == status


# --- the log ----------------------------------------------------------------------------------------------------------
def line_of(problem: Exception) -> dict:
    try:
        raise problem
    except type(problem):
        record = logging.LogRecord("x", logging.ERROR, __file__, 1, "Error at %s", ("/x/",), sys.exc_info())
    return json.loads(Line().format(record))


def test_a_line_of_the_log_never_repeats_what_an_exception_said():
    line = line_of(IntegrityError("Key (email)=(ann.lee@example.org) already exists."))

    assert line["error"] == "IntegrityError"
    assert "ann.lee" not in json.dumps(line)
    assert any(" line_of" in step for step in line["where"])


def test_a_line_is_one_line_whatever_it_is_told():
    record = logging.LogRecord(
        "x", logging.WARNING, __file__, 1, "two\nlines \u2028 %s", ("\r\nforged",), None
    )

    assert len(Line().format(record).splitlines()) == 1


def test_a_request_is_named_by_its_route_and_by_nobody(signed_in, caplog):
    with caplog.at_level(logging.INFO, logger="sharewell.requests"):
        signed_in("h1").get("/record/?about=DSR-2026-0001")

    facts = caplog.records[-1].facts
    assert (facts["method"], facts["route"], facts["status"]) == ("GET", "record/", 200)
    assert facts.keys() == {"method", "route", "status", "ms"}


# --- when nothing can be written --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "problem",
    [OperationalError("database or disk is full"), OSError(errno.ENOSPC, "No space left on device")],
)
def test_a_step_that_cannot_be_written_is_503_and_says_that_nothing_changed(signed_in, monkeypatch, problem):
    def full(*_, **__):
        raise problem

    monkeypatch.setattr("sharewell_office.ledger.views.look", full)
    browser = signed_in("h1")
    browser.raise_request_exception = False

    answer = browser.post("/record/verify/")

    assert answer.status_code == 503
    assert answer["Retry-After"] == "120"
    assert b"nothing was changed" in answer.content


def test_any_other_fault_is_500_with_our_page(signed_in, monkeypatch):
    monkeypatch.setattr("sharewell_office.ledger.views.look", lambda *_, **__: 1 / 0)
    browser = signed_in("h1")
    browser.raise_request_exception = False

    answer = browser.post("/record/verify/")

    assert (answer.status_code, b"The fault is ours" in answer.content) == (500, True)


def test_the_page_for_a_full_disk_asks_the_database_for_nothing(django_assert_num_queries):
    from sharewell_office.config import faults

    try:
        raise OperationalError
    except OperationalError:
        with django_assert_num_queries(0, connection=connection):
            answer = faults.server_error(None)

    assert answer.status_code == 503


def test_health_needs_no_sign_in_and_everything_else_does():
    client = Client()

    assert client.get("/record/").status_code == 302
