"""Varying an agreement: what is different, and whose yes is asked for again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from builders.register import an_active_agreement, an_owner, some_particulars
from sharewell.policy import rulebook
from sharewell.register.agreement import AgreementStatus
from sharewell.register.completeness import missing
from sharewell.register.schedule import Schedule, ScheduledField
from sharewell.register.variation import differences, new_edition, with_yeses_carried


def varied(**changed):
    before = an_active_agreement()
    return before, with_yeses_carried(before, replace(new_edition(before), **changed))


def test_a_new_edition_is_a_draft_that_nobody_has_said_yes_to():
    before = an_active_agreement()

    draft = new_edition(before)

    assert (draft.reference, draft.edition, draft.varies) == ("ISA-2026-0001.2", 2, "ISA-2026-0001")
    assert draft.status is AgreementStatus.DRAFT
    assert (draft.review, draft.signature, draft.notice, draft.countersignatures) == (None, None, None, {})
    assert differences(before, draft) == ()


def test_the_edition_after_next_keeps_the_reference_short():
    second = replace(new_edition(an_active_agreement()), status=AgreementStatus.ACTIVE)

    assert new_edition(second).reference == "ISA-2026-0001.3"


@pytest.mark.parametrize("changed", [{"title": "A better title"}, {"benefits": "Fewer fires."}])
def test_where_nothing_material_changed_only_the_owner_signs_again(changed):
    _, draft = varied(**changed)

    assert [each.rule for each in missing(draft)] == [rulebook.OWNER_SIGNS]
    assert "owner" in missing(draft)[0].reason


@pytest.mark.parametrize(
    ("changed", "what"),
    [
        ({"retention": "P60M"}, "retention"),
        ({"ends": date(2028, 4, 5)}, "ends"),
        ({"schedule": Schedule(fields=(ScheduledField(name="complaint_ref"),))}, "field.outcome_code"),
        ({"particulars": some_particulars(words={"isa.onward": "To anybody."})}, "words.isa.onward"),
    ],
)
def test_what_changed_materially_is_signed_again_by_everybody(changed, what):
    before, draft = varied(**changed)

    assert [each.what for each in differences(before, draft)] == [what]
    assert len(missing(draft)) == 4


def test_a_difference_says_both_texts():
    before, draft = varied(retention="P60M")

    found = differences(before, draft)[0]

    assert (found.label, found.before, found.after, found.material) == ("Retention", "P24M", "P60M", True)


def test_owners_are_people_and_not_part_of_the_text():
    assert an_owner().person not in str(differences(*varied()))
