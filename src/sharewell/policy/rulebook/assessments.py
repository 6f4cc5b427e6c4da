"""Data protection impact assessments."""

from sharewell.vocabulary.outcome import Rule

DPIA_COMPLETE = Rule(
    code="DPIA_INCOMPLETE",
    title="An assessment answers every step, and each risk has a row with what is done about it",
    citation="UK GDPR Art 35(7); OPCC 3.5",
    implements=("OPCC-3.5a",),
)
DPIA_ADVICE = Rule(
    code="DPIA_ADVICE_UNANSWERED",
    title="The Data Protection Officer's advice is accepted, or overruled with reasons",
    citation="UK GDPR Art 35(2), 39(1)(c); OPCC 3.5",
)
DPIA_REGULATOR_FIRST = Rule(
    code="DPIA_PRIOR_CONSULTATION",
    title="Where a high risk is left, the regulator is consulted before anything begins",
    citation="UK GDPR Art 36",
)
DPIA_SIGNED = Rule(
    code="DPIA_REQUIRED",
    title="Nothing leaves under an assessment that nobody has signed",
    citation="OPCC 3.5; UK GDPR Art 35",
    implements=("OPCC-3.5a",),
)
DPIA_MEASURE_DONE = Rule(
    code="DPIA_MEASURE_OPEN",
    title="Nothing leaves until the measures that were agreed are in place",
    citation="UK GDPR Art 35(7)(d); OPCC 3.5",
)
DPIA_REVIEWED = Rule(
    code="DPIA_REVIEW_OVERDUE",
    title="An assessment is reviewed when the risk changes, and in time",
    citation="UK GDPR Art 35(11)",
)
