"""The rules that people and life-cycles must keep, each with the paragraph it comes from.

A rule of the one-off flow or of the lawfulness tables is data and lives in `policy/law`; a check of the
release gate describes itself in `release`. What is left is here: who may act, in which order, and what goes
on the record. Citations: OPCC n is a clause of the Information Sharing Policy, WMFS n an action of the
scrutiny review.
"""

from __future__ import annotations

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
NOT_YOUR_STEP = Rule(
    code="ST_NOT_YOURS",
    title="Each step belongs to certain posts",
    citation="OPCC 5.1-5.3",
)

# --- agreements
# -------------------------------------------------------------------------------------------------------
AGREEMENT_COMPONENTS = Rule(
    code="ISA_COMPONENT_MISSING",
    title="An agreement holds every essential component before it is in force",
    citation="OPCC 6.1, 6.3",
    implements=("OPCC-6.1b",),
)
DPO_REVIEWS_AGREEMENT = Rule(
    code="ISA_DPO_REVIEW",
    title="The Data Protection Officer reviews every agreement",
    citation="OPCC 5.3",
    implements=("OPCC-5.3b",),
)
OWNER_SIGNS = Rule(
    code="ISA_SIGNATORY",
    title="An agreement is signed by the owner of that business area, and by every party",
    citation="OPCC 5.2",
    implements=("OPCC-5.2b",),
)
YES_TO_THIS_TEXT = Rule(
    code="ISA_CHANGED",
    title="A review or a signature counts for the exact text it was given to",
    citation="OPCC 5.2, 5.3",
)
NOTICE_DECIDED = Rule(
    code="ISA_NOTICE_DECISION",
    title="At sign-off the owner decides what people are told: exactly one of three",
    citation="OPCC 6.5, 4.3",
    implements=("OPCC-6.5",),
)
BASIS_OF_EACH_PARTY = Rule(
    code="ISA_BASIS",
    title="Each party names its lawful basis, for each direction",
    citation="OPCC 3.1, 2.4",
    implements=("OPCC-2.4b",),
)
WHO_DOES_WHAT = Rule(
    code="ISA_TASKS",
    title="Before anybody signs it is settled who does what",
    citation="WMFS 4.0; OPCC 6.1",
    implements=("WMFS-4.0b",),
)
DPIA_SETTLED = Rule(
    code="ISA_DPIA",
    title="An agreement names its impact assessment, or says why there is none",
    citation="OPCC 3.5",
)
POLICY_DOCUMENT = Rule(
    code="SC_APD_MISSING",
    title="A condition of Schedule 1 that needs an appropriate policy document has one",
    citation="DPA 2018 Sch 1 Part 4; OPCC 3.1",
)
RECIPIENT_ASSURED = Rule(
    code="ISA_ASSURANCE",
    title="What assures us of the recipient is written down",
    citation="OPCC 7.3, 8.1",
)
JOINT_ARRANGEMENT = Rule(
    code="JC_ARRANGEMENT",
    title="Joint controllers publish the essence of their arrangement",
    citation="UK GDPR Article 26",
)
QUALITY = {
    "format": Rule(code="DQ_FORMAT", title="The data follow an agreed standard", citation="OPCC 3.4(a)"),
    "accuracy": Rule(
        code="DQ_ACCURACY", title="It is known how accurate the data are", citation="OPCC 3.4(b)"
    ),
    "amendment": Rule(code="DQ_AMENDMENT", title="Corrections reach every party", citation="OPCC 3.4(c)"),
    "retention": Rule(
        code="DQ_RETENTION", title="The recipient keeps the data no longer than we do", citation="OPCC 3.4(d)"
    ),
    "minimised": Rule(code="DQ_MINIMISE", title="No more than is needed is shared", citation="OPCC 3.4(e)"),
}
PROCESSOR_CONTRACT = Rule(
    code="DIV_PROCESSOR",
    title="A processor gets a contract, not an agreement between controllers",
    citation="OPCC 2.5; UK GDPR Article 28",
    implements=("OPCC-2.5a",),
)
PROCESSOR_CLAUSES = Rule(
    code="PR_CLAUSE_MISSING",
    title="A processor's contract holds every clause the law asks for",
    citation="UK GDPR Article 28(3); OPCC 2.5",
    implements=("OPCC-2.5b",),
)
TRANSFER_GROUND = Rule(
    code="TR_NO_MECHANISM",
    title="Data go abroad only in one of the ways that the law offers",
    citation="UK GDPR Articles 44A to 49",
)
TRANSFER_CONSULTED = Rule(
    code="TR_DPO",
    title="A transfer abroad is put to the Data Protection Officer first",
    citation="OPCC 8.1",
)
ENTRY_WHOLE = Rule(
    code="REG_INCOMPLETE",
    title="What a register holds is whole before anybody relies on it",
    citation="OPCC 4.2, 5.5, 6.4",
    implements=("OPCC-4.2a", "OPCC-5.5"),
)
CERTIFICATES_IN = Rule(
    code="ISA_CERTIFICATES",
    title="An ended agreement is closed once every certificate of destruction is in",
    citation="OPCC 3.4(d)",
)
REVIEW_IN_TIME = Rule(
    code="ISA_REVIEW_OVERDUE",
    title="An agreement is reviewed in time, or releases under it stop",
    citation="OPCC 6.4",
    implements=("OPCC-6.4c",),
)
AUTHORITY_IN_FORCE = Rule(
    code="G_AUTHORITY",
    title="A file leaves only under an authority in force on that day",
    citation="OPCC 7.2, 6.4",
    implements=("OPCC-7.2c", "OPCC-6.4a"),
)

