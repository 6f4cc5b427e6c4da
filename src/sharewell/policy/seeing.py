"""Who sees which records: each rule is told once, and asked of one record (`sees`) or of a whole table (`narrowed`).

A list and a page that each had a rule of their own would drift apart: what the list hides the page would show.

    relation                            sees
    a post that the rule names          every record of the kind
    named in the record                 it
    a post that reaches its data set    it, and whatever is about a record that they see
    a post that reaches everything      what gathers cases of every business area
    the party it concerns               it, in the portal
    somebody of ours                    what describes the office itself, and is about no case
    anybody else                        nothing
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from enum import Enum

from sharewell.vocabulary.people import Actor, Role


class Wanted(Enum):
    """What a column holds, where it is not a certain text."""

    FILLED = "anything at all"
    SEEN = "the reference of a record that they see, or of no case"


Condition = tuple[str, str | Wanted]


@dataclass(frozen=True, slots=True, kw_only=True)
class Viewer:
    """Who looks. `names` are a person's accounts, `party` the organisation of somebody from outside.

    `areas` are the data sets that their posts reach; `None`: all of them. The default sees nothing.
    """

    names: frozenset[str] = frozenset()
    party: str = ""
    posts: frozenset[Role] = frozenset()
    areas: frozenset[str] | None = frozenset()

    @property
    def ours(self) -> bool:
        """Whether they hold a post here."""
        return self.areas is None or bool(self.areas)

    @property
    def here(self) -> bool:
        """Whether they are somebody of ours, with a post or without."""
        return bool(self.names) and Role.RECIPIENT not in self.posts

    def reaches(self, data_set: str) -> bool:
        """Whether a post of theirs reaches that data set."""
        return self.areas is None or data_set in self.areas


# Whoever runs the office's machine: they hold everything already.
EVERYTHING = Viewer(areas=None)


def of(actor: Actor) -> Viewer:
    """Somebody of ours. A post held for all areas reaches everything; what they own or stand in for they always see."""
    whole = any(actor.area_of(role) is None for role in actor.roles - {Role.RECIPIENT})
    lent = {data_set for delegation in actor.delegations for data_set in delegation.data_sets}
    reached = {data_set for _, data_set in actor.areas} | actor.owns | lent
    areas = None if whole else frozenset(reached)
    return Viewer(names=actor.accounts - {""}, posts=actor.roles, areas=areas)


def acting(actor: Actor, about: Iterable[str]) -> Actor:
    """Who acts, where what they do is about these data sets: a post that is held for others alone counts for nothing.

    So whatever room decides, it decides about somebody who holds the posts that reach this case, and no other.
    """
    for data_set in about:
        actor = actor.about(data_set)
    return actor


@dataclass(frozen=True, slots=True, kw_only=True)
class Seeing:
    """The rule of one kind of record: columns by what they say.

    `named` a person, `party` an organisation, `data_set` what it is about, `about` the reference of another record.
    `unplaced`: what is about nothing yet is seen by whoever holds a post. `posts` see every one;
    with `everybody` each of ours does, whatever post they hold or none; with `whole` whoever's posts reach everything.
    """

    what: str
    named: tuple[str, ...] = ()
    party: str = ""
    data_set: str = ""
    about: str = ""
    unplaced: bool = False
    posts: frozenset[Role] = frozenset()
    everybody: bool = False
    whole: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that it reads."""
        return tuple(each for each in (*self.named, self.party, self.data_set, self.about) if each)

    def narrowed(self, viewer: Viewer) -> frozenset[Condition] | None:
        """What must hold of a record, one of these at least; None where there is nothing to hold."""
        placed = self._placed(viewer)
        if placed is None or viewer.posts & self.posts or (self.everybody and viewer.here):
            return None
        if self.whole and viewer.areas is None:
            return None
        own: set[Condition] = {(column, name) for column in self.named for name in viewer.names}
        theirs: set[Condition] = {(self.party, viewer.party)} if self.party and viewer.party else set()
        return frozenset(own | theirs | placed)

    def _placed(self, viewer: Viewer) -> set[Condition] | None:
        """By what the record is about."""
        column = self.data_set or self.about
        if not column or not viewer.ours:
            return set()
        nowhere: set[Condition] = {(column, "")} if self.unplaced else set()
        if viewer.areas is None:
            return None if self.data_set or self.unplaced else {(column, Wanted.FILLED)}
        if self.data_set:
            return nowhere | {(column, area) for area in viewer.areas}
        return nowhere | {(column, Wanted.SEEN)}

    def sees(self, viewer: Viewer, record: Mapping[str, object], hidden: Container[object] = ()) -> bool:
        """Whether this one record is among them. `hidden` are the references that they do not see."""
        conditions = self.narrowed(viewer)
        return conditions is None or any(
            _holds(wanted, record[column] or "", hidden) for column, wanted in conditions
        )


