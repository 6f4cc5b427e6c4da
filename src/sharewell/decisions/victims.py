"""A police request about a victim (victim information request, PCSC Act 2022 ss.44A-44F): what it must carry.

A request that lacks any of it goes back; nobody answers it in the meantime.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One thing the request must carry. `only_counselling`: only where counselling notes are asked for."""

    id: str
    ask: str
    citation: str
    only_counselling: bool = False


REQUIREMENTS = (
    Requirement(id="vir.holder", ask="Why they believe that we hold it", citation="PCSC Act 2022 s.44A"),
    Requirement(
        id="vir.line",
        ask="The reasonable line of enquiry that it is relevant to",
        citation="PCSC Act 2022 s.44A",
    ),
    Requirement(
        id="vir.necessary", ask="Why it is necessary and proportionate", citation="PCSC Act 2022 s.44A"
    ),
    Requirement(
        id="vir.notice",
        ask="That the victim was told in writing what is asked for and why, or which exception applies",
        citation="PCSC Act 2022 s.44B",
    ),
    Requirement(
        id="vir.probative",
        ask="Why the counselling notes are likely to have substantial probative value",
        citation="PCSC Act 2022 s.44C; code of practice",
        only_counselling=True,
    ),
    Requirement(
        id="vir.senior",
        ask="The authority of a senior officer for the counselling notes",
        citation="PCSC Act 2022 s.44D; code of practice",
        only_counselling=True,
    ),
)


def missing(given: Mapping[str, bool], *, counselling: bool) -> tuple[Requirement, ...]:
    """What the request does not carry. What nobody looked for is missing."""
    return tuple(
        one
        for one in REQUIREMENTS
        if (counselling or not one.only_counselling) and given.get(one.id) is not True
    )


def answer(*, about_a_victim: bool, given: Mapping[str, bool], counselling: bool = False) -> str:
    """The answer to S1.5: `no`, `vir_ok` or `vir_incomplete`."""
    if not about_a_victim:
        return "no"
    return "vir_incomplete" if missing(given, counselling=counselling) else "vir_ok"
