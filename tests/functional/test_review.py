"""``policyscan review``: the server is talked to over HTTP, the terminal view typed at on a terminal."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import Run
from reviews import Page, a_plan, records

pytest.importorskip("pty", reason="no pseudo-terminals here")
from terminals import Terminal


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return a_plan(tmp_path)


@pytest.fixture
def page(folder: Path) -> Iterator[Page]:
    served = Page(folder)
    yield served
    served.end()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """A page on which nothing is ever decided, for all tests of what is refused."""
    served = Page(a_plan(tmp_path_factory.mktemp("shared")))
    yield served
    served.end()
    assert not (served.folder / "plan.gold.jsonl").exists()


def test_the_most_uncertain_passage_is_asked_first_and_each_decision_is_on_the_disk_at_once(
    page: Page, folder: Path
) -> None:
    state = page.state()
    assert (state["total"], state["decided"], state["canUndo"]) == (3, 0, False)
    item = state["item"]
    assert item["text"].startswith("要修建跨江大桥")
    assert item["labels"] == ["bridge"]
    assert [item["text"][start:end] for start, end in item["marks"]] == ["大桥"]
    status, _, body = page.ask("POST", "decide", {"id": item["id"], "labels": ["bridge", "tunnel"], "stance": "target"})
    assert status == 200
    assert json.loads(body)["decided"] == 1
    [record] = records(folder / "plan.gold.jsonl")
    assert (record["labels"], record["stance"], record["doc"]) == (["bridge", "tunnel"], "target", "海棠市道路规划")
    assert record["text"] == "要修建跨江大桥<script>alert(1)</script>，年内动工，三年建成。"


def test_undo_and_skip_work_from_the_page(page: Page, folder: Path) -> None:
    first = page.state()["item"]["id"]
    page.ask("POST", "decide", {"id": first, "labels": [], "stance": None})
    second = page.state()["item"]["id"]
    page.ask("POST", "skip", {"id": second})
    assert page.state()["item"]["id"] not in (first, second)
    page.ask("POST", "undo", {})
    assert page.state()["item"]["id"] == second
    page.ask("POST", "undo", {})
    assert page.state()["item"]["id"] == first
    assert (folder / "plan.gold.jsonl").read_bytes() == b""


def test_a_review_that_was_killed_goes_on_where_it_stopped(folder: Path) -> None:
    page = Page(folder)
    first = page.state()["item"]["id"]
    page.ask("POST", "decide", {"id": first, "labels": [], "stance": None})
    page.process.kill()
    page.process.communicate()
    again = Page(folder)
    state = again.state()
    assert (state["decided"], state["canUndo"]) == (1, True)
    assert state["item"]["id"] != first
    code, said = again.end()
    assert code == 0
    assert "plan.gold.jsonl: 1 of 3 passages, 0 of them now" in said


def test_control_characters_are_shown_as_signs_and_saved_as_they_are(page: Page, folder: Path) -> None:
    page.ask("POST", "skip", {"id": page.state()["item"]["id"]})
    item = page.state()["item"]
    assert "\x1b" not in json.dumps(item, ensure_ascii=False)
    assert "渡口" in item["text"]


@pytest.mark.parametrize(
    ("token", "headers"),
    [
        ("wrong", {}),
        ("", {}),
        (None, {"Host": "evil.example"}),
        (None, {"Host": "evil.example:80"}),
        (None, {"Host": None}),
    ],
)
def test_nobody_without_the_token_or_from_another_host_name_is_answered(
    shared: Page, token: str | None, headers: dict[str, str | None]
) -> None:
    for method in ("GET", "POST"):
        status, _, body = shared.ask(method, "state" if method == "GET" else "undo", {}, token=token, **headers)
        assert status in (403, 404)
        assert "item" not in body


@pytest.mark.parametrize("origin", [None, "null", "http://evil.example", "https://127.0.0.1", "http://127.0.0.1:1"])
def test_no_other_origin_changes_anything(shared: Page, origin: str | None) -> None:
    body = {"id": shared.state()["item"]["id"], "labels": [], "stance": None}
    assert shared.ask("POST", "decide", body, Origin=origin)[0] == 403
    assert shared.state()["decided"] == 0


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        ({}, {"Content_Type": "text/plain"}, 415),  # what a form of another site could send
        ("{", {}, 400),
        ("[]", {}, 400),
        ("[" * 50_000, {}, 400),
        ({"id": "x", "labels": [], "stance": None}, {}, 400),
        ({"id": "", "labels": "bridge"}, {}, 400),
        ({"labels": []}, {}, 400),
        ({}, {"Content_Length": "99999999"}, 413),
        ({}, {"Content_Length": "-1"}, 413),
    ],
)
def test_a_request_that_makes_no_sense_is_refused_and_the_server_goes_on(
    shared: Page, body: object, headers: dict[str, str], status: int
) -> None:
    assert shared.ask("POST", "decide", body, **headers)[0] == status
    assert shared.state()["decided"] == 0


def test_the_page_loads_nothing_from_elsewhere_and_may_not(shared: Page) -> None:
    for name in ("", "review.js", "review.css"):
        status, headers, body = shared.ask("GET", name)
        assert status == 200
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Referrer-Policy"] == "no-referrer"
        assert headers["Cache-Control"] == "no-store"
        assert not re.search(r"https?://", body)
        assert "innerHTML" not in body
    assert shared.ask("GET", "../review.html")[0] == 404


def test_a_token_is_new_at_every_start(folder: Path) -> None:
    tokens = set()
    for _ in range(2):
        page = Page(folder)
        tokens.add(page.token)
        page.end()
    assert len(tokens) == 2


def test_it_listens_on_the_loopback_address_only(shared: Page) -> None:
    listening = Path("/proc/net/tcp")
    if not listening.exists():
        pytest.skip("no /proc/net/tcp here")
    rows = [row.split() for row in listening.read_text("ascii").splitlines()[1:]]
    addresses = {local.partition(":") for _, local, _, state, *_ in rows if state == "0A"}  # 0A is LISTEN
    assert [host for host, _, port in addresses if int(port, 16) == shared.port] == ["0100007F"]


def test_finish_on_the_page_ends_the_command(page: Page) -> None:
    assert page.ask("POST", "finish", {})[0] == 200
    assert page.process.wait(60) == 0


def test_a_blind_reader_is_told_nothing(folder: Path) -> None:
    page = Page(folder, "--blind")
    item = page.state()["item"]
    page.end()
    assert (item["labels"], item["stance"], item["marks"], item["probabilities"]) == ([], None, [], {})


def test_two_readings_of_one_file_can_be_compared_and_trained_on(run: Run, folder: Path) -> None:
    for name, labels in (("a.jsonl", ["bridge"]), ("b.jsonl", [])):
        page = Page(folder, "--blind", "--order", "document", "-o", name)
        for _ in range(3):
            page.ask("POST", "decide", {"id": page.state()["item"]["id"], "labels": labels, "stance": "measure"})
        assert page.state()["item"] is None
        page.end()
    done = run("agree", folder / "a.jsonl", folder / "b.jsonl", "-t", folder / "bridges.yaml", "--format", "json")
    agreement = json.loads(done.stdout)
    assert (agreement["passages"], agreement["missing"]) == (3, 0)
    assert agreement["categories"][0]["only_first"] == 3
    scored = run("evaluate", folder / "a.jsonl", "-t", folder / "bridges.yaml", "--format", "json", "--no-baselines")
    assert json.loads(scored.stdout)["groups"][0]["passages"] == 3


def test_keys_in_the_terminal_toggle_save_skip_and_undo(folder: Path) -> None:
    terminal = Terminal(folder, "review", "plan.txt", "-t", "bridges.yaml", "--terminal")
    shown = terminal.wait_for("x Quit")
    assert "decided 0 / 3" in shown
    assert "要修建跨江大桥<script>alert(1)</script>" in shown
    assert "1 [x] Bridge" in shown
    terminal.press("12t\r")  # all at once: no key is lost
    terminal.wait_for("decided 1 / 3")
    terminal.wait_for("x Quit")
    [record] = records(folder / "plan.gold.jsonl")
    assert (record["labels"], record["stance"]) == (["tunnel"], "target")
    terminal.press("k")
    terminal.wait_for("x Quit")
    terminal.press("uu")
    shown = terminal.wait_for("decided 0 / 3") + terminal.wait_for("x Quit")
    assert "2 [x] Tunnel" in shown
    assert (folder / "plan.gold.jsonl").read_bytes() == b""
    terminal.press("\r\r\r")
    terminal.wait_for("All passages are decided.")
    terminal.press("x")
    code, shown = terminal.end()
    assert code == 0
    assert "plan.gold.jsonl: 3 of 3 passages, 3 of them now" in shown


def test_a_terminal_that_is_cut_off_loses_no_decision(folder: Path) -> None:
    terminal = Terminal(folder, "review", "plan.txt", "-t", "bridges.yaml", "--terminal")
    terminal.wait_for("x Quit")
    terminal.press("\r")
    terminal.wait_for("decided 1 / 3")
    terminal.kill()
    assert len(records(folder / "plan.gold.jsonl")) == 1


def test_ctrl_c_in_the_terminal_ends_well(folder: Path) -> None:
    terminal = Terminal(folder, "review", "plan.txt", "-t", "bridges.yaml", "--terminal")
    terminal.wait_for("x Quit")
    terminal.press("\x03")
    code, shown = terminal.end()
    assert code == 0
    assert "0 of 3 passages" in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["plan.txt", "--terminal"], "error: --terminal needs a terminal"),
        (["plan.txt", "--order", "uncertian"], "did you mean 'uncertain'?"),
        (["plan.txt", "plan.txt"], "hint: for example: -o gold.jsonl"),
        (["plan.txt", "-o", "gold.csv"], "hint: call it gold.jsonl"),
        (["gold.jsonl", "-o", "gold.jsonl"], "error: gold.jsonl: is the file that is read"),
        (["plan.txt", "-o", "broken.jsonl"], "error: broken.jsonl:1: not JSON"),
    ],
)
def test_wrong_use_is_told_before_work_begins(run: Run, folder: Path, arguments: list[str], message: str) -> None:
    (folder / "gold.jsonl").write_text('{"text":"修桥","labels":[]}\n', "utf-8")
    (folder / "broken.jsonl").write_text("no\n", "utf-8")
    done = run("review", *arguments, "-t", folder / "bridges.yaml", "--no-browser")
    assert done.returncode == 2
    assert message in done.stderr


def test_a_port_that_is_taken_is_told(run: Run, folder: Path) -> None:
    page = Page(folder)
    done = run("review", "plan.txt", "-t", "bridges.yaml", "--no-browser", "--port", str(page.port), "-o", "x.jsonl")
    page.end()
    assert done.returncode == 2
    assert f"the port {page.port} cannot be used" in done.stderr
