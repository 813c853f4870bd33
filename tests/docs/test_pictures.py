"""The pictures of the READMEs show what the program prints today."""

from __future__ import annotations

import doctest
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

pytest.importorskip("pty", reason="no pseudo-terminals here")
from rich.text import Text

ROOT = Path(__file__).parents[2]
IMAGES = ROOT / "docs" / "images"


def _script() -> ModuleType:
    spec = importlib.util.spec_from_file_location("record_of_the_docs", ROOT / "docs" / "record.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look themselves up there
    spec.loader.exec_module(module)
    return module


record = _script()


def test_no_picture_is_stale() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "record.py", "--check"], capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.returncode) == ("", 0), done.stderr


def test_each_character_stands_in_its_own_cells() -> None:
    [runs] = record.runs_of(Text("省 a1─●"))
    assert [(run.text, run.column, run.cells) for run in runs] == [("省", 0, 2), ("a1", 3, 2), ("─●", 5, 2)]
    wide, narrow, _ = (record.tag(run, 0) for run in record.runs_of(Text("年份 ab─"))[0])
    left, cell = record.MARGIN + (2 * record.CELL - record.WIDE) / 2, 2 * record.CELL
    assert f'x="{left:g} {left + cell:g}"' in wide
    assert f'textLength="{cell:g}"' in narrow


def test_a_picture_loads_nothing_and_holds_no_markup_of_the_text() -> None:
    assert "&lt;script&gt;&amp;" in record.svg(Text("<script>&"))
    for path in IMAGES.glob("*.svg"):
        assert "url(" not in path.read_text("utf-8")
        assert path.read_text("utf-8").count("http") == 1  # the name of SVG itself


def test_pictures_are_small() -> None:
    sizes = {path.name: path.stat().st_size for path in IMAGES.iterdir()}
    terminals = {f"{name}-{language}.svg" for name in record.TERMINALS for language in record.LANGUAGES}
    assert set(sizes) == terminals | {f"page-{language}.png" for language in record.LANGUAGES}
    assert max(sizes.values()) < 200_000


def test_the_examples_of_the_script_hold() -> None:
    done = doctest.testmod(record)
    assert (done.failed, done.attempted) == (0, 1)
