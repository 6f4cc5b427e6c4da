"""Eight people press the button at the same moment, each on a connection of their own: one gets the parcel.

No transaction is rolled back here, or nobody would see what the others do; what was written is taken away by hand.
"""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections

from builders.office_release import sealed, somebody
from sharewell.aftercare.collection import MOST_ATTEMPTS, Acceptance
from sharewell_office.aftercare import services
from sharewell_office.aftercare.models import Copy, Parcel
from sharewell_office.ledger import models as ledger
from sharewell_office.release.models import Release

PEOPLE = 8
AT_ONCE = {"sqlite": 1000, "postgresql": 64}  # a server takes a hundred connections, as it comes


@pytest.fixture
def written_for_real(django_db_setup, django_db_blocker, at):
    """The office as everybody sees it, on the Monday; afterwards it is as it was."""
    with django_db_blocker.unblock(), at("2026-03-02T10:00"):
        leaves, nodes = (
            ledger.Leaf.objects.count(),
            set(ledger.Node.objects.values_list("position", flat=True)),
        )
        counters = list(ledger.Counter.objects.values_list("pk", flat=True))
        cases = list(ledger.CaseKey.objects.values_list("pk", flat=True))
        yield leaves
        Parcel.objects.all().delete()
        Copy.objects.all().delete()
        Release.objects.all().delete()
        ledger.Message.objects.filter(leaf_id__gte=leaves).delete()
        ledger.Words.objects.filter(leaf_id__gte=leaves).delete()
        ledger.CaseKey.objects.exclude(pk__in=cases).delete()
        ledger.Leaf.objects.filter(pk__gte=leaves).delete()
        ledger.Node.objects.exclude(position__in=nodes).delete()
        ledger.Counter.objects.exclude(pk__in=counters).delete()
        connections.close_all()


def attempt(token, said):
    try:
        return services.collect(token, said)
    finally:
        connections.close_all()


@pytest.mark.requirement("OPCC-7.3a")
def test_of_eight_who_collect_at_once_one_gets_the_parcel(written_for_real):
    made = services.offer(sealed().reference, by=somebody())
    said = Acceptance(code=made.code, name="Rhea Castell", post="Manager", accepts=True)

    with ThreadPoolExecutor(PEOPLE) as pool:
        results = list(pool.map(lambda _: attempt(made.token, said), range(PEOPLE)))

    refused = [[refusal.rule.code for refusal in result.refusals] for result in results if not result.content]
    delivered = ledger.Leaf.objects.filter(pk__gte=written_for_real, kind="release.delivered")
    assert refused == [["CO_ONCE"]] * (PEOPLE - 1)
    assert delivered.count() == 1


@pytest.mark.requirement("OPCC-7.3a")
def test_of_a_thousand_attempts_at_one_parcel_exactly_one_succeeds(
    written_for_real, drill_n, record_property
):
    attempts = drill_n(40, 1000)
    made = services.offer(sealed().reference, by=somebody())
    said = Acceptance(code=made.code, name="Rhea Castell", post="Manager", accepts=True)

    at_once = min(attempts, AT_ONCE[connections["default"].vendor])
    ready = Barrier(at_once)

    def together(number: int):
        if number < at_once:
            ready.wait()
        return attempt(made.token, said)

    with ThreadPoolExecutor(at_once) as pool:
        results = list(pool.map(together, range(attempts)))

    record_property(
        "came_to", f"{attempts} attempts, {at_once} at a time, on {connections['default'].vendor}"
    )
    assert sum(1 for result in results if result.content) == 1
    assert ledger.Leaf.objects.filter(pk__gte=written_for_real, kind="release.delivered").count() == 1


WRONG_CODE, LOCKED = (
    "The code is not the one that belongs to this link.",
    "The link is locked after 5 wrong codes.",
)


def test_of_many_who_guess_at_once_five_are_answered(written_for_real):
    made = services.offer(sealed().reference, by=somebody())
    guess = Acceptance(code="WRONG", name="Rhea Castell", post="Manager", accepts=True)

    with ThreadPoolExecutor(PEOPLE) as pool:
        results = list(pool.map(lambda _: attempt(made.token, guess), range(2 * PEOPLE)))

    said = Counter(refusal.reason for result in results for refusal in result.refusals)
    assert said == {WRONG_CODE: MOST_ATTEMPTS, LOCKED: 2 * PEOPLE - MOST_ATTEMPTS}


@pytest.mark.django_db
def test_and_one_after_the_other_the_second_is_refused():
    made = services.offer(sealed().reference, by=somebody())
    said = Acceptance(code=made.code, name="Rhea Castell", post="Manager", accepts=True)

    first, second = services.collect(made.token, said), services.collect(made.token, said)

    assert first.content
    assert not second.content
    assert second.refusals
