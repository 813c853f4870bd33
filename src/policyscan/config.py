"""policyscan.toml → Settings. Flags beat the file, the file beats the defaults."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from policyscan.errors import WrongUse, nearest
from policyscan.language import Bilingual, Language
from policyscan.model.reading import OcrMode

FILE_NAME = "policyscan.toml"
FORMATS = ("table", "json", "jsonl", "csv", "markdown")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is told to do, wherever it was said.

    ``taxonomies`` are ids or paths; ``language`` is None for that of the locale; ``jobs`` None for all cores, 0 for no
    worker processes; ``timeout`` is in seconds, ``memory`` in bytes.
    """

    taxonomies: tuple[str, ...] = ("three-ones", "five-problems")
    format: str = "table"
    language: Language | None = None
    leaves: bool = False
    fail_on_gaps: bool = False
    jobs: int | None = None
    timeout: float = 60.0
    memory: int = 3 << 29
    ocr: OcrMode = OcrMode.AUTO


def load_settings(path: Path | None, flags: dict[str, Any]) -> Settings:
    """Return the settings.

    Parameters
    ----------
    path
        A configuration file; None for `FILE_NAME` in the working directory, where there is one.
    flags
        Settings given on the command line, by field name; None where not given.

    Raises
    ------
    WrongUse
        If the file is missing, is no TOML, or has an unknown key or value.
    """
    values = _read(path) if path is not None else _read(Path(FILE_NAME)) if Path(FILE_NAME).is_file() else {}
    values.update({key: value for key, value in flags.items() if value is not None})
    return Settings(**values)


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text("utf-8")
        data = tomllib.loads(text)
    except OSError as error:
        reason = error.strerror or str(error)
        raise WrongUse(
            Bilingual(f"{path}：无法读取配置文件（{reason}）", f"{path}: cannot read the configuration ({reason})")
        ) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise WrongUse(Bilingual(f"{path}：不是有效的 TOML：{error}", f"{path}: not valid TOML: {error}")) from None
    return {key: _checked(path, text, key, value) for key, value in data.items()}


def _checked(path: Path, text: str, key: str, value: object) -> object:
    where = f"{path}:{_line_of(text, key)}"
    known = [field.name for field in fields(Settings)]
    if key not in known:
        near = nearest(key, known)
        zh, en = (f"；是否想写 '{near}'？", f"; did you mean '{near}'?") if near else ("", "")
        raise WrongUse(Bilingual(f"{where}：未知的键 '{key}'{zh}", f"{where}: unknown key '{key}'{en}"))
    if key == "taxonomies":
        if isinstance(value, list) and value and all(isinstance(item, str) for item in value):
            base = path.parent
            return tuple(str(base / item) if item.endswith((".yaml", ".yml")) else item for item in value)
        raise _wrong_value(where, key, value, Bilingual("字符串列表", "a list of strings"))
    if key in ("leaves", "fail_on_gaps"):
        if isinstance(value, bool):
            return value
        raise _wrong_value(where, key, value, Bilingual("true 或 false", "true or false"))
    if key in _NUMBERS:
        return _checked_number(where, key, value)
    choices = {"format": FORMATS, "ocr": tuple(OcrMode)}.get(key, tuple(Language))
    if value not in choices:
        listed = ", ".join(choices)
        raise _wrong_value(where, key, value, Bilingual(f"以下之一：{listed}", f"one of {listed}"), choices)
    return OcrMode(str(value)) if key == "ocr" else Language(str(value)) if key == "language" else value


_NUMBERS = {
    "jobs": Bilingual("不小于 0 的整数", "a whole number, 0 or more"),
    "timeout": Bilingual("秒数，大于 0", "seconds, more than 0"),
    "memory": Bilingual('大小，如 "1.5GiB"（至少 256MiB）', 'a size such as "1.5GiB" (at least 256MiB)'),
}
_UNITS = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
_LEAST_MEMORY = 256 << 20
"""With less no worker starts: the interpreter, the libraries and the estimator take half of it."""


def parse_size(text: str) -> int | None:
    """Return the bytes of a size, None if it is none. Units are binary, as memory's are.

    >>> parse_size("1.5GiB"), parse_size("512 MB"), parse_size("2g"), parse_size("much")
    (1610612736, 536870912, 2147483648, None)
    """
    found = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*([kmgt]?)(?:i?b)?\s*", text, re.I)
    return int(float(found[1]) * _UNITS[found[2].lower()]) if found else None


def check_memory(where: str, value: object) -> int:
    """Return the bytes that a setting or flag gives.

    Raises
    ------
    WrongUse
        If it is no size, or one with which nothing can be read.
    """
    size = value if isinstance(value, int) and not isinstance(value, bool) else parse_size(str(value))
    if size is None or size < _LEAST_MEMORY:
        raise _wrong_value(where, "memory", value, _NUMBERS["memory"])
    return size


def _checked_number(where: str, key: str, value: object) -> object:
    if key == "memory":
        return check_memory(where, value)
    is_number = isinstance(value, int if key == "jobs" else (int, float)) and not isinstance(value, bool)
    if not is_number or not (value >= 0 if key == "jobs" else 0 < value < float("inf")):  # type: ignore[operator]
        raise _wrong_value(where, key, value, _NUMBERS[key])
    return value


def _wrong_value(where: str, key: str, value: object, wanted: Bilingual, choices: tuple[str, ...] = ()) -> WrongUse:
    near = nearest(str(value), choices)
    zh, en = (f"；是否想写 '{near}'？", f"; did you mean '{near}'?") if near else ("", "")
    return WrongUse(
        Bilingual(
            f"{where}：'{key}' 应为{wanted.zh}，而不是 {value!r}{zh}",
            f"{where}: '{key}' must be {wanted.en}, not {value!r}{en}",
        )
    )


def _line_of(text: str, key: str) -> int:
    found = re.search(rf"^\s*[\"']?{re.escape(key)}[\"']?\s*=|^\s*\[+\s*{re.escape(key)}\b", text, re.M)
    return text[: found.start()].count("\n") + 1 if found else 1
