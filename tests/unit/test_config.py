"""Flags beat the file, the file beats the defaults; every mistake of a file is told with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from policyscan.config import KEYS, key_lines, load_settings
from policyscan.errors import WrongUse
from policyscan.model.gate import DEFAULT_RULES, Metric, Severity

ROOT = Path(__file__).parents[2]


def a_file(folder: Path, text: str, name: str = "policyscan.toml") -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[gap]\n", ["1: unknown key 'gap'; did you mean 'gaps'?"]),
        ("\n[coverage]\nby = 'plase'\n", ["3: 'by' must be one of"]),
        ("[gaps]\nfail_on = 'eror'\n", ["2: 'fail_on' must be one of off, info, warning, error, not 'eror'; did you mean"]),
        ("[[gaps.rules]]\ncategory = 'data'\n", ["1: the rule sets no threshold"]),
        ("[[gaps.rules]]\nshare = 80\n", ["2: 'share' must be a number from 0 to 1, or a text such as \"80%\", not 80"]),
        ("[[gaps.rules]]\npassages = 1\n\n[[gaps.rules]]\npasages = 1\n", ["4: the rule", "5: unknown key 'pasages'"]),
        ("[[gaps.exceptions]]\ncategory = 'data'\n", ["1: the exception lacks a 'reason'"]),
        ("[[gaps.exceptions]]\nreason = 'x'\n", ["1: the exception must say for which"]),
        ("[[gaps.exceptions]]\ncategory='data'\nreason='x'\nexpires='2027-01-01'\n", ["4: 'expires' must be a date"]),
        ("gaps = 3\n", ["1: 'gaps' must be a table"]),
        ("taxonomies = [\n 'a', # ]\n]\nleaves = 1\n", ["4: 'leaves' must be true or false, not 1"]),
    ],
)  # fmt: skip
def test_every_mistake_is_told_with_its_line_and_the_nearest_word(tmp_path: Path, text: str, said: list[str]) -> None:
    path = a_file(tmp_path, text)
    with pytest.raises(WrongUse) as raised:
        load_settings(path, {})
    found = [line.removeprefix(f"{path}:") for line in raised.value.message.en.splitlines()]
    assert len(found) <= len(said)
    assert all(any(start.startswith(f[:8]) or f.startswith(start) for start in said) for f in found), found
    assert any(f.startswith(said[-1]) for f in found), found


def test_flags_beat_the_file_and_the_file_beats_the_defaults_and_each_origin_is_known(tmp_path: Path) -> None:
    path = a_file(tmp_path, "format = 'json'\nleaves = true\n")
    settings = load_settings(path, {"format": "csv", "gaps.fail_on": Severity.WARNING, "language": None})
    assert (settings.format, settings.leaves, settings.fail_on_gaps) == ("csv", True, False)
    assert settings.gaps.policy.fail_on is Severity.WARNING
    assert settings.origins == {"format": "--format", "leaves": f"{path}:2", "gaps.fail_on": "--fail-on"}


def test_pyproject_is_read_where_it_has_a_table_for_policyscan(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings(None, {}).origins == {}
    a_file(tmp_path, "[project]\nname = 'x'\n\n[tool.policyscan]\nleaves = true\n", "pyproject.toml")
    assert load_settings(None, {}).origins == {"leaves": "pyproject.toml:5"}
    a_file(tmp_path, "format = 'csv'\n")
    assert load_settings(None, {}).origins == {"format": "policyscan.toml:1"}


def test_rules_come_after_the_defaults_in_the_order_of_the_file(tmp_path: Path) -> None:
    text = "[[gaps.rules]]\ncategory = 'data'\nshare = '79.6 %'\n[[gaps.rules]]\nyear = 2018\npassages = 0\nseverity = 'info'\n"
    rules = load_settings(a_file(tmp_path, text), {}).gaps.policy.rules
    assert rules[: len(DEFAULT_RULES)] == DEFAULT_RULES
    first, second = rules[len(DEFAULT_RULES) :]
    assert (first.least[Metric.SHARE], first.place and first.place.line) == (0.796, 1)
    assert (second.select.year, second.severity, second.place and second.place.line) == (("2018",), Severity.INFO, 4)


def test_an_exception_has_a_reason_and_a_date(tmp_path: Path) -> None:
    text = "[[gaps.exceptions]]\ndocument = 'nanyu*'\nreason = '法规不设考核'\nexpires = 2027-06-30\n"
    [waiver] = load_settings(a_file(tmp_path, text), {}).gaps.policy.exceptions
    assert (waiver.reason, waiver.expires) == ("法规不设考核", date(2027, 6, 30))


def test_lines_of_keys_are_right_after_text_and_lists_over_several_lines() -> None:
    text = 'a = """\n[b]\nc = 1\n"""\nd = [ # [\n  "]",\n]\n[e.f]\ng.h = 1\n[[e.i]]\nj = 1\n[[e.i]]\nj = 2\n'
    lines = key_lines(text)
    assert {k: v for k, v in lines.items() if k[-1] in ("a", "d", "h", "j")} == {
        ("a",): 1,
        ("d",): 5,
        ("e", "f", "g", "h"): 9,
        ("e", "i", 0, "j"): 11,
        ("e", "i", 1, "j"): 13,
    }


def test_every_key_is_documented() -> None:
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8")
    assert [key for keys in KEYS.values() for key in keys if f"`{key}`" not in page] == []
