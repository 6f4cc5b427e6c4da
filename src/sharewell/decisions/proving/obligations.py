"""What must be so whenever personal data is released: written from the policy and the law, not from the rules.

Nobody who edits a rule edits this page with it. Each obligation says: if a case is released, then this. It is stated in
the words of facts and answers only; no rule, no code and no worked-out fact appears in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import z3

from sharewell.decisions.proving.model import Model

Says = Callable[[Model], Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Obligation:
    """One promise: its sentence, the paragraph it comes from, and what must hold of every case that is released."""

    id: str
    says: str
    citation: str
    holds: Says


def _is(name: str, *values: object) -> Says:
    return lambda model: model.is_(name, *values)


def _said(name: str) -> Says:
    return lambda model: model.at[name] != 0


def _all(*each: Says) -> Says:
    return lambda model: z3.And([one(model) for one in each])


def _any(*each: Says) -> Says:
    return lambda model: z3.Or([one(model) for one in each])


def _not(one: Says) -> Says:
    return lambda model: z3.Not(one(model))


def _if(this: Says, that: Says) -> Says:
    return lambda model: z3.Implies(this(model), that(model))


def _special(model: Model) -> Any:
    """Special category data would leave, as far as anybody said."""
    return z3.And(model.at["data.special_category"] != 0, z3.Not(model.is_("data.special_category", ())))


def _paragraph(point: str) -> Says:
    """One of the paragraphs chosen supports that point."""

    def supported(model: Model) -> Any:
        chosen = [value for value in model.space["basis.sch1"] if value]
        return model.is_(
            "basis.sch1",
            *(one for one in chosen if any(point in model.law.paragraph[number].supports for number in one)),
        )

    return supported


def _plain_paragraph(model: Model) -> Any:
    """One of the paragraphs chosen needs a policy document whoever receives the data."""
    chosen = [value for value in model.space["basis.sch1"] if value]
    always = (one for one in chosen if any(model.law.paragraph[number].document == "yes" for number in one))
    return model.is_("basis.sch1", *always)


_UK_GDPR, _PART_3 = _is("sharing.regime", "uk_gdpr"), _is("sharing.regime", "part3")
_PUBLIC_TASK = _all(
    _is("controller.is_public_authority", True), _is("controller.in_performance_of_task", True)
)
_ABROAD = _is("S9.1", "yes")
_SAFEGUARDS = _is("S9.2", "safeguards_idta", "safeguards_addendum", "bcr", "public_body_instrument")
_GUARDED = _any(
    _special,
    _is("data.criminal_offence", True),
    _is("data.children", True),
    _is("data.vulnerable", True),
)


def _o(id: str, says: str, citation: str, holds: Says) -> Obligation:
    return Obligation(id=id, says=says, citation=citation, holds=holds)


OBLIGATIONS = (
    # Every stage
    _o("stage-0", "Intake is answered: personal data, another body, no agreement, no processor, no other route",
       "OPCC 2.1, 2.2, 2.5, 7.1",
       _all(_is("S0.1", "yes", "unsure"), _is("S0.2", "no"), _is("S0.3", "no"), _is("S0.4", "no"), _is("S0.5", "none"),
            _is("S0.6", "no"))),
    _o("stage-1", "Who asks is verified, signed off and specific", "OPCC 4.4, 7.1",
       _all(_is("S1.1", "verified"), _is("S1.2", "yes", "not_needed"), _is("S1.3", "yes"), _said("S1.4"))),
    _o("victims", "A police request about a victim is complete", "PCSC Act 2022 ss.44A-44F", _is("S1.5", "no",
       "vir_ok")),
    _o("stage-2", "Objective, power, benefit and compatibility are recorded", "OPCC 1.1, 3.2, 3.3",
       _all(_said("S2.1"), _said("S2.2"), _not(_is("S2.2", "none")), _said("S2.3"), _said("S2.4"))),
    _o("compatible", "The purpose is compatible with why the data was collected", "UK GDPR Art 5(1)(b)",
       _not(_is("S2.4", "no", "unknown"))),
    _o("no-bar", "No enactment forbids it", "OPCC 3.1",
       _all(_is("S2.5", "none"), _is("statutory_bar", "none"))),
    _o("stage-3", "No less would do, and every field has its need", "OPCC 3.3, 3.4(e)",
       _all(_is("S3.1", "no"), _is("S3.2", "no"), _is("S3.3", "no"), _is("S3.4", (("name", "to address them"),)))),
    _o("stage-4", "The regime is chosen and the basis answered", "OPCC 3.1",
       _all(_said("sharing.regime"), _said("S4.1"), _said("S4.2"), _said("S4.3"), _said("S4.4"))),
    _o("stage-5", "The decision on telling people is recorded", "OPCC 4.1-4.4",
       _all(_said("S5.1"), _said("S5.2"), _said("S5.3"), _said("S5.4"))),
    _o("stage-6", "DPIA screening is stored, and what it requires is signed", "OPCC 3.5; UK GDPR Art 35",
       _all(_said("S6.1"), _said("S6.2"), _if(_is("S6.1", "required"), _is("dpia.status", "signed", "overruled")))),
    _o("no-high-risk", "No high risk is left that the regulator was not asked about", "UK GDPR Art 36",
       _all(_is("S6.3", "no"), _not(_is("dpia.status", "prior_consultation_pending")))),
    _o("stage-7", "All five quality checks are satisfied", "OPCC 3.4(a)-(e)",
       _all(_said("S7.a"), _not(_is("S7.a", "none")), _said("S7.b"), _said("S7.c"), _not(_is("S7.c", "none")),
            _said("S7.d"), _is("S7.e", "yes"), _said("S7.f"))),
    _o("accuracy", "Data we are not sure of goes with a note that says so", "OPCC 3.4(b)",
       _if(_is("S7.b", "low"), _is("data.accuracy_note", True))),
    _o("retention", "Nobody keeps it longer than we do", "OPCC 3.4(d)", _not(_is("S7.d", "longer", "P36M"))),
    _o("marked", "Under Part 3 facts and opinions are marked", "DPA 2018 s.38",
       _if(_PART_3, _is("S7.f", "yes"))),
    _o("stage-8", "The recipient is assured and owes us nothing", "OPCC 7.3, 7.4",
       _all(_is("S8.1", "assured", "conditional"), _said("S8.2"), _said("S8.3"), _is("S8.4", "none"))),
    _o("stage-9", "Whether it goes abroad is known; if so, how, and the DPO was consulted",
       "OPCC 8.1; UK GDPR Arts 44A-49",
       _all(_said("S9.1"), _if(_ABROAD, _all(_said("S9.2"), _not(_is("S9.2", "none")), _is("S9.4", "yes"))))),
    _o("stage-10", "It is sent securely, to an address that was verified", "OPCC 7.3",
       _all(_said("S10.1"), _not(_is("S10.1", "tm.email_plain", "tm.phone")), _is("S10.2", "yes"))),
    _o("stage-11", "The DPO's advice is recorded, or is not needed, and is not against it", "OPCC 5.3",
       _is("S11.1", "not_needed", "for", "for_with_conditions")),
    _o("stage-12", "Somebody is named to decide who neither asked, drafted nor advised", "OPCC 5.1-5.3",
       lambda model: z3.And(model.decides, z3.Not(z3.Or(list(model.same.values()))))),
    # Lawfulness
    _o("basis", "Under UK GDPR there is an Article 6 basis", "UK GDPR Art 6(1)",
       _if(_UK_GDPR, _is("basis.art6", "a", "b", "c", "d", "e", "ea", "f"))),
    _o("basis-part3", "Under Part 3 there is a basis of section 35", "DPA 2018 s.35(2)",
       _if(_PART_3, _is("basis.part3", "s35_consent", "s35_task"))),
    _o("public-interests", "A public authority at its tasks does not rely on legitimate interests",
       "UK GDPR Art 6(1)",
       _if(_all(_UK_GDPR, _PUBLIC_TASK), _not(_is("basis.art6", "f", "ea")))),
    _o("balance", "Legitimate interests has its assessment", "UK GDPR Art 6(1)(f)",
       _if(_is("basis.art6", "f"), _is("lia.done", True))),
    _o("annex-1", "A recognised legitimate interest has its condition", "UK GDPR Art 6(5)",
       _if(_is("basis.art6", "ea"), _all(_said("basis.annex1"), _not(_is("basis.annex1", "none"))))),
    _o("consent", "Consent is on record, names this recipient, and was not withdrawn", "UK GDPR Art 7",
       _if(_is("basis.art6", "a"),
           _all(_is("consent.record", True), _is("consent.names_recipient", True), _is("consent.withdrawn", False)))),
    _o("open-consent", "Nobody consents to what is kept from them", "UK GDPR Art 7",
       _if(_is("basis.art6", "a"), _not(_is("exemption.code", "sch2.2")))),
    _o("task", "Public task rests on a power", "UK GDPR Art 6(3)",
       _if(_is("basis.art6", "e"), _not(_is("power.kind", "none")))),
    _o("obligation", "Legal obligation rests on a duty or an order", "UK GDPR Art 6(3)",
       _if(_is("basis.art6", "c"), _is("power.kind", "duty", "court_order"))),
    _o("condition", "Special category data has its Article 9 condition", "UK GDPR Art 9",
       _if(_all(_UK_GDPR, _special), _all(_said("basis.art9"), _not(_is("basis.art9", "none", "d"))))),
    _o("schedule-1", "The paragraph of Schedule 1 supports the condition chosen", "DPA 2018 s.10(2)-(3)",
       lambda model: z3.And([
           z3.Implies(z3.And(_UK_GDPR(model), model.is_("basis.art9", point)), _paragraph(point)(model))
           for point in "bghij"])),
    _o("explicit-consent", "Explicit consent is on record", "UK GDPR Art 9(2)(a)",
       _if(_all(_UK_GDPR, _is("basis.art9", "a")), _is("consent.record", True))),
    _o("offence", "Criminal offence data has official authority or a paragraph that supports it", "UK GDPR Art 10",
       _if(_all(_UK_GDPR, _is("data.criminal_offence", True)),
           _any(_is("basis.art10", "official_authority"), _all(_is("basis.art10", "sch1"), _paragraph("art10"))))),
    _o("policy-document", "A paragraph that needs a policy document has a current one",
       "DPA 2018 Sch 1 paras 1, 5, 39",
       _if(_plain_paragraph, _is("apd.current", True))),
    _o("part-3-ours", "Part 3 is for a competent authority's law enforcement, and that is for Part 3",
       "DPA 2018 ss.29-31",
       _all(_if(_PART_3, _all(_is("controller.is_competent_authority", True), _is("purpose.is_law_enforcement", True))),
            _if(_UK_GDPR, _not(_all(_is("controller.is_competent_authority", True),
                                    _is("purpose.is_law_enforcement", True)))))),
    _o("part-3-special", "Under Part 3 special category data has consent or Schedule 8, and a policy document",
       "DPA 2018 s.35(3)-(5)",
       _if(_all(_PART_3, _special),
           _all(_is("apd.current", True),
                _any(_is("basis.part3", "s35_consent"), _all(_said("basis.sch8"), _not(_is("basis.sch8", "none"))))))),
    _o("confidence", "What was given in confidence has something that lifts it", "common law of confidence",
       _if(_is("data.confidential", True),
           _all(_is("S4.5", "consent", "law", "public_interest"), _not(_is("power.kind", "none"))))),
    _o("caldicott", "Confidential health data has the Caldicott Guardian's or the DPO's view", "NDG principles",
       _if(_all(_is("data.confidential", True), _is("data.health_or_care", True)),
           _is("dpo.advice", "for", "for_with_conditions", "against"))),
    _o("proportionate", "A public authority weighs private life", "Human Rights Act 1998 s.6",
       _if(_is("controller.is_public_authority", True), _said("S4.6"))),
    _o("children", "Children's data has a compelling reason and their best interests", "ICO data sharing code",
       _if(_is("data.children", True), _said("S4.7"))),
    _o("joint", "Joint controllers have their arrangement", "UK GDPR Art 26",
       _if(_is("sharing.relationship", "joint_controllers"), _is("sharing.joint_arrangement", True))),
    _o("order", "What rests on a court's order is known to be an order", "OPCC 4.4",
       _if(_is("power.kind", "court_order"), _is("S1.4", "order"))),
    _o("annex-2", "A public authority at its tasks does not rely on Annex 2 paragraph 1", "UK GDPR Annex 2 para 1",
       _if(_PUBLIC_TASK, _not(_is("purpose.compatible_with_collection", "annex2_para1")))),
    # History, transfers, method, advice
    _o("history", "A serious incident that is open, or a past one nobody considered, lets nothing go", "OPCC 7.4",
       lambda model: z3.And(
           z3.Not(_past(model, lambda one: one.serious and one.closed is None)),
           z3.Implies(_past(model, lambda one: one.closed is None or (model.on - one.closed).days < 1090),
                      model.is_("S8.3", "considered")))),
    _o("approved", "An approval is relied on only where the country has one", "UK GDPR Art 45A",
       _if(_all(_ABROAD, _is("S9.2", "approved_by_regulations")), _not(_is("recipient.country", "GB", "ZZ")))),
    _o("test", "Safeguards have their data protection test", "UK GDPR Art 46(1A)",
       _if(_all(_ABROAD, _SAFEGUARDS), _is("S9.3", "met"))),
    _o("derogation", "A public authority at its tasks uses only the derogations that are open to it",
       "UK GDPR Art 49(3)",
       _if(_all(_ABROAD, _is("S9.2", "derogation"), _PUBLIC_TASK),
           _is("transfer.derogation", "tm.49d", "tm.49e", "tm.49f", "tm.49g"))),
    _o("method", "Data that needs guarding goes sealed, by a portal or by hand", "OPCC 7.3",
       _if(_GUARDED, _is("S10.1", "tm.platform", "tm.portal", "tm.hand"))),
    _o("advice", "Where advice is mandatory it is given", "OPCC 5.3, 8.1; UK GDPR Art 35(2)",
       _if(_any(_is("S6.1", "required"), _ABROAD, _is("data.children", True), _is("data.collected_on_consent", True),
                _is("S5.4", "no"), _is("dpo.asked_by_owner", True),
                _all(_said("exemption.code"), _not(_is("exemption.code", "none")))),
           _is("S11.1", "for", "for_with_conditions"))),
    _o("not-large", "A large scale goes by agreement", "OPCC 6.1",
       _not(_all(_is("sharing.type", "one_off"), _is("data.subjects_count", 1000)))),
    _o("living", "It is about people who are alive", "UK GDPR Recital 27", _is("data.about_living", True)),
)  # fmt: skip


def _past(model: Model, such: Callable[[Any], bool]) -> Any:
    """The recipient's history holds an incident such as that."""
    past = model.space["the recipient's history"]
    return model.is_(
        "the recipient's history", *(one for one in past if any(such(each) for each in one or ()))
    )
