"""Who sends what to whom, drawn and in words."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from builders.register import an_active_agreement, an_agreement
from sharewell.register.agreement import AgreementStatus
from sharewell.register.flows import draw, flows
from sharewell.register.particulars import Direction

SVG = "{http://www.w3.org/2000/svg}"


def going(direction: Direction, **changed):
    agreement = an_active_agreement(**changed)
    return replace(agreement, particulars=replace(agreement.particulars, direction=direction))


@pytest.mark.parametrize(
    ("direction", "outward"),
    [(Direction.OUT, [True]), (Direction.IN, [False]), (Direction.BOTH, [True, False])],
)
def test_each_direction_is_a_flow_and_what_we_receive_counts_as_much(direction, outward):
    found = flows([going(direction)])

    assert [flow.outward for flow in found] == outward


@pytest.mark.parametrize("status", [s for s in AgreementStatus if s not in ("active", "suspended")])
def test_only_what_is_in_force_or_suspended_flows(status):
    assert flows([replace(an_agreement(), status=status)]) == ()


def test_several_agreements_stand_behind_one_flow_and_one_that_is_in_force_keeps_it_open():
    live = going(Direction.OUT, reference="ISA-1")
    stopped = replace(live, reference="ISA-2", status=AgreementStatus.SUSPENDED)

    (both,) = flows([live, stopped])
    (alone,) = flows([stopped])

    assert [each.reference for each in both.behind] == ["ISA-1", "ISA-2"]
    assert (both.suspended, alone.suspended) == (False, True)
    assert alone.in_words().endswith("suspended at the moment")


def test_every_line_of_the_map_is_a_link_that_says_itself_in_words():
    drawn = ET.fromstring(draw(flows([going(Direction.BOTH)]), us="Us", address="/agreements/"))

    links = drawn.findall(f"{SVG}a")
    assert [link.get("aria-label") for link in links] == [link.find(f"{SVG}title").text for link in links]
    assert len(links) == 2
    assert {link.get("href") for link in links} == {f"/agreements/{an_agreement().reference}/"}


@given(name=st.text(max_size=200), data_set=st.text(max_size=60))
def test_whatever_a_body_is_called_the_map_is_well_formed_and_runs_nothing(name, data_set):
    name = "".join(c for c in name if c.isprintable())
    data_set = "".join(c for c in data_set if c.isprintable())
    agreement = replace(going(Direction.OUT), recipient_name=f"<script>{name}", data_set=data_set)

    drawn = ET.fromstring(draw(flows([agreement]), us="&"))

    assert {each.tag for each in drawn.iter()} <= {
        f"{SVG}{tag}" for tag in ("svg", "title", "desc", "defs", "marker", "path", "rect", "text", "a")
    }


def test_the_same_flows_are_drawn_as_the_same_bytes():
    shown = flows([going(Direction.BOTH)])

    assert draw(shown, us="Us") == draw(shown, us="Us")


def test_a_data_set_goes_by_the_title_people_know_it_by():
    agreement = going(Direction.BOTH)

    named = flows([agreement], {agreement.data_set: "Home safety visits"})

    assert {flow.data_set for flow in named} == {"Home safety visits"}
    assert {flow.data_set for flow in flows([agreement], {})} == {agreement.data_set}
