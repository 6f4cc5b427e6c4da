"""The reason codes of the one-off flow: what each means, why it stops (or does not), and what to do about it.

Codes are stable: they are logged, tested and compared. The sentences are for the person who asked.
"""

from __future__ import annotations

from sharewell.policy.tables import ReasonCode


def _code(code: str, title: str, reason: str, remedy: str, citation: str = "see the rule") -> ReasonCode:
    return ReasonCode(code=code, title=title, reason=reason, remedy=remedy, citation=citation)


REASONS = (
    _code(
        "Q_OPEN",
        "A question is open",
        "Something that must be known is not.",
        "Answer it. What nobody answered is never taken as a yes.",
        "OPCC 7.2",
    ),
    # Intake
    _code(
        "OOS_INTERNAL",
        "Same controller",
        "The recipient is part of our own legal entity, so this is use, not sharing.",
        "Log it as internal and make sure the use is compatible with why the data was collected.",
    ),
    _code(
        "OOS_DECEASED",
        "No living person",
        "The data is only about people who have died, so it is not personal data.",
        "Check confidentiality instead (health records, the coroner) and log the determination.",
    ),
    _code(
        "OOS_NOT_PERSONAL",
        "Not personal data",
        "Nobody can be identified in what would leave, and the file itself passed the disclosure test.",
        "Log the determination with the test's result and send the file. No terms are needed.",
    ),
    _code(
        "DIV_EXISTING_ISA",
        "An agreement covers this",
        "An agreement in force already covers this recipient, purpose and data.",
        "Release it under the agreement: its schedule and its checks apply.",
    ),
    _code(
        "DIV_PROCESSOR",
        "Processor contract",
        "The recipient would act only on our instructions, so it is a processor.",
        "Put a contract with every clause of Article 28 in place, and send under the contract.",
    ),
    _code(
        "DIV_FOI",
        "Freedom of information",
        "This is a request under the Freedom of Information Act or the Environmental Information "
        "Regulations.",
        "Hand it to whoever answers those today: 20 working days run from the day it was received.",
    ),
    _code(
        "DIV_SAR",
        "Subject access",
        "Somebody is asking for their own data.",
        "Hand it to whoever answers subject access requests today: one month runs from the day it was "
        "received.",
    ),
    _code(
        "DIV_COMPLAINT",
        "Complaint",
        "This is a complaint about how personal data was handled.",
        "Hand it to the complaints route today; it must be acknowledged within 30 days.",
    ),
    _code(
        "DIV_LARGE_SCALE",
        "Large scale",
        "It is once, but about so many people that the policy asks for an agreement.",
        "Draft an information sharing agreement with the recipient; this request becomes its first release.",
    ),
    _code(
        "TYPE_REPEAT",
        "Third time in a year",
        "This is at least the third similar request in 12 months.",
        "Consider an agreement with this recipient: the next release then needs no new decision.",
    ),
    # Who is asking
    _code(
        "RQ_UNVERIFIED",
        "Not verified",
        "Nobody has yet verified who is asking.",
        "Ring back on a number you already held, and record when and with whom.",
    ),
    _code(
        "RQ_NO_AUTHORITY",
        "No sign-off",
        "Nobody on their side with enough authority has signed the request.",
        "Ask for a signature at the level we require: a police inspector or above, elsewhere a senior "
        "manager.",
    ),
    _code(
        "RQ_TOO_WIDE",
        "Too wide",
        "The request is not about named people or a bounded set.",
        "Ask them to narrow it to the people and the period they need; refuse what is left of the trawl.",
    ),
    _code(
        "RQ_VIR_INCOMPLETE",
        "Victim information request incomplete",
        "A police request about a victim lacks what the Act asks for.",
        "Send it back for the missing parts: the reasons, the line of enquiry and the notice to the victim. "
        "Counselling notes need a senior officer's authority.",
    ),
    _code(
        "ORD_VERIFY",
        "Verify the order",
        "It is an order, not a request.",
        "Verify it with the court or body that made it, send only what its terms require, and keep a copy.",
    ),
    # Purpose and power
    _code(
        "LB_POWER_MISSING",
        "No power",
        "No duty or power of ours to disclose has been cited.",
        "Cite the Act and section, or the common law power, that lets this body disclose. If there is "
        "none, refuse.",
    ),
    _code(
        "PL_INCOMPATIBLE",
        "Not compatible",
        "The purpose is not shown to be compatible with why the data was collected.",
        "Show that it is (Article 8A), or name the Annex 2 case, a fresh consent, or the law that "
        "authorises it.",
    ),
    _code(
        "PL_ANNEX2_PUBLIC",
        "Annex 2 paragraph 1 is closed to us",
        "A public authority performing its tasks cannot use paragraph 1 of Annex 2.",
        "Show compatibility in another way: an other Annex 2 case, a law, or the factors of Article 8A.",
    ),
    _code(
        "PL_CONSENT_ORIGIN",
        "Collected on consent",
        "The data was collected on consent, so another use of it is narrower.",
        "Have the Data Protection Officer confirm the route before anything goes.",
    ),
    _code(
        "BAR_STATUTE",
        "Another law forbids it",
        "Another enactment forbids the disclosure, and data protection law does not override it.",
        "Do not disclose. Tell the requester which enactment it is, unless that would itself disclose.",
    ),
    # Necessity
    _code(
        "DIV_ANONYMISE",
        "Personal data is not needed",
        "The objective can be met without personal data.",
        "Prepare an anonymised table, have it pass the disclosure test, and offer that instead.",
    ),
    _code(
        "NE_NARROWER",
        "Less would do",
        "Pseudonymised data, a yes-or-no answer or supervised viewing would meet the objective.",
        "Narrow the release to that, then answer S3.3 again for what would now leave.",
    ),
    _code(
        "NE_FIELD_UNJUSTIFIED",
        "A field without a need",
        "A field on the list has no stated need.",
        "Say why the recipient needs it for the objective, or take the field off the list.",
    ),
    _code(
        "DC_SMALL_CELLS",
        "Somebody can be picked out",
        "The file failed the disclosure test: a small cell, or a difference of two tables, could name a "
        "person.",
        "Suppress the small cells and at least one more in the same row, or band the categories; then "
        "test again.",
    ),
    # Lawfulness
    _code(
        "LB_LI_PUBLIC_AUTHORITY",
        "Legitimate interests is closed to us",
        "A public authority performing its tasks cannot rely on legitimate interests.",
        "Choose public task (e) with the power that supports it, or legal obligation (c) where a duty or "
        "order compels.",
    ),
    _code(
        "LB_RLI_PUBLIC_AUTHORITY",
        "Recognised legitimate interests is closed to us",
        "A public authority performing its tasks cannot rely on a recognised legitimate interest.",
        "Choose public task (e) with the power that supports it, or legal obligation (c) where a duty or "
        "order compels.",
    ),
    _code(
        "LB_LI_OUTSIDE_TASK",
        "Only outside our tasks",
        "Legitimate interests is open to us only for what lies outside our public tasks.",
        "Write down why this does, and have the DPO note it.",
    ),
    _code(
        "LB_LIA_MISSING",
        "No legitimate interests assessment",
        "Legitimate interests needs its three tests on file.",
        "Write the purpose, necessity and balancing tests, and file them with this case.",
    ),
    _code(
        "LB_ANNEX1_MISSING",
        "No Annex 1 condition",
        "A recognised legitimate interest needs one condition of Annex 1.",
        "Choose the condition that fits; if none does, choose another basis.",
    ),
    _code(
        "LB_EA1_REQUEST",
        "The request does not state their task",
        "Condition 1 needs a request saying that the recipient needs the data for its public task.",
        "Ask the recipient to say so in writing, citing its own task.",
    ),
    _code(
        "LB_OBLIGATION_NOT_DUTY",
        "Permitted is not obliged",
        "Legal obligation needs a duty or an order; a power that only permits sharing is not one.",
        "Cite the duty or order that compels us, or choose public task (e).",
    ),
    _code(
        "LB_CONSENT_RECORD",
        "No consent record",
        "There is no record of the consent relied on.",
        "File the record (who, when, how, told what), ask for consent, or choose another basis.",
    ),
    _code(
        "LB_CONSENT_SPECIFIC",
        "Consent does not name this",
        "The consent does not name this recipient and this purpose.",
        "Ask again, naming both, or choose another basis.",
    ),
    _code(
        "LB_CONSENT_WITHDRAWN",
        "Consent withdrawn",
        "The person has withdrawn their consent.",
        "Stop, tell everyone who already received the data, and take the person out of the release.",
    ),
    _code(
        "LB_CONSENT_IMBALANCE",
        "Consent to a public body",
        "People may not feel free to refuse a public body, so consent is a weak basis for one.",
        "Prefer public task (e); if consent stays, write down why it was freely given.",
    ),
    _code(
        "LB_CONSENT_COVERT",
        "Consent and secrecy",
        "Nobody can consent to what is kept from them.",
        "Drop the exemption and tell them, or choose another basis.",
    ),
    _code(
        "LB_VITAL_NOT_EMERGENCY",
        "Vital interests without an emergency",
        "Vital interests is for when life is at stake and nothing else is workable.",
        "Write down whose life or health is at stake and why no other basis would do.",
    ),
    _code(
        "LB_CONTRACT_PUBLIC",
        "Contract is rarely right",
        "Contract fits only where the person is a party and the disclosure is necessary for it.",
        "Name the contract and why it needs this, or choose another basis.",
    ),
    _code(
        "LB_NO_BASIS",
        "No lawful basis remains",
        "Every lawful basis has been considered and none fits.",
        "Refuse the request, tell the requester why, and offer what can be given without personal data.",
    ),
    _code(
        "SC_ART9_MISSING",
        "No Article 9 condition",
        "Special category data would leave and no condition is recorded for it.",
        "Choose the Article 9 condition and, where it asks for one, the paragraph of Schedule 1; or leave "
        "the data out.",
    ),
    _code(
        "SC_SCH1_MISSING",
        "No Schedule 1 paragraph",
        "This Article 9 condition needs a paragraph of Schedule 1 beside it.",
        "Choose one: (b) paragraph 1, (h) 2, (i) 3, (j) 4, (g) one of 6 to 28.",
    ),
    _code(
        "SC_SCH1_MISMATCH",
        "Schedule 1 paragraph does not fit",
        "None of the paragraphs chosen supports this Article 9 condition.",
        "Choose a paragraph that does: (b) 1, (h) 2, (i) 3, (j) 4, (g) one of 6 to 28.",
    ),
    _code(
        "SC_CONSENT_RECORD",
        "No record of explicit consent",
        "Explicit consent is relied on and there is no record of it.",
        "File the record of explicit consent, or choose another Article 9 condition.",
    ),
    _code(
        "SC_APD_MISSING",
        "No appropriate policy document",
        "A chosen paragraph of Schedule 1 needs a current appropriate policy document, and there is none.",
        "Have the document written and approved, or choose a paragraph that needs none.",
    ),
    _code(
        "SC_APD_MISSING_EMERGENCY",
        "Policy document to be written afterwards",
        "There is no appropriate policy document. That does not delay an emergency.",
        "Disclose what is needed now; the document is written afterwards and this finding stays open "
        "until it is.",
    ),
    _code(
        "SC_NFP_DISCLOSURE",
        "Not for disclosure outside",
        "The condition for not-for-profit bodies never supports a disclosure outside the body without "
        "consent.",
        "Choose another Article 9 condition.",
    ),
    _code(
        "SC_VITAL_CAPACITY",
        "Why the person could not consent",
        "This condition is for a person who cannot consent, physically or legally.",
        "Write down why this person cannot.",
    ),
    _code(
        "CO_ART10_MISSING",
        "Nothing supports the offence data",
        "Criminal offence data would leave with neither official authority nor a Schedule 1 condition.",
        "Record official authority, or choose a paragraph of Schedule 1 that covers it; or leave the data "
        "out.",
    ),
    _code(
        "CO_SCH1_MISSING",
        "No paragraph for the offence data",
        "A Schedule 1 condition is relied on for criminal offence data and no paragraph is named.",
        "Name the paragraph.",
    ),
    _code(
        "CO_SCH1_MISMATCH",
        "Paragraph does not cover offence data",
        "None of the paragraphs chosen supports criminal offence data.",
        "Choose one that does, or paragraph 36 with the paragraph of Part 2 that it extends.",
    ),
    _code(
        "RG_PART3_APPLIES",
        "Part 3 applies",
        "A competent authority sharing for law enforcement does so under Part 3, not Article 6.",
        "Change the regime to Part 3 and choose a basis under section 35.",
    ),
    _code(
        "RG_NOT_COMPETENT",
        "Part 3 is not ours",
        "We are not a competent authority for this purpose, so Part 3 does not apply to us.",
        "Change the regime to UK GDPR and choose an Article 6 basis.",
    ),
    _code(
        "RG_36_4",
        "Law enforcement data for another purpose",
        "Data held for law enforcement would go out for another purpose.",
        "Cite the law that authorises it and change to UK GDPR with an Article 6 basis.",
    ),
    _code(
        "RG_SENSITIVE_SCH8",
        "No Schedule 8 condition",
        "Under Part 3 this data needs strict necessity and a condition of Schedule 8, with a policy "
        "document.",
        "Choose the Schedule 8 condition, or record consent; both need an appropriate policy document.",
    ),
    _code(
        "RG_APD_MISSING",
        "No policy document under Part 3",
        "Under Part 3 this data needs an appropriate policy document, and there is none.",
        "Have the document written and approved (section 42), or leave the data out.",
    ),
    _code(
        "RG_S35_MISSING",
        "No basis under section 35",
        "Part 3 is chosen and no basis under section 35 is.",
        "Choose consent, or necessity for a task of a competent authority.",
    ),
    _code(
        "CONF_NO_ROUTE",
        "Nothing lifts the confidence",
        "The data was given in confidence and nothing lifts that: no consent, law or overriding public "
        "interest.",
        "Record which of the three applies and why, or leave the confidential data out.",
    ),
    _code(
        "CONF_CALDICOTT",
        "Caldicott Guardian or DPO first",
        "Confidential health or care data needs the view of the Caldicott Guardian or the DPO.",
        "Ask for it, and record it as advice on this case.",
    ),
    _code(
        "CH_BEST_INTERESTS",
        "Children's best interests",
        "Data about children is shared only for a compelling reason and in their best interests.",
        "Write both down in answer to S4.7.",
    ),
    _code(
        "HRA_PROPORTIONALITY",
        "Proportionality",
        "A public authority shows that the interference with private life is proportionate.",
        "Write down the aim, the link to it, the less intrusive means and the balance, in answer to S4.6.",
    ),
    _code(
        "JC_ARRANGEMENT",
        "Joint controllers' arrangement",
        "Joint controllers need an arrangement between them, whose essence is published.",
        "Put the arrangement in place and record it (the fact sharing.joint_arrangement).",
    ),
    _code(
        "LE_DISCRETION",
        "A request, not an order",
        "A police request is decided on its merits, and may be refused.",
        "Decide it like any other. Where telling the person would prejudice the enquiry, do not tip them "
        "off.",
    ),
    _code(
        "EX_NOT_A_BASIS",
        "An exemption is not a basis",
        "An exemption lifts a duty to tell people. It never makes a sharing lawful.",
        "Choose a lawful basis; the exemption may stand beside it.",
    ),
    # Fairness
    _code(
        "EX_INCOMPLETE",
        "Exemption not written out",
        "The exemption does not say which right it limits, or until when, or that day is over.",
        "Name the right, and the day on which somebody looks again whether it is still needed.",
    ),
    _code(
        "EX_NO_PREJUDICE",
        "Exemption without prejudice",
        "The exemption says nothing of what telling people would prejudice, so it cannot be relied on.",
        "Say which right, what prejudice and until when; otherwise tell people in the ordinary way.",
    ),
    _code(
        "FT_UNAWARE",
        "People are not aware",
        "Our notice does not tell people of this sharing, and no exemption is recorded.",
        "Tell them, in the main notice or a specific one, before or as the data goes.",
    ),
    _code(
        "FT_NOTICE",
        "Decide about a specific notice",
        "A reason for a specific notice holds.",
        "Issue one linked to the main notice, rely on a recorded exemption, or write down why none is "
        "needed.",
    ),
    # DPIA
    _code(
        "DPIA_REQUIRED",
        "DPIA required",
        "A data protection impact assessment is required and has not been signed.",
        "Complete it with the DPO's advice and have the data owner sign it.",
    ),
    _code(
        "DPIA_RECOMMENDED",
        "DPIA recommended",
        "Screening recommends a DPIA.",
        "Make one, or let the data owner write down why not.",
    ),
    _code(
        "DPIA_PRIOR_CONSULTATION",
        "The regulator first",
        "A high risk is left after the measures, so the regulator must be consulted first.",
        "Bring the risk down by further measures, or consult the regulator and wait for its answer.",
    ),
    # Quality
    _code(
        "DQ_FORMAT",
        "No agreed format",
        "No schema and version is agreed with the recipient.",
        "Agree the field names, types and codes, and give the schema a version.",
    ),
    _code(
        "DQ_ACCURACY",
        "Accuracy is low",
        "We are not sure enough that the data is accurate.",
        "Check it against another source, or let an accuracy note travel with it.",
    ),
    _code(
        "DQ_AMENDMENT",
        "No route for amendments",
        "The recipient will keep using the data and there is no way to send it corrections.",
        "Agree a route and a contact for corrections and their acknowledgement.",
    ),
    _code(
        "DQ_RETENTION",
        "Kept too long",
        "The recipient's retention is missing or longer than ours.",
        "Agree a period no longer than ours and put it in the terms, or cite the statute that sets theirs.",
    ),
    _code(
        "DQ_MINIMISE",
        "More than justified",
        "What would leave is more than was justified field by field.",
        "Cut it down to the list of S3.4.",
    ),
    _code(
        "DQ_PART3_MARKING",
        "Facts and persons not marked",
        "Under Part 3, facts and opinions and the kinds of person must be marked.",
        "Mark them, or send the data with a note that does.",
    ),
    # Recipient
    _code(
        "RC_SECURITY",
        "Security not assured",
        "We are not satisfied of the recipient's security for this data.",
        "Ask for evidence (a certificate, an assessment), agree measures, or use a method that leaves "
        "them no copy.",
    ),
    _code(
        "RC_SECURITY_CONDITIONAL",
        "Security on conditions",
        "The recipient's security is adequate on conditions.",
        "Write the conditions into the decision.",
    ),
    _code(
        "RC_NOT_REGISTERED",
        "Not registered",
        "No current registration with the regulator is shown.",
        "Ask for the registration number, or why they are exempt.",
    ),
    _code(
        "RC_INCIDENT_OPEN",
        "Serious incident open",
        "A serious incident at the recipient is still open.",
        "Wait until it is closed. Only the Chief Executive, with the DPO's advice, may decide otherwise.",
    ),
    _code(
        "RC_INCIDENT_HISTORY",
        "Past incident to consider",
        "The recipient has had an incident with our data.",
        "Read it, write down what follows for this request, and answer S8.3 with 'considered'.",
    ),
    _code(
        "RC_OUTSTANDING_DUTY",
        "A duty is overdue",
        "The recipient owes us a deletion certificate, a correction or co-operation.",
        "Chase it. The request goes on once it is done.",
    ),
    # Abroad
    _code(
        "TR_NO_MECHANISM",
        "No transfer mechanism",
        "No legal mechanism covers this transfer on this day.",
        "Use safeguards (an IDTA or the Addendum) with the data protection test, or meet the objective "
        "without "
        "a transfer. An approval covers only the recipients it names.",
    ),
    _code(
        "TR_DEROGATION_PUBLIC",
        "Derogation closed to a public authority",
        "This derogation is not open to a public authority exercising its powers.",
        "Use safeguards with the data protection test, or a derogation that is open: Article 49(1)(d) to "
        "(g).",
    ),
    _code(
        "TR_TEST",
        "Data protection test not met",
        "Safeguards need a data protection test that is met.",
        "Do the test with the DPO, add measures until it is met, or do not transfer.",
    ),
    _code(
        "TR_DPO",
        "DPO not consulted",
        "The Data Protection Officer has not been consulted on the transfer.",
        "Ask the DPO, and record the answer on this case.",
    ),
    # Method
    _code(
        "TM_TOO_WEAK",
        "Method too weak",
        "The method is below the minimum for this data.",
        "Send it sealed by this system.",
    ),
    _code(
        "TM_KEY_UNVERIFIED",
        "Address or key not verified",
        "Nobody verified the recipient's address or key by another channel.",
        "Have the recipient read the key's fingerprint out on a number you already held.",
    ),
    # Advice and decision
    _code(
        "DPO_ADVICE_MISSING",
        "DPO advice missing",
        "The Data Protection Officer's advice is mandatory here and is not recorded.",
        "Ask for it; the decision waits.",
    ),
    _code(
        "DPO_CONDITIONS",
        "DPO advises conditions",
        "The Data Protection Officer advises for it, with conditions.",
        "Write the conditions into the decision, or the reasons for departing from them.",
    ),
    _code(
        "DE_DPO_AGAINST",
        "DPO advised against",
        "The Data Protection Officer advised against it.",
        "Refuse it, change what would leave and ask again, or let the Chief Executive decide with written "
        "reasons.",
        "OPCC 5.1, 5.3",
    ),
    _code(
        "DE_SOD",
        "Duties of one person",
        "One person would hold two duties that must be held by two.",
        "Let somebody else take one of them.",
        "OPCC 5.1-5.3, 8.2",
    ),
    _code(
        "DE_SAME_HANDS",
        "Decided and released by one person",
        "The person who decides would also release it. For an ordinary release that is allowed, and flagged.",
        "Let another person release it where you can.",
        "OPCC 5.1-5.3, 8.2",
    ),
    _code(
        "DE_LINE_REPORT",
        "The decider reports to the requester",
        "The person who decides reports to the one who asked for it.",
        "Let somebody outside that line decide where you can; if not, say in the reasons that you weighed it freely.",
        "OPCC 5.1-5.3, 8.2",
    ),
    _code(
        "DE_SMALL_OFFICE",
        "Two duties in one person, countersigned",
        "One person holds two duties, and the Chief Executive has countersigned why in this case.",
        "Nothing more now. The case is sampled, whatever the draw.",
        "OPCC 5.1-5.3, 8.2",
    ),
    _code(
        "DE_NO_AUTHORITY",
        "No authority over this data",
        "The person named to decide has no live authority over this data set.",
        "Let its owner decide, or somebody the owner has delegated it to in writing for this day.",
        "OPCC 5.1, 5.2",
    ),
    _code(
        "DE_TRAINING",
        "Training not current",
        "The person's data protection training is not current.",
        "Complete the training, or hand the case to somebody whose training is current.",
        "OPCC 5.4",
    ),
)
