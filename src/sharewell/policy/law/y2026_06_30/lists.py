"""The lists that questions choose from: powers, bars, exemptions, categories, Schedule 1, screening,
countries, methods.

Entries marked `verify` were read in commentary or are recalled: they show as "to be confirmed by your DPO".
"""

from __future__ import annotations

from datetime import date

from sharewell.policy.tables import Country, Entry, Paragraph, Trigger


def _entries(prefix: str, *rows: tuple[str, str, str], verify: bool = True) -> tuple[Entry, ...]:
    return tuple(
        Entry(id=prefix + name, title=title, citation=law, verify=verify) for name, title, law in rows
    )


# Powers and duties. Each office keeps its own; these are the first it is offered.
POWERS = _entries(
    "pow.",
    ("01", "Core functions of a police and crime commissioner", "PRSRA 2011 ss.1, 5-10"),
    ("02", "Exchange between a commissioner and the force", "Policing Protocol Order 2023"),
    ("03", "Victims' code and collaboration on victim support", "Victims and Prisoners Act 2024 ss.8, 13-14"),
    ("04", "Commissioning services for victims", "PRSRA 2011 s.14; ASBCPA 2014 s.143"),
    (
        "05",
        "Disclosure to a relevant authority about crime and disorder",
        "Crime and Disorder Act 1998 s.115",
    ),
    ("06", "Community safety partnerships", "Crime and Disorder Act 1998 ss.5-7, 17, 17A"),
    ("07", "Serious violence duty", "PCSC Act 2022 ss.8-18"),
    ("08", "Multi-agency public protection", "Criminal Justice Act 2003 s.325(4)"),
    ("09", "Safeguarding children", "Children Act 1989 ss.17, 47; Children Act 2004 ss.10-11"),
    ("10", "Safeguarding information about children: the new duty", "Children Act 2004 as amended in 2026"),
    ("11", "Safeguarding adults", "Care Act 2014 ss.6, 42-45"),
    ("12", "Civil emergencies", "Civil Contingencies Act 2004 Part 1; 2005 Regulations Part 8"),
    ("13", "Fire prevention and emergencies", "Fire and Rescue Services Act 2004 ss.5A, 6-9, 11"),
    ("14", "Enforcement of fire safety", "Regulatory Reform (Fire Safety) Order 2005 arts 25-27"),
    (
        "15",
        "General and subsidiary powers of councils",
        "Localism Act 2011 s.1; Local Government Act 1972 s.111",
    ),
    ("16", "Public service delivery, debt and fraud", "Digital Economy Act 2017 ss.35, 48, 56"),
    ("17", "Disclosure to anti-fraud organisations", "Serious Crime Act 2007 s.68"),
    ("18", "Health and adult social care", "NHS Act 2006 s.251; Health and Social Care Act 2012 s.251B"),
    ("19", "Prevent and Channel", "Counter-Terrorism and Security Act 2015 ss.26, 36"),
    ("20", "Domestic violence disclosure", "Domestic Abuse Act 2021 s.77; common law"),
    ("21", "Disclosure for a policing purpose", "Common law; Police Act 1996"),
    ("22", "Victim information requests", "PCSC Act 2022 ss.44A-44F"),
    ("23", "Disclosure to the Home Office", "Immigration and Asylum Act 1999 s.20A"),
)

STATUTORY_BARS = _entries(
    "bar.",
    ("01", "Customer information of HM Revenue and Customs", "CRCA 2005 ss.18-19"),
    ("02", "Protected information about gender recognition", "Gender Recognition Act 2004 s.22"),
    ("03", "Identity of those who complain of a sexual offence", "Sexual Offences (Amendment) Act 1992"),
    ("04", "Spent convictions and official records of them", "Rehabilitation of Offenders Act 1974 ss.4, 9"),
    ("05", "Intercepted material", "Investigatory Powers Act 2016 ss.56-57"),
    ("06", "Adoption records", "Adoption and Children Act 2002 ss.56-65"),
    ("07", "Fertility treatment", "Human Fertilisation and Embryology Act 1990 s.33A"),
    ("08", "Documents of the family court", "Administration of Justice Act 1960 s.12; FPR 2010 PD12G"),
    ("09", "Census returns", "Statistics and Registration Service Act 2007 s.39"),
    (
        "10",
        "The full electoral register",
        "Representation of the People (England and Wales) Regulations 2001",
    ),
    ("11", "Information received through a regulator's gateway", "Enterprise Act 2002 s.237"),
    ("12", "Data received under the Digital Economy Act", "Digital Economy Act 2017 ss.40-43, 49-50, 57-58"),
    ("13", "Official secrets", "Official Secrets Act 1989"),
    ("14", "Contempt and reporting restrictions", "Contempt of Court Act 1981 ss.4(2), 11; the order"),
)

