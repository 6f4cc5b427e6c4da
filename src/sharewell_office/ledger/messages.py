"""What the office writes to people by itself: a fixed text for each occasion. Every room adds its occasions here.

A message holds a reference, a day and a link, and nothing else: no name, no value, nothing about anybody. What it is
about is behind the link, for those who may see it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """Something to tell somebody once what `record` writes is committed.

    `to` is a person's username, or the e-mail address of a party's contact. `template` is a name in `TEMPLATES`.
    `about` is a reference. `link` is a path in this office ("/requests/DSR-2026-0001/"); `due` the day it is about.
    Raises `NoSuchTemplate`; `SaysTooMuch` where it would be about an address, or lead to more than a page.
    """

    to: str
    template: str
    about: str
    link: str = ""
    due: date | None = None

    def __post_init__(self) -> None:
        if self.template not in TEMPLATES:
            raise NoSuchTemplate(self.template)
        if not _REFERENCE.fullmatch(self.about) or not _PATH.fullmatch(self.link):
            raise SaysTooMuch(self.template)


# One line without an address in it (references taken over from elsewhere have blanks); of a page, only where it is.
_REFERENCE = re.compile(r"[^@\r\n]{0,100}")
_PATH = re.compile(r"(/(?!/)[^?@\r\n]*)?")


class SaysTooMuch(ValueError):
    """What a message is about is no reference, or what it leads to is more than a page. The text says which message."""


class NoSuchTemplate(LookupError):
    """There is no message of that name: it would never be written."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A subject and a text, with places for {about}, {due}, {link} and {office}.

    `receipt` is the kind of entry whose receipt goes with it to a party outside. `secret`: its link ends in a secret
    that is worked out when the letter is sent (`adapters.secret_links`), and stands in the letter alone.
    """

    subject: str
    text: str
    receipt: str = ""
    secret: bool = False


TEMPLATES: Mapping[str, Template] = {
    "parcel-offered": Template(
        subject="A parcel waits for you: {about}",
        text="{office} has a parcel for you to collect. Its reference is {about}, and it waits until {due}. The person "
        "who sends it gives you the link and, another way, the code. This message holds neither.\n\n{link}",
        receipt="release.offered",
    ),
    "parcel-collected": Template(
        subject="Collected: {about}",
        text="The parcel {about} was collected on {due}, and the receipt is on the record. If it should not have been, "
        "tell {office} at once.\n\n{link}",
        receipt="release.delivered",
    ),
    "decision-told": Template(
        subject="The outcome of {about}",
        text="{office} has told you the outcome of {about}, and that is on its record.\n\n{link}",
        receipt="requester.notified",
    ),
    # copies that somebody must destroy
    "certificate-due": Template(
        subject="A certificate of destruction is due: {about}",
        text="The data of {about} may be kept until {due}. Destroy every copy by then, backups and copies passed on "
        "included, and give the certificate within ten working days after it.\n\n{link}",
    ),
    "certificate-overdue": Template(
        subject="Overdue: certificate of destruction for {about}",
        text="The data of {about} were to be destroyed by {due}, and there is no certificate. Until there is, {office} "
        "sends nothing more to this recipient.\n\n{link}",
    ),
    "certificate-received": Template(
        subject="Certificate of destruction received: {about}",
        text="The certificate for {about} is here.\n\n{link}",
    ),
    # changes to somebody's data, and incidents
    "correction": Template(
        subject="Something changed in {about}: please act on it",
        text="Data you hold from {about} were corrected, erased or restricted, or a consent was withdrawn. Sign in, "
        "carry it out in every copy, and acknowledge it by {due}.\n\n{link}",
    ),
    "contacts-changed": Template(
        subject="Contacts were changed: {about}",
        text="Somebody signed in for {about} changed the addresses that {office} writes to. This goes to the old and "
        "the new ones. If it was none of you, tell {office} at once.\n\n{link}",
    ),
    "correction-received": Template(
        subject="A change to carry out by {due}: {about}",
        text="Whoever gave us the data of {about} told us of a change to somebody's. Carry it out in every copy by "
        "{due}, and acknowledge it.\n\n{link}",
    ),
    "correction-carried-out": Template(
        subject="The change you told us of was carried out: {about}",
        text="{office} has carried out the change that you told us of, in every copy of {about} that we hold.",
    ),
    "correction-overdue": Template(
        subject="Overdue: a change in {about} is not acknowledged",
        text="A change to data from {about} was to be carried out and acknowledged by {due}. Until it is, "
        "{office} sends nothing more to this recipient.\n\n{link}",
    ),
    "withhold-by-hand": Template(
        subject="Withhold somebody by hand: {about}",
        text="Somebody in {about} withdrew consent, and the office cannot tell by which fields they are "
        "known in the data set. Put them on the list of people withheld, before anything more is released.\n\n{link}",
    ),
    "incident-with-your-data": Template(
        subject="An incident with data that you gave us: {about}",
        text="There was an incident at {office} with data that you gave us, or there may have been. Its reference is "
        "{about}. Our Data Protection Officer looks into it and tells you more; ring them if you cannot wait.",
    ),
    "incident-reported": Template(
        subject="Incident reported: {about}", text="An incident was reported. Assess it now.\n\n{link}"
    ),
    "incident-question": Template(
        subject="A question about {about}, to be answered by {due}",
        text="{office} needs something from you about {about}. Sign in to read and answer it by {due}.\n\n{link}",
    ),
    "incident-answered": Template(
        subject="Answered: a question about {about}", text="The recipient answered.\n\n{link}"
    ),
    "incident-clock": Template(
        subject="The clock of {about} runs",
        text="Nobody has decided yet who is told of {about}. The regulator is told within 72 hours.\n\n{link}",
    ),
    # surveys of what is shared
    "survey-asked": Template(
        subject="What does your team share? Please answer by {due}",
        text="{office} asks every team what personal data it shares, inside the organisation and outside. You answer "
        "for a team. If it shares nothing, say so and sign it: silence does not count. Not the right person? Say who "
        "is, on the same page.\n\n{link}",
    ),
    "survey-reminder": Template(
        subject="Reminder: your team's answer is due on {due}",
        text="There is no signed answer from your team yet. It may take ten minutes, and what you have written is "
        "kept. If your team shares nothing, sign a nil return.\n\n{link}",
    ),
    "survey-overdue": Template(
        subject="Overdue: your team's answer was due on {due}",
        text="There is no signed answer from your team. This goes to its respondent and its deputy. In a week its "
        "manager is told.\n\n{link}",
    ),
    "survey-escalated": Template(
        subject="Teams of yours have not answered: {about}",
        text="Teams that you stand above have not said what they share. It was due on {due}. See which, ask them, or "
        "give them more time.\n\n{link}",
    ),
    "survey-not-answered": Template(
        subject="Teams that have not answered: {about}",
        text="These teams have not said what they share, after two reminders and after their managers were told. It "
        "was due on {due}.\n\n{link}",
    ),
    "adherence-due": Template(
        subject="An adherence audit is due: {about}",
        text="A policy or a standing order was launched, and it is time to see whether it is followed. It was due on "
        "{due}. Name a sample, look at what people attested, and write down what you see.\n\n{link}",
    ),
    "flow-unregistered": Template(
        subject="Sharing that nobody agreed to: {about}",
        text="A team declared that it shares personal data, and no agreement or decision allows it. It is paused. "
        "Decide what becomes of it.\n\n{link}",
    ),
    "hold": Template(
        subject="Destroy nothing: {about} is on hold",
        text="A legal hold was put on {about}. Until it is lifted, nobody may destroy any of it.\n\n{link}",
    ),
    # decisions
    "emergency-alarm": Template(
        subject="The clock of {about} rings",
        text="An emergency disclosure waits to be recorded or reviewed, and its time is up or nearly so. Open it "
        "now; it stays open until it is done.\n\n{link}",
    ),
    "cover": Template(
        subject="You cover for a colleague from {due}",
        text="You decide in a colleague's place from {due} on ({about}). What waits is on your work.\n\n{link}",
    ),
    "dpo-asked": Template(subject="A question for the DPO: {about}", text="Somebody asks the DPO.\n\n{link}"),
    "dpo-answered": Template(
        subject="The DPO has answered: {about}", text="Your question to the DPO is answered.\n\n{link}"
    ),
    "handed-on": Template(
        subject="Handed to you: {about}",
        text="The request {about} goes another way and is yours from now on. Its page says which way, and by when "
        "it is to be answered.\n\n{link}",
    ),
    # the register
    "review-due": Template(
        subject="{about} is to be reviewed by {due}",
        text="The agreement {about} is to be reviewed by {due}. Thirty days after that nothing more leaves under it. "
        "Look at it, and record what you found.\n\n{link}",
    ),
    "office-succeeded": Template(
        subject="Another body follows us on {due}: {about}",
        text="By law another legal entity follows {office} on {due}. The agreement {about}, and every other we have "
        "with you, goes on with it unchanged: nothing is signed again, and what is owed stays owed by the same days. "
        "From that day on we write to you under the new name.\n\n{link}",
    ),
    "registration-lapses": Template(
        subject="A registration with the regulator lapses on {due}: {about}",
        text="The registration of {about} with the Information Commissioner lapses on {due}. Ask for the new one, and "
        "write it on the card.\n\n{link}",
    ),
    "notice-gap": Template(
        subject="A privacy notice does not name everybody: {about}",
        text="Since the notice {about} was published, an agreement came into force with somebody it does not name. "
        "Review it, and publish a new edition.\n\n{link}",
    ),
    # people
    "invited": Template(
        subject="You are invited to {office}",
        text="{office} invites you to its Sharewell. Follow the link, choose a password, and sign in with it: then you "
        "set up a second factor. The link is yours alone, works once, and is over on {due}. If you expected nothing of "
        "the kind, do not follow it, and tell {office}.\n\n{link}",
        secret=True,
    ),
    "proof-changed": Template(
        subject="What you sign in with was changed",
        text="A password, an authenticator app, a passkey or the recovery codes of your account {about} with {office} "
        "were changed a moment ago. If that was you, nothing more is needed. If not, tell {office} at once: somebody "
        "else may be at your account.\n\n{link}",
    ),
    # assurance
    "training-ends": Template(
        subject="Training runs out on {due}",
        text="Data protection training runs out on {due}, or has run out. After that day nobody decides about a "
        "request or lets a file go. Complete the course, and have it written down.\n\n{link}",
    ),
    "campaign-item": Template(
        subject="Two minutes on data sharing: {about}",
        text="A short piece to read, with one question. It may be skipped.\n\n{link}",
    ),
    "action-overdue": Template(
        subject="Overdue: an action of {about}",
        text="An action of {about} was due on {due} and is not done. Write what was done, close it, or have its day "
        "moved with a reason: the day it was first due stays.\n\n{link}",
    ),
    "action-escalated": Template(
        subject="Escalated to you: an action of {about}",
        text="An action of {about} was due on {due}, and those who have to do it do not get it done. You answer for "
        "its area: see what stands in its way, give it a new day with a reason, or have it done by others.\n\n{link}",
    ),
    "policy-review": Template(
        subject="A policy is to be reviewed: {about}",
        text="The policy {about} is to be reviewed: its day is near or past, or something it rests on has changed. "
        "Read it, and write down what stays and why, or the next version.\n\n{link}",
    ),
    "hold-lifted": Template(
        subject="The hold on {about} is lifted",
        text="The hold on {about} is lifted, and the agreed last day counts again: {due}. Where it has passed, destroy "
        "the data and give the certificate within ten working days.\n\n{link}",
    ),
}


def written(template: str, **places: str) -> tuple[str, str]:
    """Subject and text with the places filled. A template that is no longer there still says what it was about."""
    found = TEMPLATES.get(template) or Template(
        subject="About {about}", text="{office}: about {about}.\n\n{link}"
    )
    return found.subject.format(**places), found.text.format(**places).strip()


RECEIPT = (
    "Keep the attached receipt: it proves to anybody, without us, that this stands on our record. "
    "`sharewell verify` checks it, and so does the page we gave you with our key."
)


def has_secret(template: str) -> bool:
    """Whether a letter's link ends in a secret."""
    found = TEMPLATES.get(template)
    return found is not None and found.secret


def receipt_with(template: str) -> str:
    """The kind of entry whose receipt goes with a message; "" where none does."""
    found = TEMPLATES.get(template)
    return found.receipt if found else ""
