"""What others take away: linked data and data contracts of the register."""

from __future__ import annotations

import json

import pytest
from ruamel.yaml import YAML

from sharewell.cli import main
from sharewell.exchange import data_contract, linked_data
from sharewell_office.register import models, store

pytestmark = pytest.mark.django_db


def exported(capsysbinary, *arguments: str) -> bytes:
    assert main(["export", "register", *arguments]) == 0
    return capsysbinary.readouterr().out


def test_the_register_as_linked_data_reads_back_as_the_same_agreements(capsysbinary):
    document = json.loads(exported(capsysbinary, "--format", "jsonld"))

    read = {each.reference: each.digest() for each in linked_data.read(document)}

    assert read == {each.reference: each.digest() for each in store.agreements()}


def test_one_agreement_alone(capsysbinary):
    reference = models.Agreement.objects.get(status="active").reference

    document = json.loads(exported(capsysbinary, reference, "--format", "jsonld"))

    assert [each.reference for each in linked_data.read(document)] == [reference]


def test_the_register_as_data_contracts_one_document_each(capsysbinary):
    documents = list(YAML(typ="safe").load_all(exported(capsysbinary, "--format", "odcs").decode()))

    schedules = {each["id"]: data_contract.schedule(each) for each in documents}
    assert schedules == {each.reference: each.schedule for each in store.agreements()}


@pytest.mark.parametrize(
    "arguments",
    [
        ["assets", "--format", "odcs"],
        ["register", "ISA-1999-0001", "--format", "jsonld"],
        ["register", "ISA-2026-0001"],
        ["actions", "--format", "jsonld"],
        ["register", "--out", "/nowhere/at/all.csv"],
    ],
)
def test_what_cannot_be_exported_is_one_line(arguments, capsys):
    status = main(["export", *arguments])

    said = capsys.readouterr()
    assert (status, said.out, len(said.err.splitlines())) == (2, "", 1)
