"""Every numbered step of a release, from the permission to the parcel's end, broken twice: it failed, and it failed
after it had persisted. Whoever goes on afterwards comes to the end: nothing half-released, nothing lost, nothing twice.
"""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import contextmanager
from datetime import timedelta
from itertools import product

import pytest
from django.db import transaction

from builders.office_release import brought, sealed, somebody, the_release
from sharewell.aftercare.collection import Acceptance
from sharewell_office.adapters import clock
from sharewell_office.aftercare import disposal, services
from sharewell_office.aftercare import store as parcels
from sharewell_office.aftercare.models import Copy, Parcel
from sharewell_office.aftercare.services import collecting, offering
from sharewell_office.ledger import models as ledger
from sharewell_office.release import services as release
from sharewell_office.release import store as releases
from sharewell_office.release import vault
from sharewell_office.release.services import letting_go
from sharewell_office.release.services.sweeping import sweep

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

# Each step as it is numbered where it is taken: which function takes it, and at the how-manieth call of it.
LETTING_GO = {
    "release 0 to 4: the core permits": (letting_go.core, "permit", 1),
    "release 3: the method is fit for the file": (letting_go.methods, "objections", 1),
    "release 5: the permission is on the record": (letting_go, "record", 1),
    "seal 0: everything is still true": (letting_go.core, "may_seal", 1),
    "seal 1: the bytes are encrypted": (letting_go.sealing, "seal", 1),
    "seal 1: who is in them can be found again": (letting_go.subjects, "build", 1),
    "seal 2: the seal is on the record": (letting_go, "record", 2),
    "seal 2: with the state, or neither": (releases, "sealed", 1),
    "seal 3: the file in clear is destroyed": (letting_go, "forget", 1),
}
HANDING_OVER = {
    "offer: link and code are on the record": (offering, "record", 1),
    "offer: with the parcel's row, or neither": (parcels, "offered", 1),
    "collect 0: the core permits": (collecting.core, "collect", 1),
    "collect 1: the agreement is in force": (collecting, "_stopped", 1),
    "collect 2: the archive is made": (vault, "as_zip", 1),
    "collect 3: the collection is on the record": (collecting, "record", 1),
    "collect 3: with the parcel's state, or neither": (parcels, "collected", 1),
    "collect 3: and the recipient's copy, whose clock runs": (collecting.retention, "begin", 1),
    "dispose 0: our sealed copy is destroyed": (vault, "destroy_parcel", 1),
    "dispose 1: and that it was is on the record": (disposal, "record", 1),
}
ONCE = (
    "release.permitted",
    "release.sealed",
    "terms.accepted",
    "release.delivered",
    "release.parcel_destroyed",
)
BROWSER = "a-secret-of-this-browser"


class PowerCut(BaseException):
    """Nobody expects it."""


class Cut:
    """The power goes at one call of a function: before it is taken, or after. From then on it works."""

    def __init__(self, function, *, at, after):
        self.function, self.left, self.after = function, at, after

    def __call__(self, *given, **named):
        self.left -= 1
        if self.left == 0 and not self.after:
            raise PowerCut
        came = self.function(*given, **named)
        if self.left == 0:
            raise PowerCut
        return came


class Somebody:
    """Who brings a file to its recipient; after a power cut they look how things stand, and go on."""

    def __init__(self, reference):
        self.reference, self.link, self.handed_over = reference, None, []

    def until_the_end(self):
        steps = {"ready": release.release, "permitted": release.seal}
        while (row := the_release(self.reference)).status in steps:
            assert steps[row.status](self.reference, by=somebody()).permitted
        if self.link is None:
            made = services.offer(self.reference, by=somebody())
            assert not made.refusals
            self.link = made
        self.collect()
        with clock.set_to(clock.now() + timedelta(days=2)):
            disposal.dispose(clock.now())

    def collect(self):
        row = Parcel.objects.get(release=self.reference)
        if self.handed_over or row.destroyed_at:
            return
        if row.state == "collected":
            came = services.resume(self.link.token, from_the_start=True)
            assert services.collected_it(row, BROWSER)
        else:
            said = Acceptance(code=self.link.code, name="Rhea Castell", post="Manager", accepts=True)
            came = services.collect(self.link.token, said, browser=BROWSER)
        assert came.content, came.refusals
        self.handed_over.append(came.content.read())
        came.content.close()


