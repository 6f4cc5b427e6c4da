"""A production office over real TLS: its own web server, a throw-away certificate, and what comes down the wire."""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from builders.office_home import OF_THE_TESTS, SHAREWELL
from sharewell_office.adapters import clock
from sharewell_office.config.doctor import certificate

pytestmark = pytest.mark.slow
HOST = "127.0.0.1"


@dataclass
class Office:
    """One that is served: its port, the certificate to trust, and its environment."""

    port: int
    certificate: Path
    environment: dict[str, str]

    def ask(self, path: str, method: str = "GET", **headers: str) -> http.client.HTTPResponse:
        trusting = ssl.create_default_context(cafile=self.certificate)
        line = http.client.HTTPSConnection(HOST, self.port, context=trusting, timeout=20)
        line.request(method, path, headers=headers)
        return line.getresponse()


def a_certificate(folder: Path, *, days: int = 90) -> Path:
    """A certificate of this machine's own address and its key, made for one test."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(HOST))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    (folder / "tls.key").write_bytes(key.private_bytes(serialization.Encoding.PEM, *form))
    (folder / "tls.key").chmod(0o600)
    (folder / "tls.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return folder / "tls.pem"


def free_port() -> int:
    with socket.socket() as tried:
        tried.bind((HOST, 0))
        return int(tried.getsockname()[1])


def production(folder: Path, **more: str) -> dict[str, str]:
    """The environment of an office that holds real data."""
    ours = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
    (folder / "keys").mkdir(mode=0o700, exist_ok=True)
    return ours | {
        "SHAREWELL_HOME": str(folder / "var"), "SHAREWELL_KEYS": str(folder / "keys"), "SHAREWELL_PRODUCTION": "1",
        "SHAREWELL_HOSTS": "127.0.0.1,office.example.org", "SHAREWELL_OFFICE_NAME": "An office", "DATABASE_URL": "",
    } | more  # fmt: skip


def served(environment: dict[str, str], port: int) -> subprocess.Popen[bytes]:
    command = [SHAREWELL, "serve", "--bind", f"{HOST}:{port}", "--workers", "1", "--no-jobs"]
    office = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
    for _ in range(300):
        with socket.socket() as tried:
            if tried.connect_ex((HOST, port)) == 0:
                return office
        if office.poll() is not None:
            pytest.fail(office.stderr.read().decode()[-2000:])
        time.sleep(0.1)
    pytest.fail("the office is not served")


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> Iterator[Office]:
    folder, port = tmp_path_factory.mktemp("tls"), free_port()
    certificate = a_certificate(folder)
    own = {"SHAREWELL_TLS_CERTIFICATE": str(certificate), "SHAREWELL_TLS_KEY": str(folder / "tls.key")}
    environment = production(folder, **own, SHAREWELL_TRUST_PROXY="1")
    running = served(environment, port)
    yield Office(port, certificate, environment)
    running.send_signal(signal.SIGTERM)
    running.wait(20)


def test_everything_a_browser_must_hold_to_comes_down_the_wire(office):
    answer = office.ask("/account/sign-in/")
    page = answer.read().decode()

    assert answer.status == 200
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["X-Frame-Options"] == "DENY"
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "no-store" in answer.headers["Cache-Control"]
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "http:" not in re.sub(r'xmlns="[^"]*"', "", page)


def test_every_cookie_is_for_this_host_over_https_and_for_no_script(office):
    cookies = office.ask("/account/sign-in/").headers.get_all("Set-Cookie")

    assert cookies
    for each in cookies:
        flags = {part.strip().lower().partition("=")[0] for part in each.split(";")[1:]}
        assert {"secure", "httponly", "samesite"} <= flags, each.partition("=")[0]
        assert "domain" not in flags


@pytest.mark.parametrize(
    "path", ["/", "/static/design/sharewell.css", "/health/live", "/no-such-page/", "/api/v1/me"]
)
def test_no_answer_goes_without_hsts_or_names_the_server_it_runs_on(office, path):
    answer = office.ask(path)

    assert answer.status < 500
    assert "max-age=31536000" in answer.headers["Strict-Transport-Security"], path
    assert answer.headers["X-Content-Type-Options"] == "nosniff", path
    assert not re.search(r"\d", answer.headers.get("Server", "")), path


@pytest.mark.parametrize("old", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_an_old_tls_is_not_spoken(office, old):
    trusting = ssl.create_default_context(cafile=office.certificate)
    trusting.minimum_version = trusting.maximum_version = old
    trusting.set_ciphers("ALL:@SECLEVEL=0")

    with socket.create_connection((HOST, office.port)) as line, pytest.raises(ssl.SSLError):
        trusting.wrap_socket(line, server_hostname=HOST)


@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3])
def test_a_new_one_is_with_forward_secrecy(office, version):
    trusting = ssl.create_default_context(cafile=office.certificate)
    trusting.minimum_version = trusting.maximum_version = version

    with (
        socket.create_connection((HOST, office.port)) as line,
        trusting.wrap_socket(line, server_hostname=HOST) as spoken,
    ):
        assert re.match(r"ECDHE|TLS_", spoken.cipher()[0])


def test_a_forged_host_is_no_host_of_ours(office):
    assert office.ask("/account/sign-in/", Host="evil.example.org").status == 400


def test_plain_http_is_led_to_https_and_is_given_no_cookie(office):
    led = office.ask(
        "/account/sign-in/?next=/", **{"X-Forwarded-Proto": "http", "Host": "office.example.org"}
    )

    assert (led.status, led.headers["Location"]) == (
        301,
        "https://office.example.org/account/sign-in/?next=/",
    )
    assert "Set-Cookie" not in led.headers


@pytest.fixture
def ours(tmp_path, settings) -> Path:
    settings.SHAREWELL_TLS_CERTIFICATE = str(a_certificate(tmp_path))
    settings.SHAREWELL_TLS_KEY = str(tmp_path / "tls.key")
    return tmp_path


def found() -> str:
    with clock.set_to(datetime.now(UTC)):
        return " ".join(each.what for each in certificate.findings())


def test_the_doctor_is_content_with_a_good_certificate(ours):
    assert found().startswith("The office speaks HTTPS itself, TLS 1.2 and newer, until")


def test_the_doctor_sees_a_certificate_that_ends_soon(ours):
    a_certificate(ours, days=5)

    assert "The certificate ends on" in found()


def test_the_doctor_sees_a_key_that_others_read_and_one_of_another_certificate(ours, settings):
    (ours / "tls.key").chmod(0o644)
    readable = found()
    (ours / "other").mkdir()
    a_certificate(ours / "other")
    settings.SHAREWELL_TLS_KEY = str(ours / "other" / "tls.key")

    assert "Others on this machine may read the key" in readable
    assert found() == "The certificate and its key cannot be used together."


# --- one message, and where it ends (RFC 9112) ---------------------------------------------------------------------
FORM = "POST /account/sign-in/ HTTP/1.1\r\nHost: 127.0.0.1\r\n"
SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
TWO_ENDS = {
    "both lengths": f"{FORM}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{SMUGGLED}",
    "two lengths that differ": f"{FORM}Content-Length: 0\r\nContent-Length: 44\r\n\r\n{SMUGGLED}",
    "a length in a list": f"{FORM}Content-Length: 0, 44\r\n\r\n{SMUGGLED}",
    "a length that is no number": f"{FORM}Content-Length: +0\r\n\r\n{SMUGGLED}",
    "a blank before the colon": f"{FORM}Content-Length : 0\r\n\r\n{SMUGGLED}",
    "an unknown coding": f"{FORM}Transfer-Encoding: xchunked\r\n\r\n{SMUGGLED}",
    "chunked twice": f"{FORM}Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n{SMUGGLED}",
    "a chunk of no number": f"{FORM}Transfer-Encoding: chunked\r\n\r\n0x2\r\nab\r\n0\r\n\r\n{SMUGGLED}",
    "a folded header": f"{FORM}X-A: b\r\n Content-Length: 5\r\n\r\n{SMUGGLED}",
    "a zero byte": f"{FORM}X-A: b\0c\r\nContent-Length: 0\r\n\r\n{SMUGGLED}",
    "no version": f"GET /account/sign-in/\r\n\r\n{SMUGGLED}",
    "an endless line": f"GET /{'a' * 9000} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n",
    "endless headers": f"{FORM}{''.join(f'X-{n}: {n}{chr(13)}{chr(10)}' for n in range(400))}\r\n",
}


REFUSED = {b"400", b"403", b"414", b"431", b"501"}


@pytest.mark.parametrize("message", TWO_ENDS.values(), ids=TWO_ENDS)
def test_a_message_that_might_end_in_two_places_is_refused_and_nothing_after_it_is_heard(office, message):
    trusting = ssl.create_default_context(cafile=office.certificate)
    plain = socket.create_connection((HOST, office.port), timeout=20)
    with plain, trusting.wrap_socket(plain, server_hostname=HOST) as line:
        line.sendall(message.encode())
        answer = b"".join(iter(lambda: line.recv(65536), b""))  # until the office has closed the line

    # A page of that name is not there: whoever heard of it would have said 404.
    assert answer
    assert set(re.findall(rb"HTTP/1\.[01] (\d{3}) ", answer)) <= REFUSED
