"""The powers library: the Acts and sections that let us, or a partner, share (OPCC 3.2)."""

from sharewell.register.registers.entry import Ask, Question, Register

POWERS = Register(
    name="powers",
    title="Powers library",
    one="power",
    prefix="PWR",
    about="The duties and powers that agreements and decisions rest on. A power is no lawful basis: both are needed.",
    questions=(
        Question(
            id="citation",
            label="Act and section",
            needed=True,
            hint="As it is cited: Crime and Disorder Act 1998, section 115",
        ),
        Question(
            id="kind",
            label="What sort of power is it?",
            ask=Ask.CHOICE,
            needed=True,
            choices=(
                ("express_duty", "A duty to share, in so many words"),
                ("express_power", "A power to share, in so many words"),
                ("implied_power", "Implied by a function the Act gives"),
                ("common_law", "Common law"),
            ),
        ),
        Question(id="use", label="What it lets the holder do", ask=Ask.TEXT, needed=True),
        Question(
            id="holders", label="Who holds it", needed=True, hint="Police, councils, the commissioner …"
        ),
        Question(id="limits", label="Conditions and limits", ask=Ask.TEXT, hint="Bars, consents, purposes"),
        Question(id="in_force_from", label="In force from", ask=Ask.DAY),
        Question(
            id="checked",
            label="Who read the text of the law, and when",
            needed=True,
            hint="Nobody relies on a section number from memory",
        ),
    ),
    listed=("citation", "holders"),
)
