"""Every text field of every form takes a mark, and no page gives it back as markup (see `builders/marking.py`)."""

from __future__ import annotations

import json
import os
import pkgutil
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

import sharewell_office
from builders.marking import CANNOT, NOT_SENT, Marking, text_fields
from here import ROOT
from sharewell_office.people.models import User

pytestmark = pytest.mark.django_db
TYPED_HERE = {
    "assurance.policies.forms.NewPolicy.read_with",
    "people.programs.forms.MakeKey.name",
    "register.dpia.forms.Begin.title",
    "decisions.emergency.forms.EmergencySearch.words",
}
ROOMS = ("decisions", "aftercare", "assurance", "people", "register", "release", "desk", "api")


@pytest.fixture(scope="module")
def every_form():
    for each in pkgutil.walk_packages(sharewell_office.__path__, "sharewell_office."):
        if each.name.endswith("forms") or ".forms." in each.name or ".views." in each.name:
            import_module(each.name)


def test_what_cannot_take_a_mark_is_a_field_of_a_form_and_has_its_reason(every_form):
    own = {"people.forms.SignIn.login"}  # a choice of address that allauth's form makes as it is shown

    assert set(CANNOT) - text_fields() - own == set()
    assert text_fields() >= NOT_SENT
    assert len(text_fields() - CANNOT.keys()) > 150


@pytest.mark.parametrize(
    ("page", "hole", "shown"),
    [
        ("<p>&lt;b id=xss-7 onfocus=xss()&gt;&quot;</p>", False, {7}),
        ("<p><b id=xss-7 onfocus=xss()>\"'</p>", True, set()),
        ('<a title="<img id=xss-7>">', True, set()),
        ("<a title=x onfocus=xss() id=xss-7>", True, set()),
    ],
)
def test_a_hole_is_seen_for_what_it_is(tmp_path, page, hole, shown):
    marking = Marking(tmp_path / "told.json")

    marking.look_at(HttpResponse(page))

    assert (bool(marking.holes), marking.shown) == (hole, shown)


@pytest.mark.slow
def test_what_was_typed_and_what_a_file_is_called_is_text_on_the_pages(tmp_path, signed_in, monkeypatch):
    marking = Marking(tmp_path / "told.json")
    marking.patch(monkeypatch)

    for by, path, said in (
        ("c1", "/assurance/governance/", {"question": "Where?", "taken": "Here", "others": "There\nNowhere",
                                          "reasons": "So.", "function": "Data", "check_months": "6"}),
        ("h1", "/requests/dpo/ask/", {"question": "May I?"}),
        ("d1", "/people/invite/", {"name": "Nia", "email": "nia@example.org", "roles": ["ro.handler"]}),
        ("h1", "/account/api-keys/", {"name": "export", "may_write": "no", "days": "30"}),
        ("h1", "/dpias/new/", {"title": "Diaries", "data_set": "complaints"}),
        ("d1", "/assurance/policies/new/", {"title": "Sharing", "kind": "policy", "read_with": "Another policy",
                                            "review_months": "12", "number": "1.0", "text": "1. We share."}),
        ("k1", "/import/", {"kind": "assets", "file": SimpleUploadedFile("a.csv", b"Asset name\nOld diaries\n")}),
    ):  # fmt: skip
        assert signed_in(by).post(path, said).status_code in (200, 302, 403), path
    signed_in("h1").get("/requests/emergencies/", {"words": "fire"})
    marking.read_pages(
        [
            "/assurance/governance/GDN-2026-0001/",
            "/requests/dpo/",
            "/import/",
            "/import/IMP-2026-0001/",
            "/account/api-keys/",
            "/dpias/",
            "/assurance/policies/",
            "/assurance/policies/POL-2026-0001/",
        ]
    )

    assert marking.holes == set()
    assert marking.numbers.keys() >= TYPED_HERE
    assert len(marking.shown) >= 8, marking.numbers


def test_the_name_of_a_passkey_is_text_where_it_is_listed(tmp_path, signed_in):
    marking, hana = Marking(tmp_path / "told.json"), User.objects.get(username="h1")
    name = marking.with_mark("people.forms.AddPasskey.name", "My laptop")
    said = {"name": name, "credential": {"clientExtensionResults": {}}}
    Authenticator.objects.create(user=hana, type=Authenticator.Type.WEBAUTHN, data=said)

    marking.look_at(signed_in("h1").get("/account/second-factor/passkeys/"))

    assert (marking.holes, marking.shown) == (set(), {0})


@pytest.mark.slow
def test_a_mark_goes_with_whatever_the_offices_tests_type(tmp_path, drill_n, every_form):
    """All of them, with a mark in every text that a form took; then the pages of what they made are read.

    Room by room; what a room came to stays in DRILL_FOLDER, and is not asked of it again.
    """
    if drill_n(1, len(ROOMS)) < len(ROOMS):
        pytest.skip("half an hour: `make drill` does it; the test above has the same hand in it")
    folder = Path(os.environ.get("DRILL_FOLDER") or tmp_path)
    came = [what_came_of(room, folder / f"{room}.json") for room in ROOMS]

    assert [hole for each in came for hole in each["holes"]] == []
    left = set.intersection(*(set(each["left"]) for each in came))
    assert left - TYPED_HERE - NOT_SENT == set(), "a text field that no test of the office fills in"
    assert len(set.union(*(set(each["shown"]) for each in came))) >= 100


def what_came_of(room: str, told: Path) -> dict[str, Any]:
    """What `--marked` tells of the room's tests."""
    if not told.exists():
        subprocess.run(
            [sys.executable, "-m", "pytest", "-n", "0", "-q", "--tb=no", "-m", "not browser",
             "--marked", str(told), f"tests/office/{room}"],
            cwd=ROOT, env=os.environ, capture_output=True, check=False,
        )  # fmt: skip
    return json.loads(told.read_text(encoding="utf-8"))
