"""The components of an information sharing agreement, and our simplified template made of them (OPCC 6.1, 6.2).

Each component is filled by what is agreed elsewhere in the record (`by`), or by words: ours stand in the template, and
whoever drafts changes them only where the sharing asks for it. The wording carries a version; the old one stays for
agreements that were signed in it. A partner's own template is held against the same list (OPCC 6.3).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sharewell.register.particulars import Template

TEMPLATE_VERSION = "3"


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One component. `minimum` marks the eight of OPCC 6.1; without an `essential` one nothing comes into force."""

    id: str
    label: str
    citation: str
    by: str = ""
    words: str = ""
    essential: bool = True
    minimum: bool = False


COMPONENTS = (
    Component(id="isa.title", label="Title, reference, version and status", citation="WASPI", by="title"),
    Component(
        id="isa.parties",
        label="Parties and their roles",
        citation="OPCC 6.1, 2.4",
        by="recipient",
        minimum=True,
    ),
    Component(
        id="isa.recipients",
        label="Who may see the data",
        citation="OPCC 6.1",
        minimum=True,
        words="Only staff who need the data for the purpose. Nobody else gets them.",
    ),
    Component(
        id="isa.purpose", label="Purpose and benefits", citation="OPCC 6.1", by="purpose", minimum=True
    ),
    Component(
        id="isa.scope_people",
        label="Whom the data are about",
        citation="WASPI",
        words="The people described under data items, and nobody else.",
    ),
    Component(
        id="isa.data_items",
        label="Data items, field by field",
        citation="OPCC 6.1, 3.4(e)",
        by="schedule",
        minimum=True,
    ),
    Component(
        id="isa.special",
        label="Special category and criminal offence data",
        citation="UK GDPR Articles 9 and 10",
        minimum=True,
        words="None beyond the fields marked so, under the conditions named with the lawful bases.",
    ),
    Component(id="isa.data_standard", label="Agreed data standard", citation="OPCC 3.4(a)", by="quality"),
    Component(
        id="isa.lawful",
        label="Lawful basis of each party",
        citation="OPCC 6.1, 3.1",
        by="lawful_basis",
        minimum=True,
    ),
    Component(id="isa.power", label="Legal power of each party", citation="OPCC 3.2", by="legal_power"),
    Component(
        id="isa.necessity",
        label="Necessity, proportionality and alternatives",
        citation="OPCC 3.3",
        words="The purpose cannot be met with fewer fields, fewer people or anonymous data; each field says why.",
    ),
    Component(id="isa.dpia", label="Impact assessment, or why there is none", citation="OPCC 3.5", by="dpia"),
    Component(id="isa.flow", label="Direction, start and end", citation="WASPI", by="starts"),
    Component(
        id="isa.method", label="Method of transfer", citation="OPCC 6.1, 7.3", by="method", minimum=True
    ),
    Component(
        id="isa.security",
        label="Security at rest and in use",
        citation="OPCC 6.1, 7.3",
        minimum=True,
        words="Encrypted in transit and at rest. Access by named roles only. Staff are vetted and trained.",
    ),
    Component(id="isa.quality", label="Accuracy and currency", citation="OPCC 3.4(b)", by="quality"),
    Component(
        id="isa.amend", label="How corrections reach every party", citation="OPCC 3.4(c)", by="quality"
    ),
    Component(
        id="isa.retention", label="Retention", citation="OPCC 6.1, 3.4(d)", by="retention", minimum=True
    ),
    Component(
        id="isa.disposal",
        label="Disposal and certificate",
        citation="OPCC 3.4(d)",
        words="Whoever gets data destroys every copy by the day named, and sends a certificate within 10 working days.",
    ),
    Component(
        id="isa.rights",
        label="Requests by data subjects",
        citation="OPCC 6.1",
        minimum=True,
        words="Whoever is asked answers for the data they hold, and tells the other party within 2 working days.",
    ),
    Component(
        id="isa.queries",
        label="Queries and complaints",
        citation="OPCC 6.1; DPA 2018 s.164A",
        minimum=True,
        words="Complaints are acknowledged within 30 days and answered without undue delay; the other party is told.",
    ),
    Component(
        id="isa.foi",
        label="Freedom of information, and publishing this agreement",
        citation="ICO code",
        words="Each party answers requests made to it and consults the other. This agreement may be published.",
    ),
    Component(
        id="isa.transparency",
        label="How people are told",
        citation="OPCC 6.5, 4.3",
        words="Each party names the other in its privacy notice.",
    ),
    Component(
        id="isa.onward",
        label="Onward disclosure and reuse",
        citation="ICO code",
        words="No onward disclosure, no other use, no combining to recognise anybody, without written agreement.",
    ),
    Component(
        id="isa.abroad",
        label="Transfers outside the United Kingdom",
        citation="OPCC 8.1",
        words="None.",
    ),
    Component(
        id="isa.incident",
        label="Incidents",
        citation="OPCC 7.4",
        words="Whoever finds out tells the other party within 24 hours, and helps to look into it.",
    ),
    Component(
        id="isa.governance",
        label="Owners, escalation and disputes",
        citation="ICO code",
        words="The owner and the contacts settle questions; what they cannot settle goes to the chief officers.",
    ),
    Component(
        id="isa.training",
        label="Training of those who handle the data",
        citation="ICO code",
        words="Everybody who handles the data has current data protection training.",
    ),
    Component(
        id="isa.audit",
        label="Checks that it is kept",
        citation="ICO code; WMFS 2.1",
        words="Either party may ask for evidence that this agreement is kept. Cases are sampled each quarter.",
    ),
    Component(id="isa.review", label="Review", citation="OPCC 6.1, 6.4", by="review_on", minimum=True),
    Component(
        id="isa.term",
        label="Variation, suspension and ending",
        citation="ICO code",
        words="Varied in writing only. Either party may suspend it at once, and end it with a month's notice.",
    ),
    Component(id="isa.effect", label="How success is measured", citation="ICO code", essential=False),
    Component(id="isa.liability", label="Liability and governing law", citation="NHS", essential=False),
    Component(id="isa.sign", label="Signatures", citation="OPCC 5.2, 5.3", by="signature"),
    Component(id="isa.annex", label="Annexes", citation="ICO code", essential=False),
)
ESSENTIAL = tuple(each for each in COMPONENTS if each.essential)
BY_ID = {each.id: each for each in COMPONENTS}


