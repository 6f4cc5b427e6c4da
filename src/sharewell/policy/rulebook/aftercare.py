"""After the share: copies, keys, corrections, incidents, and the people they are about."""

from sharewell.vocabulary.outcome import Rule

CERTIFIED_DESTRUCTION = Rule(
    code="RT_CERTIFICATE",
    title="A copy is gone when a signed certificate says how, when, by whom, and what was kept",
    citation="OPCC 3.4(d)",
    implements=("OPCC-3.4d4",),
)
HELD_FOR_THE_LAW = Rule(
    code="RT_HOLD",
    title="A legal hold stops disposal on both sides",
    citation="Inquiries Act 2005 s.35",
)
KEY_VERIFIED = Rule(
    code="KY_VERIFIED",
    title="A key is verified by another channel before anything is sealed to it",
    citation="OPCC 7.3",
)
NOT_TIPPED_OFF = Rule(
    code="CR_NOT_TOLD",
    title="Nobody is tipped off",
    citation="DPA 2018 Sch 2 para 2; OPCC 4.4",
)
RECIPIENTS_TOLD = Rule(
    code="CR_NOTICE",
    title="Everybody who holds a person's data is told what changed, and confirms that it was carried out",
    citation="OPCC 3.4(c); UK GDPR Article 19",
    implements=("OPCC-3.4c2", "OPCC-3.4c3"),
)
LOOKED_UP_FOR_A_REASON = Rule(
    code="CR_LOOK_UP",
    title="Who holds somebody's data is asked for a reason, and the asking is on the record",
    citation="UK GDPR Articles 5(1)(f), 19",
)
INCIDENT_COMPLETE = Rule(
    code="IN_INCOMPLETE",
    title="An incident says what happened, when, how severe it is and what was asked",
    citation="OPCC 7.4; UK GDPR Article 33(5)",
    implements=("OPCC-7.4a", "OPCC-7.4b"),
)
NO_CONTRADICTION = Rule(
    code="ST_CONTRADICTION",
    title="An answer does not contradict what is known already",
    citation="OPCC 7.2",
)
KEPT_LONG_ENOUGH = Rule(
    code="ER_RETENTION",
    title="The words of a case are kept as long as the retention rule says, and no longer",
    citation="UK GDPR Article 5(1)(e)",
)
NOBODY_NEEDS_IT = Rule(
    code="ER_HOLD",
    title="Nothing is destroyed that a request, a complaint, an incident, an audit or a court may need",
    citation="FOIA 2000 s.77; DPA 2018 s.173",
)
TWO_PEOPLE_DESTROY = Rule(
    code="ER_TWO_PEOPLE",
    title="One person asks for the words of a case to be destroyed, and another does it",
    citation="UK GDPR Article 32",
)
INSIDE_OR_OUTSIDE = Rule(
    code="PE_POSTS",
    title="Whoever receives data holds no post in the office that sends them",
    citation="OPCC 5",
)
OWNERS_OWN = Rule(
    code="PE_OWNER",
    title="Each data set has one owner, and whoever owns one is a data owner",
    citation="OPCC 5.2",
)
DPO_ALONE = Rule(
    code="PE_DPO_ALONE",
    title="The Data Protection Officer owns no data and decides no sharing",
    citation="OPCC 5.3; UK GDPR Article 38(6)",
)
NEVER_EMPTY = Rule(
    code="PE_NOBODY_LEFT",
    title="An office has a Chief Executive to decide and a Data Protection Officer to ask",
    citation="OPCC 5.1, 5.3",
)
ONE_PERSON = Rule(
    code="PE_ONE_PERSON",
    title="Duties are compared by person, whichever account somebody acts under",
    citation="OPCC 5.1-5.3, 8.2",
)
SHOWN_FOR_A_REASON = Rule(
    code="PE_SCOPE",
    title="Whoever looks from outside sees what they were let in for, and nothing else",
    citation="UK GDPR Articles 5(1)(f), 5(2)",
)
A_LAST_DAY = Rule(
    code="PE_LAST_DAY",
    title="Somebody from outside has access for as long as it is needed, and no longer",
    citation="UK GDPR Article 32",
)
