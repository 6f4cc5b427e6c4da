"""Cells that hold personal data, and cells that only look like it. Every number in them is made up, or published as an
example.
"""

from __future__ import annotations

from sharewell.release.personal import Because

# The cell, the kind seen in it, what convinced.
SEEN = [
    ("NHS 943 476 5919 oxygen at home", "nhs_number", Because.CELL),
    ("patient no 943-476-5919", "nhs_number", Because.CELL),
    ("NINO ab 12 34 56 c", "nino", Because.CELL),
    ("AB123456C", "nino", Because.COLUMN),
    ("AB 12 34 56 C moved out", "nino", Because.COLUMN),
    ("left for NS1 1AA", "postcode", Because.COLUMN),
    ("EC1A 1BB", "postcode", Because.COLUMN),
    ("lives at ns1 1aa", "postcode", Because.CELL),
    ("postcode NS11AA", "postcode", Because.CELL),
    ("e-mail a.b@example.org", "email", Because.CELL),
    ("a.b@example.org", "email", Because.COLUMN),
    ("07700900123", "phone", Because.COLUMN),
    ("daughter 07700 900 123", "phone", Because.COLUMN),
    ("ring 07700900123", "phone", Because.CELL),
    ("+44 7700 900123", "phone", Because.COLUMN),
    ("(01632) 960 123", "phone", Because.COLUMN),
    ("020 7946 0123", "phone", Because.COLUMN),
    ("tel 01632960123", "phone", Because.CELL),
    ("dob 01/02/1980", "dob", Because.CELL),
    ("born 1 February 1980", "dob", Because.CELL),
    ("D.O.B. 1980-02-01", "dob", Because.CELL),
    ("AB12 CDE", "vehicle", Because.COLUMN),
    ("drives AB12CDE", "vehicle", Because.CELL),
    ("car reg A123 BCD", "vehicle", Because.CELL),
    ("12-34-56 12345678", "bank", Because.COLUMN),
    ("sort code 12-34-56", "bank", Because.CELL),
    ("account 12345678", "bank", Because.CELL),
    ("GB82 WEST 1234 5698 7654 32", "bank", Because.COLUMN),
    ("4111 1111 1111 1111", "card", Because.COLUMN),
    ("visa 4111111111111111", "card", Because.CELL),
    ("logged in from 192.168.0.12", "ip", Because.CELL),
    ("2001:db8:0:0:0:0:0:1", "ip", Because.COLUMN),
    ("2001:db8:85a3::8a2e:370", "ip", Because.COLUMN),
    ("leave it at 12 Mill Road", "address", Because.CELL),
    ("12 Mill Close", "address", Because.COLUMN),
    ("asked Mrs Okafor", "name", Because.COLUMN),
    ("spoke to Ann Lee", "name", Because.CELL),
    ("daughter is Lee, Ann", "name", Because.CELL),
]

# Cells that only look like it, or that nothing around them vouches for.
NOT_SEEN = [
    "smoke alarm missing", "oxygen at home", "petrol stored in hall", "Crew Cdr", "SW1", "CR001", "H3", "35+",
    "943 476 5918 for the NHS", "9434765919", "ref 9434765919", "0000000000 nhs", "NHS trust ref 12345",
    "1234567890123456", "2026-04-01", "01/02/1980", "20260401", "account opened 20260401", "12-34-56",
    "12345678", "version 10.0.0.1", "300.1.1.1 server", "12:30:45", "00:1b:44:11:3a:b7", "turn at M1 1st exit",
    "the a1 2nd street", "BG123456C", "AB123456Z", "AB12 3456 78", "GB82 WEST 1234 5698 7654 33",
    "4111 1111 1111 1112", "Ann", "Ann Lee", "White", "Mr", "St James Street", "3 Fire Engines", "a@b", "@home",
    "0.9434765919", "123e4567-e89b-12d3-a456-426614174000", "fe80:", "Amer-Indian-Eskimo", "Adm-clerical",
]  # fmt: skip

# A header that vouches, a cell that would not be believed on its own.
BY_HEADER = [
    ("nhs_ref", "9434765919", "nhs_number"), ("birth_date", "1980-02-01", "dob"), ("sort_code", "12-34-56", "bank"),
    ("account", "12345678", "bank"), ("surname", "Okafor", "name"), ("ni_number", "ab123456c", "nino"),
    ("host", "10.0.0.1", "ip"), ("card", "4111111111111111", "card"), ("vehicle", "AB12CDE", "vehicle"),
]  # fmt: skip
