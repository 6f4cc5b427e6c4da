"""An XML part is read piece by piece: those asked for, whole, and of all others nothing."""

from __future__ import annotations

import io
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sharewell.engine import pieces as reading
from sharewell.engine.pieces import PartIsHostile, local, pieces

NAMES = ("row", "c", "v", "x")


def elements(children):
    return st.builds(
        lambda name, text, parts: f"<{name} a='1'>{text}{''.join(parts)}</{name}>",
        st.sampled_from(NAMES),
        st.text(alphabet="ab é☃", max_size=4),
        children,
    )


documents = st.recursive(
    elements(st.just([])), lambda inner: elements(st.lists(inner, max_size=4)), max_leaves=12
)


def outermost(element, wanted):
    """What a tree of the whole part would say."""
    if local(element) in wanted:
        return [element]
    return [found for child in element for found in outermost(child, wanted)]


def nests(element):
    """Whether an element has another of its name inside."""
    return any(each.tag == element.tag for child in element for each in child.iter())


def as_text(found):
    return [ElementTree.tostring(each) for each in found]


def trees(part, wanted):
    return [piece.tree() for piece in pieces(io.BytesIO(part), wanted)]


@given(
    document=documents, wanted=st.frozensets(st.sampled_from(NAMES)), chunk=st.sampled_from([1, 7, 65_536])
)
def test_the_pieces_are_those_that_a_tree_of_the_whole_part_has(document, wanted, chunk):
    expected = outermost(ElementTree.fromstring(document), wanted)
    assume(not any(map(nests, expected)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "CHUNK", chunk)

        found = trees(document.encode(), wanted.__contains__)

    assert as_text(found) == as_text(expected)


@pytest.mark.parametrize(
    "part", [b"<row><row/></row>", b"<row><c/><row><c/></row></row>", b"<row><row></row><c/></row>"]
)
def test_a_piece_inside_another_of_its_name_is_damage(part):
    with pytest.raises(ExpatError):
        trees(part, "row".__eq__)


ODD_ENDS = [
    "<row/>",
    "<row />",
    "<row a='/>'/>",
    "<row a='>'></row>",
    "<row></row >",
    "<row><c/></row\n>",
    "<b:row/>",
]


@pytest.mark.parametrize("odd", ODD_ENDS)
def test_a_piece_ends_where_its_last_tag_does_however_it_is_written(odd):
    part = f"<s xmlns:b='urn:b'>{odd}<c/>{odd}</s>".encode()

    found = list(pieces(io.BytesIO(part), "row".__eq__))

    assert [piece.text for piece in found] == [odd, odd]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16-le", "utf-16-be"])
def test_a_part_is_read_in_both_encodings_that_a_workbook_may_have(encoding):
    mark = "\ufeff" if encoding.startswith("utf-16") else ""
    claimed = "-".join(encoding.split("-")[:2])
    part = f"{mark}<?xml version='1.0' encoding='{claimed}'?><s><row>é☃𝄞</row></s>".encode(encoding)

    assert [each.text for each in trees(part, "row".__eq__)] == ["é☃𝄞"]


@pytest.mark.parametrize(
    "part",
    [b"<?xml version='1.0' encoding='iso-8859-1'?><row/>", b"<?xml version='1.0' encoding='utf-7'?><row/>",
     b"\xff\xfe<\0r\0o\0w\0/\0>"],
)  # fmt: skip
def test_a_part_in_any_other_encoding_is_refused(part):
    with pytest.raises(PartIsHostile):
        trees(part, "row".__eq__)


@pytest.mark.parametrize("bad", [b"\xff", b"\xed\xa0\x80", b"\xf5\x80\x80\x80", b"\0", b"\x01"])
def test_what_is_no_text_is_damage(bad):
    with pytest.raises(ExpatError):
        trees(b"<row>" + bad + b"</row>", "row".__eq__)


def test_what_names_a_namespace_is_no_attribute():
    (relation,) = trees(b"<r xmlns:Id='rId9' xmlns:b='urn:b' b:Id='rId1'/>", "r".__eq__)

    assert reading.attribute(relation, "Id") == "rId1"


def test_a_name_is_known_in_every_namespace():
    part = io.BytesIO(b'<s xmlns="urn:a" xmlns:b="urn:b"><row/><b:row/></s>')

    assert [piece.name for piece in pieces(part, "row".__eq__)] == ["row", "row"]


HOSTILE = {
    "a document type": (b'<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>', "document type"),
    "a document type from outside": (b'<!DOCTYPE x SYSTEM "file:///etc/hostname"><x/>', "document type"),
    "a nest without end": (b"<x>" * 1_000, "without end"),
    "a row that never ends": (b"<row>" + b"<c/>" * 1_000, "single piece"),
    "a tag that never ends": (b"<row a='" + b"x" * 5_000 + b"'/>", "single tag"),
}


@pytest.mark.parametrize(("part", "says"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_would_fill_the_memory_is_refused_before_it_does(monkeypatch, part, says):
    monkeypatch.setattr(reading, "LARGEST", 2_000)
    monkeypatch.setattr(reading, "CHUNK", 500)
    monkeypatch.setattr(reading, "LONGEST_TAG", 1_000)

    with pytest.raises(PartIsHostile, match=says):
        list(pieces(io.BytesIO(part), "row".__eq__))


@pytest.mark.parametrize(
    "part", [b"", b"<x>", b"<x></y>", b"<x/><x/>", b"<x>&e;</x>", b"<a:x/>", b"<x a='1' a='2'/>"]
)
def test_what_is_no_xml_is_no_part(part):
    with pytest.raises(ExpatError):
        list(pieces(io.BytesIO(part), "x".__eq__))
