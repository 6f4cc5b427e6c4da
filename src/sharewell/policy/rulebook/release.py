"""Letting a file go, and its collection."""

from sharewell.vocabulary.outcome import Rule

GATE_PASSED = Rule(
    code="G_NOT_PASSED",
    title="Only a file that the gate has passed leaves",
    citation="OPCC 7.2",
    implements=("OPCC-7.2c", "OPCC-3.4e2"),
)
SECOND_PERSON_FOR_BULK = Rule(
    code="DE_SOD",
    title="Whoever prepared a bulk or special category file does not release it",
    citation="OPCC 5.1-5.3, 8.2",
    implements=("OPCC-5.2a",),
)
NOBODY_WAIVES_A_BLOCK = Rule(
    code="G_NO_WAIVER",
    title="What blocks a file is mended; nobody waives it",
    citation="OPCC 7.2",
    implements=("OPCC-7.2c",),
)
CLEARED_BY_WHO_ANSWERS = Rule(
    code="DE_NO_AUTHORITY",
    title="What the gate leaves to a person is cleared by the owner of the data set or the Data Protection Officer",
    citation="OPCC 5.2, 5.3",
    implements=("OPCC-5.2a",),
)
NOT_OWN_CLEARANCE = Rule(
    code="DE_SOD",
    title="Nobody clears a file they brought, or lets go a file they cleared",
    citation="OPCC 5.1-5.3, 8.2",
    implements=("OPCC-5.2a",),
)
ADVISED_BEFORE_DESPITE = Rule(
    code="RC_DESPITE_INCIDENT",
    title="Only the Chief Executive decides to go on despite a serious open incident, advised and with conditions",
    citation="OPCC 5.1, 7.4",
)
STANDARD_TERMS_ACCEPTED = Rule(
    code="G_TERMS",
    title="The recipient accepts the terms, by name and post, before the parcel is handed over",
    citation="OPCC 7.5",
    implements=("OPCC-7.5b", "OPCC-7.5c"),
)
COLLECTED_ONCE = Rule(
    code="CO_ONCE",
    title="A parcel is collected once",
    citation="OPCC 7.3",
    implements=("OPCC-7.3a",),
)
COLLECTED_IN_TIME = Rule(
    code="CO_EXPIRED",
    title="A parcel is collected before its link expires",
    citation="OPCC 7.3",
    implements=("OPCC-7.3a",),
)
COLLECTED_WITH_THE_CODE = Rule(
    code="CO_CODE",
    title="A parcel is handed over only against the code, which travels by another way than the link",
    citation="OPCC 7.3",
    implements=("OPCC-7.3a",),
)
