"""What happened, in words: one sentence for each kind of event. Every room adds its kinds here.

`{name}` stands for what the event's details hold under that name; where they hold nothing readable it is left out.
`{name!p}` is the id of a person, who is told by name.
A kind that is not here is still told, by its own words: "request.withdrawn" is "Request withdrawn".
"""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from sharewell.policy.law import VERSIONS

NOBODY: Mapping[str, str] = {}
SENTENCES = {
    "isa.created": "A draft agreement was put on the register: {title}",
    "isa.recorded": "An agreement was taken over from another register",
    "isa.record_updated": "An agreement taken over from another register was brought up to date",
    "apd.added": "It covers paragraphs of Schedule 1 from now on: {paragraphs}",
    "notice.linked": "The notice that is given because of it was linked: {notice}",
    "isa.review_reminded": "The owner was reminded that it is to be reviewed by {review_on}",
    "registration.expiring": "Its registration with the regulator lapses on {expires}",
    "notice.gap": "It does not name everybody we share with: {missing}",
    "organisation.succeeded": "Its duties go over to {to_name}. Agreements that go over: {agreements}",
    "organisation.succession_called_off": "That {to_name} follows the office was called off: {reason}",
    "isa.novated": "{to_name} takes our place in it from {takes_effect} on, by law: {instrument}",
    "party.recorded": "An organisation was taken over from a spreadsheet",
    "party.record_updated": "An organisation was brought up to date from a spreadsheet",
    "asset.recorded": "An information asset was taken over from a spreadsheet",
    "asset.record_updated": "An information asset was brought up to date from a spreadsheet",
    "dpia.recorded": "An impact assessment was taken over from a spreadsheet",
    "dpia.record_updated": "An impact assessment was brought up to date from a spreadsheet",
    "dpia.screened": "Screening for an impact assessment said: {result}",
    "dpia.started": "An impact assessment was begun: {title}",
    "dpia.written": "The impact assessment was written on",
    "dpia.advised": "The Data Protection Officer advised on the impact assessment",
    "dpia.advice_accepted": "The advice on the impact assessment was accepted",
    "dpia.advice_overruled": "The advice on the impact assessment was overruled, with reasons",
    "dpia.regulator_consulted": "The regulator was consulted; its answer is due by {answer_due}",
    "dpia.regulator_answered": "The regulator answered",
    "dpia.signed": "The impact assessment was signed; the risk that is left is {residual}",
    "dpia.measure_done": "Measure {measure} was put in place",
    "dpia.reopened": "The impact assessment was opened again: {why}",
    "dpia.covers": "The impact assessment covers {about} as well",
    "dpia.given_up": "The impact assessment was given up: {why}",
    "past_sharing.recorded": "A line of an earlier activity log was taken over",
    "past_sharing.record_updated": "A line of an earlier activity log was brought up to date",
    "person.added": "A person was taken over from a spreadsheet: {posts}",
    "person.changed": "What is said of a person was brought up to date: {posts}",
    "isa.imported": "A file of agreements was taken over: {created} created, {updated} updated",
    "isa.import_undone": "What a file said of it was undone",
    "party.imported": "A file of organisations was taken over: {created} created, {updated} updated",
    "party.import_undone": "What a file said of it was undone",
    "asset.imported": "A file of information assets was taken over: {created} created, {updated} updated",
    "asset.import_undone": "What a file said of it was undone",
    "dpia.imported": "A file of impact assessments was taken over: {created} created, {updated} updated",
    "dpia.import_undone": "What a file said of it was undone",
    "past_sharing.imported": "An earlier activity log was taken over: {created} created, {updated} updated",
    "past_sharing.import_undone": "What a file said of it was undone",
    "person.imported": "A file of people was taken over: {created} created, {updated} updated",
    "person.import_undone": "What a file said of it was undone",
    "import.undone": "A file that was taken over was undone",
    "isa.published": "It was decided that the public may read of the agreement",
    "isa.withheld_from_public": "It was decided that the public does not learn of the agreement until {ask_again}",
    "calendar.subscribed": "A private address of the calendar was made",
    "calendar.revoked": "The private address of the calendar was taken back",
    "register.exported": "The public register was exported",
    "isa.dpo_reviewed": "The Data Protection Officer reviewed the agreement",
    "isa.signed": "The owner of the data set signed the agreement",
    "isa.countersigned": "The recipient signed the agreement",
    "isa.activated": "The agreement came into force",
    "isa.suspended": "The agreement was suspended: {reason}",
    "isa.resumed": "The agreement was resumed",
    "isa.ended": "The agreement was ended: {reason}",
    "isa.amended": "The draft was changed: {parts}",
    "isa.notice_decided": "It was decided what people are told: {choice}",
    "isa.component_check": "The Data Protection Officer held the partner’s text against the components",
    "isa.partner_file_brought": "The partner’s own text was brought",
    "isa.components_mapped": "It was said where each component stands in the partner’s text; missing: {missing}",
    "isa.sent_for_signature": "A link for signing was made for a party",
    "isa.commented": "A party commented on the draft",
    "isa.variation_drafted": "A new edition was drafted",
    "isa.renewed": "The new edition took the place of {varies}",
    "isa.superseded": "A new edition took its place: {by}",
    "isa.succeeded": "A party was succeeded by {to_name}",
    "isa.review_completed": "The agreement was reviewed: {reason}",
    "isa.closed": "The agreement was closed",
    "iar.linked": "The agreement was entered in the information asset register",
    "ropa.linked": "The agreement was entered in the record of processing activities",
    # registers beside the agreements
    "entry.added": "It was put on the register: {title}",
    "entry.amended": "It was changed: {parts}",
    "entry.brought_into_force": "It came into force; it is looked at again on {review_on}",
    "template.released": "Version {version} went live: {fields} fields, {minutes} minutes, reading age {reading_age}",
    "entry.reviewed": "It was reviewed: {reason}",
    "entry.retired": "It was retired: {reason}",
    "processor.checklist": "The contract was held against Article 28; clauses missing: {missing}",
    "contract.activated": "From now on files may be sent under it",
    "notice.published": "A new edition of the notice was published",
    # one-off requests
    "request.received": "A request was received",
    "stage.answered": "Stage {stage} was answered",
    "stage.blocked": "Stage {stage} was blocked: {codes}",
    "rule.refused": "Stage {stage} was refused by a rule: {codes}",
    "dpo.advised": "The Data Protection Officer advised: {advice}",
    "dpo.asked": "The Data Protection Officer was asked a question ({reference})",
    "dpo.answered": "The Data Protection Officer answered a question ({reference})",
    "request.submitted": "The request was submitted for decision",
    "request.returned": "The request was returned: {note}",
    "request.withdrawn": "The request was withdrawn",
    "decision.approved": "The request was approved",
    "decision.approved_reduced": "The request was approved with fewer fields: {fields}",
    "decision.approved_with_conditions": "The request was approved with conditions: {conditions}",
    "decision.refused": "The request was refused",
    "decision.blocked": "A decision was tried and not permitted: {codes}",
    "decision.delivered": "The decision was delivered",
    "case.diverted": "The case was closed, because the policy takes it another way: {codes}",
    "case.out_of_scope": "The case was closed, because it is outside the policy: {codes}",
    "hand_off.due_moved": "It is due there on {to} instead of {from}: a day off was proclaimed, or taken back",
    "hand_off.done": "Where it was handed to, it is done: {how}",
    "request.agreement_proposed": "An agreement was drafted from it, because requests of its kind repeat: {agreement}",
    "emergency.opened": "An emergency was opened",
    "disclosure.oral": "It was told by word of mouth: {told}",
    "emergency.recorded": "The record of the emergency was completed",
    "emergency.alarm": "A clock of the emergency ran out: {code}",
    "dpo.informed": "The Data Protection Officer was informed, and advised: {advice}",
    "emergency.reviewed": "The owner of the data reviewed it: {says}",
    "emergency.stood_down": "The emergency was stood down: nothing was told",
    "terms.sent": "The written terms were sent ({terms})",
    "case.triaged": "The case was triaged: nobody is said to be identifiable",
    "disclosure_control.passed": "A table passed the disclosure test",
    "disclosure_control.failed": "A table failed the disclosure test: {codes}",
    "exemption.recorded": "An exemption from telling people was recorded: {exemption}, to be looked at again {until}",
    "history.shown": "The recipient's history was shown: {incidents} {duties}",
    "transfer.assessed": "A transfer abroad was assessed: {mechanism}",
    "transfer.dpo_consulted": "The Data Protection Officer was consulted on a transfer abroad",
    "order.verified": "An order was verified: {made_by}",
    "exception.countersigned": "The Chief Executive countersigned two duties in one person: {reason}",
    "decision.revoked": "The approval was taken back: {reasons}",
    "decision.expired": "The approval lapsed: its last day was {valid_until}",
    "absence.arranged": "{person!p} is away from {starts} to {ends}; cover: {cover!p}",
    "absence.ended": "The absence was ended early",
    "delegation.made": "{from!p} delegated {data_sets} to {to!p}, from {starts} to {ends}",
    "delegation.revoked": "The delegation was revoked",
    "law.advised": "The Data Protection Officer advised on version {version} of the law and the policy",
    "law.approved": "Version {version} of the law and the policy was approved",
    "law.rejected": "Version {version} of the law and the policy was rejected",
    "requester.notified": "The requester was told the outcome: {outcome}",
    # releases, and what becomes of them
    "release.examined": "The gate examined a file of {rows}: {decision}",
    "release.blocked": "The gate refused a file of {rows}: {codes}",
    "release.permitted": "The release of {rows} under {authority} was permitted",
    "release.sealed": "The file was sealed for the recipient",
    "release.brought": "A file was brought to the gate under {authority}",
    "release.cancelled": "The examination was stopped",
    "release.unreadable": "The file could not be examined",
    "release.mended": "The file was treated to mend what was found: {treatments}",
    "release.mend_undone": "The last treatment was undone: {treatments}",
    "release.cleared": "A finding for review was cleared ({code}): {reason}",
    "release.clearance_taken_back": "A clearance was taken back ({code})",
    "release.quality_noted": "An accuracy note was written",
    "release.withdrawn": "The release was given up before the recipient had it",
    "incident.advised": "The Data Protection Officer advised on releases under {authority} despite it",
    "incident.decided": "The Chief Executive decided that files may go under {authority} despite it: {conditions}",
    "incident.decision_taken_back": "The decision to let files go under {authority} despite it was taken back",
    "index.forgotten": "What was remembered of the file for comparing later ones was destroyed",
    "index.purpose_noted": "The index for comparing files of a data set was entered: {ropa}, {dpia}",
    "index.key_changed": "The key of the index for comparing files was destroyed",
    "list.kept": "The list {list} was kept, to be laid beside files",
    "person.withheld": "A person's data are withheld from {data_set} ({because})",
    "person.lifted": "A person's data are not withheld any more",
    "release.offered": "The parcel was offered to the recipient",
    "terms.accepted": "{name}, {post}, accepted the terms",
    "release.delivered": "{name}, {post}, collected the parcel",
    "copy.received": "A copy of another body's data was taken down, to be destroyed by {destroy_by}",
    "retention.chased": "A reminder went out that the copy must be destroyed and certified ({reminder} of {of})",
    "retention.due_moved": "The certificate is due on {to} instead of {from}: a day off was proclaimed, or taken back",
    "retention.certified": "The destruction of the copy was certified, level {level}: {method}",
    "retention.held": "A legal hold was put on the copy",
    "retention.hold_lifted": "The legal hold on the copy was lifted",
    "duty.cleared": "A duty of the recipient was done",
    "correction.sent": "The recipient was told of a change to somebody's data: {change}",
    "correction.acknowledged": "{name}, {post}, acknowledged the change",
    "correction.received": "Whoever gave us the data told us of a change to somebody's: {change}",
    "correction.carried_out": "{name}, {post}, carried out the change and acknowledged it to whoever gave us the data",
    "correction.due_moved": "To be acknowledged by {to} instead of {from}: a day off was proclaimed, or taken back",
    "correction.escalated": "The change was not acknowledged in time; those above the contact were told",
    "consent.withdrawn": "A person withdrew their consent",
    "subject.looked_up": "Somebody asked who holds a person's data, for {because}; {copies} copies were found",
    "incident.reported": "An incident was reported: {kind}",
    "party.contacts_changed": "Its own people changed the addresses that we write to",
    "subjects.forgotten": "Its index of the people in it was destroyed: nobody holds the data any more",
    "subjects.key_destroyed": "The key {key} of the subject index was destroyed: nothing is indexed with it any more",
    "subjects.key_made": "A newer key of the subject index was made: {key}",
    "incident.giver_told": "Whoever gave us the data was told of the incident: {how}",
    "incident.assessed": "The incident was assessed: {band}, score {score}",
    "incident.asked": "The recipient was asked something about the incident",
    "incident.cooperation": "The recipient answered",
    "incident.settled": "It was decided who is told of the incident",
    "incident.closed": "The incident was closed, with reasons",
    "incident.clock": "{hours} hours have gone without a decision on the incident",
    "key.given": "A key was given, to be verified",
    "key.verified": "The key was verified by another channel: {check}",
    "key.declined": "A key that was given was thrown away: {check}",
    "key.given_up": "The key was taken off the card",
    "release.resumed": "The recipient went on with the download",
    "release.parcel_destroyed": "Our sealed parcel was destroyed: {because}",
    "release.link_revoked": "The link to the parcel was taken back",
    "message.sent_again": "A message that was stuck was sent again",
    "record.key_changed": "The key that signs the record was changed, to {key}",
    # showing the record to others
    "pack.made": "A pack was made that shows {shows} ({files} files)",
    "audit.looked": "An auditor from outside looked at it",
    # people
    "api_key.made": "An API key was made, good until {ends_on}",
    "api_key.ended": "An API key was ended",
    "person.invited": "Somebody was invited, to be: {posts}",
    "person.joined": "Somebody who was invited came in",
    "person.accounts_joined": "Two accounts were found to be one person's",
    "person.accounts_parted": "Two accounts were found to be two people's",
    "person.left": "Somebody left: they act no more",
    "person.signed_in": "Signed in",
    "person.password_failed": "Somebody tried to sign in with a wrong password",
    "person.code_failed": "Somebody who knew the password gave a wrong code",
    "person.proof_changed": "What they sign in with was changed: {what}",
    "person.factor_reset": "A lost second factor was reset",
    "person.owns_no_more": "Somebody else answers for {data_set} from now on",
    "person.posts_given": "It was said what they do here: {posts}",
    "person.posts_changed": "Their groups changed, and their posts with them: {posts}",
    # keeping, and destroying
    "hold.opened": "The words were put on hold: somebody may need them ({need})",
    "hold.closed": "A hold was closed ({need})",
    "erasure.asked": "It was asked that the words be destroyed",
    "erasure.done": "The words were destroyed; every entry stands",
    # assurance
    "board.stood": "What stands on {on} was kept for the board",
    "holiday.proclaimed": "{day} was proclaimed a day off: {why}",
    "holiday.taken_back": "{day} is a working day again: {why}",
    "survey.due_moved": "The survey is due on {to} instead of {from}: a day off was proclaimed, or taken back",
    "survey.launched": "The survey was launched: {title}. {teams} teams were asked, to answer by {due}",
    "survey.reminded": "Survey: {says} ({level}): {teams}",
    "survey.escalated": "Survey: {says} ({level}): {teams}",
    "survey.saved": "{team} wrote something down in its return",
    "survey.answered": "{team} signed its return",
    "survey.delegated": "{team} has somebody else answer as well",
    "survey.handed_on": "The return of {team} was handed on: {why}",
    "survey.extended": "{team} has until {to}, not {from}: {why}",
    "survey.merged": "{into} answers for {team}",
    "survey.closed": "The survey was closed; {silent} teams had not answered",
    "team.kept": "The team {team} was written down",
    "team.ended": "The team {team} no longer exists",
    "flow.unregistered": "{team} shares data that nobody agreed to ({code})",
    "flow.stale": "{team} shares data under an agreement that is out of date ({code})",
    "flow.stopped": "The sharing was stopped: {why}",
    "flow.interim_asked": "Interim authority was asked for: {request}",
    "flow.agreement_begun": "An agreement was begun for it: {agreement}",
    "flow.covered": "It goes under {agreement}",
    "sample.seed_committed": "The seed of a sample was fixed before it was drawn",
    "action.opened": "Action {action} was opened, due {due}: {text}",
    "action.loaded": "Action {action} of {review} was taken over from a table",
    "action.record_updated": "Action {action} of {review} was brought up to date from a table",
    "action.overdue": "Action {action} is overdue: it was due on {due}",
    "action.updated": "Action {action}: {text}",
    "action.due_moved": "Action {action} is due on {to} now, not {from}: {text}",
    "action.closed": "Action {action} was closed: {text}",
    "action.reopened": "Action {action} was reopened: {text}",
    "action.referred": "Action {action} will be addressed through action {to}: {text}",
    "action.escalated": "Action {action} was escalated to who answers for its area: {text}",
    "policy.drafted": "Version {version} was drafted",
    "policy.commented": "{stakeholder} commented on version {version}",
    "policy.comment_answered": "A comment on version {version} was answered",
    "policy.approved": "Version {version} was approved by senior management",
    "policy.published": "Version {version} was launched; its next review is on {next_review}",
    "policy.clause_reviewed": "Clause {clause} was reviewed: {conclusion}",
    "policy.review_opened": "A review was opened: {because}",
    "policy.review_chased": "A reminder of the review went out",
    "policy.reviewed": "The review was finished: {outcome}",
    "policy.attested": "Somebody said that they have read version {version} and will follow it",
    "source.watched": "{title} is watched from now on",
    "source.changed": "{title} has changed",
    "training.course_opened": "The course {title} was put on the list",
    "training.completed": "Some completed the course, which is good until {until}",
    "training.set_anew": "Until when people are trained was told anew",
    "training.chased": "Those whose training runs out were written to",
    "campaign.planned": "The campaign was planned: {title}",
    "campaign.item_added": "A piece was added: {title}",
    "campaign.approved": "Communications approved the campaign",
    "campaign.item_published": "Piece {number} went out",
    "board.reported": "The board was given its report, {first} to {last}",
    "governance.decided": "It was decided: {taken}. {function} answers for it",
    "governance.checked": "It was checked whether the decision is kept: {found}",
    "practice.noted": "A practice seen at {source} was put in the library",
    "practice.weighed": "The practice was {verdict}: {reason}",
    "sample.drawn": "A sample was drawn for checking, out of {of} cases",
    "adherence_audit.scheduled": "It was scheduled by the launch of {policy}, version {version}: due {due}",
    "adherence_audit.due": "The day of the audit of {policy} has come: {due}",
    "adherence_audit.due_moved": "It is due on {to} now, not {from}: {why}",
    "adherence_audit.sample_named": "It rests on the sample {sample}",
    "adherence_audit.evidence_added": "Evidence: {text} ({where})",
    "adherence_audit.concluded": "Concluded: {verdict}. {attested} of {asked} have attested. {words}",
    "sample.marked": "{case} was marked: {deviating}",
    "sample.settled": "What two markers saw differently in {case} was settled: {why}",
    "sample.widened": "The sample was widened to {to} cases drawn by chance: {accept} deviate",
    "sample.concluded": "The sample was concluded: {deviations} of {sampled} cases deviate; at most {upper} of all",
}


