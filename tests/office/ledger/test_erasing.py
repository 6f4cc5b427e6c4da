"""The words of a case go for good, by two people, and everything else stands."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from sharewell.policy.erasure import Need
from sharewell.vocabulary.event import Event
from sharewell.vocabulary.people import Actor, Role
from sharewell_office.ledger import destroyed, erasing, models, store
from sharewell_office.ledger.services import evidence_of, record
from sharewell_office.ledger.verification import verify_now

pytestmark = pytest.mark.django_db

CASE = "DSR-2026-0001"
THEN, LATER = datetime(2026, 5, 4, 12, tzinfo=UTC), datetime(2033, 5, 6, 12, tzinfo=UTC)
KIT = Actor(person="k1", name="Kit", roles=frozenset({Role.REGISTER_KEEPER}))
DILYS = Actor(person="d1", name="Dilys", roles=frozenset({Role.DPO}))


@pytest.fixture(autouse=True)
def a_case():
    for number in range(3):
        record([Event(kind="stage.answered", about=CASE, by="h1", at=THEN, details={"n": number})])
    record([Event(kind="stage.answered", about="DSR-2026-0002", by="h1", at=THEN)])


def rules(outcome) -> list[str]:
    return [refusal.rule.code for refusal in outcome.refusals]


def readable() -> list[int]:
    return list(
        models.Words.objects.filter(case__key__isnull=False)
        .order_by("leaf_id")
        .values_list("leaf_id", flat=True)
    )


def test_two_people_destroy_the_words_and_every_proof_stands():
    erasing.ask(CASE, by=KIT, at=LATER)
    done = erasing.destroy(CASE, by=DILYS, at=LATER)

    assert done.permitted
    assert readable() == [3, 5], "the other case, and that this was done"
    assert verify_now().sound
    assert [entry.payload is None for entry in evidence_of(at=LATER).events] == [True] * 3 + [
        False,
        True,
        False,
    ]
    assert erasing.keeping(CASE).destroyed


def test_who_asked_does_not_destroy():
    erasing.ask(CASE, by=KIT, at=LATER)

    assert rules(erasing.destroy(CASE, by=KIT, at=LATER)) == ["ER_TWO_PEOPLE"]
    assert len(readable()) == 5


def test_a_hold_that_came_meanwhile_stops_it():
    erasing.ask(CASE, by=KIT, at=LATER)
    erasing.hold(CASE, need=Need.SUBJECT_ACCESS, by=KIT, at=LATER)

    refused = erasing.destroy(CASE, by=DILYS, at=LATER)

    assert "ER_HOLD" in rules(refused)
    assert 0 in readable()


def test_a_need_that_is_over_does_not_start_the_time_anew():
    erasing.hold(CASE, need=Need.AUDIT, by=KIT, at=LATER)
    erasing.release(CASE, need=Need.AUDIT, by=KIT, at=LATER)

    assert erasing.ask(CASE, by=KIT, at=LATER).permitted


def test_before_its_time_nothing_is_destroyed():
    assert rules(erasing.ask(CASE, by=KIT, at=THEN)) == ["ER_RETENTION"]


def test_a_case_that_is_not_there_is_none():
    assert erasing.keeping("DSR-2026-9999") is None
    assert erasing.ask("DSR-2026-9999", by=KIT, at=LATER) is None


def test_a_key_that_came_back_with_a_backup_is_destroyed_again():
    row = models.CaseKey.objects.get(reference=CASE)
    key = bytes(row.key)
    erasing.ask(CASE, by=KIT, at=LATER)
    erasing.destroy(CASE, by=DILYS, at=LATER)
    models.CaseKey.objects.filter(reference=CASE, destroyed_at__isnull=True).update(
        key=None, destroyed_at=LATER
    )
    models.CaseKey.objects.filter(pk=row.pk).update(key=key, destroyed_at=None)

    again = store.destroy_listed_keys(at=LATER)

    assert again == 1
    assert destroyed.digest(key) in destroyed.listed()
    assert not models.CaseKey.objects.filter(pk=row.pk, key__isnull=False).exists()


def test_a_list_somebody_wrote_into_stops_everything(home):
    destroyed.path().parent.mkdir(exist_ok=True)
    destroyed.path().write_text("not a digest\n")

    with pytest.raises(destroyed.ListUnreadable, match="line 1"):
        store.destroy_listed_keys(at=LATER)


# --- the page ---------------------------------------------------------------------------------------------------------
def test_the_page_says_why_not_and_lets_somebody_put_it_on_hold(signed_in):
    browser = signed_in("d1")

    held = browser.post(f"/record/words/{CASE}/hold/open/", {"need": "audit"}, follow=True)
    refused = browser.post(f"/record/words/{CASE}/ask/")

    assert "A audit" not in held.content.decode()
    assert "audit, open since" in held.content.decode()
    assert refused.status_code == 409
    assert "An audit about it has been open" in refused.content.decode()


@pytest.mark.parametrize("username", ["a1", "h1", "o1"])
def test_other_posts_destroy_nothing(signed_in, username):
    answer = signed_in(username).post(f"/record/words/{CASE}/ask/")

    assert answer.status_code == 409
    assert "does not belong to your post" in answer.content.decode()
