"""What lies in a file that its reader does not see (G11): how each kind weighs, what to say, what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sharewell.release.checks import Severity
from sharewell.release.detectors import UNSEEN
from sharewell.release.facts import Facts
from sharewell.release.finding import Finding, found

# What lies hidden → how it weighs, what to say, what to do. A kind that is not here blocks.
HIDDEN: Mapping[str, tuple[Severity, str, str]] = {
    "hidden sheet": (
        Severity.BLOCK,
        "The workbook has a hidden sheet.",
        "Unhide the sheet, and take it out.",
    ),
    "hidden row": (
        Severity.BLOCK,
        "The sheet has hidden rows.",
        "Unhide the rows; take out those not agreed.",
    ),
    "hidden column": (
        Severity.BLOCK,
        "The sheet has hidden columns.",
        "Unhide them; take out those not agreed.",
    ),
    "other sheet": (Severity.BLOCK, "Another sheet holds data.", "Take the other sheet out."),
    "comment": (Severity.BLOCK, "The workbook has comments or notes.", "Take the comments out."),
    "macro": (Severity.BLOCK, "The workbook holds a macro.", "Save it as a workbook without macros (.xlsx)."),
    "external link": (
        Severity.BLOCK,
        "The workbook links to another file.",
        "Break the links (Data, Edit Links).",
    ),
    "pivot cache": (
        Severity.BLOCK,
        "The workbook keeps a copy of the data behind a pivot table.",
        "Copy the visible values to a new workbook.",
    ),
    "embedded object": (Severity.BLOCK, "Another file is embedded in the workbook.", "Take the object out."),
    "picture": (Severity.BLOCK, "The workbook holds pictures, charts or drawings.", "Take them out."),
    "hidden by default": (
        Severity.BLOCK,
        "The sheet hides every row or column that does not say otherwise.",
        "Unhide all rows and columns; take out those not agreed.",
    ),
    "unseen text": (
        Severity.BLOCK,
        "Cells hold what is not seen: in the colour behind them, or in a format that shows nothing.",
        "Set the font to automatic and the number format to General; take out what is not agreed.",
    ),
    "unseen by rule": (
        Severity.REVIEW,
        "A conditional format makes cells show nothing.",
        "Clear the conditional formats, or have a person look.",
    ),
    "left-over text": (
        Severity.BLOCK,
        "The workbook keeps text that no cell shows.",
        "Copy the visible values to a new workbook.",
    ),
    "phonetic text": (
        Severity.REVIEW,
        "Texts carry a reading aid that is not shown.",
        "Copy the visible values to a new workbook, or have a person look.",
    ),
    "custom XML": (
        Severity.BLOCK,
        "The workbook carries data of another program (custom XML).",
        "Inspect the document and remove its custom XML data.",
    ),
    "embedded font": (
        Severity.BLOCK,
        "A font is embedded in the workbook.",
        "Save it without embedded fonts.",
    ),
    "scenario": (
        Severity.BLOCK,
        "The sheet keeps scenarios: values that stand in for others.",
        "Delete the scenarios (Data, What-If Analysis).",
    ),
    "unlisted bytes": (
        Severity.BLOCK,
        "The file holds bytes that belong to nothing in it.",
        "Copy the visible values to a new workbook.",
    ),
    "validation text": (
        Severity.REVIEW,
        "Rules for what may be entered hold texts of their own: a list, or a message.",
        "Clear the rules (Data, Data Validation), or have a person look.",
    ),
    "page header": (
        Severity.REVIEW,
        "Headers or footers for printing hold text.",
        "Take the text out (Page Setup), or have a person look.",
    ),
    "rule text": (
        Severity.REVIEW,
        "Rules for how cells look hold texts of their own.",
        "Clear the conditional formats, or have a person look.",
    ),
    "filter": (
        Severity.REVIEW,
        "The sheet remembers what it was filtered by.",
        "Clear the filter (Data, Clear), or have a person look.",
    ),
    "remark": (
        Severity.BLOCK,
        "The workbook's markup holds remarks that no program shows.",
        "Copy the visible values to a new workbook.",
    ),
    "unknown text": (
        Severity.BLOCK,
        "The workbook holds text where no program puts any.",
        "Copy the visible values to a new workbook.",
    ),
    "setting": (
        Severity.REVIEW,
        "Settings of the workbook hold text of their own.",
        "Copy the visible values to a new workbook, or have a person look.",
    ),
    "personal setting": (
        Severity.BLOCK,
        "A setting of the workbook, such as the name of a sheet or a number format, reads like personal data.",
        "Give the sheet another name, or copy the visible values to a new workbook.",
    ),
    UNSEEN: (
        Severity.REVIEW,
        "Cells hold characters that are not seen, or that turn the text around: what is read is not what is there.",
        "Take the characters out, or have a person look.",
    ),
    "spacing": (
        Severity.REVIEW,
        "Blanks stand between the values where no program puts any: a text can be written with them.",
        "Write the table to a new file, or have a person look.",
    ),
    "blank line": (
        Severity.WARN,
        "A blank line stands between rows; the rows below it are read as rows of this table.",
        "Take the blank line out.",
    ),
    "another header": (
        Severity.REVIEW,
        "A row reads like a header line: another table may begin there.",
        "Take the row out, or have a person look.",
    ),
    "stray bytes": (
        Severity.BLOCK,
        "The file holds bytes that belong to none of its columns.",
        "Write the table to a new file.",
    ),
    "unknown entry": (
        Severity.BLOCK,
        "The file's own account of what is in it (its footer) holds something that no program reads.",
        "Write the table to a new file.",
    ),
    "left-over value": (
        Severity.BLOCK,
        "The column keeps values that none of its cells has: in its dictionary, or as its smallest or greatest.",
        "Write the table to a new file; of categories, take out those that are not in use first.",
    ),
    "filter of values": (
        Severity.REVIEW,
        "The column has a filter by which values can be guessed, and the gate cannot compare it with the cells.",
        "Write the table without Bloom filters, or have a person look.",
    ),
    "personal note": (
        Severity.BLOCK,
        "A note that the file carries beside the table reads like personal data (key-value metadata).",
        "Write the file again without its notes.",
    ),
    "file metadata": (
        Severity.REVIEW,
        "The file carries notes of its own beside the table (key-value metadata).",
        "Write the file again without them, or have a person look.",
    ),
    "program metadata": (
        Severity.WARN,
        "The program that wrote the file left its notes in it (key-value metadata).",
        "Write the file again without them, where the recipient need not know.",
    ),
    "printer settings": (
        Severity.WARN,
        "The workbook remembers the printer it was set up for.",
        "Save the sheet as a new workbook, where the recipient need not know.",
    ),
    "unknown part": (
        Severity.BLOCK,
        "The workbook holds something the gate cannot look into.",
        "Copy the visible values to a new workbook.",
    ),
    "formula": (
        Severity.REVIEW,
        "Cells hold formulas, which may carry more than they show.",
        "Paste the values over the formulas, or have a person look.",
    ),
    "defined name": (
        Severity.REVIEW,
        "The workbook defines names, which may hold text or point elsewhere.",
        "Delete the names (Formulas, Name Manager), or have a person look.",
    ),
    "hyperlink": (
        Severity.REVIEW,
        "Cells carry links whose address is not what is shown.",
        "Remove the links, or have a person look.",
    ),
    "document property": (
        Severity.WARN,
        "The document's properties name an author, an organisation or a title.",
        "Inspect the document and remove its properties.",
    ),
}


def findings(facts: Facts, names: Sequence[str]) -> Iterator[Finding]:
    """A finding for each thing hidden in the file. `names` are the headers as they may be shown."""
    for hidden in facts.hidden:
        severity, reason, remedy = HIDDEN.get(hidden.kind, HIDDEN["unknown part"])
        known = hidden.column is not None and hidden.column < len(names)
        yield found(
            "G11",
            reason,
            remedy,
            field=names[hidden.column] if known and hidden.column is not None else None,
            count=hidden.count,
            rows=hidden.rows,
            severity=severity,
        )