def sentence(kind: str, details: Mapping[str, Any], names: Mapping[str, str] = NOBODY) -> str:
    """The sentence for an event, with the names of the people in it, by their ids.

    Never fails: the record must be readable whatever is on it.
    """
    template = SENTENCES.get(kind) or kind.replace(".", " ").replace("_", " ").capitalize()
    named = {field: names.get(person, person) for field, person in _people(kind, details).items()}
    return _TELL.vformat(template, (), _Told({**details, **named})).replace(" ()", "").rstrip(" :,")


def people(kind: str, details: Mapping[str, Any]) -> set[str]:
    """The ids of the people whom the sentence for an event names."""
    return set(_people(kind, details).values())


def _people(kind: str, details: Mapping[str, Any]) -> dict[str, str]:
    marked = [name for _, name, _, mark in _TELL.parse(SENTENCES.get(kind, "")) if name and mark == "p"]
    return {name: person for name in marked if isinstance(person := details.get(name), str)}


def erased(kind: str) -> str:
    """The sentence for an event whose words were destroyed."""
    return f"{sentence(kind, {})} (the words were destroyed; the entry stands)"


def changed(kind: str) -> str:
    """The sentence for an event whose words no longer open."""
    return f"{sentence(kind, {})} (WARNING: what is stored here is not what was recorded)"


