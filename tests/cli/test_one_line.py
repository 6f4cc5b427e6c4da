"""Whatever a document or a file is called, what is wrong with it is said in one line that moves no cursor."""

from __future__ import annotations

import pytest

from sharewell.cli import main

TERMS = "recipient: Northshire Council\n"
ESCAPES = "two\nlines \x1b[31mred"


@pytest.mark.parametrize(
    "name",
    [["assess", "CASE"], ["check", "FILE.csv", "--terms", "TERMS"], ["verify", "BUNDLE"]],
    ids=lambda name: name[0],
)
def test_a_name_of_two_lines_stays_on_one(name, tmp_path, capsys):
    command, *arguments = [ESCAPES + word if word.isupper() else word for word in name]

    status = main([command, *arguments])

    said = capsys.readouterr().err
    assert status == 2
    assert len(said.splitlines()) == 1
    assert "\x1b" not in said


def test_a_key_of_two_lines_stays_on_one(tmp_path, capsys):
    terms = tmp_path / "terms.yaml"
    terms.write_text(TERMS + '"two\\nlines \\e[31mred": 1\n')
    file = tmp_path / "file.csv"
    file.write_text("a\n1\n")

    status = main(["check", str(file), "--terms", str(terms)])

    said = capsys.readouterr().err
    assert (status, len(said.splitlines())) == (2, 1)
    assert "two?lines" in said
    assert "\x1b" not in said
