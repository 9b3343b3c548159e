"""A made-up licence with its text, for tests of the text library: nothing of it is anyone's."""

from __future__ import annotations

from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from licensedb import knowledge
from licensedb.texts.cite import find
from licensedb.texts.normal import digest, words
from tests import samples

TEXT = """Acme Open Licence

1. You may run, change and share the model for any lawful purpose.

2. Whoever receives the model from you must receive a copy of this licence with it.

3. Above ten million monthly users of your product you must ask us for another licence first.
"""
# The same licence in which one clause is another.
CHANGED = TEXT.replace("ten million", "two million")
# The same licence with words that nothing cites.
LONGER = "Effective today.\n\n" + TEXT
# A licence that holds all that the first one cites, and more.
STRICTER = TEXT + "\n4. You must show the words Powered by Acme wherever people see your product.\n"
KEY = "acme-open-1"
COMMIT = "c" * 40


def cite(section: str, passage: str, text: str = TEXT) -> str:
    """The citation of a passage, as curators write it."""
    counted = words(text)
    ((start, end),) = find(counted, passage)
    return f"cite: {{section: '{section}', words: [{start}, {end}], sha256: '{digest(counted[start:end])}'}}"


def record(text: str = TEXT, identity: str = "acme-open", *rules: str) -> str:
    """The record of the licence (or of one that has its words and `rules` besides)."""
    sources = f"[{{repository: acme/model, path: docs/LICENCE.txt, commit: {COMMIT}}}, {{scancode: {KEY}}}]"
    edition = f"{{address: 'https://acme.example/licence', editions: [{{sha256: '{digest(words(text))}', words: {len(words(text))}"
    return samples.licence(
        "rules:",
        f"  grant: {{permit: [run, modify, redistribute], {cite('1', 'You may run ... lawful purpose', text)}}}",
        f"  copy: {{duty: provide-licence-copy, for: [redistribute], {cite('2', 'Whoever receives ... licence with it', text)}}}",
        "  user-cap:",
        "    forbid: weights",
        "    when: {monthly-active-users: {more-than: 10000000, over: product}}",
        "    route: separate-licence",
        f"    {cite('3', 'Above ten million ... licence first', text)}",
        *rules,
        identity=identity,
        text=f"{edition}, sources: {sources}}}]}}",
        confidence="high",
    )


STRICTER_RULE = (
    "  display: {duty: display-attribution, text: Powered by Acme, for: [run], "
    + cite("4", "You must show ... see your product", STRICTER)
    + "}"
)


def seeds(folder: Path, *, stricter: bool = False) -> Path:
    """A folder of own seeds that holds the licence, and the stricter one where wanted."""
    files = {"licences/acme-open": record()}
    if stricter:
        files["licences/acme-stricter"] = record(STRICTER, "acme-stricter", STRICTER_RULE)
    return samples.write(folder, files)


def database(folder: Path, *, stricter: bool = False) -> Path:
    """A database with the licence beside the shipped ones."""
    path = folder / "acme.sqlite"
    knowledge.build(path, seeds=[seeds(folder / "seeds", stricter=stricter)], day="2026-11-23")
    return path


class Site:
    """A server on this machine that answers each path as told, and remembers what it was asked."""

    def __init__(self, answers: dict[str, Any]) -> None:
        self.answers, self.asked = answers, list[str]()
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append(self.path)
                answer = site.answers.get(self.path, (404, {}, b""))
                if callable(answer):
                    answer(self)
                    return
                status, headers, body = answer if isinstance(answer, tuple) else (200, {}, answer)
                self.send_response(status)
                for name, value in ({"Content-Length": str(len(body)), "Content-Type": "text/plain"} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def base(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Site:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
