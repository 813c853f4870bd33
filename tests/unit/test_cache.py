"""The cache: whole entries or none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from policyscan.cache import FOLDER_VARIABLE, Cache, cache_folder, holdings, keep_within, prune


def entry(folder: Path) -> Path:
    [path] = [p for p in folder.rglob("*") if p.is_file()]
    return path


def test_a_value_is_found_by_its_whole_key(tmp_path: Path) -> None:
    cache = Cache("ocr", tmp_path)
    cache.put("一、总则".encode(), "sha", "1", "engine 3")
    assert Cache("ocr", tmp_path).get("sha", "1", "engine 3") == "一、总则".encode()
    assert cache.get("sha", "1", "engine 4") is None
    assert cache.get("sha1", "", "engine 3") is None
    assert Cache("other", tmp_path).get("sha", "1", "engine 3") is None


@pytest.mark.parametrize(
    "spoil", [lambda b: b[:-1], lambda b: b + b"x", lambda b: b"", lambda b: b[:40] + b"?" + b[41:]]
)
def test_an_entry_that_is_not_whole_is_none_and_goes(tmp_path: Path, spoil: object) -> None:
    cache = Cache("ocr", tmp_path)
    cache.put(b"a value long enough to be spoiled", "key")
    path = entry(tmp_path)
    path.write_bytes(spoil(path.read_bytes()))  # type: ignore[operator]
    assert cache.get("key") is None
    assert not path.exists()


def test_only_the_user_may_read_it_and_nothing_half_written_is_left(tmp_path: Path) -> None:
    Cache("ocr", tmp_path / "cache").put(b"value", "key")
    path = entry(tmp_path)
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_a_folder_that_anyone_may_write_to_is_not_trusted(tmp_path: Path) -> None:
    (tmp_path / "ocr").mkdir()
    (tmp_path / "ocr").chmod(0o777)
    cache = Cache("ocr", tmp_path)
    cache.put(b"value", "key")
    assert cache.get("key") is None


def test_where_it_cannot_write_it_forgets(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    cache = Cache("ocr", tmp_path / "file")
    cache.put(b"value", "key")
    assert cache.get("key") is None


def test_the_environment_says_where_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv(FOLDER_VARIABLE)
    assert cache_folder().name == "policyscan"


def test_prune_removes_what_was_not_used_for_longest(tmp_path: Path) -> None:
    cache = Cache("documents", tmp_path)
    for number in range(4):
        cache.put(bytes(968), str(number))
        os.utime(next(p for p in tmp_path.rglob("*") if p.is_file() and p.stat().st_mtime > 100), (number, number))
    assert cache.get("0") is not None  # used now
    assert prune(2000, tmp_path) == 2000
    assert [cache.get(str(n)) is not None for n in range(4)] == [True, False, False, True]
    assert [(h.kind, h.entries, h.size) for h in holdings(tmp_path)] == [("documents", 2, 2000)]


def test_prune_leaves_alone_what_the_cache_did_not_write(tmp_path: Path) -> None:
    mine = tmp_path / "photos" / "ab" / "summer.jpg"
    mine.parent.mkdir(parents=True)
    mine.write_bytes(b"x")
    assert prune(0, tmp_path) == 0
    assert mine.exists()


def test_it_is_kept_within_its_size_once_a_day(tmp_path: Path) -> None:
    cache = Cache("documents", tmp_path)
    cache.put(bytes(968), "first")
    keep_within(10, tmp_path)
    assert cache.get("first") is None
    cache.put(bytes(968), "second")
    keep_within(10, tmp_path)
    assert cache.get("second") is not None
    os.utime(tmp_path / "pruned", (0, 0))
    keep_within(10, tmp_path)
    assert cache.get("second") is None
    keep_within(10, tmp_path / "nowhere")
    assert not (tmp_path / "nowhere").exists()
