"""The information asset register: each data set we hold, and the one person who answers for it (OPCC 5.2, 6.4).

The fields are those the National Archives and the ICO ask for. An asset is known by its short name, which delegations
and requests use; agreements name their asset, so the link to them is not typed in here.
"""

from sharewell.register.registers.entry import KEEPERS, Ask, Question, Register
from sharewell.vocabulary.people import Role

_WHAT, _LAW, _CARE = "What it is", "People and the law", "How it is looked after"
ASSETS = Register(
    name="assets",
    title="Information assets",
    one="asset",
    about="Every data set we hold, with the person who answers for it. Agreements enter themselves here when they come "
    "into force.",
    keepers=KEEPERS | {Role.OWNER},
    retires=False,
    links=False,
    questions=(
        Question(id="owner", label="Owner", citation="OPCC 5.2", ask=Ask.OWNER, needed=True, group=_WHAT),
        Question(id="business_area", label="Business area"),
        Question(id="administrator", label="Administrator or steward"),
        Question(id="description", label="Description", ask=Ask.TEXT),
        Question(id="format", label="Format"),
        Question(id="location", label="Location or system"),
        Question(id="volume", label="Volume"),
        Question(id="source", label="Date range and source"),
        Question(id="value", label="Business value and uses", ask=Ask.TEXT),
        Question(id="personal", label="People and categories of personal data", ask=Ask.TEXT, group=_LAW),
        Question(id="special", label="Special category or criminal offence data", ask=Ask.TEXT),
        Question(id="lawful_basis", label="Lawful basis and conditions"),
        Question(
            id="consents", label="Where consents are recorded", hint="Where consent is the lawful basis"
        ),
        Question(
            id="automated",
            label="Decisions made by machines, and profiling",
            citation="UK GDPR Article 22A",
            ask=Ask.TEXT,
            hint="What is decided without a person, about whom, and how somebody asks for a person to look at it",
        ),
        Question(
            id="part3",
            label="For law enforcement: legal basis, profiling, transfers and logs",
            citation="DPA 2018 s.61",
            ask=Ask.TEXT,
            hint="Only where the data are processed under Part 3",
        ),
        Question(id="marking", label="Protective marking"),
        Question(id="access", label="Who has access"),
        Question(id="publication", label="Publication status", hint="Freedom of information, open data"),
        Question(
            id="retention",
            label="How long we keep it",
            citation="OPCC 3.4(d)",
            ask=Ask.PERIOD,
            needed=True,
            group=_CARE,
        ),
        Question(id="disposal", label="Disposal action, and the last disposal"),
        Question(id="risk", label="Risks and controls", ask=Ask.TEXT, hint="And how it is kept secure"),
        Question(id="dependencies", label="Dependencies and continuity"),
        Question(id="quality", label="Quality statement, and the last check", citation="OPCC 3.4(b)"),
        Question(id="reviewed_by", label="Reviewed by"),
    ),
    listed=("owner", "retention"),
)
