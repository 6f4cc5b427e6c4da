"""One-off requests: what a decision is bound to, and who decides in whose place; versions of the law."""

from sharewell.vocabulary.outcome import Rule

REASONS_GIVEN = Rule(
    code="DE_REASONS",
    title="A decision gives its reasons, and a conditional one its conditions",
    citation="OPCC 7.2",
    implements=("OPCC-7.2b",),
)
DECISION_BOUND_TO_FIELDS = Rule(
    code="DE_FIELDS",
    title="A decision is bound to a field list, and a reduced one to a shorter list than was asked for",
    citation="OPCC 3.4(e)",
    implements=("OPCC-3.4e2",),
)
VALID_UNTIL_A_DAY_TO_COME = Rule(
    code="DE_VALIDITY",
    title="An approval ends on a day to come, within 12 months",
    citation="OPCC 7.2",
)
ONE_DELIVERY = Rule(
    code="DE_DELIVERED",
    title="A one-off decision lets one file leave, once",
    citation="OPCC 2.2, 7.2",
)
DECIDED_MEANWHILE = Rule(
    code="ST_CHANGED",
    title="A step is taken on what was read, not on what somebody changed meanwhile",
    citation="OPCC 7.2",
)
ONLY_WHERE_THE_POLICY_ENDS_IT = Rule(
    code="ST_NO_END",
    title="A case leaves the flow only where the policy says so",
    citation="OPCC 2.1, 2.2, 2.5",
)

ANONYMISED_INSTEAD = Rule(
    code="DIV_ANONYMISE",
    title="Where anonymised data would do, a table that passed the disclosure test is given instead",
    citation="OPCC 3.3",
    implements=("OPCC-3.3c",),
)
SHOWN_BY_THE_FILE = Rule(
    code="DC_UNTESTED",
    title="Statistics are outside the policy once the very file has passed the disclosure test, and not before",
    citation="OPCC 2.1; UK GDPR Recital 26",
    implements=("OPCC-2.1c",),
)
ORDER_TO_ITS_TERMS = Rule(
    code="ORD_VERIFY",
    title="An order is verified, and obeyed to its terms and no further",
    citation="DPA 2018 Sch 2 para 5(2); OPCC 4.4",
    implements=("OPCC-4.4a",),
)
STILL_VALID = Rule(
    code="DE_NOT_EXPIRED",
    title="An approval lapses after its last day, and not before",
    citation="OPCC 7.2",
)

DELEGATED_BY_ITS_OWNER = Rule(
    code="DG_OWNER",
    title="The owner of a data set delegates it, or the Chief Executive in their place; nobody hands on what they hold",
    citation="OPCC 5.1, 5.2",
)
DELEGATED_TO_AN_EQUAL = Rule(
    code="DG_GRADE",
    title="A delegate holds the same or an adjacent grade",
    citation="OPCC 5.2, 5.4",
)
DELEGATED_FOR_A_TIME = Rule(
    code="DG_TIME",
    title="A delegation ends within twelve months",
    citation="OPCC 5.1",
)

LAW_IN_FORCE_STAYS = Rule(
    code="LAW_CHANGED",
    title="Nobody edits a version of the law and the policy: a change is a new version, advised on and approved",
    citation="OPCC 1.3, 5.1, 5.3",
    implements=("OPCC-1.3",),
)
