"""A record that is still empty, signed by a key of its own, for each test."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path, settings):
    settings.SHAREWELL_HOME = tmp_path
    return tmp_path


@pytest.fixture(autouse=True)
def empty_record(request):
    """The demonstration office has put things on the record already: these tests begin before that."""
    if request.node.get_closest_marker("django_db") is None:
        return
    request.getfixturevalue("db")
    from sharewell_office.ledger import models

    for table in (
        models.Hold,
        models.Cosignature,
        models.TimeStamp,
        models.WitnessedLog,
        models.Erasure,
        models.Look,
        models.Message,
        models.Words,
        models.CaseKey,
        models.Leaf,
        models.Node,
        models.Checkpoint,
        models.Counter,
    ):
        table.objects.all().delete()
