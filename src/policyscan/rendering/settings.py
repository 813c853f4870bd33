"""The settings in force, as a table or JSON."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any, Protocol

from msgspec import Struct
from msgspec.structs import fields
from rich.console import RenderableType
from rich.text import Text

from policyscan.language import Bilingual, spoken
from policyscan.model.codec import Json, encode
from policyscan.model.gate import Policy, Rule, Selector, Waiver
from policyscan.rendering.screen import drawn, plain_table
from policyscan.rendering.view import View

_HEADS = Bilingual("设置|值|来源", "setting|value|from")
_DEFAULT = Bilingual("默认", "default")
_LOCALE = Bilingual("随系统语言", "the locale")


class _HasOrigins(Protocol):
    @property
    def origins(self) -> Mapping[str, str]: ...


def setting_rows(settings: _HasOrigins) -> list[tuple[str, object, str | None]]:
    """Return key, value and origin (None for a default) of each setting, in the order of the documentation."""
    rows = [
        (key, value, settings.origins.get(key))
        for key, value in _flattened("", settings)
        if key not in ("origins", "gaps.rules", "gaps.exceptions")
    ]
    return [(key, spoken.get() if key == "language" and value is None else value, at) for key, value, at in rows]


def _flattened(prefix: str, value: Any) -> Iterator[tuple[str, object]]:
    for item in fields(value):
        inner = getattr(value, item.name)
        if isinstance(inner, Struct):
            yield from _flattened(prefix if item.name == "policy" else f"{prefix}{item.name}.", inner)
        else:
            yield f"{prefix}{item.name}", inner


def render_settings(
    rows: Sequence[tuple[str, object, str | None]], policy: Policy, format_name: str, view: View
) -> str:
    """Return the settings and the gate's rules as a table or as JSON."""
    if format_name == "json":
        return encode(_value(rows, policy)) + "\n"
    return drawn(_parts(rows, policy, view), view)


def _parts(rows: Sequence[tuple[str, object, str | None]], policy: Policy, view: View) -> Iterator[RenderableType]:
    table = plain_table()
    for head in _HEADS.in_language(view.language).split("|"):
        table.add_column(head, overflow="fold")
    for key, value, origin in rows:
        default = _LOCALE if key == "language" else _DEFAULT
        table.add_row(key, _shown(value), origin or Text(default.in_language(view.language), "dim"))
    for rule in policy.rules:
        where = str(rule.place) if rule.place else Text(_DEFAULT.in_language(view.language), "dim")
        table.add_row("[[gaps.rules]]", rule_in_words(rule), where)
    for waiver in policy.exceptions:
        table.add_row("[[gaps.exceptions]]", waiver_in_words(waiver), str(waiver.place))
    yield table


def rule_in_words(rule: Rule) -> str:
    """Return a rule as it would be written: ``category = data; verdict = covered; severity = error``."""
    least = [f"{metric.value} = {_shown(least)}" for metric, least in rule.least.items()]
    return "; ".join([*_selected(rule.select), *least, f"severity = {rule.severity.value}"])


def waiver_in_words(waiver: Waiver) -> str:
    """Return an exception as it would be written."""
    kinds = [f"finding = {', '.join(waiver.finding)}"] if waiver.finding else []
    expires = [f"expires = {waiver.expires.isoformat()}"] if waiver.expires else []
    return "; ".join([*_selected(waiver.select), *kinds, f"reason = {waiver.reason}", *expires])


def _selected(select: Selector) -> list[str]:
    return [f"{f.name} = {', '.join(getattr(select, f.name))}" for f in fields(select) if getattr(select, f.name)]


def _shown(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return ", ".join(map(str, value))
    if isinstance(value, Enum):
        return value.name.lower() if isinstance(value, int) else str(value.value)
    return str(value)


def _value(rows: Sequence[tuple[str, object, str | None]], policy: Policy) -> Json:
    return {
        "format": "policyscan-settings",
        "version": 1,
        "settings": [
            {"key": key, "value": list(value) if isinstance(value, tuple) else value, "from": origin or "default"}
            for key, value, origin in rows
        ],
        "rules": [{"rule": rule_in_words(r), "from": str(r.place) if r.place else "default"} for r in policy.rules],
        "exceptions": [{"exception": waiver_in_words(w), "from": str(w.place)} for w in policy.exceptions],
    }
