"""YAML 1.2 core and JSON: text stays text, and a repeated key is a mistake."""

from __future__ import annotations

import pytest

from sharewell.engine.documents import DocumentUnreadable, parse_document, read_document


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: yes", {"a": "yes"}),
        ("a: NO", {"a": "NO"}),
        ("a: on", {"a": "on"}),
        ("a: true", {"a": True}),
        ("a: 2026-04-01", {"a": "2026-04-01"}),
        ("a: 2026-04-01T09:00:00Z", {"a": "2026-04-01T09:00:00Z"}),
        ("a: 12", {"a": 12}),
        ('{"a": [1, null]}', {"a": [1, None]}),
        ('{\n\t"a": 1\n}', {"a": 1}),
        ("{a: [x, y]}", {"a": ["x", "y"]}),
        ("", None),
    ],
)
def test_what_a_document_says_is_what_is_read(text, value):
    assert parse_document(text, name="t") == value


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("a: 1\na: 2", "a key is repeated"),
        ('{"a": 1, "a": 2}', "a key is repeated"),
        ('{"b": {"a": 1, "a": 2}}', "a key is repeated"),
        ("a: [1", "line 1, column"),
        ("a: &x [1]\nb: *x", "aliases"),
        ("a: !!python/object:os.system x", "not read here"),
        ("a: .nan", "finite"),
        ("1: x", "a key must be text"),
        ("a: b: c", "line 1"),
        ("\x00", "not YAML or JSON"),
        ("[" * 5000, "t:"),
    ],
)
def test_what_is_no_document_gets_one_clear_line(text, complaint):
    with pytest.raises(DocumentUnreadable, match=complaint) as caught:
        parse_document(text, name="t")

    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("content", "complaint"), [(b"\xff\xfe\xfa", "byte 0"), (b"a" * 4_000_001, "more than")]
)
def test_a_file_that_is_no_text_is_refused(tmp_path, content, complaint):
    path = tmp_path / "terms.yaml"
    path.write_bytes(content)

    with pytest.raises(DocumentUnreadable, match=complaint):
        read_document(path)


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DocumentUnreadable, match=r"terms\.yaml: no such file"):
        read_document(tmp_path / "terms.yaml")