# What our agreement says otherwise where data go one way only.
ONE_WAY = {
    "isa.recipients": "Only staff of the recipient who need the data for the purpose. Nobody else gets them.",
    "isa.disposal": "The recipient destroys every copy by the day named, and certifies it within 10 working days.",
    "isa.incident": "The recipient tells us within 24 hours, and helps to look into it.",
    "isa.foi": "The recipient asks us before it publishes anything of these data. This agreement may be published.",
}
# What joint controllers say beside and instead (UK GDPR Article 26).
JOINT = {
    "isa.rights": "People may turn to any of us. Whoever is asked first answers, and the others help within 2 working "
    "days. The contact point is named in the notice.",
    "isa.transparency": "We tell people in one notice who we are and who does what. It gives the essence of this "
    "arrangement.",
    "isa.governance": "The table below says who does what. It is how we really work. What we cannot settle goes to the "
    "chief officers.",
}
_OTHERWISE: Mapping[Template, Mapping[str, str]] = {Template.ONE_WAY: ONE_WAY, Template.JOINT: JOINT}


def template_words(template: Template = Template.OURS) -> dict[str, str]:
    """What our template says of every component that is not filled by the record itself."""
    said = {each.id: each.words for each in COMPONENTS if not each.by and each.words}
    return {**said, **_OTHERWISE.get(template, {})}
