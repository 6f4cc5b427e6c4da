"""The law and the policy as of 30 June 2026, for England and Wales.

Where the wording is ours, the cited source governs. This is not legal advice.
"""

from __future__ import annotations

from datetime import date

from sharewell.policy.law.record import Law
from sharewell.policy.law.y2026_06_30 import (
    conditions,
    dpia,
    facts,
    flow,
    lists,
    reasons,
    rules,
    systematic,
    words,
)

LAW = Law(
    version="2026-06-30.1",
    as_of=date(2026, 6, 30),
    # The list was compiled in June 2026. Its one large change, the Data (Use and Access) Act 2025, began on
    # 5 February 2026; between 1 January and that day only the recognised legitimate interests and Annex 2
    # were not yet there.
    in_force_from=date(2026, 1, 1),
    stages=flow.STAGES,
    judged=flow.JUDGED,
    systematic=systematic.SYSTEMATIC,
    facts=facts.FACTS,
    rows=rules.RULES,
    reasons=reasons.REASONS,
    schedule_1=lists.SCHEDULE_1,
    triggers=lists.TRIGGERS,
    dpia=dpia.PARTS,
    risk_matrix=dpia.MATRIX,
    countries=lists.COUNTRIES,
    entries={
        **conditions.CONDITIONS,
        "Powers": lists.POWERS,
        "Enactments that forbid disclosure": lists.STATUTORY_BARS,
        "Exemptions": lists.EXEMPTIONS,
        "Special category data": lists.CATEGORIES,
        "Reasons for a specific notice": lists.NOTICE_TRIGGERS,
        "Methods of transfer": lists.METHODS,
        "The emergency branch": lists.EMERGENCY,
    },
    words=words.WORDS,
)
