"""What YAML offers beyond plain mappings, lists and text is refused, at its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from policyscan.taxonomies import load_taxonomy
from policyscan.yamlfiles import tree

Complain = Callable[..., list[str]]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"a: &x [1]\nb: *x\n",
         ["1:4: anchor '&x' is not allowed", "2:4: alias '*x' is not allowed; write it out"]),
        (b"id: !!python/object/apply:os.system [ls]\n",
         ["1:5: tag 'tag:yaml.org,2002:python/object/apply:o…' is not allowed"]),
        (b"id: a\n---\nid: b\n", ["2:1: a file holds one YAML document, not several"]),
        (b"a: " + b"[" * 30 + b"]" * 30, ["1:23: nested deeper than 20 levels"]),
        (b"# " + b"x" * 1024 * 1024, ["1:1: the file is larger than 1 MiB"]),
        ("id: a\nname: 园林".encode("gb18030"), ["2:8: the file is not UTF-8; save it as UTF-8"]),
        (b"id: a\x00\n", ["1:6: the control character U+0000 is not allowed"]),
        (b"", ["1:1: the file is empty"]),
        (b"# nothing\n", ["1:1: the file is empty"]),
        (b"id: a\nname: b: c\n", ["2:8: not YAML: no ':' is expected here"]),
        (b"id: a\n\tname: b\n", ["2:1: not YAML: no value can begin with this"]),
        (b"id: [a\nname: b\n", ["2:5: not YAML: "]),
        (b"terms:\n  - a\n - b\n", ["3:2: not YAML: this line does not fit"]),
        (b"- a\n", ["1:1: the taxonomy must be a mapping of keys to values, not a list"]),
    ],
)  # fmt: skip
def test_a_file_that_is_no_plain_yaml_is_refused(complaints: Complain, data: bytes, said: list[str]) -> None:
    found = complaints(data)
    assert len(found) == len(said)
    assert all(one.startswith(start) for one, start in zip(found, said, strict=True)), found


def test_endless_nesting_is_refused_at_once_wherever_the_parser_gives_up(complaints: Complain) -> None:
    [complaint] = complaints(b"[" * 900_000)
    assert complaint.endswith(": nested deeper than 20 levels")


@pytest.mark.parametrize(
    "data", [b"a: &x [1]\n", b"id: !!python/name:os.system\n", b"[" * 900_000, b"a: b: c\n", b"[a\n"]
)
def test_the_slower_parser_refuses_the_same(complaints: Complain, monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(tree, "_Loader", yaml.SafeLoader)
    assert complaints(data)[0].startswith("1:") or data == b"[a\n"


def test_a_byte_order_mark_does_no_harm(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert load_taxonomy(file).id == "gardens"


def test_the_slower_parser_reads_the_same(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fast = load_taxonomy(file)
    monkeypatch.setattr(tree, "_Loader", yaml.SafeLoader)
    assert load_taxonomy(file) == fast
