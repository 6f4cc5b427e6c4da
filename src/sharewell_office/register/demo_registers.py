"""The demonstration office's registers beside its agreements: two or three rows in each, all of fictional bodies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from sharewell.register.registers import templates
from sharewell.register.registers.clauses import CLAUSES
from sharewell.register.registers.contracts import THEY, WE
from sharewell.register.registers.entry import Entry, EntryAction
from sharewell.vocabulary.people import Actor
from sharewell_office.people import store as people
from sharewell_office.register.services import registers as services
from sharewell_office.register.store import registers as store

CHECKED = "Read on legislation.gov.uk by the Data Protection Officer, January 2026"
POWERS = {
    "Fire prevention": {
        "citation": "Fire and Rescue Services Act 2004, section 6",
        "kind": "implied_power",
        "use": "Promote fire safety; give advice to households at risk.",
        "holders": "Fire and rescue authorities",
        "checked": CHECKED,
    },
    "Crime and disorder": {
        "citation": "Crime and Disorder Act 1998, section 115",
        "kind": "express_power",
        "use": "Disclose to a relevant authority where it is needed for a purpose of the Act.",
        "holders": "Anybody, to police, councils, commissioners, probation, fire and health bodies",
        "limits": "A power, not a duty; data protection law applies all the same.",
        "checked": CHECKED,
    },
    "Police complaints": {
        "citation": "Police Reform Act 2002, Schedule 3",
        "kind": "express_duty",
        "use": "Review how a complaint was handled, and be given what that takes.",
        "holders": "Commissioners and chief constables",
        "checked": CHECKED,
    },
}
PROCEDURES = {
    "Secure transfer of files": {
        "kind": "procedure",
        "paragraph": "Information Sharing Policy 7.3",
        "covers": "How a sealed parcel is sent, and how the code is told by another channel.",
        "owner": "Head of information governance",
        "version": "3",
        "approved": "Chief Executive, 12 January 2026",
        "kept_at": "The intranet, under Sharing",
    },
    "Requests by data subjects": {
        "kind": "procedure",
        "paragraph": "Information Sharing Policy 6.1",
        "covers": "Who answers a request that touches data we have shared, and by when.",
        "owner": "Data Protection Officer",
        "version": "2",
        "approved": "Chief Executive, 2 February 2026",
    },
}
MAIN_NOTICE = {
    "url": "https://www.northshire.example/privacy",
    "pn.identity": "The Northshire Office of the Police and Crime Commissioner. Write to us at 1 High Street, "
    "Northshire, or to privacy@northshire.example.",
    "pn.dpo": "Our Data Protection Officer answers at dpo@northshire.example.",
    "pn.purpose": "We review complaints about the police, support victims and make homes safer. The law gives us these "
    "tasks (UK GDPR Article 6(1)(e)).",
    "pn.categories": "Your name, how to reach you, and what you or others told us about your case. We keep it in our "
    "case system.",
    "pn.transfers": "No. Your data stay in the United Kingdom.",
    "pn.retention": "Six years after your case is closed; three years after a home visit.",
    "pn.rights": "You may see your data, have them corrected, and object to how we use them.",
    "pn.complain": "Tell us first: we answer within 30 days. You may also go to the Information Commissioner.",
    "pn.source": "From you, from the police, and from those who referred you to us.",
    "pn.adm": "No decision about you is made by a machine.",
}
SPECIFIC_NOTICE = {
    "audience": "People we visit at home for fire safety",
    "trigger": "pn.trig.4",
    "what": "If your home is at risk, we give your name, address, telephone number and what we saw to the council’s "
    "prevention team, so that it can help you.",
    "choice": "Tell the officer, or write to us, if you do not want this. We will listen, and tell you what we do.",
    "how": "Read out and handed over at the visit",
    "when": "collection",
}
CONTRACT = {
    "party": "ORG-0003",
    "people": "People who answered our survey",
    "data": "Answers, age band, ward",
    "subprocessors": "None",
    "transfers": "None",
    "security": "Encrypted at rest; access by two named researchers.",
    "kept_at": "Contract file 2026/14",
    "signed_ours": "C. Marsh, Chief Executive, 5 January 2026",
    "signed_theirs": "T. Vale, Director of research, 7 January 2026",
}
ASSETS = {
    "home-visits": {
        "business_area": "Prevention",
        "administrator": "Prevention team leader",
        "description": "Visits to homes at risk of fire, and what was seen there.",
        "location": "Case system, hosted in the United Kingdom",
        "source": "2019 to today; from households and from those who refer them",
        "value": "To make homes safer.",
        "personal": "People at risk in their homes: name, address, telephone number, mobility",
        "special": "Health, where it bears on the risk of fire",
        "lawful_basis": "UK GDPR Article 6(1)(e); Article 9(2)(g)",
        "access": "Prevention team",
        "disposal": "Deleted by the case system, and certified",
        "risk": "Loss of paper notes at a visit: tablets only, encrypted.",
        "quality": "Checked at the visit; sampled every quarter",
    },
    "complaints": {
        "business_area": "Complaints and reviews",
        "description": "Complaints about the police, and reviews of how they were handled.",
        "location": "Case system, hosted in the United Kingdom",
        "source": "2020 to today; from complainants and from the force",
        "personal": "Complainants, officers and witnesses: name, contact, what is complained of",
        "lawful_basis": "UK GDPR Article 6(1)(e)",
        "access": "Complaints team",
        "quality": "Matched with the force’s file every week",
    },
}  # what the record of processing misses of `complaints` is left open on purpose: it shows what a gap looks like


def load(today: date, visits: str, reviews: str) -> None:
    """Fill each register. `visits` and `reviews` are the references of the agreements that rest on them."""
    keeper = people.actor_by_id("k1", today)
    soon, late = today + timedelta(days=200), today - timedelta(days=12)
    _assets(keeper, soon)
    for (title, said), agreement in zip(POWERS.items(), ((visits,), (), (reviews,)), strict=True):
        _in_force(_added("powers", title, said, keeper, agreement), keeper, soon)
    _in_force(
        _added("procedures", "Secure transfer of files", PROCEDURES["Secure transfer of files"], keeper),
        keeper,
        soon,
    )
    _added(
        "procedures",
        "Requests by data subjects",
        PROCEDURES["Requests by data subjects"],
        keeper,
        review_on=late,
    )
    _added(
        "procedures",
        "Clear desks",
        {"kind": "standing_order", "owner": "Office manager", "version": "1"},
        keeper,
    )
    main = _added("notices", "Privacy notice", MAIN_NOTICE, keeper, (visits, reviews))
    _in_force(main, keeper, soon)
    specific = {**SPECIFIC_NOTICE, "main": main.reference}
    _in_force(
        _added("specific-notices", "Home visits and the council", specific, keeper, (visits,)), keeper, soon
    )
    _contracts(today, keeper, soon)
    _templates(keeper, soon)


def _assets(keeper: Actor, soon: date) -> None:
    for data_set, said in ASSETS.items():
        row = store.row("assets", data_set)
        asset = store.to_core(row, linked=True)
        changed = replace(asset, answers={**asset.answers, **said}, review_on=soon)
        services.amend(changed, by=keeper, read_at_version=row.version)


def _contracts(today: date, keeper: Actor, soon: date) -> None:
    days = {
        "starts": (today - timedelta(days=50)).isoformat(),
        "ends": (today + timedelta(days=680)).isoformat(),
    }
    clauses = {each.id: "present" for each in CLAUSES}
    where = {
        f"{each.id}.where": f"Clause {number}, page {1 + number // 4}"
        for number, each in enumerate(CLAUSES, 1)
    }
    survey = {
        **CONTRACT,
        **days,
        **clauses,
        **where,
        "side": THEY,
        "data_set": "complaints",
        "service": "Asks complainants how their review was handled, for two years, and counts the answers.",
        "collects": "Yes: by an online form in our name",
        "fields": "invite_id, required\nemail, email, required",
        "special": "no",
        "part3": "no",
    }
    _in_force(_added("processors", "Survey of complainants", survey, keeper), keeper, soon)
    shredding = {
        **CONTRACT,
        **days,
        "party": "ORG-0001",
        "side": THEY,
        "service": "Collects and destroys paper.",
        "people": "Everybody on the paper",
        "data": "Whatever the paper says",
    }
    _added(
        "processors", "Confidential waste", {**shredding, "pr.a": "present", "pr.a.where": "Clause 2"}, keeper
    )
    hosting = {
        **survey,
        "party": "ORG-0001",
        "side": WE,
        "data_set": "",
        "service": "We keep the council’s list of sheltered homes on our map, as the council instructs.",
        "people": "Wardens of sheltered homes",
        "data": "Name, telephone number",
        "collects": "No",
        "fields": "",
    }
    _in_force(_added("processors", "Map of sheltered homes", hosting, keeper), keeper, soon)


def _templates(keeper: Actor, soon: date) -> None:
    """Our agreement in its second and third version, of which the third is in use, and a fourth being written."""
    form = templates.BY_NAME["template-ours"]
    words = templates.words_of(templates.shipped(form))
    before = {**words, "version": "2", "changes": "Fewer annexes."}
    _in_force(_added(form.name, form.title, before, keeper), keeper, soon)
    now = {**words, "version": "3", "changes": "Shorter sentences; who does what is asked once."}
    _in_force(_added(form.name, form.title, now, keeper), keeper, soon)
    _added(form.name, form.title, {**words, "version": "4"}, keeper)


def _added(
    register: str,
    title: str,
    said: Mapping[str, str],
    keeper: Actor,
    agreements: tuple[str, ...] = (),
    review_on: date | None = None,
) -> Entry:
    draft = Entry(
        register=register, reference="", title=title, answers=said, agreements=agreements, review_on=review_on
    )
    return replace(draft, reference=services.add(draft, by=keeper).events[0].about)


def _in_force(entry: Entry, keeper: Actor, review_on: date) -> None:
    outcome = services.take_step(
        entry.register, entry.reference, action=EntryAction.BRING_INTO_FORCE, by=keeper, review_on=review_on
    )
    assert outcome.permitted, outcome.refusals