_SEEN_EXEMPTIONS = _entries(
    "",
    ("sch2.2", "Crime and taxation", "DPA 2018 Sch 2 para 2"),
    ("sch2.3", "Crime and taxation: risk assessment systems", "DPA 2018 Sch 2 para 3"),
    ("sch2.5.2", "Disclosure required by law or by a court", "DPA 2018 Sch 2 para 5(2)"),
    ("sch2.5.3", "Legal proceedings, advice and rights", "DPA 2018 Sch 2 para 5(3)"),
    verify=False,
)
EXEMPTIONS = _SEEN_EXEMPTIONS + _entries(
    "",
    ("sch2.4", "Immigration", "DPA 2018 Sch 2 paras 4-4B"),
    ("sch2.5.1", "What must be published by law", "DPA 2018 Sch 2 para 5(1)"),
    ("sch2.7", "Functions that protect the public", "DPA 2018 Sch 2 para 7"),
    ("sch2.8", "Audit", "DPA 2018 Sch 2 para 8"),
    ("sch2.10-12", "Regulatory functions", "DPA 2018 Sch 2 paras 10-12"),
    ("sch2.13", "Parliamentary privilege", "DPA 2018 Sch 2 para 13"),
    ("sch2.14", "Judicial appointments, independence and proceedings", "DPA 2018 Sch 2 para 14"),
    ("sch2.16-17", "Rights of others", "DPA 2018 Sch 2 paras 16-17"),
    ("sch2.19", "Legal professional privilege", "DPA 2018 Sch 2 para 19"),
    ("sch2.24", "Confidential references", "DPA 2018 Sch 2 para 24"),
    ("sch2.26", "Journalism, academia, art and literature", "DPA 2018 Sch 2 para 26"),
    ("sch2.27", "Research and statistics", "DPA 2018 Sch 2 para 27"),
    ("sch2.28", "Archiving in the public interest", "DPA 2018 Sch 2 para 28"),
    ("sch3", "Health, social work, education and child abuse data", "DPA 2018 Sch 3"),
    ("sch4", "Disclosure that another enactment prohibits", "DPA 2018 Sch 4"),
    ("natsec", "National security and defence", "DPA 2018 ss.26-28, 78A"),
)

CATEGORIES = _entries(
    "",
    ("racial_ethnic", "Racial or ethnic origin", "UK GDPR Art 9(1)"),
    ("political", "Political opinions", "UK GDPR Art 9(1)"),
    ("religious", "Religious or philosophical beliefs", "UK GDPR Art 9(1)"),
    ("trade_union", "Trade union membership", "UK GDPR Art 9(1)"),
    ("genetic", "Genetic data", "UK GDPR Art 9(1), 4(13)"),
    ("biometric_id", "Biometric data used to identify a person", "UK GDPR Art 9(1), 4(14)"),
    ("health", "Data concerning health", "UK GDPR Art 9(1), 4(15)"),
    ("sex_life", "Sex life", "UK GDPR Art 9(1)"),
    ("sexual_orientation", "Sexual orientation", "UK GDPR Art 9(1)"),
    verify=False,
)

NOTICE_TRIGGERS = _entries(
    "",
    ("pn.trig.1", "The data is special category or criminal offence data", "OPCC 4.3"),
    ("pn.trig.2", "People might not expect it, or might object", "OPCC 4.3"),
    ("pn.trig.3", "It will have a significant effect on people", "OPCC 4.3"),
    ("pn.trig.4", "People might not expect this recipient", "OPCC 4.3"),
    ("pn.trig.5", "It is for several different purposes", "OPCC 4.3"),
    verify=False,
)

METHODS = _entries(
    "tm.",
    ("platform", "Sealed delivery by this system", "OPCC 7.3"),
    ("mail_enc", "Encrypted e-mail between accredited domains", "OPCC 7.3"),
    ("portal", "The recipient's own secure portal", "OPCC 7.3"),
    ("phone", "By word of mouth to a verified person", "OPCC 7.3"),
    ("hand", "By hand, signed for", "OPCC 7.3"),
    ("post_tracked", "Tracked post, on encrypted media", "OPCC 7.3"),
    ("email_plain", "Ordinary e-mail", "OPCC 7.3"),
    verify=False,
)

