"""The page: a server for one reader on this computer, and for nobody else.

It listens on the loopback address alone. Each address on it begins with a random token; a request is answered only if its
``Host`` is that address (a name on the web that was turned to it, DNS rebinding, is not), and changes something only if its
``Origin`` is too. The page loads nothing from elsewhere, and its content security policy forbids it to.
"""

from __future__ import annotations

import json
import secrets
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from typing import Any

from policyscan.errors import PolicyscanError
from policyscan.language import Language
from policyscan.model.codec import encode
from policyscan.model.label import Stance
from policyscan.review.session import STANCE_KEYS, Session
from policyscan.review.words import STANCES, WORDS, visible

_LOOPBACK = "127.0.0.1"
_LONGEST_BODY = 65_536
_FILES = {
    "": ("review.html", "text/html; charset=utf-8"),
    "review.css": ("review.css", "text/css; charset=utf-8"),
    "review.js": ("review.js", "text/javascript; charset=utf-8"),
}
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",  # the address holds the token
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}


class ReviewServer(ThreadingHTTPServer):
    """Serves a session; `serve_forever` returns when the reader has finished.

    Parameters
    ----------
    session
        Whose passages are asked.
    language
        Of the page.
    port
        0 for any that is free.
    """

    daemon_threads = True

    def __init__(self, session: Session, language: Language, port: int = 0) -> None:
        self.session, self.language = session, language
        self.token = secrets.token_urlsafe(24)
        self.lock = threading.Lock()
        super().__init__((_LOOPBACK, port), _Handler)

    @property
    def hosts(self) -> tuple[str, ...]:
        """What a request may name as its host."""
        return (f"{_LOOPBACK}:{self.server_port}", f"localhost:{self.server_port}")

    @property
    def address(self) -> str:
        """Where the page is."""
        return f"http://{self.hosts[0]}/{self.token}/"

    def finish(self) -> None:
        """Stop serving, from any thread."""
        threading.Thread(target=self.shutdown, daemon=True).start()


class _Handler(BaseHTTPRequestHandler):
    """One request."""

    server: ReviewServer
    timeout = 30
    server_version, sys_version = "policyscan", ""

    def do_GET(self) -> None:
        name = self._asked()
        if name == "state":
            with self.server.lock:
                self._answer(state(self.server.session, self.server.language))
        elif name == "setup":
            self._answer(setup(self.server.session, self.server.language))
        elif name in _FILES:
            file, kind = _FILES[name]
            self._send(HTTPStatus.OK, kind, resources.files(__package__).joinpath("page", file).read_bytes())
        elif name is not None:
            self._refuse(HTTPStatus.NOT_FOUND)

    def do_POST(self) -> None:
        name = self._asked()
        if name is None:
            return
        if self.headers.get("Origin") not in {f"http://{host}" for host in self.server.hosts}:
            self._refuse(HTTPStatus.FORBIDDEN)
            return
        body = self._body()
        if body is None:
            return
        if name == "finish":
            self._answer({"finished": True})
            self.server.finish()
            return
        with self.server.lock:
            try:
                is_known = self._act(name, body)
            except (ValueError, TypeError, KeyError) as error:
                self._answer({"error": str(error)}, HTTPStatus.BAD_REQUEST)
                return
            except PolicyscanError as error:  # the disk is full: nothing was decided
                self._answer(
                    {"error": error.message.in_language(self.server.language)}, HTTPStatus.INTERNAL_SERVER_ERROR
                )
                return
            if is_known:
                self._answer(state(self.server.session, self.server.language))
            else:
                self._refuse(HTTPStatus.NOT_FOUND)

    def _act(self, name: str, body: dict[str, Any]) -> bool:
        session = self.server.session
        if name == "decide":
            labels, stance = body["labels"], body.get("stance")
            if not isinstance(labels, list) or not all(isinstance(label, str) for label in labels):
                raise ValueError("labels is not a list of strings")
            session.decide(str(body["id"]), labels, Stance(stance) if stance else None)
        elif name == "skip":
            session.skip(str(body["id"]))
        elif name == "undo":
            session.undo()
        else:
            return False
        return True

    def _asked(self) -> str | None:
        """Return what is asked for after the token; None, and a refusal, for anybody who does not know it."""
        if self.headers.get("Host") not in self.server.hosts:
            self._refuse(HTTPStatus.FORBIDDEN)
            return None
        token, slash, name = self.path.removeprefix("/").partition("/")
        if not slash or not secrets.compare_digest(token.encode(), self.server.token.encode()):
            self._refuse(HTTPStatus.NOT_FOUND)
            return None
        return name

    def _body(self) -> dict[str, Any] | None:
        if self.headers.get_content_type() != "application/json":
            self._refuse(HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
            return None
        length = self.headers.get("Content-Length", "")
        if not length.isascii() or not length.isdigit() or int(length) > _LONGEST_BODY:
            self._refuse(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return None
        try:
            body = json.loads(self.rfile.read(int(length)))
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            self._refuse(HTTPStatus.BAD_REQUEST)
            return None
        return body

    def _answer(self, value: object, status: HTTPStatus = HTTPStatus.OK) -> None:
        self._send(status, "application/json", encode(value).encode())

    def _refuse(self, status: HTTPStatus) -> None:
        self._send(status, "text/plain; charset=utf-8", f"{status.value} {status.phrase}\n".encode())

    def _send(self, status: HTTPStatus, kind: str, data: bytes) -> None:
        self.send_response(status)
        for name, value in _HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal belongs to the reader."""


def setup(session: Session, language: Language) -> dict[str, object]:
    """Return what does not change while a session lasts: words, categories and stances with their keys."""
    return {
        "language": "zh-CN" if language is Language.ZH else "en",
        "words": {name: text.in_language(language) for name, text in WORDS.items()},
        "blind": session.is_blind,
        "file": visible(str(session.gold.path)),
        "categories": [
            {
                "id": choice.category.id,
                "key": choice.key,
                "name": choice.category.name.in_language(language),
                "definition": choice.category.definition.in_language(language),
                "taxonomy": choice.taxonomy.name.in_language(language),
            }
            for choice in session.choices
        ],
        "stances": [
            {"id": stance.value, "key": key, "name": STANCES[stance].in_language(language)}
            for key, stance in STANCE_KEYS.items()
        ],
    }


def state(session: Session, language: Language) -> dict[str, object]:
    """Return what is asked now. ``marks`` count characters (code points) of the text."""
    item = session.current
    value: dict[str, object] = {
        "total": session.total,
        "decided": session.decided,
        "canUndo": session.can_undo,
        "item": None,
    }
    if item is not None:
        labels, stance = session.draft(item)
        shown = {} if session.is_blind else {c: round(p, 4) for c, p in (item.probabilities or {}).items()}
        value["item"] = {
            "id": item.id,
            "doc": visible(item.doc),
            "place": item.place.in_language(language),
            "headings": [visible(heading) for heading in item.passage.headings],
            "text": visible(item.passage.text),
            "labels": [choice.category.id for choice in session.choices if choice.category.id in labels],
            "stance": stance.value if stance is not None else None,
            "marks": [] if session.is_blind else [[span.start, span.end] for span in item.marks],
            "probabilities": shown,
        }
    return value
