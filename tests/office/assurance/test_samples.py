"""Dip samples on screen: drawn by those who may, after the seed is on the record."""

from __future__ import annotations

import json
from datetime import date, timedelta

import pytest
from django.urls import reverse

from builders.office_sampling import a_request, marked
from builders.office_survey import a_day
from builders.on_paper import in_words
from sharewell.assurance.sampling import Plan
from sharewell.assurance.strata import Always, Handled, fingerprint, take
from sharewell.cli import main
from sharewell_office.adapters import clock
from sharewell_office.assurance import models
from sharewell_office.assurance.sampling import store
from sharewell_office.decisions import models as decisions
from sharewell_office.ledger.services import evidence_of

pytestmark = pytest.mark.django_db

THAT_MONTH = {
    "first_day": 1, "first_month": 2, "first_year": 2026, "last_day": 31, "last_month": 3, "last_year": 2026,
    "first": "2026-02-01", "last": "2026-03-31",
}  # fmt: skip
A_MONTH_WITHOUT_ANY = THAT_MONTH | {
    "first_month": 1, "last_month": 1, "first_year": 2020, "last_year": 2020,
    "first": "2020-01-01", "last": "2020-01-31",
}  # fmt: skip


def ask(client, period):
    return client.post(reverse("assurance:samples"), period, follow=True)


@pytest.mark.parametrize("username", ["a1", "d1"])
def test_the_auditor_and_the_dpo_draw(signed_in, username):
    page = ask(signed_in(username), THAT_MONTH)

    sample = models.Sample.objects.get()
    assert sample.reference in page.text
    assert 0 < len(sample.drawn) <= len(sample.frame)


@pytest.mark.requirement("OPCC-8.2b")
def test_it_is_taken_away_and_drawn_again_from_the_file_and_the_evidence_alone(signed_in, tmp_path, capsys):
    auditor = signed_in("a1")
    ask(auditor, THAT_MONTH)
    reference = models.Sample.objects.get().reference
    file, bundle = tmp_path / "sample.json", tmp_path / "evidence.json"
    file.write_bytes(auditor.get(reverse("assurance:sample-paper", args=[reference, "json"])).content)
    bundle.write_bytes(auditor.post(reverse("ledger:evidence"), {"about": reference}).content)

    again = main(["redraw", str(file), "--evidence", str(bundle)])
    spared = json.loads(file.read_text())
    file.write_text(json.dumps(spared | {"drawn": spared["drawn"][1:]}))

    assert again == 0
    assert "the seed" not in capsys.readouterr().err
    assert main(["redraw", str(file), "--evidence", str(bundle)]) == 1


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_it_is_printed_with_what_was_found_and_what_that_proves(signed_in, form):
    auditor = signed_in("a1")
    ask(auditor, THAT_MONTH)
    sample = models.Sample.objects.get()

    unmarked = in_words(
        auditor.get(reverse("assurance:sample-paper", args=[sample.reference, form])).content, form
    )
    for row in store.cases(sample.reference):
        marked(signed_in(row.marker), sample.reference, row.case)
        if row.second:
            marked(signed_in(row.second), sample.reference, row.case)
    auditor.post(reverse("assurance:sample", args=[sample.reference]))
    answer = auditor.get(reverse("assurance:sample-paper", args=[sample.reference, form]))

    words = in_words(answer.content, form)
    assert "Told once every case is marked" in unmarked
    assert "At most" not in unmarked
    assert "At most" in words
    assert all(case in words for case in sample.drawn)
    assert sample.seed in words.replace(" ", "")


@pytest.mark.requirement("OPCC-8.2b")
def test_anyone_can_draw_it_again_and_the_seed_was_committed_first(signed_in):
    ask(signed_in("a1"), THAT_MONTH)

    sample = models.Sample.objects.get()
    committed, drawn = evidence_of(about=sample.reference, at=clock.now()).events
    again = take(the_frame(sample), Plan(), seed=sample.seed)
    assert [*again.certain, *again.random] == sample.drawn
    assert (committed.leaf.kind, drawn.leaf.kind) == ("sample.seed_committed", "sample.drawn")
    assert committed.index < drawn.index
    assert committed.payload["details"] == {
        "seed": sample.seed,
        "frame_sha256": fingerprint(the_frame(sample)),
    }


@pytest.mark.requirement("OPCC-8.2a")
def test_the_page_says_what_a_deviation_would_bring_and_leads_from_sheet_to_case(signed_in):
    for number in range(36):
        when = clock.now() - timedelta(days=5)
        a_request(number, received=when, finished_at=when)
    auditor = signed_in("a1")
    ask(auditor, THAT_MONTH)
    sample = models.Sample.objects.get()
    case = models.SampledCase.objects.filter(random=True, marker="a1", second="").first().case

    before = auditor.get(reverse("assurance:sample", args=[sample.reference]))
    sheet = auditor.get(reverse("assurance:mark", args=[sample.reference, case])).text
    marked(auditor, sample.reference, case, S3="absent", cause="Alternatives not considered")
    after = auditor.get(reverse("assurance:sample", args=[sample.reference]))

    drawn, foretold = before.context["result"].random, before.context["widens_to"]
    assert f"the sample widens from {drawn} to {foretold} of them" in before.text
    assert "Conclude the sample" not in before.text  # not every case is marked
    assert "It is concluded once every case is marked" in before.text
    assert reverse("decisions:detail", args=[case]) in sheet
    assert after.context["result"].random == foretold > drawn


