"""The letter that tells a requester what was decided: what, why, and what they may do now.

It is written for somebody outside. The Data Protection Officer's advice, the reasoning inside the office, who drafted
it, and any exemption from telling people stay in the office: nothing of them is read here. (To name an exemption is to
tip off the person it is kept from.)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from sharewell.decisions.request import ANONYMISED, Decision, Request, Status
from sharewell.vocabulary.paper import Block, Facts, Heading, Listed, Paper, Table, Words

TITLES: Mapping[Status, str] = {
    Status.APPROVED: "We will share what you asked for",
    Status.DELIVERED: "We have shared what you asked for",
    Status.REFUSED: "We cannot share what you asked for",
    Status.DIVERTED: "Your request is being dealt with in another way",
    Status.OUT_OF_SCOPE: "Your request does not need a decision of ours",
    Status.WITHDRAWN: "Your request is closed",
    Status.EXPIRED: "The approval of your request has ended",
    Status.REVOKED: "The approval of your request has been taken back",
}

# What an outsider is told of the code that took their request another way. Codes not here are not told.
ANOTHER_WAY: Mapping[str, str] = {
    "DIV_FOI": "We are answering it as a request for information under the Freedom of Information Act or the "
    "Environmental Information Regulations.",
    "DIV_SAR": "We are answering it as somebody's request for their own data.",
    "DIV_COMPLAINT": "We are answering it as a complaint about how personal data was handled.",
    "DIV_PROCESSOR": "You would act only on our instructions, so a contract between us has to govern it.",
    "DIV_EXISTING_ISA": "The information sharing agreement between us covers it. Please ask under that agreement.",
    "DIV_LARGE_SCALE": "It is about so many people that it needs an information sharing agreement between us.",
    "DIV_ANONYMISE": "What you want to find out can be found out without personal data.",
}


def letter(request: Request, *, issuer: str, on: date, told_why: str = "") -> Paper | None:
    """The letter about a request as it stands; `None` while there is nothing to tell.

    `told_why` is the reason for a refusal in words fit for the requester; the reasons in the decision are the office's
    own. Without it a refusal says that the law or our policy does not allow it, and no more.
    """
    if request.status not in TITLES:
        return None
    return Paper(
        title=_title(request),
        issuer=issuer,
        on=on,
        reference=request.reference,
        blocks=tuple(_blocks(request, told_why)),
    )


# Of an approval, by how far it goes.
_SO_FAR: Mapping[tuple[Status, str], str] = {
    (Status.APPROVED, "approve_reduced"): "We will share part of what you asked for",
    (Status.DELIVERED, "approve_reduced"): "We have shared part of what you asked for",
    (Status.APPROVED, ANONYMISED): "We will give you a table instead of what you asked for",
    (Status.DELIVERED, ANONYMISED): "We have given you a table instead of what you asked for",
}


def _title(request: Request) -> str:
    decided = request.decision.outcome if request.decision else ""
    return _SO_FAR.get((request.status, decided), TITLES[request.status])


def _blocks(request: Request, told_why: str) -> Iterator[Block]:
    yield Facts(
        pairs=(
            ("Our reference", request.reference),
            ("Your request", request.title),
            ("Received", _day(request.received.date())),
            ("Asked for by", request.recipient_name),
        )
    )
    match request.status:
        case Status.APPROVED | Status.DELIVERED if request.decision is not None:
            yield from _approved(request, request.decision)
        case Status.REFUSED:
            yield from _refused(told_why)
        case Status.DIVERTED:
            yield from _another_way(request)
        case Status.OUT_OF_SCOPE if request.determination and request.determination.valid_until:
            yield from _only_statistics(request.determination.valid_until)
        case _:
            yield Words(text="Nothing is shared under this request. You may make a new one.")
    yield Heading(text="If you have a question")
    yield Words(text=f"Write to us and quote {request.reference}.")


_CERTIFICATES = {
    3: "When you have destroyed the information, your certificate must name the evidence for it.",
    4: "When you have destroyed the information, your certificate must name the evidence for it, and who audited it.",
}


def _approved(request: Request, decision: Decision) -> Iterator[Block]:
    if decision.outcome == ANONYMISED:
        yield Words(
            text="We will give you an anonymised table instead of the records you asked for.", strong=True
        )
        yield Words(text=f"It is given on your undertaking: {decision.conditions}")
        return
    yield Heading(text="What you will receive")
    rows = tuple((one.name, one.why) for one in decision.fields)
    yield Table(
        caption="The information that will be shared, and why you need it",
        columns=("Information", "Why"),
        rows=rows,
    )
    left_out = tuple(one.name for one in request.fields if one not in decision.fields)
    if left_out:
        yield Words(text="You asked for more than this. We will not share:")
        yield Listed(items=left_out)
    if decision.conditions:
        yield Heading(text="The conditions")
        yield Words(text=decision.conditions)
    if decision.certificate_level in _CERTIFICATES:
        yield Words(text=_CERTIFICATES[decision.certificate_level])
    yield Heading(text="How you receive it")
    yield Words(
        text="It is sent sealed, once. Before you can open it you will be asked to accept our standard terms."
    )
    if decision.valid_until:
        yield Words(text=f"This approval is valid until {_day(decision.valid_until)}.", strong=True)


def _only_statistics(until: date) -> Iterator[Block]:
    yield Words(
        text="What you asked for is about nobody in particular, so our policy on sharing information does not apply.",
    )
    yield Heading(text="How you receive it")
    yield Words(
        text=f"We send you the table sealed, by {_day(until)}. There are no terms to accept, and nothing to destroy."
    )


def _refused(told_why: str) -> Iterator[Block]:
    yield Heading(text="Why")
    yield Words(
        text=told_why.strip()
        or "The law, or our policy on sharing information, does not allow us to share it."
    )
    yield Heading(text="What you can do")
    yield Listed(
        items=(
            "Tell us if you can meet your aim with less information, or with information that names nobody.",
            "Make a new request if something has changed.",
            "Ask us to look at this decision again.",
        )
    )


def _another_way(request: Request) -> Iterator[Block]:
    handed = request.hand_off
    yield Words(text=ANOTHER_WAY.get(handed.code if handed else "", "We are dealing with it in another way."))
    if handed is not None and handed.due is not None:
        yield Words(text=f"You will hear from us by {_day(handed.due)}.", strong=True)


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
