"""The record of processing activities (Article 30), as it follows from the registers today."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sharewell.register.agreement import Agreement
from sharewell.register.card import Incident
from sharewell.register.particulars import OURSELVES, Direction
from sharewell.register.registers import notices, own_processing, processing, processing_paper
from sharewell.register.registers.assets import ASSETS
from sharewell.register.registers.contracts import CONTRACTS, THEY
from sharewell.register.registers.entry import EntryStatus
from sharewell.register.text import kind_in_words
from sharewell.vocabulary.paper import Paper
from sharewell.vocabulary.people import Role
from sharewell_office.adapters import clock, ourselves
from sharewell_office.people import store as people
from sharewell_office.register import store as register
from sharewell_office.register.store import registers as store


def office() -> processing.Office:
    holders = ", ".join(each.name for each in people.with_role(Role.DPO))
    name = ourselves.name()
    before = next((each.predecessor for each in ourselves.successions() if each.successor == name), "")
    return processing.Office(name=name, dpo=holders, predecessor=before)


def activities() -> list[processing.Activity]:
    """The controller's record as it follows from the registers today, by title; last what the office itself keeps."""
    return [*map(processing.activity, _sources()), *own_processing.of_our_own(office())]


def _sources() -> Iterable[processing.Sources]:
    held = store.entries(ASSETS.name)
    uses = store.running_on(each.reference for each in held)
    contracts = [
        each for each in store.entries(CONTRACTS.name, EntryStatus.IN_FORCE) if each.said("side") == THEY
    ]
    main = next(iter(store.entries(notices.NOTICES.name, EntryStatus.IN_FORCE)), None)
    owners = people.people_by_id(each.said("owner") for each in held)
    went_wrong = register.incidents_with({each.recipient for of_one in uses.values() for each in of_one})
    keeper = office()
    for asset in held:
        owner = owners.get(asset.said("owner"), asset.said("owner"))
        running = uses.get(asset.reference, [])
        yield processing.Sources(
            office=keeper,
            asset=replace(asset, answers={**asset.answers, "owner": owner}),
            uses=tuple(_use(each, went_wrong.get(each.recipient, ())) for each in running),
            contracts=tuple(each for each in contracts if each.said("data_set") == asset.reference),
            notice=f"{main.reference} {main.title}" if main else "",
        )


def _use(agreement: Agreement, incidents: Iterable[Incident] = ()) -> processing.Use:
    """What an agreement in force tells the record of its data set; `incidents` are those of its party."""
    said, ours = (
        agreement.particulars,
        [each for each in agreement.particulars.bases if each.party == OURSELVES],
    )
    kinds = dict.fromkeys(
        each.personal for each in agreement.schedule.fields if each.personal not in (None, "none")
    )
    return processing.Use(
        agreement=agreement.reference,
        purpose=agreement.purpose,
        party=agreement.recipient_name,
        basis=agreement.lawful_basis or next((each.basis for each in ours), ""),
        condition=next((each.condition for each in ours if each.condition), ""),
        data=", ".join(kind_in_words(str(each)) for each in kinds),
        sends=said.direction is not Direction.IN,
        transfers=said.words.get("isa.abroad", ""),
        security=said.words.get("isa.security", ""),
        dpia=said.dpia,
        incidents=tuple(f"{each.reference}, {each.opened:%-d %B %Y}" for each in incidents),
    )


def for_others() -> tuple[tuple[str, ...], ...]:
    """The processor's record: a line for each contract in force in which we act for somebody."""
    held = store.entries(CONTRACTS.name, EntryStatus.IN_FORCE)
    return processing.processor_record(held, office=office(), names=store.names_of(held))


def printed() -> Paper:
    return processing_paper.printed(activities(), for_others(), office=office(), on=clock.today())
