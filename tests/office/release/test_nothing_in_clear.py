"""A file lies in clear in quarantine while somebody decides about it, and afterwards nowhere: no value is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from builders.office_aftercare import collect
from builders.office_release import GOOD, an_upload, the_agreement
from sharewell_office.release.models import Release

pytestmark = pytest.mark.django_db

NAME = "Quillon Marsh"  # stands in the file, and nowhere else


def on_the_disk():
    """The folders of the office in which some file holds the name."""
    home = Path(settings.SHAREWELL_HOME)
    files = [each for each in home.rglob("*") if each.is_file()]
    return {str(each.parent.relative_to(home)) for each in files if NAME.encode() in each.read_bytes()}


def in_the_database():
    """The tables in which some row holds it."""
    return {
        model.__name__
        for model in apps.get_models()
        for row in model._default_manager.values_list()
        if any(
            NAME in (bytes(each).decode("latin-1") if isinstance(each, memoryview) else str(each))
            for each in row
        )
    }


@pytest.mark.slow
@pytest.mark.requirement("OPCC-7.3a")
def test_a_file_lies_in_clear_in_quarantine_only_and_once_it_is_sealed_nowhere(signed_in):
    file = an_upload(GOOD.replace(b"Ann Lee", NAME.encode()))
    handler = signed_in("h1")

    handler.post("/releases/new/", {"authority": the_agreement(), "file": file})
    waiting = on_the_disk(), in_the_database()
    row = Release.objects.get()
    handler.post(f"/releases/{row.reference}/release/")
    collect(row.reference)

    assert waiting == ({"vault/quarantine"}, set())
    assert (on_the_disk(), in_the_database()) == (set(), set())
    # It was sealed to one key, the recipient's: there is no second lock that would be ours.
    row.refresh_from_db()
    header = (Path(settings.SHAREWELL_HOME) / "vault/parcels" / row.parcel / "data.age").read_bytes()[:400]
    assert header.count(b"-> X25519 ") == 1
