"""Emergencies: what stops a telling, and what is put right afterwards."""

from sharewell.vocabulary.outcome import Rule

BARRED_BY_STATUTE = Rule(
    code="BAR_STATUTE",
    title="What another enactment forbids is not disclosed, in an emergency either",
    citation="OPCC 7.2; the enactment itself",
)
EMERGENCY_IS_ORAL = Rule(
    code="EM_ORAL_ONLY",
    title="In an emergency only word of mouth goes out; anything written passes the gate",
    citation="OPCC 7.2, 7.5; ICO data sharing code, urgent situations",
    implements=("OPCC-7.2c",),
)
EMERGENCY_IDENTITY = Rule(
    code="EM_IDENTITY",
    title="Somebody tries to make sure who is listening, as well as time allows",
    citation="OPCC 7.3; ICO data sharing code, urgent situations",
    implements=("OPCC-7.3a",),
)
EMERGENCY_RECORDED = Rule(
    code="EM_LATE_RECORD",
    title="What was told in an emergency is on record within 24 hours",
    citation="OPCC 7.2; ICO data sharing code, urgent situations",
    implements=("OPCC-7.2a",),
)
