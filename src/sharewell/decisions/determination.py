"""That a request is outside the policy, and what may leave because it is: one table, if it passed the disclosure test.

    tested (S3.5)  --passed-->  closed as out of scope  -->  Determination  -->  Authority for that very file

Nobody's word makes data anonymous (UK GDPR recital 26): where a case is out of scope because nobody can be picked out,
the file that shows it lies with the request. Nothing personal leaves, so no terms are accepted and no destruction is
certified. Other determinations (use in our own house, people who have died) are logged, and let nothing leave.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import datetime

from sharewell.decisions.annexes import Anonymised, Determination
from sharewell.decisions.request import VALIDITY, Request
from sharewell.decisions.table import terms_of_table
from sharewell.policy import rulebook
from sharewell.policy.law.record import Law
from sharewell.register.authority import Authority, AuthorityKind
from sharewell.register.terms import Terms
from sharewell.vocabulary.outcome import Refusal
from sharewell.vocabulary.people import Actor

NOBODY_IN_IT = "OOS_NOT_PERSONAL"


def untested(request: Request, codes: Collection[str]) -> Iterator[Refusal]:
    """What stands against settling, for these reasons, that the policy does not apply."""
    if NOBODY_IN_IT in codes and not (request.anonymised and request.anonymised.passed):
        yield Refusal(
            rule=rulebook.SHOWN_BY_THE_FILE,
            reason="No table that passed the disclosure test lies with this request.",
            remedy="Test the very file that would leave (S3.5): its result is the answer.",
        )


def determined(codes: Collection[str], *, by: Actor, at: datetime, law: Law) -> Determination:
    """The determination for these reasons, settled by somebody now."""
    return Determination(
        codes=tuple(codes),
        by=by.person,
        at=at,
        valid_until=at.date() + VALIDITY if NOBODY_IN_IT in codes else None,
        policy_version=law.version,
        policy_digest=law.digest,
    )


def authority(request: Request) -> Authority | None:
    """The authority that a determination yields; `None` where no table was tested, or there is none."""
    settled, table = request.determination, request.anonymised
    if settled is None or settled.valid_until is None or table is None or not table.passed:
        return None
    return Authority(
        kind=AuthorityKind.DETERMINATION,
        reference=request.reference,
        recipient=request.recipient,
        data_set=request.data_set,
        terms=_terms(request, settled, table),
        decided_by=frozenset({settled.by}),
        personal=False,
        special_category=False,
        only_file=table.sha256,
    )


def _terms(request: Request, settled: Determination, table: Anonymised) -> Terms:
    assert settled.valid_until is not None
    return Terms.parse(
        {
            "determination": request.reference,
            "recipient": request.recipient_name,
            "valid_from": settled.at.date().isoformat(),
            "valid_until": settled.valid_until.isoformat(),
            **terms_of_table(table.columns, **table.tested_by),
        }
    )
