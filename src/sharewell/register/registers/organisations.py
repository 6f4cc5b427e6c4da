"""Organisations: whom data go to or come from, and what assures us of them (OPCC 2.4, 7.3).

The key that a body's parcels are sealed to is not among the questions: verifying it is a step of its own (`aftercare`).
"""

from sharewell.register.party import PartyKind
from sharewell.register.registers.entry import Ask, Question, Register

_WHO, _ASSURES = "Who it is", "What assures us of it"
ORGANISATIONS = Register(
    name="organisations",
    title="Organisations",
    one="organisation",
    prefix="ORG",
    about="Whom data go to or come from, and what assures us of them.",
    retires=False,
    links=False,
    named="Name",
    questions=(
        Question(
            id="kind",
            label="What sort of body is it?",
            ask=Ask.CHOICE,
            choices=tuple((each.value, each.label) for each in PartyKind),
            needed=True,
            group=_WHO,
        ),
        Question(id="country", label="Country", hint="Two letters: GB"),
        Question(id="address", label="Address", ask=Ask.TEXT),
        Question(id="contact", label="Who sends and receives", needed=True, hint="An e-mail address"),
        Question(id="dpo_contact", label="Its Data Protection Officer"),
        Question(id="ico_registration", label="ICO registration", citation="OPCC 2.4", group=_ASSURES),
        Question(id="ico_expires", label="The registration is good until", ask=Ask.DAY),
        Question(
            id="certificates",
            label="Certificates",
            ask=Ask.TEXT,
            hint="One a line: name; number; last day as 2027-03-31",
        ),
    ),
    listed=("kind", "ico_expires"),
)
