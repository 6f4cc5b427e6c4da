"""What a parcel is sealed with: each lock opens with its own key and no other, and other people's programs open it."""

from __future__ import annotations

import io
import os
import pty
import random
import subprocess
import time

import pyrage
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.openpgp import NAME, a_key, a_key_that_ended, a_revoked_key
from builders.release import GOOD
from here import tool
from sharewell.engine import age_passphrase, locks, openpgp
from sharewell.engine.locks import DoesNotOpen, KeyUnusable

WORDS = "hxka-93pw-mmtz-27cd"
IDENTITY = pyrage.x25519.Identity.generate()
CHUNK = 1 << 16


@pytest.fixture(scope="module")
def openpgp_key():
    return a_key()


@pytest.fixture(params=["age", "passphrase", "openpgp"])
def pair(request, openpgp_key):
    """A lock, and the key that opens it."""
    public, secret, _ = openpgp_key
    return {
        "age": (locks.AgeKeys((str(IDENTITY.to_public()),)), locks.AgeIdentities((IDENTITY,))),
        "passphrase": (locks.Passphrase(WORDS), locks.Passphrase(WORDS)),
        "openpgp": (locks.openpgp_certificate(public), locks.OpenPGPSecret(secret)),
    }[request.param]


def sealed_by(lock, folder, content):
    path = folder / f"data{lock.ending}"
    with path.open("wb") as sealed:
        lock.seal(io.BytesIO(content), sealed)
    return path


def opened_by(key, path):
    plain = path.with_suffix(".plain")
    with path.open("rb") as sealed, plain.open("wb") as file:
        key.open(sealed, file)
    return plain.read_bytes()


@pytest.mark.parametrize("length", [0, CHUNK, CHUNK + 1])
def test_what_was_sealed_opens_with_its_key_byte_for_byte(pair, tmp_path, length):
    lock, key = pair
    content = random.Random(length).randbytes(length)

    assert opened_by(key, sealed_by(lock, tmp_path, content)) == content


@pytest.mark.parametrize("wrong", ["another key", "a byte changed", "cut off", "something behind"])
def test_nothing_else_opens_it_and_nothing_that_was_changed_opens(pair, tmp_path, wrong):
    lock, key = pair
    path = sealed_by(lock, tmp_path, GOOD * 2000)
    content = path.read_bytes()
    if wrong == "another key":
        key = {
            locks.AgeIdentities: lambda: locks.AgeIdentities((pyrage.x25519.Identity.generate(),)),
            locks.Passphrase: lambda: locks.Passphrase(WORDS + "x"),
            locks.OpenPGPSecret: lambda: locks.OpenPGPSecret(a_key()[1]),
        }[type(key)]()
    middle = len(content) // 2
    changed = {
        "another key": content,
        "a byte changed": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "cut off": content[:-1],
        "something behind": content + b"x",
    }[wrong]
    path.write_bytes(changed)

    with pytest.raises(DoesNotOpen):
        opened_by(key, path)


def test_a_secret_is_never_shown_by_whatever_prints_it(openpgp_key):
    shown = repr(locks.Passphrase(WORDS)) + repr(locks.OpenPGPSecret(openpgp_key[1], WORDS))

    assert WORDS not in shown
    assert "PRIVATE" not in shown


# --- with a passphrase ------------------------------------------------------------------------------------------------
@given(content=st.binary(max_size=3 * CHUNK), words=st.text(min_size=1, max_size=40))
@settings(max_examples=15, deadline=None)
def test_another_reader_of_the_format_opens_ours_and_we_open_theirs(content, words):
    sealed, plain = io.BytesIO(), io.BytesIO()
    age_passphrase.seal(io.BytesIO(content), sealed, words, work=4)

    age_passphrase.open_(io.BytesIO(sealed.getvalue()), plain, words)

    assert plain.getvalue() == content
    assert pyrage.passphrase.decrypt(sealed.getvalue(), words) == content


def test_the_stock_age_opens_what_was_sealed_with_words(tmp_path):
    path, plain = sealed_by(locks.Passphrase(WORDS), tmp_path, GOOD), tmp_path / "plain"

    # It asks at the terminal and nowhere else, so that there has to be one.
    child, terminal = pty.fork()
    if not child:
        os.execv(tool("age"), ["age", "-d", "-o", str(plain), str(path)])
    asked = os.read(terminal, 200)
    os.write(terminal, f"{WORDS}\n".encode())
    _, status = os.waitpid(child, 0)

    assert (b"passphrase" in asked, status) == (True, 0)
    assert plain.read_bytes() == GOOD


# --- OpenPGP ----------------------------------------------------------------------------------------------------------
@pytest.fixture
def gpg(tmp_path):
    """The stock `gpg`, with a key of its own in its ring."""
    home = tmp_path / "ring"
    home.mkdir(mode=0o700)

    def run(*words, **more):
        command = [tool("gpg"), "--homedir", home, "--batch", "--quiet", "--trust-model", "always", *words]
        return subprocess.run(command, check=True, capture_output=True, **more).stdout

    run("--passphrase", "", "--quick-generate-key", NAME, "future-default", "default", "1y")
    return run


def test_the_stock_gpg_opens_what_was_sealed_and_we_open_what_it_sealed(gpg, tmp_path):
    public, secret = gpg("--armor", "--export").decode(), gpg("--armor", "--export-secret-keys").decode()
    lock, theirs = locks.openpgp_certificate(public), tmp_path / "theirs.pgp"
    ours = sealed_by(lock, tmp_path, GOOD)
    theirs.write_bytes(gpg("--encrypt", "--recipient", NAME, input=GOOD))

    assert gpg("--decrypt", ours) == GOOD
    assert opened_by(locks.OpenPGPSecret(secret), theirs) == GOOD
    # What is read out on the telephone is what the recipient's own program shows.
    assert lock.names[0] in gpg("--with-colons", "--fingerprint").decode()


@pytest.mark.parametrize(
    ("made", "said"),
    [
        (lambda: "age1example", "begins with"),
        (lambda: a_key()[1], "secret half"),
        (lambda: f"{openpgp.PUBLIC}\n\nxjMEZ\n-----END PGP PUBLIC KEY BLOCK-----", "cannot be read"),
        (lambda: a_key()[0] + "\n" + a_key()[0], "more than one"),
        (lambda: openpgp.PUBLIC + "x" * openpgp.LARGEST_KEY, "too long"),
        (a_revoked_key, "revoked"),
    ],
    ids=["another key", "the secret half", "rubbish", "two keys", "too long", "revoked"],
)
def test_what_nothing_can_be_sealed_to_is_no_certificate_and_it_is_said_why(made, said):
    with pytest.raises(KeyUnusable) as refused:
        locks.openpgp_certificate(made())

    assert said in str(refused.value)


def test_nothing_is_sealed_to_a_key_that_has_ended():
    ended = a_key_that_ended()
    time.sleep(1)

    with pytest.raises(KeyUnusable, match="it ended on"):
        locks.openpgp_certificate(ended)
