"""Local procedures and policies, each with the paragraph of the sharing policy that it carries out (OPCC 5.5)."""

from sharewell.register.registers.entry import Ask, Question, Register

PROCEDURES = Register(
    name="procedures",
    title="Procedures and policies",
    one="procedure",
    prefix="PRC",
    about="What our people follow when they share. Each cites the paragraph it carries out; one that cites none is "
    "found here, and does not come into force.",
    questions=(
        Question(
            id="kind",
            label="What is it?",
            ask=Ask.CHOICE,
            needed=True,
            choices=(
                ("policy", "A policy"),
                ("procedure", "A procedure"),
                ("standing_order", "A standing order"),
                ("framework", "A framework or a code"),
            ),
        ),
        Question(
            id="paragraph",
            label="Which paragraph does it carry out?",
            citation="OPCC 5.5",
            needed=True,
            hint="Name the document and its paragraph: Information Sharing Policy 7.3",
        ),
        Question(id="covers", label="What it covers", ask=Ask.TEXT, needed=True),
        Question(id="owner", label="Who answers for it (post)", needed=True),
        Question(id="version", label="Version", needed=True),
        Question(id="approved", label="Approved by, and on which day"),
        Question(id="kept_at", label="Where people find it", hint="An address or a place"),
    ),
    listed=("paragraph", "owner"),
)
