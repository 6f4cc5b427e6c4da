"""The letter about a request: on the page, as PDF and Word; never what only the office may know."""

from __future__ import annotations

import io

import docx
import pypdf
import pytest
from django.urls import reverse

from sharewell.decisions.request import AdviceKind
from sharewell_office.adapters import clock
from sharewell_office.decisions import models, services
from sharewell_office.ledger import store as ledger
from sharewell_office.people import store as people

pytestmark = pytest.mark.django_db

APPROVED, REFUSED = "Visits before the winter", "Everyone who complained about one street"
TO_DECIDE = "Support for complainants who asked for it"


def url(title: str) -> str:
    return reverse("decisions:letter", args=[models.Request.objects.get(title=title).reference])


def text_of(kind: str, content: bytes) -> str:
    if kind == "pdf":
        return " ".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(content)).pages)
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_a_refusal_says_why_in_the_words_for_the_requester(signed_in, kind):
    said = {"do": kind, "told_why": "It was not about named people."}

    answer = signed_in("h1").post(url(REFUSED), said)

    text = " ".join(text_of(kind, answer.content).split())
    assert "We cannot share what you asked for" in text
    assert "It was not about named people." in text
    assert "nobody signed it" not in text  # the reasons of the decision are the office's own


@pytest.mark.parametrize("kind", ["pdf", "docx"])
def test_an_approval_says_what_is_sent_and_never_what_the_dpo_advised(signed_in, kind):
    row = models.Request.objects.get(title=APPROVED)
    models.Advice.objects.create(request=row, kind="for", text="Watch this one.", by="d1", at=clock.now())

    text = text_of(kind, signed_in("h1").post(url(APPROVED), {"do": kind}).content)

    assert "full_name" in text
    assert "Watch this one." not in text


def test_an_exemption_is_not_on_the_page_of_the_letter_either(signed_in):
    by = people.actor_by_id("d1", clock.today())
    services.advise(
        models.Request.objects.get(title=TO_DECIDE).reference, kind=AdviceKind.FOR, text="Secret.", by=by
    )

    page = signed_in("h1").get(url(REFUSED)).text

    assert "Schedule 2" not in page
    assert "Secret." not in page


def test_that_it_was_sent_goes_on_the_record(signed_in):
    signed_in("h1").post(url(REFUSED), {"do": "sent"})

    reference = models.Request.objects.get(title=REFUSED).reference
    assert ledger.story(reference)[0].title == "The requester was told the outcome: refused"


def test_there_is_no_letter_before_there_is_anything_to_tell(signed_in):
    assert signed_in("h1").get(url(TO_DECIDE)).status_code == 404