EMERGENCY = _entries(
    "",
    (
        "E1",
        "Serious harm threatens and delay would let it happen",
        "ICO data sharing code, urgent situations",
    ),
    (
        "E2",
        "Share only what is needed, and ring back on a published number",
        "ICO data sharing code; OPCC 7.3",
    ),
    (
        "E3",
        "Say the short terms aloud: this purpose only, keep it safe, tell us of any incident",
        "OPCC 7.4, 7.5",
    ),
    ("E4", "Record within 24 hours: who, what, to whom, when, why urgent, what was held back", "OPCC 7.2"),
    ("E5", "The data owner reviews it within 2 working days; the DPO is told", "OPCC 5.2, 5.3, 7.2"),
    ("E6", "Written terms follow, and anything written passes the gate", "OPCC 7.5"),
    ("E7", "Every emergency release is in the dip sample", "OPCC 8.2"),
    ("E8", "Nothing lifts a statutory bar, the log, or the attempt to identify the caller", "OPCC 7.2"),
    verify=False,
)


# --- Schedule 1 to the Data Protection Act 2018 ---------------------------------------------------


def _paragraph(
    number: int, title: str, supports: str, document: str = "yes", verify: bool = False
) -> Paragraph:
    part = 1 if number <= 4 else 2 if number <= 28 else 3
    return Paragraph(
        number=number,
        title=title,
        supports=tuple(supports.split()),
        document=document,
        citation=f"DPA 2018 Sch 1 Part {part} para {number}",
        # The paragraphs of Part 2 were read by title: their tests are from commentary.
        verify=verify or part == 2,
    )


SCHEDULE_1 = (
    _paragraph(1, "Employment, social security and social protection", "b art10"),
    _paragraph(2, "Health or social care purposes", "h art10", "no"),
    _paragraph(3, "Public health", "i art10", "no"),
    _paragraph(4, "Research, archiving and statistics", "j art10", "no", verify=True),
    _paragraph(6, "Statutory and government purposes", "g art10"),
    _paragraph(7, "Administration of justice and parliamentary purposes", "g art10"),
    _paragraph(8, "Equality of opportunity or treatment", "g"),
    _paragraph(9, "Racial and ethnic diversity at senior levels", "g"),
    _paragraph(10, "Preventing or detecting unlawful acts", "g art10", "competent_authority"),
    _paragraph(11, "Protecting the public against dishonesty", "g art10"),
    _paragraph(12, "Regulatory requirements about unlawful acts and dishonesty", "g art10"),
    _paragraph(13, "Journalism about unlawful acts and dishonesty", "g art10", "no"),
    _paragraph(14, "Preventing fraud", "g art10"),
    _paragraph(15, "Suspicion of terrorist financing or money laundering", "g art10"),
    _paragraph(16, "Support for people with a particular disability or condition", "g"),
    _paragraph(17, "Counselling", "g"),
    _paragraph(18, "Safeguarding children and individuals at risk", "g art10"),
    _paragraph(19, "Safeguarding the economic well-being of certain individuals", "g"),
    _paragraph(20, "Insurance", "g"),
    _paragraph(21, "Occupational pensions", "g"),
    _paragraph(22, "Political parties", "g"),
    _paragraph(23, "Elected representatives responding to requests", "g art10"),
    _paragraph(24, "Disclosure to elected representatives", "g art10"),
    _paragraph(25, "Informing elected representatives about prisoners", "g art10"),
    _paragraph(26, "Publication of legal judgments", "g art10"),
    _paragraph(27, "Anti-doping in sport", "g art10", "sport_body"),
    _paragraph(28, "Standards of behaviour in sport", "g art10"),
    _paragraph(29, "Consent", "art10", "no"),
    _paragraph(30, "Protecting a person's vital interests", "art10", "no"),
    _paragraph(31, "Processing by not-for-profit bodies", "art10", "no"),
    _paragraph(32, "Personal data in the public domain", "art10", "no"),
    _paragraph(33, "Legal claims", "art10", "no"),
    _paragraph(34, "Judicial acts", "art10", "no"),
    _paragraph(35, "Accounts used in indecency offences involving children", "art10"),
    _paragraph(36, "A condition of Part 2, extended to criminal offence data", "art10", "underlying"),
    _paragraph(37, "The insurance condition, extended", "art10", "underlying"),
)


# --- screening for a data protection impact assessment --------------------------------------------

_ICO_LIST = "ICO list under UK GDPR Art 35(4)"
_CRITERIA = "WP248 rev.01, nine criteria"


def _criterion(number: int, title: str) -> Trigger:
    return Trigger(id=f"wp.{number}", title=title, citation=_CRITERIA)


