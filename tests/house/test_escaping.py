"""What a page shows is written out as text: no template says otherwise, and few lines of Python do, each with a reason.

A test that reads pages sees the pages it reads; this one reads every template there is.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from here import ROOT

OFFICE = ROOT / "src" / "sharewell_office"
TEMPLATES = sorted(OFFICE.rglob("templates/**/*.html"))
UNSAFE = re.compile(r"\|\s*(?:safe|safeseq)\b|autoescape\s+off")
TAG = re.compile(r"<[a-zA-Z][^<>]*>")
QUOTED = re.compile('"[^"]*"')
UNQUOTED = re.compile(r"=\s*\{\{")
# Python that says of a text that it is markup already, and why it may.
TRUSTED = {
    "assurance/board/views.py": "a chart that is drawn of numbers, and of words that it escapes itself",
    "register/views/seeing.py": "a map that is drawn by us, every name in it escaped",
    "design/templatetags/govuk.py": "the tags of the house: markup of ours around values that format_html escapes",
}


def unsafe(template: str) -> list[str]:
    """What of a template would let a value become markup."""
    quoted = [tag for tag in TAG.findall(template) if UNQUOTED.search(QUOTED.sub("", tag))]
    scripts = re.findall(r"<script[^>]*>[^<]*\{\{", template)
    return UNSAFE.findall(template) + quoted + scripts


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: str(path.relative_to(OFFICE)))
def test_no_template_writes_a_value_as_markup(path: Path):
    assert unsafe(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "planted",
    [
        "{{ name|safe }}",
        "{{ names | safeseq }}",
        "{% autoescape off %}",
        "<a href={{ link }}>",
        "<script>x = {{ y }}",
    ],
)
def test_it_would_be_seen(planted):
    assert unsafe(f"<p>{planted}</p>")


def test_python_calls_few_texts_markup_and_each_for_a_reason():
    saying = {
        str(path.relative_to(OFFICE))
        for path in OFFICE.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom)
        and node.module in {"django.utils.safestring", "django.utils.html"}
        if {each.name for each in node.names} & {"mark_safe", "SafeString", "format_html", "format_html_join"}
    }

    assert saying == TRUSTED.keys()


def test_no_script_of_ours_makes_markup_of_a_text():
    """The one that puts in what the office answered puts in a page that the office escaped."""
    makes = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function")
    scripts = {path.name for path in OFFICE.rglob("*.js") if makes.search(path.read_text(encoding="utf-8"))}

    assert scripts == {"progress.js"}
