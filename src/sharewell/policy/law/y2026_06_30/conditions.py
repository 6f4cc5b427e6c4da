"""What makes a sharing lawful, each with its citation: bases, conditions, compatible purposes, Part 3, transfers.

The questions choose among them by their codes (`facts`, `flow`), and the rules (`rules`) say when one will not do. Four
things are never mixed: a power to share, a basis for it, a condition beside it, an exemption from a right.
"""

from __future__ import annotations

from sharewell.policy.tables import Entry

_DUAA = "Data (Use and Access) Act 2025"


def _entries(*rows: tuple[str, str, str], verify: bool = False) -> tuple[Entry, ...]:
    return tuple(Entry(id=name, title=title, citation=law, verify=verify) for name, title, law in rows)


BASES = _entries(
    ("art6.a", "(a) Consent", "UK GDPR Art 6(1)(a), 4(11), 7"),
    ("art6.b", "(b) Contract with the person", "UK GDPR Art 6(1)(b)"),
    ("art6.c", "(c) Legal obligation", "UK GDPR Art 6(1)(c), 6(3)"),
    ("art6.d", "(d) Vital interests", "UK GDPR Art 6(1)(d); Recital 46"),
    (
        "art6.e",
        "(e) Public task: a task of our own",
        f"UK GDPR Art 6(1)(e), 6(3); DPA 2018 s.8; {_DUAA} s.70",
    ),
    ("art6.ea", "(ea) Recognised legitimate interest", f"UK GDPR Art 6(1)(ea), 6(5), Annex 1; {_DUAA} s.70"),
    ("art6.f", "(f) Legitimate interests", "UK GDPR Art 6(1)(f)"),
)
RECOGNISED = _entries(
    ("ea-1", "A body asked for it for its public task", "UK GDPR Annex 1 para 1"),
    ("ea-2", "National security, public security or defence", "UK GDPR Annex 1 para 2"),
    ("ea-3", "Responding to an emergency", "UK GDPR Annex 1 paras 3-4; Civil Contingencies Act 2004 Part 2"),
    ("ea-4", "Detecting, investigating or preventing crime", "UK GDPR Annex 1 para 5"),
    ("ea-5", "Safeguarding a vulnerable individual", "UK GDPR Annex 1 paras 6-8"),
)
_ANNEX_2 = f"UK GDPR Annex 2; {_DUAA} s.71, Sch 5"
COMPATIBLE = (
    *_entries(
        (
            "a2-1",
            "A body asked for it for its public task, which safeguards an objective of Article 23",
            _ANNEX_2,
        ),
        ("a2-2", "Archiving in the public interest", _ANNEX_2),
        ("a2-3", "Public security", _ANNEX_2),
        ("a2-4", "Responding to an emergency", _ANNEX_2),
        ("a2-5", "Detecting, investigating or preventing crime", _ANNEX_2),
        ("a2-6", "Vital interests of a person", _ANNEX_2),
    ),
    *_entries(
        ("a2-7", "Safeguarding vulnerable individuals", _ANNEX_2),
        ("a2-8", "Taxation", _ANNEX_2),
        ("a2-9", "A legal obligation of the controller", _ANNEX_2),
        (
            "pl.1",
            "A new purpose: fresh consent, research, compliance, Annex 2 or authorised by law",
            "UK GDPR Art 8A",
        ),
        (
            "pl.2",
            "Data collected on consent: Annex 2 or a law, where consent cannot reasonably be had",
            "UK GDPR Art 8A",
        ),
        verify=True,
    ),
)
_SECTION_10 = "DPA 2018 s.10(2)-(3)"
SPECIAL = _entries(
    ("art9.a", "(a) Explicit consent", "UK GDPR Art 9(2)(a)"),
    (
        "art9.b",
        "(b) Employment, social security and social protection",
        f"UK GDPR Art 9(2)(b); {_SECTION_10}",
    ),
    ("art9.c", "(c) Vital interests of somebody who cannot consent", "UK GDPR Art 9(2)(c)"),
    ("art9.d", "(d) Not-for-profit body: never outside it without consent", "UK GDPR Art 9(2)(d)"),
    ("art9.e", "(e) Made public by the person", "UK GDPR Art 9(2)(e)"),
    ("art9.f", "(f) Legal claims or courts", "UK GDPR Art 9(2)(f)"),
    ("art9.g", "(g) Substantial public interest", f"UK GDPR Art 9(2)(g); {_SECTION_10}"),
    ("art9.h", "(h) Health or social care", f"UK GDPR Art 9(2)(h); {_SECTION_10}"),
    ("art9.i", "(i) Public health", f"UK GDPR Art 9(2)(i); {_SECTION_10}"),
    ("art9.j", "(j) Archiving, research and statistics", f"UK GDPR Art 9(2)(j); {_SECTION_10}"),
)
OFFENCES = _entries(
    (
        "art10.official_authority",
        "Under the control of official authority",
        "UK GDPR Art 10; DPA 2018 s.10(4)",
    ),
    ("art10.sch1", "A paragraph of Schedule 1", "UK GDPR Art 10; DPA 2018 s.10(5), s.11(2), Sch 1"),
    verify=True,
)
PART_3 = (
    *_entries(
        ("s35_consent", "Consent", "DPA 2018 s.35(2)(a)"),
        (
            "s35_task",
            "Necessary for a task of a competent authority for law enforcement",
            "DPA 2018 s.35(2)(b)",
        ),
        ("p3.reuse_other", "For another purpose only where a law authorises it", "DPA 2018 s.36(4)"),
        ("p3.quality", "Checked before it is sent, with what says how sure it is", "DPA 2018 s.38(4)-(5)"),
        ("p3.facts", "Facts apart from opinions, and whom they are about", "DPA 2018 s.38(2)-(3)"),
        ("p3.logging", "Disclosures by automated systems are logged", f"DPA 2018 s.62; {_DUAA} s.82"),
    ),
    *_entries(
        ("p3.who", "Competent authorities", "DPA 2018 s.30, Sch 7"),
        (
            "p3.reuse_le",
            "For another law enforcement purpose, where it is authorised and proportionate",
            "DPA 2018 s.36(3)",
        ),
        verify=True,
    ),
)
SCHEDULE_8 = _entries(
    ("sch8.1", "Statutory purposes, in the substantial public interest", "DPA 2018 Sch 8 para 1"),
    ("sch8.2", "Administration of justice", "DPA 2018 Sch 8 para 2"),
    ("sch8.3", "Vital interests", "DPA 2018 Sch 8 para 3"),
    ("sch8.4", "Safeguarding children and individuals at risk", "DPA 2018 Sch 8 para 4"),
    ("sch8.5", "Already in the public domain", "DPA 2018 Sch 8 para 5"),
    ("sch8.6", "Legal claims", "DPA 2018 Sch 8 para 6"),
    ("sch8.7", "Judicial acts", "DPA 2018 Sch 8 para 7"),
    ("sch8.8", "Preventing fraud", "DPA 2018 Sch 8 para 8"),
    ("sch8.9", "Archiving, research and statistics", "DPA 2018 Sch 8 para 9"),
)
TRANSFERS = (
    *_entries(
        ("tm.regs", "The country is approved by regulations", "UK GDPR Art 45A"),
        ("tm.bcr", "Binding corporate rules", "UK GDPR Art 46(2)(b), 47"),
        ("tm.public", "A binding instrument between public bodies", "UK GDPR Art 46(1A)(b), 46(2)(a)"),
        ("tm.admin", "An administrative arrangement, authorised by the regulator", "UK GDPR Art 46(3)(b)"),
        (
            "tm.49a",
            "Explicit consent after being told the risks; no public authority",
            "UK GDPR Art 49(1)(a), 49(3)",
        ),
        (
            "tm.49bc",
            "A contract with, or for, the person; no public authority",
            "UK GDPR Art 49(1)(b)-(c), 49(3)",
        ),
        ("tm.49d", "Important reasons of public interest", "UK GDPR Art 49(1)(d), 49(4)-(4A)"),
        ("tm.49e", "Legal claims", "UK GDPR Art 49(1)(e)"),
        ("tm.49f", "Vital interests of somebody who cannot consent", "UK GDPR Art 49(1)(f)"),
        ("tm.49g", "A public register", "UK GDPR Art 49(1)(g)"),
        ("tm.49h", "Compelling legitimate interests, once; no public authority", "UK GDPR Art 49(1), 49(3)"),
        ("tr.test", "The data protection test", f"UK GDPR Art 46(1A), (6)-(7); {_DUAA} Sch 7"),
    ),
    *_entries(
        ("tm.idta", "The International Data Transfer Agreement", "UK GDPR Art 46(2)(d); DPA 2018 s.119A"),
        ("tm.addendum", "The Addendum to the EU's standard clauses", "UK GDPR Art 46(2)(d); DPA 2018 s.119A"),
        ("tr.restrict", "Regulations that restrict a kind of transfer: none known", "UK GDPR Art 49A"),
        ("tr.le", "The list for law enforcement: its own countries", "DPA 2018 s.74AA, Sch 21"),
        verify=True,
    ),
)

CONDITIONS = {
    "Lawful bases (Article 6)": BASES,
    "Recognised legitimate interests (Annex 1)": RECOGNISED,
    "Compatible purposes (Article 8A, Annex 2)": COMPATIBLE,
    "Conditions for special category data (Article 9)": SPECIAL,
    "Criminal offence data (Article 10)": OFFENCES,
    "Law enforcement (Part 3 of the Data Protection Act 2018)": PART_3,
    "Schedule 8 to the Data Protection Act 2018": SCHEDULE_8,
    "Transfers abroad": TRANSFERS,
}
