"""For each check that a file and its terms can fail: a file in which it alone finds something."""

from __future__ import annotations

from builders.release import FIELDS, GOOD, a_csv, a_workbook

EXTRA = b"referral_id,ward,referred_on,extra\nSW1,Eastmoor,2026-05-01,x\n"
WARDS = a_csv([("ward", "sex"), *(("East", "F"),) * 5, ("West", "F")])
SINGLED_OUT = {"quasi_identifiers": ["ward", "sex"], "k": 2}
OF_WARDS = {"schema": {"fields": [{"name": "ward"}, {"name": "sex"}]}, "disclosure": SINGLED_OUT}
TELLING = GOOD.replace(b"Westmoor", b"was convicted of burglary")
CONCEALING = a_workbook(lambda book, sheet: book.create_sheet("more").__setattr__("sheet_state", "hidden"))
DANGLING = {
    "fields": [*FIELDS, {"name": "parent"}],
    "foreignKeys": [{"fields": "parent", "reference": {"resource": "", "fields": "referral_id"}}],
}
WITH_PARENTS = GOOD.replace(b"referred_on", b"referred_on,parent").replace(b"-01\n", b"-01,SW2\n").replace(
    b"-02\n", b"-02,SW9\n"
)  # fmt: skip

# case → the file, what the terms say besides, and what its check alone comes to
ALONE = {
    "G01": (EXTRA, {}, "refuse"),
    "G01 twice": (EXTRA.replace(b"extra", b"ward"), {}, "refuse"),
    "G02": (GOOD.replace(b"SW2", b"XX2"), {}, "refuse"),
    "G02 missing column": (GOOD, {"schema": {"fields": [*FIELDS, {"name": "more"}]}}, "refuse"),
    "G03": (GOOD.replace(b"Westmoor", b""), {"completeness": {"ward": 0.95}}, "refuse"),
    "G04": (GOOD, {"scope": {"max_rows": 1}}, "refuse"),
    "G04 too few": (GOOD, {"scope": {"min_rows": 3}}, "refuse"),
    "G04 of another period": (
        GOOD, {"scope": {"period_field": "referred_on", "period_from": "2026-05-02"}}, "refuse",
    ),
    "G04 people not approved": (GOOD, {"scope": {"keys": "people.csv"}}, "refuse"),
    "G05": (GOOD.replace(b"Westmoor", b"ring 07700 900123"), {}, "refuse"),
    "G06": (TELLING, {}, "review"),
    "G07": (WARDS, OF_WARDS, "refuse"),
    "G08": (GOOD, {"freshness": {"field": "referred_on", "max_age": "P7D"}}, "warn"),
    "G09": (GOOD.replace(b"SW2", b"SW1"), {}, "refuse"),
    "G09 reference to nothing": (WITH_PARENTS, {"schema": DANGLING}, "refuse"),
    "G10": (GOOD, {"retention": None}, "refuse"),
    "G11": (CONCEALING, {}, "refuse"),
    "G11 formula": (GOOD.replace(b"Westmoor", b"=Westmoor"), {}, "review"),
    "G14": (GOOD, {"agreement": None, "decision": "DSR-2026-0001"}, "refuse"),
    "G15": (GOOD, {"valid_until": "2026-05-31"}, "refuse"),
    "G15 nobody": (GOOD, {"recipient": None}, "refuse"),
    "G18": (GOOD, {}, "refuse"),
}  # fmt: skip
