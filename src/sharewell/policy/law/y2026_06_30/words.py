"""What a code is called on a page: `words["basis.art6:e"]` is "(e) Public task". Codes not here say themselves."""

from __future__ import annotations

from collections.abc import Mapping

_ARTICLE_6 = {
    "a": "(a) Consent",
    "b": "(b) Contract with the person",
    "c": "(c) Legal obligation",
    "d": "(d) Vital interests",
    "e": "(e) Public task",
    "ea": "(ea) Recognised legitimate interest",
    "f": "(f) Legitimate interests",
    "none": "None yet",
    "s35_consent": "Part 3: consent (section 35)",
    "s35_task": "Part 3: necessary for a law enforcement task (section 35)",
}
_ARTICLE_9 = {
    "a": "(a) Explicit consent",
    "b": "(b) Employment, social security and social protection",
    "c": "(c) Vital interests of somebody who cannot consent",
    "d": "(d) Not-for-profit body",
    "e": "(e) Made public by the person",
    "f": "(f) Legal claims or courts",
    "g": "(g) Substantial public interest",
    "h": "(h) Health or social care",
    "i": "(i) Public health",
    "j": "(j) Archiving, research and statistics",
    "none": "None yet",
}
_ANNEX_1 = {
    "ea-1": "1 Asked for by a body for its public task",
    "ea-2": "2 National security, public security or defence",
    "ea-3": "3 Responding to an emergency",
    "ea-4": "4 Crime",
    "ea-5": "5 Safeguarding a vulnerable individual",
    "none": "None yet",
}
_SCHEDULE_8 = {
    "1": "1 Statutory purposes",
    "2": "2 Administration of justice",
    "3": "3 Vital interests",
    "4": "4 Safeguarding children and individuals at risk",
    "5": "5 Already in the public domain",
    "6": "6 Legal claims",
    "7": "7 Judicial acts",
    "8": "8 Preventing fraud",
    "9": "9 Archiving, research and statistics",
    "none": "None yet",
}
_COMPATIBLE = {
    "annex2_para1": "Yes, by paragraph 1 of Annex 2 (a body asked for its public task)",
    "annex2_other": "Yes, by another case of Annex 2",
    "new_consent": "Yes, by a fresh consent",
    "authorised_by_law": "Yes, a law authorises it",
    "unknown": "We do not know yet",
}
_REGIME = {"uk_gdpr": "UK GDPR", "part3": "Part 3 (law enforcement)"}
_DEROGATIONS = {
    "tm.49a": "Explicit consent (Article 49(1)(a))",
    "tm.49bc": "A contract with, or for, the person (Article 49(1)(b), (c))",
    "tm.49d": "Important reasons of public interest (Article 49(1)(d))",
    "tm.49e": "Legal claims (Article 49(1)(e))",
    "tm.49f": "Vital interests (Article 49(1)(f))",
    "tm.49g": "A public register (Article 49(1)(g))",
    "tm.49h": "Compelling legitimate interests (Article 49(1), second paragraph)",
}
_SAID: Mapping[str, Mapping[str, str]] = {
    "basis.art6": _ARTICLE_6,
    "S4.2": _ARTICLE_6,
    "basis.art9": _ARTICLE_9,
    "basis.annex1": _ANNEX_1,
    "basis.sch8": _SCHEDULE_8,
    "basis.art10": {"official_authority": "Official authority", "sch1": "A paragraph of Schedule 1"},
    "S2.4": _COMPATIBLE,
    "S4.1": _REGIME,
    "sharing.regime": _REGIME,
    "transfer.derogation": _DEROGATIONS,
    "S0.1": {"unsure": "We are not sure"},
    "S0.5": {
        "none": "None of these",
        "foi": "Freedom of information, or environmental information",
        "sar": "Subject access: somebody's own data",
        "complaint": "A complaint about how data was handled",
    },
    "S1.4": {"order": "An order", "request": "A request"},
    "S1.5": {"vir_ok": "Yes, and it is complete", "vir_incomplete": "Yes, and something is missing"},
    "S2.2": {"none": "None that we know of"},
    "S2.5": {"none": "No, nothing"},
    "S4.5": {
        "law": "A law compels it",
        "public_interest": "An overriding public interest",
        "none": "Nothing",
    },
    "S7.a": {"none": "None is agreed"},
    "S7.c": {"not_extended": "No, they use it once", "none": "Yes, and no route is agreed"},
    "S7.d": {
        "statutory": "A statute sets it",
        "period": "We agreed a period",
        "longer": "Longer than we keep it",
    },
    "S7.f": {"na": "Not applicable: not under Part 3"},
    "S8.3": {"none": "There are none", "considered": "Yes, considered and written down"},
    "S9.2": {
        "approved_by_regulations": "The country is approved by regulations",
        "safeguards_idta": "Safeguards: the International Data Transfer Agreement",
        "safeguards_addendum": "Safeguards: the Addendum",
        "bcr": "Binding corporate rules",
        "public_body_instrument": "A binding instrument between public bodies",
        "derogation": "A derogation (Article 49)",
    },
    "S9.3": {"na": "Not applicable: no safeguards are relied on"},
    "power.kind": {"none": "There is none"},
    "sharing.relationship": {"controller_to_processor": "Our processor", "internal": "Part of us"},
}

WORDS: Mapping[str, str] = {
    f"{name}:{code}": said for name, codes in _SAID.items() for code, said in codes.items()
}
