"""pandera on Polars: the thirteen rules and the key over a Parquet or CSV file; how many rows break each."""

import json
import sys
from datetime import date

import pandera.polars as pa
import polars as pl

SCHEMA = pa.DataFrameSchema(
    {
        "record_id": pa.Column(str, pa.Check.str_matches(r"^R[0-9]{9}$"), unique=True),
        "ward": pa.Column(str, pa.Check.isin([f"W{n:02}" for n in range(24)])),
        "sex": pa.Column(str, pa.Check.isin(["F", "M", "X"])),
        "age": pa.Column(pl.Int32, pa.Check.le(120)),
        "referred_on": pa.Column(pl.Date, pa.Check.le(date(2026, 12, 31))),
        "closed_on": pa.Column(pl.Date, nullable=True),
        "score": pa.Column(float, pa.Check.le(1)),
        "visits": pa.Column(pl.Int32, pa.Check.ge(0)),
        "outcome": pa.Column(str, pa.Check.isin(["none", "visit", "referral", "equipment", "closed"])),
        "district": pa.Column(str, pa.Check.str_matches(r"^[A-Z]{1,2}[0-9]{1,2}$")),
        "contact": pa.Column(str, pa.Check.str_matches(r"^[^@]+@[a-z.]+$")),
        "priority": pa.Column(str),
        "team": pa.Column(str),
        "amount": pa.Column(float, pa.Check.ge(0)),
        "code": pa.Column(str, pa.Check.str_length(max_value=5)),
        "alarms": pa.Column(pl.Int32),
        "source": pa.Column(str),
    },
    strict=True,
)
NAMES = {"str_matches": "pattern", "isin": "enum", "less_than_or_equal_to": "maximum"} | {
    "greater_than_or_equal_to": "minimum", "str_length": "maxLength", "not_nullable": "required",
    "field_uniqueness": "unique",
}  # fmt: skip

frame = pl.read_parquet(sys.argv[1])
try:
    SCHEMA.validate(frame, lazy=True)
    print(json.dumps({}))
except pa.errors.SchemaErrors as problems:
    cases = problems.failure_cases.group_by("column", "check").len()
    print(json.dumps({f"{c} {NAMES.get(str(k).split('(')[0], k)}": n for c, k, n in cases.iter_rows()}))
