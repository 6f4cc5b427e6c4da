"""What findings say: of each thing a probe can find, why it matters, and what to do.

{bound} is of the terms, never of the file.
"""

from __future__ import annotations

from collections.abc import Mapping

from sharewell.release.checks import Severity
from sharewell.release.plan import What

WORDS: Mapping[What, tuple[str, str]] = {
    What.TYPE: ("Cells are not written as the type {type}.", "Correct the cells, or agree another type."),
    What.REQUIRED: ("A required cell is empty.", "Fill the cells, or take the rows out."),
    What.ENUM: ("The code is not one of the agreed list.", "Correct the codes, or vary the agreed list."),
    What.PATTERN: ("Cells do not have the agreed pattern.", "Correct the cells, or vary the agreed pattern."),
    What.MIN_LENGTH: ("Cells are shorter than {bound} characters.", "Correct the cells, or vary the terms."),
    What.MAX_LENGTH: ("Cells are longer than {bound} characters.", "Shorten the cells, or vary the terms."),
    What.MINIMUM: ("Values are less than {bound}.", "Correct the cells, or vary the agreed range."),
    What.MAXIMUM: ("Values are more than {bound}.", "Correct the cells, or vary the agreed range."),
    What.EXCLUSIVE_MINIMUM: ("Values are not above {bound}.", "Correct the cells, or vary the agreed range."),
    What.EXCLUSIVE_MAXIMUM: ("Values are not below {bound}.", "Correct the cells, or vary the agreed range."),
    What.OUTSIDE_PERIOD: (
        "Records lie outside the agreed period, or do not say when they are from.",
        "Take these rows out, or agree another period.",
    ),
    What.STALE: ("Records are older than agreed on the day of release.", "Extract the data afresh."),
    What.NO_DATE: (
        "Records do not say how old they are: the cell is empty or holds no date.",
        "Fill in the dates, or extract the data afresh.",
    ),
    What.RUNS: (
        "A spreadsheet would run these cells as formulas.",
        "Take the first character out, or have a person look.",
    ),
    What.REPEATED: ("The key is there more than once.", "Take the repeated rows out, or correct the key."),
    What.DANGLING: ("The key refers to a row that is not there.", "Add the missing row, or correct the key."),
    What.REPEATED_ROW: (
        "The same whole row is there more than once.",
        "Check whether the repetition is meant.",
    ),
    # who is in the file, and how easily somebody is singled out in it
    What.NOT_APPROVED: (
        "Records are about people who are not on the approved list.",
        "Take these rows out, or have the people approved.",
    ),
    What.WITHHELD: (
        "Records are about people whose data are withheld.",
        "Take these rows out: an objection, a restriction or a protected address stands against them.",
    ),
    What.UNTREATABLE: (
        "Cells cannot be treated as agreed ({bound}).",
        "Correct the cells, or agree another treatment: as they are they leave neither treated nor untreated.",
    ),
    What.SMALL_CLASS: (
        "Rows share these fields with fewer than {bound} rows, themselves included: somebody could be singled out.",
        "Band, generalise or suppress one of the fields (`treatments`), or take the rows out.",
    ),
    What.FEW_VALUES: (
        "Rows that share these fields have fewer than {bound:g} different sensitive values among them: "
        "who is known to be among them, of them it is known.",
        "Band or generalise the fields further, or take the sensitive field out.",
    ),
    What.UNLIKE: (
        "Among rows that share these fields the sensitive values lie further than {bound:g} from those of the "
        "whole file.",
        "Band or generalise the fields further, or take the sensitive field out.",
    ),
    What.SMALL_CELL: (
        "Counts of 1 to fewer than {bound} people are told.",
        "Suppress these cells (`[c]`), and others so that they cannot be worked out (`suppress` with `below_k: true` "
        "and `secondary: true`); or merge groups.",
    ),
    What.NOT_A_COUNT: (
        "Cells of the count are neither a number of people nor suppressed (`[c]`).",
        "Write each count as a number, or `[c]`.",
    ),
    What.ALONE: (
        "Suppressed cells can be worked out from the totals and the other cells, or nearly so.",
        "Suppress other cells of the same totals as well (`suppress` with `secondary: true` chooses them), or leave "
        "totals out.",
    ),
    What.SUPPRESSED: (
        "Suppressed cells stand beside totals, and what can be worked out of them is not proved: the table is too "
        "large, a group is there twice, or its parts do not add up.",
        "Leave the totals out, or have a person look whether the cells can be worked out.",
    ),
    What.DIFFERS: (
        "Set beside what the recipient already holds, this exposes {bound}.",
        "Release when more people have been added, or band, generalise or suppress so that no group differs by a few.",
    ),
}

# What weighs otherwise than its check does.
SEVERITIES = {
    What.RUNS: Severity.REVIEW,
    What.REPEATED_ROW: Severity.WARN,
    What.SUPPRESSED: Severity.REVIEW,
}

# What terms ask beyond the cells → what the gate would have to look for, to have answered.
DEMANDS: Mapping[str, tuple[str, str]] = {
    "G04": (
        "The terms ask that only approved people are in the file, and the list of them was not there to compare.",
        "Put the list that `scope.keys` names beside the terms.",
    ),
    "G07": (
        "The terms ask that nobody can be singled out, and that could not be judged in full.",
        "Name the quasi-identifiers and k, or the count and the smallest cell, and see that the file has those fields.",
    ),
    "G18": (
        "The terms withhold people's data, and the list of them was not there to compare.",
        "Put the list that `withhold` names beside the terms.",
    ),
}
