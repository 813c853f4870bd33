"""A small taxonomy to spoil in one place at a time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from policyscan.errors import InvalidTaxonomy
from policyscan.taxonomies import load_taxonomy

SMALL = """\
format: 1
id: gardens
version: "1"
name: {zh: 园林, en: Gardens}
scope: [园林, 绿地]
layers:
  - {id: ground, name: {zh: 土地, en: Ground}}
categories:
  - id: lawns
    layer: ground
    name: 草坪
    terms:
      - 草坪养护
      - {term: 修剪, weight: 0.5, in_scope: true}
    patterns:
      - 草坪.{0,6}修剪
    exclusions: [人造草坪]
    leaves:
      - {id: mowing, name: 修剪, terms: [剪草]}
"""

Complain = Callable[..., list[str]]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """The small taxonomy as a file."""
    path = tmp_path / "gardens.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return path


@pytest.fixture
def complaints(file: Path) -> Complain:
    """Replaces one text of the small taxonomy, or all of it, and returns what is said, in English, without the path."""

    def replace(old: str | bytes, new: str = "") -> list[str]:
        data = old if isinstance(old, bytes) else SMALL.replace(old, new).encode()
        assert isinstance(old, bytes) or old in SMALL
        file.write_bytes(data)
        with pytest.raises(InvalidTaxonomy) as raised:
            load_taxonomy(file)
        return [line.removeprefix(f"{file}:") for line in raised.value.message.en.splitlines()]

    return replace
