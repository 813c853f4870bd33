"""policyscan.toml, or [tool.policyscan] of pyproject.toml → Settings. Flags beat the file, the file beats the defaults."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path as FilePath
from typing import Any

from msgspec import Struct, field
from msgspec.structs import fields, replace

from policyscan.choices import BY, CELLS, FORMATS, GAP_FORMATS, MATRIX_FORMATS
from policyscan.errors import WrongUse, nearest
from policyscan.language import Bilingual, Language
from policyscan.model.gate import (
    DEFAULT_RULES,
    FindingKind,
    Metric,
    Place,
    Policy,
    Rule,
    Selector,
    Severity,
    Threshold,
    Waiver,
)
from policyscan.model.reading import Engine, OcrMode
from policyscan.model.report import Depth, Verdict

FILE_NAME = "policyscan.toml"
PYPROJECT = "pyproject.toml"


class CoverageSettings(Struct, frozen=True):
    """``[coverage]``: how ``policyscan coverage`` draws its matrix."""

    by: str = "document"
    cells: str = "share"
    sort: str = "given"
    format: str = "table"


class GapSettings(Struct, frozen=True):
    """``[gaps]``: the gate. ``baseline`` is a path; ``policy`` holds rules and exceptions."""

    format: str = "table"
    baseline: str | None = None
    policy: Policy = field(default_factory=lambda: Policy(rules=DEFAULT_RULES))


class Settings(Struct, frozen=True):
    """What a run is told to do, wherever it was said.

    ``taxonomies`` are ids or paths; ``language`` is None for that of the locale; ``jobs`` None for all cores, 0 for no
    worker processes; ``timeout`` is in seconds, ``memory`` in bytes. ``origins`` tells for each key that was set
    (``gaps.fail_on``) where: ``path:line``, or ``--option``.
    """

    taxonomies: tuple[str, ...] = ("three-ones", "five-problems")
    estimator: str | None = None
    format: str = "table"
    language: Language | None = None
    leaves: bool = False
    fail_on_gaps: bool = False
    jobs: int | None = None
    timeout: float = 60.0
    memory: int = 3 << 29
    ocr: OcrMode = OcrMode.AUTO
    cache: bool = True
    cache_size: int = 10 << 30
    engine: Engine = Engine.LOCAL
    scheduler: str | None = None
    coverage: CoverageSettings = CoverageSettings()
    gaps: GapSettings = field(default_factory=GapSettings)
    origins: Mapping[str, str] = field(default_factory=dict)


_OPTIONS = {"language": "--lang", "taxonomies": "--taxonomy"}


def load_settings(path: FilePath | None, flags: Mapping[str, Any]) -> Settings:
    """Return the settings.

    Parameters
    ----------
    path
        A configuration file; None for `FILE_NAME` in the working directory, or else ``[tool.policyscan]`` of the
        ``pyproject.toml`` there.
    flags
        Settings given on the command line, by key (``format``, ``gaps.fail_on``); None where not given.

    Raises
    ------
    WrongUse
        If the file is missing, is no TOML, or has unknown keys or values; every mistake is told with its line.
    """
    found = _find(path)
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    if found is not None:
        values, origins = _Reader(found, _text_of(found)).read()
    for key, value in flags.items():
        if value is not None:
            values[key] = value
            origins[key] = _OPTIONS.get(key, "--" + key.rpartition(".")[2].replace("_", "-"))
    return _settings(values, origins)


def _find(path: FilePath | None) -> FilePath | None:
    if path is not None:
        return path
    if FilePath(FILE_NAME).is_file():
        return FilePath(FILE_NAME)
    pyproject = FilePath(PYPROJECT)
    return (
        pyproject
        if pyproject.is_file() and re.search(r"^\s*\[+tool\.policyscan\b", _text_of(pyproject), re.M)
        else None
    )


def _text_of(path: FilePath) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        reason = error.strerror or str(error)
        raise WrongUse(
            Bilingual(f"{path}：无法读取配置文件（{reason}）", f"{path}: cannot read the configuration ({reason})")
        ) from None
    except UnicodeDecodeError as error:
        raise WrongUse(Bilingual(f"{path}：不是 UTF-8：{error}", f"{path}: not UTF-8: {error}")) from None


def _settings(values: Mapping[str, Any], origins: Mapping[str, str]) -> Settings:
    def part(prefix: str, known: Sequence[str]) -> dict[str, Any]:
        return {name: values[prefix + name] for name in known if prefix + name in values}

    policy = Policy(**part("gaps.", [f.name for f in fields(Policy) if f.name not in ("rules", "exceptions")]))
    policy = replace(
        policy,
        rules=(*DEFAULT_RULES, *values.get("gaps.rules", ())),
        exceptions=tuple(values.get("gaps.exceptions", ())),
    )
    return Settings(
        **part("", [key for key, check in KEYS[""].items() if check is not None]),
        coverage=CoverageSettings(**part("coverage.", [f.name for f in fields(CoverageSettings)])),
        gaps=GapSettings(**part("gaps.", ("format", "baseline")), policy=policy),
        origins=origins,
    )


class _Wrong(Exception):
    """A value that is not what its key wants."""

    def __init__(self, wanted: Bilingual, near: str | None = None) -> None:
        self.wanted = wanted
        self.near = near


_Check = Callable[[object, FilePath], object]


def _flag(value: object, base: FilePath) -> bool:
    if not isinstance(value, bool):
        raise _Wrong(Bilingual("true 或 false", "true or false"))
    return value


def _text(value: object, base: FilePath) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _Wrong(Bilingual("文字", "text"))
    return value


def _path(value: object, base: FilePath) -> str:
    return str(base / _text(value, base))


def _one_of(*known: str) -> _Check:
    def check(value: object, base: FilePath) -> str:
        if value not in known:
            listed = ", ".join(known)
            near = nearest(str(value), known) if isinstance(value, str) else None
            raise _Wrong(Bilingual(f"以下之一：{listed}", f"one of {listed}"), near)
        return str(value)

    return check


def _severity(*known: str) -> _Check:
    check = _one_of(*known)
    return lambda value, base: Severity(str(check(value, base)))


def _language(value: object, base: FilePath) -> Language:
    return Language(str(_one_of(*(language.value for language in Language))(value, base)))


def _ocr(value: object, base: FilePath) -> OcrMode:
    return OcrMode(str(_one_of(*(mode.value for mode in OcrMode))(value, base)))


def _engine(value: object, base: FilePath) -> Engine:
    return Engine(str(_one_of(*Engine)(value, base)))


def _taxonomies(value: object, base: FilePath) -> tuple[str, ...]:
    if not (isinstance(value, list) and value and all(isinstance(item, str) for item in value)):
        raise _Wrong(Bilingual("字符串列表", "a list of strings"))
    return tuple(str(base / item) if item.endswith((".yaml", ".yml")) else item for item in value)


def _patterns(value: object, base: FilePath) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    if not items or not all(isinstance(i, str | int) and not isinstance(i, bool) and str(i) for i in items):
        raise _Wrong(Bilingual("字符串，或字符串列表", "a text, or a list of texts"))
    return tuple(map(str, items))


def _findings(value: object, base: FilePath) -> tuple[str, ...]:
    return tuple(str(_one_of(*(kind.value for kind in FindingKind))(item, base)) for item in _patterns(value, base))


def _date(value: object, base: FilePath) -> date:
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    raise _Wrong(Bilingual("日期，如 2027-06-30（不加引号）", "a date such as 2027-06-30, without quotes"))


def _share(value: object, base: FilePath) -> float:
    if isinstance(value, str) and (found := re.fullmatch(r"(\d{1,3}(?:\.\d+)?)\s*[%％]", value.strip())):
        value = float(Decimal(found[1]) / 100)  # 79.6 / 100 is not 0.796
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1:
        return float(value)
    raise _Wrong(Bilingual('0 到 1 的数，或 "80%"', 'a number from 0 to 1, or a text such as "80%"'))


def _count(value: object, base: FilePath) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
        return value
    raise _Wrong(Bilingual("不小于 0 的整数", "a whole number from 0"))


def _seconds(value: object, base: FilePath) -> float:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value < float("inf"):
        return float(value)
    raise _Wrong(Bilingual("秒数，大于 0", "seconds, more than 0"))


_SIZE = Bilingual('大小，如 "1.5GiB"（至少 256MiB）', 'a size such as "1.5GiB" (at least 256MiB)')
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


def _memory(value: object, base: FilePath) -> int:
    size = value if isinstance(value, int) and not isinstance(value, bool) else parse_size(str(value))
    if size is None or size < _LEAST_MEMORY:
        raise _Wrong(_SIZE)
    return size


def check_memory(where: str, value: str) -> int:
    """Return the bytes that a flag gives.

    Raises
    ------
    WrongUse
        If it is no size, or one with which nothing can be read.
    """
    try:
        return _memory(value, FilePath())
    except _Wrong as wrong:
        raise WrongUse(
            Bilingual(
                f"{where} 应为{wrong.wanted.zh}，而不是 '{value}'", f"{where} must be {wrong.wanted.en}, not '{value}'"
            )
        ) from None


def _depth(value: object, base: FilePath) -> Depth:
    return Depth[str(_one_of(*(depth.name.lower() for depth in Depth))(value, base)).upper()]


def _verdict(value: object, base: FilePath) -> Verdict:
    return Verdict(str(_one_of("covered", "thin", "gap")(value, base)))


_SELECT: dict[str, _Check] = {f.name: _patterns for f in fields(Selector)}
_LEAST: dict[str, _Check] = {"verdict": _verdict, "depth": _depth, "passages": _count, "share": _share}
_GRAVE = ("off", "info", "warning", "error")
KEYS: dict[str, dict[str, _Check | None]] = {
    "": {
        "taxonomies": _taxonomies,
        "estimator": _path,
        "format": _one_of(*FORMATS),
        "language": _language,
        "leaves": _flag,
        "fail_on_gaps": _flag,
        "jobs": _count,
        "timeout": _seconds,
        "memory": _memory,
        "ocr": _ocr,
        "cache": _flag,
        "cache_size": _memory,
        "engine": _engine,
        "scheduler": _text,
        "coverage": None,
        "gaps": None,
    },
    "coverage": {
        "by": _one_of(*BY),
        "cells": _one_of(*CELLS),
        "sort": _text,
        "format": _one_of(*MATRIX_FORMATS),
    },
    "gaps": {
        "format": _one_of(*GAP_FORMATS),
        "baseline": _path,
        "fail_on": _severity(*_GRAVE),
        "unknown": _severity(*_GRAVE, "unknown"),
        "uncaught": _severity(*_GRAVE),
        "missing": _severity(*_GRAVE, "unknown"),
        "unlisted": _severity(*_GRAVE, "unknown"),
        "duplicate": _severity(*_GRAVE),
        "problem_without_remedy": _severity(*_GRAVE),
        "leaves": _flag,
        "rules": None,
        "exceptions": None,
    },
    "gaps.rules": {**_SELECT, **_LEAST, "severity": _severity(*_GRAVE)},
    "gaps.exceptions": {**_SELECT, "finding": _findings, "reason": _text, "expires": _date},
}
"""The keys of each table and how their values are read; None for a table in the table (docs/configuration.md)."""
_LISTS = ("gaps.rules", "gaps.exceptions")


class _Reader:
    """Reads one file; every mistake is noted and all are told at once."""

    def __init__(self, path: FilePath, text: str) -> None:
        self._path = path
        self._problems: list[tuple[int, Bilingual]] = []
        self._root: tuple[str, ...] = ("tool", "policyscan") if path.name == PYPROJECT else ()
        try:
            self._data = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise WrongUse(Bilingual(f"{path}：不是有效的 TOML：{error}", f"{path}: not valid TOML: {error}")) from None
        self._lines = key_lines(text)
        self.values: dict[str, Any] = {}
        self.origins: dict[str, str] = {}

    def read(self) -> tuple[dict[str, Any], dict[str, str]]:
        """Return the values by key, and where each stands."""
        data: Any = self._data
        for name in self._root:
            data = data.get(name, {}) if isinstance(data, dict) else {}
        self._table("", data, self._root)
        if self._problems:
            found = sorted(self._problems, key=lambda problem: problem[0])
            zh = "\n".join(f"{self._path}:{line}: {text.zh}" for line, text in found)
            raise WrongUse(Bilingual(zh, "\n".join(f"{self._path}:{line}: {text.en}" for line, text in found)))
        return self.values, self.origins

    def _table(self, name: str, data: object, path: tuple[str | int, ...]) -> None:
        for key, value in self._known(name, data, path):
            full = f"{name}.{key}" if name else key
            if full in _LISTS:
                self._list(full, value, (*path, key))
            elif KEYS[name][key] is None:
                self._table(full, value, (*path, key))
            else:
                self._value(name, key, value, (*path, key), self.values, full)
                self.origins[full] = f"{self._path}:{self._line((*path, key))}"

    def _list(self, name: str, items: object, path: tuple[str | int, ...]) -> None:
        self.origins[name] = f"{self._path}:{self._line((*path, 0))}"
        if not isinstance(items, list):
            self._note(path, f"'{name}' 应写作 [[{name}]]", f"'{name}' is written [[{name}]]")
            return
        read = []
        for index, item in enumerate(items):
            here = (*path, index)
            values: dict[str, Any] = {}
            for key, value in self._known(name, item, here):
                self._value(name, key, value, (*here, key), values, key)
            place = Place(str(self._path), self._line(here))
            select = Selector(**{key: values[key] for key in _SELECT if key in values})
            read.append(
                self._rule(values, select, place, here)
                if name == "gaps.rules"
                else self._waiver(values, select, place, here)
            )
        self.values[name] = tuple(item for item in read if item is not None)

    def _rule(self, values: dict[str, Any], select: Selector, place: Place, here: tuple[str | int, ...]) -> Rule | None:
        least: dict[Metric, Threshold] = {metric: values[metric.value] for metric in Metric if metric.value in values}
        if not least and not self._has_problem_in(here):
            listed = ", ".join(_LEAST)
            self._note(here, f"规则缺少阈值（{listed} 之一）", f"the rule sets no threshold (one of {listed})")
            return None
        return Rule(select, least, values.get("severity", Severity.ERROR), place)

    def _waiver(
        self, values: dict[str, Any], select: Selector, place: Place, here: tuple[str | int, ...]
    ) -> Waiver | None:
        if "reason" not in values:
            self._note(here, "例外缺少理由“reason”", "the exception lacks a 'reason'")
        if select == Selector():
            self._note(
                here,
                "例外应写明 document 或 category 等",
                "the exception must say for which document or category it holds",
            )
        return Waiver(select, values.get("reason", ""), values.get("expires"), place, values.get("finding", ()))

    def _known(self, name: str, data: object, path: tuple[str | int, ...]) -> list[tuple[str, Any]]:
        if not isinstance(data, dict):
            self._note(path, f"'{name}' 应为一组键", f"'{name}' must be a table")
            return []
        for key in data:
            if key not in KEYS[name]:
                near = nearest(key, list(KEYS[name]))
                zh, en = (f"；是否想写 '{near}'？", f"; did you mean '{near}'?") if near else (
                    f"；可用：{', '.join(KEYS[name])}", f"; known are {', '.join(KEYS[name])}")  # fmt: skip
                where = Bilingual(f"（[{name}] 内）", f" in [{name}]") if name else Bilingual("", "")
                self._note((*path, key), f"未知的键 '{key}'{where.zh}{zh}", f"unknown key '{key}'{where.en}{en}")
        return [(key, value) for key, value in data.items() if key in KEYS[name]]

    def _value(
        self, name: str, key: str, value: object, path: tuple[str | int, ...], values: dict[str, Any], to: str
    ) -> None:
        check = KEYS[name][key]
        assert check is not None
        try:
            values[to] = check(value, self._path.parent)
        except _Wrong as wrong:
            zh, en = (f"；是否想写 '{wrong.near}'？", f"; did you mean '{wrong.near}'?") if wrong.near else ("", "")
            self._note(
                path,
                f"'{key}' 应为{wrong.wanted.zh}，而不是 {value!r}{zh}",
                f"'{key}' must be {wrong.wanted.en}, not {value!r}{en}",
            )

    def _has_problem_in(self, path: tuple[str | int, ...]) -> bool:
        inside = {line for key, line in self._lines.items() if key[: len(path)] == path}
        return any(line in inside for line, _ in self._problems)

    def _line(self, path: tuple[str | int, ...]) -> int:
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def _note(self, path: tuple[str | int, ...], zh: str, en: str) -> None:
        self._problems.append((self._line(path), Bilingual(zh, en)))


_TOKEN = re.compile(
    r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}\n=,.]|[^\s"\'#\[\]{}=,.]+',
    re.S,
)


def key_lines(text: str) -> dict[tuple[str | int, ...], int]:
    """Return the line, from 1, of each key and table of valid TOML; ``tomllib`` does not tell.

    Items of an array of tables are counted from 0. Keys of inline tables are left out: theirs is the line of the key that
    holds them.

    >>> key_lines('a = 1\\n[[b.c]]\\nd = 2\\n')
    {('a',): 1, ('b',): 2, ('b', 'c'): 2, ('b', 'c', 0): 2, ('b', 'c', 0, 'd'): 3}
    """
    lines: dict[tuple[str | int, ...], int] = {}
    counts: dict[tuple[str | int, ...], int] = {}
    table: tuple[str | int, ...] = ()
    number, start, depth, statement = 1, 1, 0, list[str]()
    for found in _TOKEN.finditer(text + "\n"):
        token = found.group()
        if token == "\n" and depth == 0:
            table = _statement(statement, start, table, lines, counts)
            statement = []
        elif not token.startswith("#") and token != "\n":
            # brackets that open a statement are those of a table's name
            in_value = "=" in statement
            depth += (token in ("[", "{")) - (token in ("]", "}")) if in_value else 0
            start = start if statement else number
            statement.append(token)
        number += token.count("\n")
    return lines


def _statement(
    tokens: list[str],
    line: int,
    table: tuple[str | int, ...],
    lines: dict[tuple[str | int, ...], int],
    counts: dict[tuple[str | int, ...], int],
) -> tuple[str | int, ...]:
    if not tokens:
        return table
    if tokens[0] == "[":
        is_list = tokens[1] == "["
        path: tuple[str | int, ...] = ()
        for name in _names(tokens):
            path = (*path, name)
            lines.setdefault(path, line)
            if path in counts and not (is_list and path == tuple(_named(path, tokens))):
                path = (*path, counts[path] - 1)
        if is_list:
            counts[path] = counts.get(path, 0) + 1
            path = (*path, counts[path] - 1)
        lines.setdefault(path, line)
        return path
    if "=" in tokens:
        key = (*table, *_names(tokens[: tokens.index("=")]))
        for length in range(len(table) + 1, len(key) + 1):
            lines.setdefault(key[:length], line)
    return table


def _named(path: tuple[str | int, ...], tokens: list[str]) -> list[str | int]:
    """Return the path itself where it names the whole header, else nothing."""
    return list(path) if [p for p in path if isinstance(p, str)] == _names(tokens) else []


def _names(tokens: list[str]) -> list[str]:
    return [token.strip("\"'") for token in tokens if token not in "[]."]
