"""Files with known faults: what is wrong, and in which rows, follows from the row number by plain arithmetic.

A fault stands in every row i (from 0) with i % every == first. So the truth needs no engine, ours or a peer's.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import duckdb

DAY_OF_CHECK = "2026-06-01"


@dataclass(frozen=True, slots=True)
class Fault:
    """One rule of the contest, and the rows in which it is broken."""

    field: str
    rule: str
    every: int
    first: int
    wrong: str  # SQL of a value that breaks the rule

    def rows(self, size: int) -> range:
        return range(self.first, size, self.every)


# The columns: name, SQL of a good value of row i (x is a number as good as random).
COLUMNS: dict[str, str] = {
    "record_id": "'R' || lpad(i::VARCHAR, 9, '0')",
    "ward": "'W' || lpad((x % 24)::VARCHAR, 2, '0')",
    "sex": "['F', 'M', 'X'][1 + (x // 7) % 3]",
    "age": "((x // 11) % 100)::INTEGER",
    "referred_on": "DATE '2026-01-01' + ((x // 13) % 120)::INTEGER",
    "closed_on": "CASE WHEN x % 5 > 0 THEN DATE '2026-02-01' + ((x // 17) % 90)::INTEGER END",
    "score": "((x // 19) % 10000) / 10000.0::DOUBLE",
    "visits": "((x // 23) % 40)::INTEGER",
    "outcome": "['none', 'visit', 'referral', 'equipment', 'closed'][1 + (x // 29) % 5]",
    "district": "'NS' || (1 + (x // 31) % 30)::VARCHAR",
    "contact": "'person' || i::VARCHAR || '@example.org'",
    "priority": "['low', 'medium', 'high'][1 + (x // 37) % 3]",
    "team": "'team ' || ((x // 41) % 12)::VARCHAR",
    "amount": "((x // 43) % 1000000) / 100.0::DOUBLE",
    "code": "'C' || lpad(((x // 47) % 10000)::VARCHAR, 4, '0')",
    "alarms": "((x // 53) % 6)::INTEGER",
    "source": "['police', 'council', 'nhs trust', 'self'][1 + (x // 59) % 4]",
}
FAULTS = (
    Fault("record_id", "pattern", 50_021, 11, "'Q' || lpad(i::VARCHAR, 9, '0')"),
    Fault("ward", "enum", 50_023, 12, "'Z99'"),
    Fault("sex", "enum", 50_033, 13, "'?'"),
    Fault("age", "maximum", 50_047, 14, "131"),
    Fault("referred_on", "maximum", 50_051, 15, "DATE '2031-01-01'"),
    Fault("score", "maximum", 50_053, 16, "1.5"),
    Fault("visits", "minimum", 50_069, 17, "-1"),
    Fault("outcome", "enum", 50_077, 18, "'lost'"),
    Fault("district", "pattern", 50_087, 19, "'9NS'"),
    Fault("contact", "pattern", 50_093, 20, "'nobody'"),
    Fault("priority", "required", 50_101, 21, "NULL"),
    Fault("amount", "minimum", 50_111, 22, "-0.01"),
    Fault("code", "maxLength", 50_119, 23, "'C00001'"),
)
# Every so many rows a record_id is that of the row before it: then both rows repeat.
REPEATED_EVERY, REPEATED_FIRST = 50_123, 24


def truth(size: int) -> dict[str, int]:
    """How many rows break each rule ("field rule")."""
    counts = {f"{fault.field} {fault.rule}": len(fault.rows(size)) for fault in FAULTS}
    return counts | {"record_id unique": 2 * len(range(REPEATED_FIRST, size, REPEATED_EVERY))}


def first_rows(size: int) -> dict[str, list[int]]:
    """The first twenty rows (from 1) that break each rule."""
    rows = {f"{each.field} {each.rule}": [i + 1 for i in each.rows(size)][:20] for each in FAULTS}
    again = (row for i in range(REPEATED_FIRST, size, REPEATED_EVERY) for row in (i, i + 1))
    return rows | {"record_id unique": list(again)[:20]}


def records(path: Path, size: int) -> Path:
    """A table of 17 columns with the faults above, as Parquet or CSV by its suffix."""
    cells = []
    for name, good in COLUMNS.items():
        wrong = "".join(
            f"WHEN i % {each.every} = {each.first} THEN {each.wrong} "
            for each in FAULTS
            if each.field == name
        )
        if name == "record_id":
            wrong += (
                f"WHEN i % {REPEATED_EVERY} = {REPEATED_FIRST} THEN 'R' || lpad((i - 1)::VARCHAR, 9, '0') "
            )
        cells.append(f"CASE {wrong}ELSE {good} END AS {name}" if wrong else f"{good} AS {name}")
    return _copied(
        path,
        f"SELECT {', '.join(cells)} FROM (SELECT i, (hash(i) >> 2)::BIGINT AS x FROM range({size}) t(i))",
    )


def terms_of_records() -> dict[str, object]:
    """The thirteen rules and the key, as terms of an agreement."""
    required = {"required": True}
    fields = [
        {"name": "record_id", "constraints": {"unique": True, "pattern": "R[0-9]{9}"}},
        {"name": "ward", "constraints": {"enum": [f"W{n:02}" for n in range(24)]}},
        {"name": "sex", "constraints": {"enum": ["F", "M", "X"]}},
        {"name": "age", "type": "integer", "constraints": {"maximum": 120}},
        {"name": "referred_on", "type": "date", "constraints": {"maximum": "2026-12-31"}},
        {"name": "closed_on", "type": "date"},
        {"name": "score", "type": "number", "constraints": {"maximum": 1}},
        {"name": "visits", "type": "integer", "constraints": {"minimum": 0}},
        {
            "name": "outcome",
            "constraints": {"enum": ["none", "visit", "referral", "equipment", "closed"]},
        },
        {"name": "district", "constraints": {"pattern": "[A-Z]{1,2}[0-9]{1,2}"}},
        {"name": "contact", "personal": "email", "constraints": {"pattern": r"[^@]+@[a-z.]+"}},
        {"name": "priority", "constraints": required},
        {"name": "team"},
        {"name": "amount", "type": "number", "constraints": {"minimum": 0}},
        {"name": "code", "constraints": {"maxLength": 5}},
        {"name": "alarms", "type": "integer"},
        {"name": "source"},
    ]
    return _terms(schema={"fields": fields})


def _terms(**more: object) -> dict[str, object]:
    return {
        "agreement": "ISA-2026-0007",
        "recipient": "Northshire Council",
        "valid_from": "2026-04-01",
        "valid_until": "2027-04-01",
        "retention": "P24M",
        **more,
    }


def write_terms(path: Path, terms: dict[str, object]) -> Path:
    path.write_text(json.dumps(terms, indent=1))
    return path


def _copied(path: Path, query: str) -> Path:
    """The rows of a query as a file; one that is there already is not made again."""
    if not path.exists():
        form = "parquet" if path.suffix == ".parquet" else "csv, HEADER"
        aside = path.with_name(f".{path.name}")
        duckdb.connect().execute(f"COPY ({query}) TO '{aside}' (FORMAT {form})")
        aside.rename(path)
    return path


# --- notes of free text ---------------------------------------------------------------------------------
# Kind of personal data → (every so many notes, SQL of a note that holds a valid one). All numbers are made up.
_NHS_NINE = "lpad((x % 1000000000)::VARCHAR, 9, '0')"
SEEDED_NOTES: dict[str, tuple[int, str]] = {
    "nhs_number": (211, "'NHS number ' || CASE WHEN digit < 10 THEN nine || digit ELSE '9434765919' END"),
    "postcode": (223, "'lives at postcode NS' || (1 + x % 20) || ' ' || (x % 9) || 'AB'"),
    "email": (227, "'e-mail person' || i || '@example.org'"),
    "phone": (229, "'ring 07700 900' || lpad((x % 1000)::VARCHAR, 3, '0')"),
    "dob": (233, "'born 1' || (x % 9) || '/0' || (1 + x % 9) || '/19' || (40 + x % 50)"),
    "nino": (239, "'NI number AB' || lpad((x % 1000000)::VARCHAR, 6, '0') || 'C'"),
}
_WORDS = (
    "alarm kitchen visit fitted checked smoke hall stairs battery replaced escape plan agreed again next week no "
    "answer door left card neighbour cooker wiring damp loft bedroom landing heater charger ladder window key"
).split()


def notes(path: Path, size: int) -> Path:
    """`size` different notes of some hundred letters; in some of them personal data of one kind."""
    word = "w[1 + (x >> {}) % " + str(len(_WORDS)) + "]"
    plain = " || ' ' || ".join(word.format(shift) for shift in range(0, 48, 4))
    seeds = " ".join(f"WHEN i % {every} = 7 THEN ' ' || {sql}" for every, sql in SEEDED_NOTES.values())
    weights = " + ".join(f"{11 - place} * nine[{place}]::INT" for place in range(1, 10))
    numbered = f"SELECT i, (hash(i) >> 2)::BIGINT AS x, {_NHS_NINE} AS nine FROM (SELECT i, (hash(i) >> 2)::BIGINT AS x FROM range({size}) t(i))"
    digits = f"SELECT *, (11 - ({weights}) % 11) % 11 AS digit, {_WORDS} AS w FROM ({numbered})"
    return _copied(
        path, f"SELECT i AS note_id, {plain} || ' ' || i || CASE {seeds} ELSE '' END AS note FROM ({digits})"
    )


def terms_of_notes() -> dict[str, object]:
    return _terms(schema={"fields": [{"name": "note_id"}, {"name": "note", "personal": "none"}]})


def notes_truth(size: int) -> dict[str, int]:
    """How many notes hold each kind, but for those in which an earlier kind was put."""
    counts, taken = {}, set()
    for kind, (every, _) in SEEDED_NOTES.items():
        rows = set(range(7, size, every)) - taken
        counts[kind], taken = len(rows), taken | rows
    return counts


# --- people, for k, l and t -------------------------------------------------------------------------------
QUASI_IDENTIFIERS = ("age_band", "sex", "district", "ethnicity")


def people(path: Path, size: int, *, classes: int | None = None) -> Path:
    """People with four quasi-identifiers and one sensitive attribute; with `classes`, every one of so many is met."""
    if classes is None:
        number = {"age": "x // 7", "sex": "x // 77", "district": "1 + x % 240", "ethnicity": "x // 997"}
    else:  # digits of the row's number: 10 ages, 2 sexes, 5 ethnicities, and as many districts as it takes
        number = {
            "age": "i",
            "sex": "i // 10",
            "district": f"i // 100 % {classes // 100}",
            "ethnicity": "i // 20",
        }
    return _copied(
        path,
        f"SELECT (({number['age']}) % 10 * 10)::VARCHAR AS age_band, ['F', 'M'][1 + ({number['sex']}) % 2] AS sex, "
        f"'D' || ({number['district']})::VARCHAR AS district, "
        f"['A', 'B', 'C', 'D', 'E'][1 + ({number['ethnicity']}) % 5] AS ethnicity, "
        "['low', 'medium', 'high', 'none'][1 + (x // 9973) % 4] AS risk "
        f"FROM (SELECT i, (hash(i) >> 2)::BIGINT AS x FROM range({size}) t(i))",
    )


def terms_of_people() -> dict[str, object]:
    fields = [{"name": name, "personal": "none"} for name in (*QUASI_IDENTIFIERS, "risk")]
    asked = {"quasi_identifiers": list(QUASI_IDENTIFIERS), "sensitive": ["risk"], "k": 5, "l": 2, "t": 0.9}
    return _terms(schema={"fields": fields}, disclosure=asked)


# --- a file to be treated ---------------------------------------------------------------------------------
def cases(path: Path, size: int) -> Path:
    return _copied(
        path,
        f"SELECT 'P' || lpad((x % {max(size // 5, 1)})::VARCHAR, 8, '0') AS person_id, 'Case ' || i AS case_name, "
        "DATE '1930-01-01' + (x // 7 % 30000)::INTEGER AS dob, "
        "'NS' || (1 + x // 11 % 20) || ' ' || (x // 13 % 10) || 'AB' AS postcode, "
        "'07700900' || lpad((x // 17 % 1000)::VARCHAR, 3, '0') AS phone, (x // 19 % 100000) / 100.0 AS amount, "
        "['low', 'medium', 'high'][1 + x // 23 % 3] AS risk, DATE '2026-04-01' + (x // 29 % 60)::INTEGER AS seen_on "
        f"FROM (SELECT i, (hash(i) >> 2)::BIGINT AS x FROM range({size}) t(i))",
    )


def terms_of_cases(*, treated: bool = True) -> dict[str, object]:
    """The terms of a file with names, or of one of these with a smaller table (five columns) and no treatment."""
    fields = [
        {"name": "person_id", "personal": "identifier"},
        {"name": "dob", "personal": "none"},
        {"name": "postcode", "personal": "none"},
        {"name": "phone", "personal": "phone"},
        {"name": "amount", "type": "number"},
        {"name": "risk", "personal": "none", "constraints": {"enum": ["low", "medium", "high"]}},
        {"name": "seen_on", "type": "date"},
    ]
    treatments = [
        {"field": "case_name", "do": "drop"},
        {"field": "person_id", "do": "pseudonymise"},
        {"field": "dob", "do": "band", "years": 10},
        {"field": "postcode", "do": "district"},
        {"field": "phone", "do": "mask", "keep": 3},
        {"field": "amount", "do": "round", "to": 10},
    ]
    return _terms(schema={"fields": fields}, treatments=treatments)


# --- the everyday file ------------------------------------------------------------------------------------
def referrals(path: Path, size: int) -> Path:
    return _copied(
        path,
        "SELECT 'SW' || i AS referral_id, 'person ' || i AS full_name, DATE '2026-04-01' + (x % 60)::INTEGER AS "
        "referred_on, ['Eastmoor', 'Westmoor', 'Northmoor'][1 + x // 7 % 3] AS ward, (x // 11 % 90)::INTEGER AS age "
        f"FROM (SELECT i, (hash(i) >> 2)::BIGINT AS x FROM range({size}) t(i))",
    )


def terms_of_referrals() -> dict[str, object]:
    return _terms(
        schema={
            "fields": [
                {"name": "referral_id", "constraints": {"required": True, "pattern": "SW[0-9]+"}},
                {"name": "full_name", "personal": "name"},
                {"name": "referred_on", "type": "date"},
                {"name": "ward", "constraints": {"enum": ["Eastmoor", "Westmoor", "Northmoor"]}},
                {"name": "age", "type": "integer", "constraints": {"minimum": 0, "maximum": 120}},
            ],
            "primaryKey": "referral_id",
        },
        scope={"period_field": "referred_on", "period_from": "2026-04-01", "period_to": "2026-06-30"},
        completeness={"ward": 0.95},
        freshness={"field": "referred_on", "max_age": "P90D"},
        disclosure={"quasi_identifiers": ["ward", "age"], "sensitive": ["referred_on"], "k": 2},
    )
