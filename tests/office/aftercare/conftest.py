"""The morning on which these tests work, and a vault of their own."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings


@pytest.fixture(autouse=True)
def monday(at):
    with at("2026-03-02T10:00"):
        yield


@pytest.fixture(autouse=True)
def vault():
    """The vault is a folder, which no transaction rolls back."""
    folder = Path(settings.SHAREWELL_HOME) / "vault"
    for name in ("quarantine", "parcels", "subjects"):
        shutil.rmtree(folder / name, ignore_errors=True)
    return folder
