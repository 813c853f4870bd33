"""The schema that editors use says the same as the checks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from policyscan.taxonomies.grammar import KEYS, REQUIRED

ROOT = Path(__file__).parents[3]
SCHEMA: dict[str, Any] = json.loads((ROOT / "taxonomies" / "taxonomy.schema.json").read_text("utf-8"))
_DEFS = SCHEMA["$defs"]
MAPPINGS: dict[str, dict[str, Any]] = {
    "taxonomy": SCHEMA,
    "layer": _DEFS["layer"],
    "category": _DEFS["category"],
    "leaf": _DEFS["leaf"],
    "term": _DEFS["terms"]["items"]["oneOf"][1],
    "pattern": _DEFS["patterns"]["items"]["oneOf"][1],
    "text": _DEFS["bilingual"]["oneOf"][1],
    "examples": _DEFS["category"]["properties"]["examples"],
}


def test_the_schema_is_one() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("kind", KEYS)
def test_schema_and_checks_know_the_same_keys(kind: str) -> None:
    schema = MAPPINGS[kind]
    assert set(schema["properties"]) == set(KEYS[kind])
    assert set(schema.get("required", ())) == set(REQUIRED[kind])
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("path", sorted((ROOT / "taxonomies").glob("*.yaml")), ids=lambda path: path.stem)
def test_a_built_in_taxonomy_fits_the_schema(path: Path) -> None:
    data = yaml.safe_load(path.read_text("utf-8"))
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(data)] == []


def test_the_small_taxonomy_fits_the_schema_and_a_spoilt_one_does_not(file: Path) -> None:
    data = yaml.safe_load(file.read_text("utf-8"))
    validator = Draft202012Validator(SCHEMA)
    assert validator.is_valid(data)
    assert not validator.is_valid({**data, "nmae": "x"})
    assert not validator.is_valid({**data, "id": "Gardens"})
