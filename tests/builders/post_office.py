"""Real servers on this machine that take letters: one speaks SMTP, one speaks GOV.UK Notify's HTTP.

`answers` says how the server treats what comes next: "take" it, "busy" (later), "refuse" (for good), or "break" the
line after it was handed over and before the answer.
"""

from __future__ import annotations

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


class Smtp(socketserver.ThreadingTCPServer):
    """Keeps what it took in `letters`."""

    allow_reuse_address = daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.answers: list[str] = []
        self.letters: list[EmailMessage] = []

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.server_address[1]}"

    def next_answer(self) -> str:
        return self.answers.pop(0) if self.answers else "take"


class _Conversation(socketserver.StreamRequestHandler):
    server: Smtp

    def say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())

    def handle(self) -> None:
        self.say("220 here")
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                if not self.take():
                    return
            elif verb == b"QUIT":
                self.say("221 bye")
                return
            else:
                self.say("250 ok")

    def take(self) -> bool:
        answer = self.server.next_answer()
        if answer in ("busy", "refuse"):
            self.say("451 later" if answer == "busy" else "550 nobody of that name")
            return True
        self.say("354 go on")
        content = b""
        while (line := self.rfile.readline()) not in (b".\r\n", b""):
            content += line[1:] if line.startswith(b".") else line
        self.server.letters.append(message_from_bytes(content, policy=policy.default))
        if answer == "break":
            return False
        self.say("250 taken")
        return True


class Notify(ThreadingHTTPServer):
    """Keeps what it took, and the tokens it was shown."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.answers: list[str] = []
        self.letters: list[dict[str, Any]] = []
        self.tokens: list[str] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def next_answer(self) -> str:
        return self.answers.pop(0) if self.answers else "take"


class _Request(BaseHTTPRequestHandler):
    server: Notify

    def do_POST(self) -> None:
        answer = self.server.next_answer()
        said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.tokens.append(self.headers["Authorization"].removeprefix("Bearer "))
        if answer in ("take", "break") and self.path == "/v2/notifications/email":
            self.server.letters.append(said)
        if answer == "break":
            self.close_connection = True
            return
        self.send_response({"take": 201, "busy": 503, "refuse": 400}[answer])
        self.end_headers()
        self.wfile.write(b"{}")

    def log_message(self, *_: Any) -> None:
        pass


@contextmanager
def running(server: Smtp | Notify) -> Iterator[Any]:
    """The server, answering until the block ends."""
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
