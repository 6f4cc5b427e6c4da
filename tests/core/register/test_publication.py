"""What the public may read of an agreement: withholding is asked first, and what is left out says so."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from builders.register import a_dpo, an_active_agreement, an_agreement, an_owner
from sharewell.exchange.public_register import COLUMNS, entry, public_row
from sharewell.policy import rulebook
from sharewell.register.publication import LEFT_OUT, MAY_BE_LEFT_OUT, Publication, publish

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
TODAY = date(2026, 3, 2)
OPEN = Publication(withheld=False)
WITHHELD = Publication(
    withheld=True, reason="Somebody would be warned off.", ask_again=TODAY + timedelta(days=90)
)


def tried(said: Publication, agreement=None, by=None):
    return publish(agreement or an_active_agreement(), said, by=by or a_dpo(), at=NOON, on=TODAY)


@pytest.mark.parametrize(("said", "kind"), [(OPEN, "isa.published"), (WITHHELD, "isa.withheld_from_public")])
def test_the_dpo_decides_and_it_is_on_the_record(said, kind):
    assert [event.kind for event in tried(said).events] == [kind]


@pytest.mark.parametrize(
    ("said", "agreement", "by", "rule"),
    [
        (OPEN, None, an_owner(), rulebook.NOT_YOUR_STEP),
        (OPEN, an_agreement(), None, rulebook.AGREEMENT_COMPONENTS),
        (Publication(withheld=True, ask_again=date(2026, 6, 1)), None, None, rulebook.REASONS_GIVEN),
        (Publication(withheld=True, reason="Danger."), None, None, rulebook.REASONS_GIVEN),
        (Publication(withheld=True, reason="Danger.", ask_again=TODAY), None, None, rulebook.REASONS_GIVEN),
    ],
)
def test_what_may_not_be_is_refused_with_its_rule(said, agreement, by, rule):
    assert [refusal.rule for refusal in tried(said, agreement, by).refusals] == [rule]


def test_a_draft_may_be_withheld_before_it_is_ever_signed():
    assert tried(WITHHELD, an_agreement()).permitted


def test_the_public_row_has_the_published_columns_and_never_contacts_or_the_way_data_travel():
    row = public_row(entry(an_active_agreement(method="Sealed parcel"), us="Us"), OPEN)

    assert tuple(row) == COLUMNS
    assert (row["contact"], row["information-sharing-method"]) == ("", "")
    assert row["controller-names"].startswith("Us; ")
    assert row["purpose"] == an_active_agreement().purpose


@pytest.mark.parametrize("name", MAY_BE_LEFT_OUT)
def test_what_is_left_out_says_so_and_nothing_more(name):
    found = entry(an_active_agreement(), us="Us")
    whole, row = public_row(found, OPEN), public_row(found, Publication(withheld=False, left_out=(name,)))

    changed = {column for column in COLUMNS if row[column] != whole[column]}
    assert changed
    assert {row[column] for column in changed} == {LEFT_OUT}
