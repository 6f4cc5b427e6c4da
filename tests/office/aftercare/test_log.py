"""The log of the office never holds a link: whoever reads logs must not be able to collect."""

from __future__ import annotations

import logging
from logging.config import dictConfig

import pytest
from django.conf import settings
from django.test import Client

from builders.office_release import sealed, somebody
from sharewell_office.aftercare import services
from sharewell_office.aftercare.log import WithoutLinks


@pytest.fixture
def log(capsys):
    """What the office writes to its log, by its own settings."""
    before = logging.root.handlers[:], logging.root.level
    dictConfig(settings.LOGGING)
    yield lambda: capsys.readouterr().err
    logging.root.handlers[:], logging.root.level = before


@pytest.mark.django_db
@pytest.mark.parametrize("ending", ["/", "./", "%29/"], ids=["the link", "with a full stop", "in brackets"])
def test_a_form_refused_and_a_link_typed_wrong_leave_no_token_in_the_log(ending, log):
    token = services.offer(sealed().reference, by=somebody()).token

    Client(enforce_csrf_checks=True).post(f"/collect/{token}{ending}", {"code": "x"})
    Client().get(f"/collect/{token}.{ending}")

    said = log()
    assert "/collect/…" in said
    assert token not in said


def test_other_lines_stay_as_they_are():
    record = logging.LogRecord("name", logging.WARNING, __file__, 1, "Not Found: %s", ("/requests/",), None)

    assert WithoutLinks().filter(record)
    assert record.getMessage() == "Not Found: /requests/"