def half_done(reference):
    """What must never be seen from outside, whenever somebody looks."""
    row, kinds = the_release(reference), on_the_record(reference)
    parcel = Parcel.objects.filter(release=reference).first()
    collected = bool(parcel and parcel.state == "collected")
    return {
        "sealed, and not on the record": (row.status == "sealed") != bool(kinds["release.sealed"]),
        "sealed before it was permitted": bool(kinds["release.sealed"] > kinds["release.permitted"]),
        "sealed, and the parcel is not whole": row.status == "sealed"
        and not (parcel and parcel.destroyed_at)
        and not parcel_is_gone_for_good(parcel)
        and not whole(row.parcel),
        "collected, and not on the record": collected != bool(kinds["release.delivered"]),
        "collected, and nobody's clock runs": collected != Copy.objects.filter(reference=reference).exists(),
    }


def whole(parcel):
    return vault.parcel(parcel).exists() and len(list(vault.parcel(parcel).iterdir())) == 4


def parcel_is_gone_for_good(parcel):
    """Destroyed, and the power went before that was on the record: two days after it was collected, nobody needs it."""
    return bool(parcel and parcel.state == "collected" and not vault.parcel(parcel.folder).exists())


def on_the_record(reference):
    found = ledger.Words.objects.filter(case__reference=reference)
    return Counter(found.values_list("leaf__kind", flat=True))


@contextmanager
def as_it_was(folder, kept):
    """The office, its vault too, is afterwards as it was before."""
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(folder, kept)
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
    shutil.rmtree(folder)
    shutil.copytree(kept, folder)


def wrong(reference, step, *, after):
    """What is not as it must be, where that step was broken and somebody then went on."""
    where, name, at = step
    who, real = Somebody(reference), getattr(where, name)
    setattr(where, name, Cut(real, at=at, after=after))
    try:
        with pytest.raises(PowerCut):
            who.until_the_end()
        seen = half_done(reference)
        who.until_the_end()
    finally:
        setattr(where, name, real)
    sweep(clock.now() + timedelta(days=9999))
    kinds, parts = on_the_record(reference), [each[:2] for each in who.handed_over]
    left = [
        name for folder in ("quarantine", "parcels") for name in vault.untouched(folder, since=float("inf"))
    ]
    seen |= {f"{kind}: {kinds[kind]} times": kinds[kind] != 1 for kind in ONCE}
    seen |= {f"handed over: {parts}": parts != [b"PK"], f"left in the vault: {left}": bool(left)}
    return [what for what, so in seen.items() if so]


def every_step(reference, steps, folder, kept):
    """What was wrong at any of these steps, broken before it and after it."""
    found = {}
    for step, after in product(steps, (False, True)):
        with as_it_was(folder, kept):
            found[step, "after it had persisted" if after else "it failed"] = wrong(
                reference, steps[step], after=after
            )
    return {where: what for where, what in found.items() if what}


@pytest.mark.requirement("OPCC-7.3a", "OPCC-7.2c")
def test_whoever_goes_on_after_a_broken_step_of_the_release_comes_to_the_end_once(vault, tmp_path):
    reference = brought().reference

    assert every_step(reference, LETTING_GO, vault, tmp_path / "kept") == {}


@pytest.mark.requirement("OPCC-7.3a")
def test_whoever_goes_on_after_a_broken_step_of_the_collection_comes_to_the_end_once(vault, tmp_path):
    reference = sealed().reference

    assert every_step(reference, HANDING_OVER, vault, tmp_path / "kept") == {}