TRIGGERS = (
    Trigger(
        id="art35.3.a",
        title="Automated evaluation of people that leads to legal or similar effects",
        citation="UK GDPR Art 35(3)(a)",
        alone=True,
    ),
    Trigger(
        id="art35.3.b",
        title="Special category or criminal offence data on a large scale",
        citation="UK GDPR Art 35(3)(b)",
        alone=True,
    ),
    Trigger(
        id="art35.3.c",
        title="Systematic monitoring of a public place on a large scale",
        citation="UK GDPR Art 35(3)(c)",
        alone=True,
    ),
    Trigger(id="ico.innovative", title="Innovative technology", citation=_ICO_LIST, own="wp.8"),
    Trigger(
        id="ico.denial_of_service",
        title="Decisions on access to a service",
        citation=_ICO_LIST,
        alone=True,
        own="wp.9",
    ),
    Trigger(
        id="ico.profiling_large",
        title="Profiling on a large scale",
        citation=_ICO_LIST,
        alone=True,
        own="wp.1",
    ),
    Trigger(id="ico.biometric", title="Biometric data that identifies", citation=_ICO_LIST, own="wp.4"),
    Trigger(id="ico.genetic", title="Genetic data", citation=_ICO_LIST, own="wp.4", verify=True),
    Trigger(
        id="ico.matching",
        title="Combining or matching data from several sources",
        citation=_ICO_LIST,
        alone=True,
        own="wp.6",
        verify=True,
    ),
    Trigger(
        id="ico.invisible",
        title="Data not obtained from the person, who is not told",
        citation=_ICO_LIST,
        verify=True,
    ),
    Trigger(
        id="ico.tracking", title="Tracking location or behaviour", citation=_ICO_LIST, own="wp.3", verify=True
    ),
    Trigger(
        id="ico.target_children_vulnerable",
        title="Targeting children or vulnerable people",
        citation=_ICO_LIST,
        alone=True,
        own="wp.7",
        verify=True,
    ),
    Trigger(
        id="ico.physical_harm",
        title="A breach could endanger somebody's health or safety",
        citation=_ICO_LIST,
        alone=True,
        verify=True,
    ),
    _criterion(1, "Evaluation or scoring"),
    _criterion(2, "Automated decisions with legal or similar effect"),
    _criterion(3, "Systematic monitoring"),
    _criterion(4, "Special category or highly personal data"),
    _criterion(5, "Large scale"),
    _criterion(6, "Matching or combining data sets"),
    _criterion(7, "Vulnerable people"),
    _criterion(8, "Innovative use or new technology"),
    _criterion(9, "Prevents people exercising a right or using a service"),
)


# --- countries approved by regulations (UK GDPR Article 45A) --------------------------------------

_TRANSITIONAL = "UK GDPR Arts 44A, 45A; DPA 2018 Sch 21 paras 4-5"
_EXIT = date(2021, 1, 1)  # the end of the transition period, when the United Kingdom's own list began

_APPROVED = """
    AT Austria|BE Belgium|BG Bulgaria|HR Croatia|CY Cyprus|CZ Czechia|DK Denmark|EE Estonia|FI Finland
    FR France|DE Germany|GR Greece|HU Hungary|IE Ireland|IT Italy|LV Latvia|LT Lithuania|LU Luxembourg
    MT Malta|NL Netherlands|PL Poland|PT Portugal|RO Romania|SK Slovakia|SI Slovenia|ES Spain|SE Sweden
    IS Iceland|LI Liechtenstein|NO Norway|GI Gibraltar|AD Andorra|AR Argentina|FO Faroe Islands|GG Guernsey
    IM Isle of Man|JE Jersey|IL Israel|NZ New Zealand|CH Switzerland|UY Uruguay
    EU Institutions of the European Union
"""


def _approved(code: str, title: str) -> Country:
    return Country(code=code, title=title, since=_EXIT, citation=_TRANSITIONAL, verify=code == "IL")


COUNTRIES = (
    *(
        _approved(code, title)
        for line in _APPROVED.split("\n")
        for code, _, title in (entry.strip().partition(" ") for entry in line.split("|"))
        if code
    ),
    Country(
        code="CA",
        title="Canada",
        since=_EXIT,
        citation=_TRANSITIONAL,
        condition="only recipients subject to PIPEDA (commercial organisations)",
        public_bodies=False,
    ),
    Country(
        code="JP",
        title="Japan",
        since=_EXIT,
        citation=_TRANSITIONAL,
        condition="only private-sector bodies subject to the APPI and its supplementary rules",
        public_bodies=False,
    ),
    Country(
        code="KR",
        title="Republic of Korea",
        since=date(2022, 12, 19),
        citation="SI 2022/1213",
        condition="only recipients subject to PIPA",
        verify=True,
    ),
    Country(
        code="US",
        title="United States",
        since=date(2023, 10, 12),
        citation="SI 2023/1028",
        condition="only organisations on the Data Privacy Framework List with the UK Extension; public "
        "bodies cannot join",
        public_bodies=False,
        verify=True,
    ),
)
