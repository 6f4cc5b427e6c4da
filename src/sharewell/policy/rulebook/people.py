"""Who acts: duties are segregated by person, and each step belongs to certain posts."""

from sharewell.vocabulary.outcome import Rule

SEGREGATION = Rule(
    code="DE_SOD",
    title="Nobody decides a case they asked for, drafted or advised on",
    citation="OPCC 5.1-5.3, 8.2",
    implements=("OPCC-5.2a",),
)
AUTHORITY_OVER_DATA = Rule(
    code="DE_NO_AUTHORITY",
    title="Only the owner of the data set, or their delegate on that day, decides its sharing",
    citation="OPCC 5.1, 5.2",
    implements=("OPCC-5.1", "OPCC-5.2a"),
)
TRAINING_CURRENT = Rule(
    code="DE_TRAINING",
    title="Only people with current training handle, decide or release",
    citation="OPCC 5.4",
    implements=("OPCC-5.4b",),
)
NOT_IN_THIS_STATE = Rule(
    code="ST_NOT_NOW",
    title="A step is taken only from the state that leads to it",
    citation="OPCC 7.2",
)
POST_LIMITED = Rule(
    code="PE_AREAS",
    title="A post is limited to business areas only where it is held, and two are of the whole office",
    citation="OPCC 5",
)
NOT_YOUR_STEP = Rule(
    code="ST_NOT_YOURS",
    title="Each step belongs to certain posts",
    citation="OPCC 5.1-5.3",
)
