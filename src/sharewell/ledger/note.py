"""A text signed by one key or several (C2SP signed-note): what checkpoints and receipts are written on.

    northshire.example.org/record
    5
    qsFnRmUVlzzuHmJUUnCcJG8UTqxcDLkeLg5mDrHQ3KQ=

    — northshire.example.org/record 6HMn…

The text ends where the last empty line begins. Each signature line names its key and carries four bytes of
key id, so that a reader finds the key to check it with. Reading is strict: there is one way to write a
note, and any other is refused with `NoteUnreadable`."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from hashlib import sha256

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = 0x01
COSIGNATURE = 0x04
_ALGORITHMS = frozenset({ED25519, COSIGNATURE})
_MOST_SIGNATURES = 64
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_DASH = "— "


@dataclass(frozen=True, slots=True, kw_only=True)
class VerifierKey:
    """The public half of a key: its name, what it signs (notes, or a witness's cosignatures), 32 bytes."""

    name: str
    public: bytes
    algorithm: int = ED25519

    def __post_init__(self) -> None:
        _must_be_a_name(self.name)
        if self.algorithm not in _ALGORITHMS:
            raise KeyUnreadable("the key is neither an Ed25519 key nor a witness's Ed25519 key")
        if len(self.public) != 32:
            raise KeyUnreadable("an Ed25519 public key has 32 bytes")

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read `name+keyid+base64`. Raises `KeyUnreadable` for any other spelling."""
        name, _, rest = text.partition("+")
        _, _, encoded = rest.partition("+")
        body = _decoded(encoded, KeyUnreadable("a verifier key is written NAME+ID+KEY"))
        key = cls(name=name, algorithm=body[0] if body else 0, public=body[1:])
        if str(key) != text:
            raise KeyUnreadable("the key's id does not belong to its name and key")
        return key

    @property
    def id(self) -> bytes:
        """The four bytes by which a signature line points at this key."""
        return sha256(self.name.encode() + b"\n" + self._body).digest()[:4]

    @property
    def _body(self) -> bytes:
        return bytes([self.algorithm]) + self.public

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{_encoded(self._body)}"

    def signed(self, message: bytes, signature: bytes) -> bool:
        """Whether these are this key's 64 bytes over that message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningKey:
    """The private half. `seed` is 32 random bytes, given by whoever may draw them. Its repr is safe."""

    name: str
    seed: bytes
    algorithm: int = ED25519

    @classmethod
    def parse(cls, text: str) -> SigningKey:
        """Read `PRIVATE+KEY+name+keyid+base64`, the form Go's note package writes. Raises `KeyUnreadable`."""
        problem = KeyUnreadable("a signing key is written PRIVATE+KEY+NAME+ID+KEY")
        match text.strip().split("+", 4):
            case ["PRIVATE", "KEY", name, _, encoded]:
                body = _decoded(encoded, problem)
            case _:
                raise problem
        if len(body) != 33:
            raise problem
        key = cls(name=name, algorithm=body[0], seed=body[1:])
        if key.text() != text.strip():
            raise KeyUnreadable("the signing key's id does not belong to its name and key")
        return key

    def text(self) -> str:
        """The key as its file holds it."""
        body = bytes([self.algorithm]) + self.seed
        return f"PRIVATE+KEY+{self.name}+{self.verifier().id.hex()}+{_encoded(body)}"

    def verifier(self) -> VerifierKey:
        """The public half, which may be shown to anyone."""
        public = Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw()
        return VerifierKey(name=self.name, algorithm=self.algorithm, public=public)

    def over(self, message: bytes) -> bytes:
        """The 64 bytes of signature over a message."""
        return Ed25519PrivateKey.from_private_bytes(self.seed).sign(message)

    def __repr__(self) -> str:
        return f"SigningKey(name={self.name!r})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """One signature line: whose, by which key id, and the bytes (64 for a note, 72 for a cosignature)."""

    name: str
    key_id: bytes
    signature: bytes

    @classmethod
    def parse(cls, line: str) -> Signature:
        """Read `— name base64`. Raises `NoteUnreadable`."""
        problem = NoteUnreadable("a signature line is written: dash, key name, signature in base64")
        if not line.startswith(_DASH):
            raise problem
        name, _, encoded = line.removeprefix(_DASH).partition(" ")
        body = _decoded(encoded, problem)
        if len(body) < 5 or not _is_a_name(name):
            raise problem
        return cls(name=name, key_id=body[:4], signature=body[4:])

    def line(self) -> str:
        return f"{_DASH}{self.name} {_encoded(self.key_id + self.signature)}\n"

    def by(self, key: VerifierKey) -> bool:
        """Whether this line says it is that key's. It may still be wrong: check it."""
        return (self.name, self.key_id) == (key.name, key.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedNote:
    """A text, which ends in a newline, and the signatures under it."""

    text: str
    signatures: tuple[Signature, ...]

    @classmethod
    def parse(cls, note: str) -> SignedNote:
        """Read a whole note. Raises `NoteUnreadable` unless writing it again gives the same characters."""
        if _CONTROL.search(note):
            raise NoteUnreadable("a note holds no control character but the newline")
        body, gap, lines = note.rpartition("\n\n")
        if not gap or not lines.endswith("\n"):
            raise NoteUnreadable("a note is a text, an empty line, and signature lines")
        signatures = tuple(Signature.parse(line) for line in lines[:-1].split("\n"))
        if len(signatures) > _MOST_SIGNATURES:
            raise NoteUnreadable(f"a note carries at most {_MOST_SIGNATURES} signatures")
        return cls(text=body + "\n", signatures=signatures)

    def __str__(self) -> str:
        return self.text + "\n" + "".join(signature.line() for signature in self.signatures)

    def of(self, key: VerifierKey) -> tuple[Signature, ...]:
        """The signature lines that say they are this key's."""
        return tuple(signature for signature in self.signatures if signature.by(key))

    def signed_by(self, key: VerifierKey) -> bool:
        """Whether this key signed the text: at least one line is its, and every line that is verifies."""
        lines = self.of(key) if key.algorithm == ED25519 else ()
        return bool(lines) and all(key.signed(self.text.encode(), line.signature) for line in lines)


def sign(text: str, key: SigningKey) -> SignedNote:
    """A note of this text with one signature. Raises `NoteUnreadable` where the text cannot be a note's."""
    if not text.endswith("\n") or _CONTROL.search(text):
        raise NoteUnreadable("a note's text ends in a newline and holds no other control character")
    line = Signature(name=key.name, key_id=key.verifier().id, signature=key.over(text.encode()))
    return SignedNote(text=text, signatures=(line,))


def _is_a_name(name: str) -> bool:
    return bool(name) and "+" not in name and not any(letter.isspace() for letter in name)


def _must_be_a_name(name: str) -> None:
    if not _is_a_name(name):
        raise KeyUnreadable("a key's name is not empty and holds no space and no plus sign")


def _encoded(data: bytes) -> str:
    return base64.b64encode(data).decode("ascii")


def _decoded(text: str, problem: Exception) -> bytes:
    """Base64 in its one spelling; Python's own decoder forgives stray bits after the end, and we must not."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError):
        raise problem from None
    if _encoded(data) != text:
        raise problem
    return data


class NoteUnreadable(ValueError):
    """The text is not a signed note, or not in its one spelling."""


class KeyUnreadable(ValueError):
    """The text is not a key, or its id does not belong to it."""
