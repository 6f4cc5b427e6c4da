"""The record in tables: what outsiders can check (leaf, node, checkpoint), and, apart from it, what was said (words).

Leaves and nodes are only ever added. The words of an event lie under the key of their case: destroying that one key
destroys every word about the case, and no proof changes.
"""

from __future__ import annotations

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Q

from sharewell.policy.erasure import Need


class RowNumber(models.BigIntegerField):
    """A key that is the row's own number in SQLite too, which would else keep a second index of such keys."""

    def db_type(self, connection: BaseDatabaseWrapper) -> str | None:
        return "integer" if connection.vendor == "sqlite" else super().db_type(connection)


class Leaf(models.Model):
    """An entry of the log, numbered from 0 without gaps. It names no case and no person."""

    number = RowNumber(primary_key=True)
    version = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=100)
    commitment = models.BinaryField(max_length=32)


class Node(models.Model):
    """The hash of a complete subtree. `position` is its place in the order of writing (`tree.stored_position`)."""

    position = RowNumber(primary_key=True)
    hash = models.BinaryField(max_length=32)


class CaseKey(models.Model):
    """The key that the words about one record lie under, until it is destroyed."""

    reference = models.CharField(max_length=64, db_index=True)
    key = models.BinaryField(max_length=32, null=True)
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference"],
                condition=Q(destroyed_at__isnull=True),
                name="one_living_key_for_each_case",
            ),
            models.CheckConstraint(
                condition=Q(key__isnull=True, destroyed_at__isnull=False)
                | Q(key__isnull=False, destroyed_at__isnull=True),
                name="a_key_is_there_or_was_destroyed",
            ),
        ]


class Hold(models.Model):
    """Why the words about a record may still be needed, until it is closed."""

    reference = models.CharField(max_length=64, db_index=True)
    need = models.CharField(max_length=32, choices=[(need.value, need.label) for need in Need])
    opened_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)


class Erasure(models.Model):
    """Somebody's asking for the words about a record to be destroyed; answered once somebody else has done it."""

    reference = models.CharField(max_length=64)
    asked_by = models.CharField(max_length=150)
    asked_at = models.DateTimeField()
    done_by = models.CharField(max_length=150, blank=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["reference"], condition=Q(done_at__isnull=True), name="asked_for_once_at_a_time"
            ),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by="") | (Q(done_at__isnull=False) & ~Q(done_by="")),
                name="an_erasure_is_done_by_somebody_or_not_done",
            ),
            models.CheckConstraint(
                condition=~Q(done_by=models.F("asked_by")), name="an_erasure_takes_two_people"
            ),
        ]


class Words(models.Model):
    """What an event said, and its salt, sealed under the key of its case.

    The leaf is written with it and the key is locked meanwhile; a constraint would look both up once more.
    """

    leaf = models.OneToOneField(Leaf, on_delete=models.PROTECT, primary_key=True, db_constraint=False)
    case = models.ForeignKey(CaseKey, on_delete=models.PROTECT, db_constraint=False)
    at = models.DateTimeField(db_index=True)
    sealed = models.BinaryField()


class Checkpoint(models.Model):
    """A signed note: so many leaves had this root. `signed_at` is our own clock's word, and nothing more."""

    size = models.BigIntegerField()
    verifier_key = models.CharField(max_length=300)
    note = models.TextField()
    signed_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Signing two different trees of one size would be a fork in our own hand.
            models.UniqueConstraint(
                fields=["size", "verifier_key"], name="one_checkpoint_for_each_size_and_key"
            ),
        ]


class Message(models.Model):
    """The outbox: something to tell somebody, from the transaction that made it true until it has left."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENDING = "sending"
        SENT = "sent"
        INBOX = "inbox", "In the inbox"
        DOUBT = "doubt", "In doubt"
        GIVEN_UP = "given_up"

    number = models.BigAutoField(primary_key=True)
    # The same at every try, and on the letter: the other side can tell one letter from two.
    id = models.UUIDField(unique=True)
    leaf = models.ForeignKey(Leaf, on_delete=models.PROTECT)
    to = models.CharField(max_length=254)
    template = models.CharField(max_length=64)
    about = models.CharField(max_length=64)
    link = models.CharField(max_length=200, blank=True)
    due = models.DateField(null=True)
    state = models.CharField(max_length=8, choices=State.choices)
    created_at = models.DateTimeField()
    again_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    via = models.CharField(max_length=16, blank=True)
    why = models.CharField(max_length=200, blank=True)
    read_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["again_at"], condition=Q(state="waiting"), name="messages_that_wait"),
            models.Index(fields=["to", "-number"], name="messages_of_somebody"),
        ]


class Cosignature(models.Model):
    """A witness's line under one of our checkpoints, with the witness's word for when."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="cosignatures")
    witness = models.CharField(max_length=300)
    line = models.CharField(max_length=400)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checkpoint", "witness"], name="one_line_of_each_witness")
        ]


class TimeStamp(models.Model):
    """What a time stamping authority signed over one of our checkpoints: a whole answer of RFC 3161, and its time."""

    checkpoint = models.OneToOneField(Checkpoint, on_delete=models.PROTECT, related_name="stamp")
    token = models.TextField()
    at = models.DateTimeField()


class WitnessedLog(models.Model):
    """A partner's log, as we co-signed it last."""

    origin = models.CharField(max_length=200, primary_key=True)
    size = models.BigIntegerField()
    root = models.BinaryField(max_length=32)


class Look(models.Model):
    """What the monitor found when it computed the whole record again. No problems: intact."""

    at = models.DateTimeField()
    entries = models.BigIntegerField()
    problems = models.JSONField(default=list)


class Counter(models.Model):
    """The last number given to a reference of this prefix and year."""

    prefix = models.CharField(max_length=16)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["prefix", "year"], name="one_counter_for_each_prefix_and_year")
        ]
