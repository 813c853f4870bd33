"""Finished work on the disk, by what it was made from. Private to the user, checked when read, never needed.

An entry is the SHA-256 of its value, then the value. It is written to a file of its own and moved into place, so that a
reader sees a whole entry or none, whoever writes or is killed at the time. Values are bytes; nothing in them is run.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

FOLDER_VARIABLE = "POLICYSCAN_CACHE_DIR"
_DIGEST = hashlib.sha256().digest_size
_NAME = 2 * _DIGEST
_MARK = "pruned"
"""A file whose time is that of the last `keep_within` that looked."""
_A_DAY = 24 * 3600


def cache_folder() -> Path:
    """Return the folder: that of the environment variable `FOLDER_VARIABLE`, or the user's own for caches."""
    if told := os.environ.get(FOLDER_VARIABLE):
        return Path(told)
    from platformdirs import user_cache_path

    return user_cache_path("policyscan", appauthor=False)


class Cache:
    """Values of one kind (``ocr``) by key.

    A folder that belongs to someone else, or a full disk, makes it forget; it never raises.
    """

    def __init__(self, kind: str, folder: Path | None = None) -> None:
        self._folder = (folder or cache_folder()) / kind

    def get(self, *key: str) -> bytes | None:
        """Return the value of a key, None where there is none that is whole."""
        path = self._path(key)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        digest, value = data[:_DIGEST], data[_DIGEST:]
        if hashlib.sha256(value).digest() != digest:
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        with contextlib.suppress(OSError):
            os.utime(path)  # `prune` begins with what was not used for longest
        return value

    def put(self, value: bytes, *key: str) -> None:
        """Keep a value."""
        path = self._path(key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not _is_ours(self._folder):
                return
            descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=".")  # only the user may read it
            try:
                with os.fdopen(descriptor, "wb") as file:
                    file.write(hashlib.sha256(value).digest() + value)
                os.replace(temporary, path)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise

    def _path(self, key: tuple[str, ...]) -> Path:
        name = hashlib.sha256("\0".join(key).encode()).hexdigest()
        return self._folder / name[:2] / name[2:]


class Holdings(Struct, frozen=True):
    """What the cache holds of a kind: entries, and bytes on the disk."""

    kind: str
    entries: int
    size: int


def holdings(folder: Path | None = None) -> list[Holdings]:
    """Return what the cache holds, kind by kind."""
    kinds: dict[str, list[int]] = {}
    for entry in _entries(folder or cache_folder()):
        kinds.setdefault(entry.kind, []).append(entry.size)
    return [Holdings(kind, len(sizes), sum(sizes)) for kind, sizes in sorted(kinds.items())]


def prune(most: int, folder: Path | None = None) -> int:
    """Remove what was not used for longest until no more than ``most`` bytes are left; return the bytes removed.

    What another process removes at the same time, or cannot be removed, is passed over.
    """
    entries = sorted(_entries(folder or cache_folder()), key=lambda entry: entry.used)
    surplus = sum(entry.size for entry in entries) - most
    removed = 0
    for entry in entries:
        if removed >= surplus:
            break
        with contextlib.suppress(OSError):
            entry.path.unlink()
            removed += entry.size
    return removed


def keep_within(most: int, folder: Path | None = None) -> None:
    """Prune to ``most`` bytes if that was not done for a day: looking at every entry takes seconds where there are many."""
    folder = folder or cache_folder()
    mark = folder / _MARK
    with contextlib.suppress(OSError):
        if not folder.is_dir() or (mark.exists() and time.time() - mark.stat().st_mtime < _A_DAY):
            return
        mark.touch()
        prune(most, folder)


class _Entry(Struct, frozen=True):
    path: Path
    kind: str
    size: int
    used: float


def _entries(folder: Path) -> Iterator[_Entry]:
    """Yield what lies where `Cache` puts it, and nothing else: the folder may have been one that holds other things."""
    for path in folder.glob("*/[0-9a-f][0-9a-f]/*"):
        if len(path.name) != _NAME - 2 and not path.name.startswith("."):
            continue
        with contextlib.suppress(OSError):
            found = path.stat(follow_symlinks=False)
            if stat.S_ISREG(found.st_mode):
                yield _Entry(path, path.parent.parent.name, found.st_size, found.st_mtime)


def _is_ours(folder: Path) -> bool:
    if not hasattr(os, "geteuid"):
        return True
    found = folder.stat()
    return found.st_uid == os.geteuid() and not found.st_mode & stat.S_IWOTH
