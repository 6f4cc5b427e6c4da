"""An agreement as a document: the very text that is signed, with its digest, so that both sides hold the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from sharewell.register.agreement import Agreement
from sharewell.register.text import day_in_words, handling_of, looks_like, text_of
from sharewell.vocabulary.paper import Block, Facts, Heading, Listed, Paper, Signatures, Table, Words


def paper(
    agreement: Agreement, *, issuer: str, on: date, owner: str = "", followed: Sequence[str] = ()
) -> Paper:
    """The agreement as it stands. `owner` is whose post signs for us; who has signed already is said with the day.

    `followed` tells which legal entity took our place since it was signed (see `ourselves`).
    """
    return Paper(
        title=agreement.title,
        issuer=issuer,
        reference=agreement.reference,
        on=on,
        blocks=(*(Words(text=each, strong=True) for each in followed), *_blocks(agreement, issuer, owner)),
    )


def _blocks(agreement: Agreement, issuer: str, owner: str) -> Iterator[Block]:
    names = " and ".join(each.name for each in agreement.parties) or "a party not named yet"
    yield Facts(
        pairs=(
            ("Between", f"{issuer} (“we”) and {names}"),
            ("Agreement", f"{agreement.reference}, edition {agreement.edition}"),
            ("Status", agreement.status.value.capitalize()),
            ("Digest of this text (SHA-256)", agreement.digest()),
        )
    )
    for part in text_of(agreement):
        yield Heading(text=part.heading)
        if part.component == "isa.data_items":
            yield _fields(agreement)
            if held := handling_of(agreement):
                yield Listed(items=tuple(held))
            continue
        lines = [line for line in part.lines if line]
        yield Listed(items=tuple(lines)) if len(lines) > 1 else Words(text=lines[0])
    yield Heading(text="Signatures")
    yield from _signed(agreement, owner)


def _fields(agreement: Agreement) -> Table:
    return Table(
        caption="The fields that may leave, and no others",
        columns=("Field", "What it looks like", "Personal data", "Why it is needed"),
        rows=tuple(
            (each.name, looks_like(each), each.personal or "by its name", each.why or "not said")
            for each in agreement.schedule.fields
        ),
    )


def _signed(agreement: Agreement, owner: str) -> Iterator[Block]:
    sides = [(owner or "The owner of the data set, for us", agreement.signature)]
    sides += [(each.name, agreement.countersignatures.get(each.reference)) for each in agreement.parties]
    said = [(who, yes) for who, yes in sides if yes and agreement.says_yes(yes)]
    if said:
        yield Facts(
            pairs=tuple(
                (
                    who,
                    ", ".join(filter(None, (yes.name, yes.post, f"signed on {day_in_words(yes.at.date())}"))),
                )
                for who, yes in said
            )
        )
    signed = {who for who, _ in said}
    if missing := tuple(who for who, _ in sides if who not in signed):
        yield Signatures(signatories=missing)
