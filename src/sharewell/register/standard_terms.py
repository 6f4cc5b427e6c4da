"""The standard terms of a one-off release, topic by topic (OPCC 7.5): what a recipient accepts before it collects."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """One topic. Without an `essential` one the terms are not put into use."""

    id: str
    label: str
    citation: str
    words: str
    essential: bool = True


TOPICS = (
    Topic(
        id="st.purpose",
        label="What you may use the data for",
        citation="OPCC 7.5; UK GDPR Article 5(1)(b)",
        words="Use the data only for the purpose named in our decision.",
    ),
    Topic(
        id="st.controller",
        label="Who answers for your copy",
        citation="OPCC 7.5",
        words="You are the controller of your copy, unless our decision says otherwise.",
    ),
    Topic(
        id="st.need_to_know",
        label="Who may see them",
        citation="OPCC 7.3",
        words="Only people in the posts named may see the data. They keep them secret.",
    ),
    Topic(
        id="st.security",
        label="Keeping them safe",
        citation="OPCC 7.3",
        words="Guard the data against misuse, loss and damage.",
    ),
    Topic(
        id="st.incident_report",
        label="If something goes wrong",
        citation="OPCC 7.4",
        words="Tell us within 24 hours of anything that went wrong with these data, or may have. Use the contact in "
        "our decision.",
    ),
    Topic(
        id="st.incident_coop",
        label="Finding out why",
        citation="OPCC 7.4",
        words="Help us to look into it. Give us the facts and the logs, and say what you have done.",
    ),
    Topic(
        id="st.incident_history",
        label="What we remember",
        citation="OPCC 7.4",
        words="We keep a note of it, and weigh it when you ask us for data again.",
    ),
    Topic(
        id="st.retention",
        label="How long you may keep them",
        citation="OPCC 3.4(d)",
        words="Keep the data until the day named in our decision, and no longer.",
    ),
    Topic(
        id="st.disposal",
        label="Destroying them",
        citation="OPCC 3.4(d)",
        words="Then destroy every copy, and send us a certificate within 10 working days.",
    ),
    Topic(
        id="st.amendments",
        label="Corrections",
        citation="OPCC 3.4(c); UK GDPR Article 19",
        words="When we tell you of a correction, carry it out and say so. Tell us of any error you find.",
    ),
    Topic(
        id="st.no_onward",
        label="Passing them on",
        citation="OPCC 8.1; UK GDPR Article 44A",
        words="Do not pass the data on, publish them or send them abroad unless we agree in writing. If a law makes "
        "you, tell us first if you may.",
    ),
    Topic(
        id="st.rights",
        label="If somebody asks about their data",
        citation="OPCC 6.1",
        words="Tell us within 2 working days if anybody asks, objects or complains about these data.",
    ),
    Topic(
        id="st.transparency",
        label="Telling people",
        citation="OPCC 4.4; DPA 2018 Schedule 2 paragraph 2",
        words="Our decision says who tells people. If it says that they must not be told yet, do not tell them.",
    ),
    Topic(
        id="st.accuracy",
        label="How good the data are",
        citation="OPCC 3.4(b); DPA 2018 s.38(5)",
        words="Our decision says where the data come from, how old they are, and what is fact and what is opinion.",
    ),
    Topic(
        id="st.no_reid",
        label="Do not find out who somebody is",
        citation="OPCC 3.3; DPA 2018 s.171",
        words="If names were taken out, do not try to find out who somebody is, and do not link the data to do so.",
    ),
    Topic(
        id="st.handling",
        label="Markings",
        citation="OPCC 7.3",
        words="Keep to any marking on the file.",
        essential=False,
    ),
    Topic(
        id="st.audit",
        label="Questions we may ask",
        citation="OPCC 8.2",
        words="Answer when we ask how you have kept these terms.",
        essential=False,
    ),
    Topic(
        id="st.legal",
        label="The law",
        citation="OPCC 3.1",
        words="You keep data protection law and your own records. You have a lawful basis and the power to hold them.",
    ),
    Topic(
        id="st.return_misdirected",
        label="If this was not meant for you",
        citation="OPCC 7.4",
        words="Stop. Do not use the data. Tell us, delete them, and say that you have.",
    ),
    Topic(
        id="st.acceptance",
        label="How you accept",
        citation="OPCC 7.5",
        words="By opening the data you accept these terms. We note your name, your post and the time.",
    ),
)
