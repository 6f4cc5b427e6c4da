"""The data protection impact assessment: the regulator's seven steps, and the matrix that weighs a risk.

An eighth part, from OPCC 3.5, weighs the benefits against harm to people and to the organisation's reputation.
"""

from __future__ import annotations

from sharewell.policy.tables import Part, Weight

_TEMPLATE = "ICO sample DPIA template; UK GDPR Art 35(7)"


def _part(id: str, title: str, ask: str, *, citation: str = _TEMPLATE, always: bool = True) -> Part:
    return Part(id=f"dpia.{id}", step=int(id[0]), title=title, ask=ask, citation=citation, always=always)


PARTS = (
    _part("1.aim", "Aim", "What is it meant to achieve, and what processing does it involve?"),
    _part("1.why_dpia", "Why an assessment is needed", "Why is an assessment needed?"),
    _part(
        "2.nature",
        "Nature of the processing",
        "How is the data collected, used, kept and deleted; where from; who receives it?",
    ),
    _part(
        "2.scope",
        "Scope of the processing",
        "Which data, of which kinds, how much, how often, for how long, about how many people, where?",
    ),
    _part(
        "2.context",
        "Context",
        "What are the people to us, what would they expect, are there children or vulnerable people, "
        "were there concerns before?",
    ),
    _part(
        "2.purposes",
        "Purposes and effect on people",
        "What is it for, what does it mean for people, and what are the benefits?",
    ),
    _part(
        "3.views",
        "People’s views",
        "How are people's views sought, or why are they not?",
        citation="UK GDPR Art 35(9)",
    ),
    _part(
        "3.internal",
        "Who else is involved",
        "Who else has to be involved: colleagues, processors, security experts?",
    ),
    _part("4.lawful", "Lawful basis", "On which lawful basis?"),
    _part(
        "4.achieves", "Necessity", "Does it achieve the purpose, and is there another way to the same end?"
    ),
    _part("4.creep", "No other uses", "What keeps it from growing into other uses?"),
    _part("4.quality", "Quality and minimisation", "How are quality and the minimum of data assured?"),
    _part(
        "4.inform",
        "What people are told, and their rights",
        "What are people told, and how are their rights supported?",
    ),
    _part("4.processors", "Processors", "How do processors keep to it?", always=False),
    _part(
        "4.transfers", "Transfers abroad", "Which safeguards are there for transfers abroad?", always=False
    ),
    _part("8.benefits", "Benefits", "What are the benefits, and to whom?", citation="OPCC 3.5"),
    _part("8.harm", "Harm to people", "What harm could it do to people?", citation="OPCC 3.5"),
    _part(
        "8.reputation",
        "Reputation",
        "What could it do to the organisation's reputation, and what would not sharing do?",
        citation="OPCC 3.5",
    ),
    _part("8.weighed", "What comes out", "Weighed against one another, what comes out?", citation="OPCC 3.5"),
)

LIKELIHOODS = ("remote", "possible", "probable")
SEVERITIES = ("minimal", "significant", "severe")
_OVERALL = {
    "remote": ("low", "low", "low"),
    "possible": ("low", "medium", "high"),
    "probable": ("low", "high", "high"),
}
MATRIX = tuple(
    Weight(
        likelihood=likelihood,
        severity=severity,
        overall=overall,
        citation="ICO DPIA guidance, matrix of three by three",
        verify=True,
    )
    for likelihood in LIKELIHOODS
    for severity, overall in zip(SEVERITIES, _OVERALL[likelihood], strict=True)
)
