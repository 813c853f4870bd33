"""policyscan.toml → Settings. Flags beat the file, the file beats the defaults."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from policyscan.errors import WrongUse, nearest
from policyscan.language import Bilingual, Language

FILE_NAME = "policyscan.toml"
FORMATS = ("table", "json", "jsonl", "csv", "markdown", "html")


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is told to do, wherever it was said.

    ``taxonomies`` are ids or paths; ``language`` is None for that of the locale.
    """

    taxonomies: tuple[str, ...] = ("three-ones", "five-problems")
    format: str = "table"
    language: Language | None = None
    leaves: bool = False
    fail_on_gaps: bool = False


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
    choices = FORMATS if key == "format" else tuple(language.value for language in Language)
    if value not in choices:
        listed = ", ".join(choices)
        raise _wrong_value(where, key, value, Bilingual(f"以下之一：{listed}", f"one of {listed}"), choices)
    return Language(value) if key == "language" else value


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