# --- one-off requests -----------------------------------------------------------------------------
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

# --- versions of the law --------------------------------------------------------------------------
LAW_IN_FORCE_STAYS = Rule(
    code="LAW_CHANGED",
    title="Nobody edits a version of the law and the policy: a change is a new version, advised on and approved",
    citation="OPCC 1.3, 5.1, 5.3",
    implements=("OPCC-1.3",),
)

# --- data protection impact assessments -----------------------------------------------------------
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

# --- emergencies ----------------------------------------------------------------------------------
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

# --- letting a file go, and its collection --------------------------------------------------------
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
    code="RC_INCIDENT_OPEN",
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

# --- after the share
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
OUTSTANDING_DUTY = Rule(
    code="RC_OUTSTANDING_DUTY",
    title="Whoever owes a certificate, a confirmed correction or an answer receives nothing more",
    citation="OPCC 3.4(c), 3.4(d), 7.4",
)
INCIDENT_OPEN = Rule(
    code="RC_INCIDENT_OPEN",
    title="Nothing goes to a recipient with an open serious incident",
    citation="OPCC 7.4",
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

# --- is it being done?
ROSTER_WHOLE = Rule(
    code="SU_ROSTER",
    title="Every team has somebody who answers for it, a deputy, and a line above them",
    citation="WMFS 2.2",
    implements=("WMFS-2.2a",),
)
TEAM_ANSWERS = Rule(
    code="SU_TEAM_ANSWERS",
    title="A team's return is written and signed by the team, or by whom it delegates",
    citation="WMFS 2.2",
    implements=("WMFS-2.2a",),
)
RETURN_SIGNED = Rule(
    code="SU_SIGNED",
    title="Silence is never a nil return: a return counts once somebody of the team has signed it",
    citation="WMFS 2.2",
    implements=("WMFS-2.2b",),
)
RETURN_WHOLE = Rule(
    code="SU_WHOLE",
    title="A return says of each flow what data, about whom, to whom, why and how",
    citation="WMFS 2.0, 2.2",
    implements=("WMFS-2.0b",),
)
FLOW_UNREGISTERED = Rule(
    code="FLOW_UNREGISTERED",
    title="Data that nobody agreed to share is not shared: it stops, is agreed, or is decided once with a last day",
    citation="WMFS 2.0; OPCC 2.1, 6.1",
    implements=("WMFS-2.0c",),
)
FLOW_STALE = Rule(
    code="FLOW_STALE",
    title="An agreement that has ended, or whose review is overdue, covers nothing",
    citation="WMFS 2.0; OPCC 6.4",
    implements=("WMFS-2.0c",),
)

NOT_OWN_CASE = Rule(
    code="DE_SOD",
    title="Nobody marks a sample of what they decided or had a part in, or settles a mark of their own",
    citation="OPCC 8.2",
    implements=("OPCC-8.2b",),
)
EVERY_STAGE_MARKED = Rule(
    code="SA_STAGES",
    title="A marking sheet says of every stage what was found",
    citation="OPCC 8.2",
    implements=("OPCC-8.2b",),
)

AUDIT_RESTS_ON = Rule(
    code="AA_RESTS_ON",
    title="Whether a policy is followed is said on a sample, on what people attested, and on evidence",
    citation="WMFS 2.3",
    implements=("WMFS-2.3",),
)
NOT_OWN_AUDIT = Rule(
    code="DE_SOD",
    title="Nobody audits whether their own policy is followed",
    citation="WMFS 2.3; OPCC 8.2",
    implements=("WMFS-2.3",),
)
NOT_OWN_TEAM = Rule(
    code="DE_SOD",
    title="Whoever answered the survey for a team does not audit that team",
    citation="WMFS 2.3; OPCC 8.2",
    implements=("WMFS-2.3",),
)

# --- assurance: policies, practice, campaigns, governance decisions ---------------------------------
POLICY_WHOLE = Rule(
    code="PO_INCOMPLETE",
    title="A policy names its author, its version, how often it is reviewed, and the policies it is read with",
    citation="OPCC header, 1.6; WMFS 1.0",
    implements=("OPCC-0.1", "OPCC-1.6"),
)
STAKEHOLDERS_ANSWERED = Rule(
    code="PO_COMMENT_OPEN",
    title="Every stakeholder who commented on a policy is answered before it is approved",
    citation="WMFS 1.0",
    implements=("WMFS-1.0b",),
)
POLICY_APPROVED_BY_ANOTHER = Rule(
    code="PO_OWN_APPROVAL",
    title="Senior management approves a policy, and nobody the version they wrote",
    citation="OPCC header, 5.1",
    implements=("OPCC-0.1",),
)
POLICY_REVIEWED = Rule(
    code="PO_REVIEW",
    title="A policy is reviewed when its day has come or what it rests on has changed",
    citation="OPCC header, 1.5",
    implements=("OPCC-0.2", "OPCC-1.5"),
)
CLAUSE_CONCLUDED = Rule(
    code="PO_CLAUSE",
    title="Whether a clause covers sharing is asked of a named clause, and concluded with reasons",
    citation="WMFS 1.2",
    implements=("WMFS-1.2a",),
)
ATTESTED_IN_FORCE = Rule(
    code="PO_ATTEST",
    title="Everybody who works here says once of each version in force that they have read it and will follow it",
    citation="OPCC 5.2",
    implements=("OPCC-5.2d",),
)
FUNCTION_NAMED = Rule(
    code="GV_FUNCTION",
    title="A decision on how sharing is governed weighs options, gives reasons and names the function responsible",
    citation="WMFS 2.0, 2.1",
    implements=("WMFS-2.0a", "WMFS-2.1a"),
)
CHECKS_BUILT_IN = Rule(
    code="GV_CHECKS",
    title="How it will be seen that a decision is kept is settled with the decision",
    citation="WMFS 2.1",
    implements=("WMFS-2.1c",),
)
PRACTICE_WEIGHED = Rule(
    code="GP_REASON",
    title="Good practice is adopted, adapted or rejected, with the reason and what it changes here",
    citation="WMFS 5.0",
    implements=("WMFS-5.0",),
)
TRAINING_RECORDED = Rule(
    code="TR_RECORD",
    title="Who completed which training, and when, is written down by somebody else",
    citation="OPCC 5.4; WMFS 1.1, 1.2",
    implements=("OPCC-5.4a", "WMFS-1.1b"),
)
CAMPAIGN_PLANNED = Rule(
    code="CA_PLAN",
    title="A campaign is bite-size: one short piece a working day, from a day on, each with one question",
    citation="WMFS 3.1",
    implements=("WMFS-3.1b",),
)
CAMPAIGN_APPROVED = Rule(
    code="CA_APPROVAL",
    title="Communications approve what everybody is sent, and nobody what they wrote",
    citation="WMFS 3.1",
    implements=("WMFS-3.1c",),
)