class _Telling(string.Formatter):
    """Knows the mark of a person, whose name was put in the place of the id."""

    def convert_field(self, value: Any, conversion: Any) -> Any:
        return value if conversion == "p" else super().convert_field(value, conversion)


class _Told(dict[str, Any]):
    """Details as text: words, numbers and lists of words; anything else, and what is not there, is left out."""

    def __missing__(self, name: str) -> str:
        return ""

    def __getitem__(self, name: str) -> Any:
        value = super().__getitem__(name)
        if name in {"stage", "code", "codes"}:
            return ", ".join(_named(each) for each in (value if isinstance(value, list) else [value]))
        if isinstance(value, list):
            return ", ".join(each for each in value if isinstance(each, str)) if value else "none"
        if name == "rows" and isinstance(value, int):
            return "1 row" if value == 1 else f"{value:,} rows"
        return _plain(value) if isinstance(value, str | int) else ""


def _named(code: Any) -> str:
    """A stage or a reason of the law with its title: "S1 (who is asking)"; what is neither stays as it is."""
    if not isinstance(code, str):
        return ""
    title = _titles().get(code, "")
    begun = title if title[1:2].isupper() else title[:1].lower() + title[1:]
    return f"{code} ({begun})" if title else code


@cache
def _titles() -> Mapping[str, str]:
    """What every stage and every reason of the law is called, as the latest version has it."""
    stages = {stage.id: stage.title for law in VERSIONS for stage in law.stages}
    return stages | {reason.code: reason.title for law in VERSIONS for reason in law.reasons}


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None


def _plain(value: str | int) -> str:
    """A code as words ("for_with_conditions" is "for with conditions") and a day as people say it; else as it is."""
    text = str(value)
    if day := _day(text):
        return f"{day.day} {day:%B %Y}"
    return text.replace("_", " ") if text.isidentifier() and text.islower() else text


_TELL = _Telling()
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
