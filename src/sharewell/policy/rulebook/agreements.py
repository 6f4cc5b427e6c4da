"""Agreements and contracts, and the registers beside them."""

from sharewell.vocabulary.outcome import Rule

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
