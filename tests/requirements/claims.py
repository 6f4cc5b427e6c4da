"""What Sharewell claims to do, requirement by requirement: the rule that does it, and where it is seen.

The ids are those of the commissioner's policy (OPCC) and of the scrutiny review (WMFS), clause by clause. `without` is
how the rule is taken out (see `removal`): a claim stands only while some test marked with its id then fails.
`docs/coverage.md` is printed from this table and from the marks in the tests.
"""

from __future__ import annotations

from typing import NamedTuple


class Claim(NamedTuple):
    """One requirement that a finished issue claims."""

    id: str
    what: str
    without: str
    screen: str


CLAIMS = (
    Claim(
        "OPCC-2.1a",
        "What holds nobody is found out first, and leaves the policy",
        "rows:OOS_NOT_PERSONAL",
        "decisions:table",
    ),
    Claim(
        "OPCC-2.1c",
        "'Only statistics' is shown by the very file, and by nobody's word",
        "rule:DC_UNTESTED",
        "decisions:table",
    ),
    Claim(
        "OPCC-2.2b",
        "What an agreement covers is not handled as a one-off",
        "rows:DIV_EXISTING_ISA",
        "decisions:stage S0",
    ),
    Claim(
        "OPCC-2.5b",
        "A processor's contract holds every clause before it is in force",
        "rule:PR_CLAUSE_MISSING",
        "register:entry",
    ),
    Claim(
        "OPCC-3.3c",
        "Where an alternative works, it is taken",
        "rows:DIV_ANONYMISE",
        "decisions:stage S3",
    ),
    Claim("OPCC-3.4a", "The file has the agreed types, formats and codes", "check:G02", "release:detail"),
    Claim(
        "OPCC-3.4c2",
        "Everybody who holds a person's data is told what changed",
        "rule:CR_NOTICE",
        "aftercare:notify",
    ),
    Claim("OPCC-3.4c3", "They confirm that it was carried out", "rule:CR_NOTICE", "desk:received-notice"),
    Claim("OPCC-3.4d4", "Destruction is certified", "rule:RT_CERTIFICATE", "desk:received-certify"),
    Claim("OPCC-3.4e2", "The file holds the agreed fields and no others", "check:G01", "release:detail"),
    Claim(
        "OPCC-3.5a",
        "An impact assessment is whole before it is advised on and signed",
        "rule:DPIA_INCOMPLETE",
        "register:dpia",
    ),
    Claim(
        "OPCC-4.2a",
        "The main privacy notice is a record, whole before it is published",
        "rule:REG_INCOMPLETE",
        "register:entry",
    ),
    Claim(
        "OPCC-4.2b",
        "Recipients that the published notice does not name are flagged",
        "call:sharewell.register.registers.notices:not_named",
        "register:entry",
    ),
    Claim(
        "OPCC-4.4b",
        "People are not told only under an exemption with its prejudice written out",
        "rows:EX_NO_PREJUDICE",
        "decisions:stage S5",
    ),
    Claim(
        "OPCC-5.1",
        "Accountability and delegation decide who may decide",
        "rule:DE_NO_AUTHORITY",
        "decisions:decide",
    ),
    Claim(
        "OPCC-5.2a",
        "Only the owner of the data set, or a delegate, decides",
        "rule:DE_NO_AUTHORITY",
        "decisions:decide",
    ),
    Claim(
        "OPCC-5.2b", "Only the owner of that business area signs", "rule:ISA_SIGNATORY", "register:agreement"
    ),
    Claim("OPCC-5.3b", "The DPO reviews every agreement", "rule:ISA_DPO_REVIEW", "register:agreement"),
    Claim(
        "OPCC-5.4b",
        "Only people with current training decide or release",
        "rule:DE_TRAINING",
        "decisions:decide",
    ),
    Claim(
        "OPCC-5.5",
        "A procedure cites the paragraph it carries out before it is in force",
        "rule:REG_INCOMPLETE",
        "register:entry",
    ),
    Claim(
        "OPCC-6.1b",
        "No agreement is in force with a component missing",
        "rule:ISA_COMPONENT_MISSING",
        "register:agreement",
    ),
    Claim(
        "OPCC-6.3",
        "A partner's text is accepted once every essential component was found in it",
        "rule:ISA_COMPONENT_MISSING",
        "register:partner",
    ),
    Claim(
        "OPCC-6.4c", "A review long overdue stops releases", "rule:ISA_REVIEW_OVERDUE", "register:agreement"
    ),
    Claim(
        "OPCC-6.5",
        "What people are told is decided at sign-off, one of three",
        "rule:ISA_NOTICE_DECISION",
        "register:step notice_decided",
    ),
    Claim("OPCC-7.3a", "Nothing hidden leaves with the file", "check:G11", "release:detail"),
    Claim("OPCC-8.1b", "The DPO is consulted on every transfer abroad", "rows:TR_DPO", "decisions:stage S9"),
    Claim(
        "OPCC-8.1c", "No transfer abroad without a mechanism", "rows:TR_NO_MECHANISM", "decisions:stage S9"
    ),
    Claim(
        "OPCC-8.2b",
        "Dip samples draw themselves",
        "call:sharewell.assurance.sampling:draw",
        "assurance:samples",
    ),
    Claim("WMFS-2.2b", "Silence is never a nil return", "rule:SU_SIGNED", "assurance:survey"),
    Claim(
        "WMFS-2.0c",
        "Each flow that a team declares is held against the register",
        "call:sharewell.assurance.survey.matching:match",
        "assurance:case",
    ),
    Claim(
        "WMFS-2.2c",
        "Silence is escalated to middle managers, and beyond",
        "call:sharewell.assurance.survey.ladder:owed",
        "assurance:survey-silent",
    ),
    Claim(
        "WMFS-2.3",
        "Adherence is concluded on a sample and evidence, and on nothing less",
        "rule:AA_RESTS_ON",
        "assurance:audit",
    ),
    Claim("OPCC-7.4a", "Incidents are reported", "rule:IN_INCOMPLETE", "desk:received-tell"),
    Claim("OPCC-7.4d", "None is closed without reasons", "rule:DE_REASONS", "aftercare:incident"),
    Claim(
        "OPCC-5.2d",
        "All staff say of a policy that they will follow it",
        "rule:PO_ATTEST",
        "assurance:policy",
    ),
    Claim("OPCC-5.4a", "Who is trained, in what and when, is on record", "rule:TR_RECORD", "training"),
    Claim(
        "WMFS-2.1a",
        "The function responsible for sharing is named by a decision",
        "rule:GV_FUNCTION",
        "assurance:governance",
    ),
)
