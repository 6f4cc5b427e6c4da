"""Policies, practice, campaigns and decisions of governance."""

from sharewell.vocabulary.outcome import Rule

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
