"""Is it being done? Surveys, samples and audits."""

from sharewell.vocabulary.outcome import Rule

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
