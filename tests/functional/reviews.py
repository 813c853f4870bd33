"""A review of a small plan that serves its page, and a client for it."""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

TAXONOMY = """
format: 1
id: bridges
version: "1"
name: {zh: 桥梁, en: Bridges}
categories:
  - id: bridge
    name: {zh: 桥, en: Bridge}
    terms: [大桥, {term: 渡口, weight: 0.3}]
  - id: tunnel
    name: {zh: 隧道, en: Tunnel}
    terms: [隧道]
"""
PLAN = """海棠市道路规划
一、主要任务
今年修建小学两所，扩建医院一座，群众满意。
要修建跨江大桥<script>alert(1)</script>，年内动工，三年建成。
沿江渡口\x1b[31m要修好，码头也要修好，方便往来。
"""


def a_plan(folder: Path) -> Path:
    """Write a plan and a taxonomy into a folder, and return it."""
    (folder / "plan.txt").write_text(PLAN, "utf-8")
    (folder / "bridges.yaml").write_text(TAXONOMY, "utf-8")
    return folder


def records(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


class Page:
    """A review that serves its page, and a client that may be who it likes."""

    def __init__(self, folder: Path, *arguments: str) -> None:
        self.folder = folder
        environment = {**os.environ, "LC_ALL": "en_GB.UTF-8", "PYTHONUTF8": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "policyscan", "review", "plan.txt", "-t", "bridges.yaml", "--no-browser", *arguments],
            cwd=folder, env=environment, stderr=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip
        assert self.process.stderr is not None
        line = ""
        while "http://" not in line:
            ready, _, _ = select.select([self.process.stderr], [], [], 60)
            assert ready, "the server did not start"
            line = self.process.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:(\d+)/([\w-]{30,})/", line)
        assert found is not None
        self.port, self.token = int(found[1]), found[2]

    def ask(
        self, method: str, name: str, body: object = None, *, token: str | None = None, **headers: str | None
    ) -> tuple[int, dict[str, str], str]:
        """Return status, headers and body; a header given as None is not sent."""
        host = f"127.0.0.1:{self.port}"
        sent: dict[str, str | None] = {"Host": host}
        if method == "POST":
            sent |= {"Origin": f"http://{host}", "Content-Type": "application/json"}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        with contextlib.closing(connection):
            connection.putrequest(method, f"/{self.token if token is None else token}/{name}", skip_host=True)
            data = body.encode() if isinstance(body, str) else b"" if body is None else json.dumps(body).encode()
            for key, value in sent.items():
                if value is not None:
                    connection.putheader(key, value)
            if method == "POST" and "Content_Length" not in headers:
                connection.putheader("Content-Length", str(len(data)))
            connection.endheaders(data)
            answer = connection.getresponse()
            return answer.status, dict(answer.getheaders()), answer.read().decode()

    def state(self) -> dict[str, Any]:
        status, _, body = self.ask("GET", "state")
        assert status == 200
        return dict(json.loads(body))

    def end(self) -> tuple[int, str]:
        """Interrupt it as Ctrl-C does; return the exit code and what it said."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
        _, said = self.process.communicate(timeout=60)
        return self.process.returncode, said
