"""A time stamping authority of our own (RFC 3161): `openssl ts` behind an address, under a root made for the test."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

from here import tool

_SETTINGS = """
[req]
distinguished_name = name
prompt = no
[name]
CN = Example time stamps
[root]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
[authority]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
[stamping]
serial = serial
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
"""
_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]


class Authority:
    """Keys and certificates in a folder; `root` is what a reader trusts (PEM)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "settings").write_text(_SETTINGS, encoding="utf-8")
        (folder / "serial").write_text("01", encoding="utf-8")
        self._openssl("req", "-x509", *_KEY, "-keyout", "root.key", "-out", "root.pem", "-days", "3650",
                      "-config", "settings", "-extensions", "root")  # fmt: skip
        self._openssl("req", *_KEY, "-keyout", "tsa.key", "-out", "tsa.csr", "-config", "settings")
        self._openssl("x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key",
                      "-CAcreateserial", "-out", "tsa.pem", "-days", "3650",
                      "-extfile", "settings", "-extensions", "authority")  # fmt: skip

    @property
    def root(self) -> bytes:
        return (self.folder / "root.pem").read_bytes()

    def answer(self, query: bytes) -> bytes:
        """What the authority answers to a query."""
        (self.folder / "query").write_bytes(query)
        self._openssl("ts", "-reply", "-config", "settings", "-section", "stamping", "-queryfile", "query",
                      "-signer", "tsa.pem", "-inkey", "tsa.key", "-out", "answer")  # fmt: skip
        return (self.folder / "answer").read_bytes()

    def over(self, data: bytes) -> bytes:
        """A stamp over these bytes."""
        builder = TimestampRequestBuilder().data(data).hash_algorithm(HashAlgorithm.SHA256)
        return self.answer(builder.build().as_bytes())

    def _openssl(self, *words: str) -> None:
        subprocess.run([tool("openssl"), *words], cwd=self.folder, check=True, capture_output=True)


@contextmanager
def served(authority: Authority) -> Iterator[str]:
    """The authority's address while it answers."""

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            assert self.headers["Content-Type"] == "application/timestamp-query"
            said = authority.answer(self.rfile.read(int(self.headers["Content-Length"])))
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answering)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
