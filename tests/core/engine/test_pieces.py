"""An XML part is read piece by piece: those asked for, whole, and of all others nothing."""

from __future__ import annotations

import io
from xml.etree import ElementTree
from xml.parsers.expat import ExpatError

import pytest
from hypothesis import given
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


def as_text(found):
    return [ElementTree.tostring(each) for each in found]


@given(
    document=documents, wanted=st.frozensets(st.sampled_from(NAMES)), chunk=st.sampled_from([1, 7, 65_536])
)
def test_the_pieces_are_those_that_a_tree_of_the_whole_part_has(document, wanted, chunk):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reading, "CHUNK", chunk)

        found = as_text(pieces(io.BytesIO(document.encode()), wanted.__contains__))

    assert found == as_text(outermost(ElementTree.fromstring(document), wanted))


def test_a_name_is_known_in_every_namespace():
    part = io.BytesIO(b'<s xmlns="urn:a" xmlns:b="urn:b"><row/><b:row/></s>')

    assert len(list(pieces(part, "row".__eq__))) == 2


HOSTILE = {
    "a document type": (b'<!DOCTYPE x [<!ENTITY e "e">]><x>&e;</x>', "document type"),
    "a document type from outside": (b'<!DOCTYPE x SYSTEM "file:///etc/hostname"><x/>', "document type"),
    "a nest without end": (b"<x>" * 1_000, "without end"),
    "a row that never ends": (b"<row>" + b"<c/>" * 1_000, "single piece"),
}


@pytest.mark.parametrize(("part", "says"), HOSTILE.values(), ids=HOSTILE.keys())
def test_what_would_fill_the_memory_is_refused_before_it_does(monkeypatch, part, says):
    monkeypatch.setattr(reading, "LARGEST", 2_000)
    monkeypatch.setattr(reading, "CHUNK", 500)

    with pytest.raises(PartIsHostile, match=says):
        list(pieces(io.BytesIO(part), "row".__eq__))


@pytest.mark.parametrize(
    "part", [b"", b"<x>", b"<x></y>", b"<x/><x/>", b"<x>&e;</x>", b"<a:x/>", b"<x a='1' a='2'/>"]
)
def test_what_is_no_xml_is_no_part(part):
    with pytest.raises(ExpatError):
        list(pieces(io.BytesIO(part), "x".__eq__))