def _holds(wanted: str | Wanted, said: object, hidden: Container[object]) -> bool:
    match wanted:
        case Wanted.FILLED:
            return bool(said)
        case Wanted.SEEN:
            return bool(said) and said not in hidden
        case text:
            return said == text


# --- cases: whoever's posts reach the data set ------------------------------------------------------------------------
REQUEST = Seeing(what="a one-off request", data_set="data_set")
EMERGENCY = Seeing(what="an emergency", data_set="data_set", named=("opened_by",), unplaced=True)
AGREEMENT = Seeing(what="an agreement", data_set="data_set", unplaced=True)
ASSESSMENT = Seeing(what="an impact assessment", data_set="data_set", unplaced=True)
RELEASE = Seeing(what="a release", data_set="data_set")
WITHHELD = Seeing(what="a person withheld from a data set", data_set="data_set")

# --- what is about a case: whoever sees the case; and the other side, what concerns it --------------------------------
PARCEL = Seeing(what="a parcel", about="release", party="recipient", unplaced=True)
COPY = Seeing(what="a copy that somebody holds", about="reference", party="party", unplaced=True)
INCIDENT = Seeing(what="an incident", about="release", named=("reported_by",), party="party", unplaced=True)
INCIDENT_QUESTION = Seeing(
    what="a question about an incident", about="incident", party="party", unplaced=True
)
CORRECTION = Seeing(what="a correction", about="release", unplaced=True)
NOTICE = Seeing(what="a notice of a correction", about="release", party="party", unplaced=True)
PAST_SHARING = Seeing(what="a sharing of the past", data_set="data_set", unplaced=True)

# --- what is somebody's own -------------------------------------------------------------------------------------------
# What is asked in confidence stays so (UK GDPR Article 38(5)); what is about a case belongs to those who read the case.
QUESTION_TO_THE_DPO = Seeing(
    what="a question to the DPO", named=("asked_by",), about="about", posts=frozenset({Role.DPO})
)
MESSAGE = Seeing(what="a message in the inbox", named=("to",))
SAVED_SEARCH = Seeing(what="a saved search", named=("person",))
CALENDAR = Seeing(what="a calendar link", named=("person",))

# --- what gathers cases of every area ---------------------------------------------------------------------------------
# Lots are drawn over every area, and whoever marks reads which cases were drawn; each case stays as closed as it was.
SAMPLE = Seeing(what="a dip sample", posts=frozenset({Role.AUDITOR, Role.DPO}), whole=True)
# Its entry names what it shows, which may be any case; whoever reads the case is told by whoever made the pack.
PACK = Seeing(what="a pack that was made", whole=True)

# --- the office itself: its registers, policies, surveys and people --------------------------------------------------
# The record of processing is one for the whole office (Article 30) and names agreements, which are no cases. What a
# board reads are counts: they name nobody and no case.
OF_THE_OFFICE = Seeing(what="what describes the office itself", everybody=True)

# --- the record -------------------------------------------------------------------------------------------------------
ENTRY = Seeing(what="what happened on a record", about="about", unplaced=True)
LETTER = Seeing(what="a message that left", about="about", unplaced=True)