def the_frame(sample) -> list[Handled]:
    """As the page shows it to whoever wants to draw again."""
    return [
        Handled(
            reference=case,
            data_set=stratum.partition(": ")[0],
            outcome=stratum.partition(": ")[2],
            always=frozenset(map(Always, always)),
        )
        for case, (stratum, always) in sample.strata.items()
    ]


@pytest.mark.parametrize("username", ["h1", "o1", "c1", "k1"])
def test_nobody_else_draws_and_is_told_who_does(signed_in, username):
    page = ask(signed_in(username), THAT_MONTH)

    assert page.status_code == 403
    assert "drawn by the auditor or the Data Protection Officer" in page.text
    assert not models.Sample.objects.exists()


def test_a_period_in_which_nothing_was_finished_is_refused_with_a_remedy(signed_in):
    page = ask(signed_in("a1"), A_MONTH_WITHOUT_ANY)

    assert page.status_code == 403
    assert "Choose a longer period" in page.text


def test_days_the_wrong_way_round_are_told_beside_the_question(signed_in):
    swapped = THAT_MONTH | {"last_year": 2025, "last": "2025-03-31"}

    page = ask(signed_in("a1"), swapped)

    assert page.status_code == 400
    assert "must not be before the first" in page.text


@pytest.fixture
def drawn(signed_in) -> str:
    """A sample of twelve handled requests, drawn by a1; its reference."""
    for number in range(12):
        a_request(number)
    quarter = a_day("first", date(2026, 4, 1)) | a_day("last", date(2026, 6, 30))
    return signed_in("a1").post(reverse("assurance:samples"), quarter).url.strip("/").split("/")[-1]


def test_two_markers_who_differ_settle_it_before_the_sample_is_concluded(signed_in, drawn):
    twice = models.SampledCase.objects.exclude(second="").first().case
    page = reverse("assurance:sample", args=[drawn])
    settled = {"deviates": "no", "why": "It is in the annex."}
    settling = reverse("assurance:mark-settle", args=[drawn, twice])

    early = signed_in("a1").post(page)
    for row in models.SampledCase.objects.all():
        marked(signed_in("a1"), drawn, row.case)
    marked(signed_in("d1"), drawn, twice, S3="absent", cause="Forgotten")
    for row in models.SampledCase.objects.exclude(second="").exclude(case=twice):
        marked(signed_in("d1"), drawn, row.case)
    differing = signed_in("a1").post(page)
    own = signed_in("a1").post(settling, settled)
    signed_in("d1").post(settling, settled)
    signed_in("a1").post(page)

    assert [early.status_code, differing.status_code, own.status_code] == [403, 403, 403]
    assert models.Sample.objects.get().concluded_at is not None
    assert not models.Action.objects.exists()


@pytest.mark.requirement("OPCC-8.2c")
def test_a_cause_that_was_found_twice_is_systemic_and_opens_one_action_for_the_owner(signed_in, drawn):
    for username in ("a1", "d1"):
        for row in store.to_mark(username):
            marked(signed_in(username), drawn, row.case, S3="absent", cause="Alternatives not considered")
    for username in ("a1", "d1"):  # the sample was widened meanwhile
        for row in store.to_mark(username):
            marked(signed_in(username), drawn, row.case, S3="absent", cause="Alternatives not considered")
    signed_in("a1").post(reverse("assurance:sample", args=[drawn]))

    action = models.Action.objects.get()
    assert "systemic" in action.text
    assert (sorted(action.officers), action.due) == (["o1", "o2"], date(2026, 4, 1))
    assert "alternatives not considered" in signed_in("o1").get("/").text.lower()


@pytest.mark.parametrize("username", ["h1", "o1", "c1"])
def test_nobody_else_marks_and_a_sheet_that_is_not_whole_is_refused(signed_in, drawn, username):
    case = store.to_mark("a1")[0].case

    other = marked(signed_in(username), drawn, case)
    half = marked(signed_in("a1"), drawn, case, S7="")

    assert other.status_code == 403
    assert [each.rule.code for each in half.context["refusals"]] == ["SA_STAGES"]


def test_a_case_in_which_one_person_held_two_duties_is_always_drawn(signed_in):
    like = decisions.Request.objects.filter(status="refused").values().get()
    del like["id"]
    for number in range(400):
        like |= {
            "reference": f"DSR-2026-{number + 2000}",
            "small_office": {"reason": "x"} if number == 7 else None,
        }
        decisions.Request.objects.create(**like)

    for _ in range(2):
        ask(signed_in("a1"), THAT_MONTH)

    drawn = [sample.drawn for sample in models.Sample.objects.all()]
    assert all("DSR-2026-2007" in one for one in drawn)
    assert all(len(one) < 200 for one in drawn)
