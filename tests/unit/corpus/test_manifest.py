"""A corpus.yaml is read with every mistake at its place."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from policyscan.corpus import read_corpus
from policyscan.corpus.manifest import KEYS, REQUIRED
from policyscan.errors import InvalidCorpus, WrongUse

ROOT = Path(__file__).parents[3]
SCHEMA = json.loads((ROOT / "corpora" / "corpus.schema.json").read_text("utf-8"))


def a_corpus(folder: Path, text: str) -> Path:
    path = folder / "corpus.yaml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("documents:\n  - {titel: 规划}\n", ["2:6: unknown key 'titel'; did you mean 'title'?"]),
        ("documents: []\n", ["1:12: at least one document is needed"]),
        ("title: x\n", ["1:1: the corpus lacks 'documents'"]),
        ("documents:\n  - {place: 云岭省}\n", ["2:5: a document needs one of 'path', 'match' and 'title'"]),
        ("documents:\n  - {path: ../secret.pdf}\n", ["2:12: 'path' must be a relative path inside"]),
        ("documents:\n  - {path: /etc/passwd}\n", ["2:12: 'path' must be a relative path inside"]),
        ("documents:\n  - {title: 规划, year: 23}\n", ["2:23: 'year' must be a year of four digits"]),
        ("documents:\n  - {title: 规划, period: 明年}\n", ["2:25: 'period' must be two years, such as 2021—2025"]),
        ("documents:\n  - {path: a.pdf}\n  - {path: a.pdf}\n", ["3:12: path 'a.pdf' is taken already, in line 2"]),
        ("format: 2\ndocuments:\n  - {path: a.pdf}\n", ["1:9: 'format' must be 1"]),
        ("documents:\n  - {titel: 规划}\n  - {path: a.pdf, yaer: 2023}\n", ["2:6: unknown key", "3:19: unknown key"]),
    ],
)
def test_every_mistake_of_a_corpus_file_is_told_at_its_line_and_column(
    tmp_path: Path, text: str, said: list[str]
) -> None:
    path = a_corpus(tmp_path, text)
    with pytest.raises(InvalidCorpus) as raised:
        read_corpus(path)
    found = [line.removeprefix(f"{path}:") for line in raised.value.message.en.splitlines()]
    assert len(found) >= len(said)
    assert all(any(line.startswith(start) for line in found) for start in said), found


def test_a_folder_with_a_corpus_file_is_read_by_it_and_one_without_has_no_entries(tmp_path: Path) -> None:
    assert read_corpus(tmp_path).entries == ()
    a_corpus(tmp_path, "documents:\n  - {path: a.pdf, year: 2023, period: 2023年—2025年}\n")
    [entry] = read_corpus(tmp_path).entries
    assert (entry.path, entry.year, entry.period, entry.line) == ("a.pdf", 2023, (2023, 2025), 2)


def test_a_corpus_that_is_not_there_or_is_a_document_is_wrong_use(tmp_path: Path) -> None:
    (tmp_path / "plan.pdf").write_bytes(b"%PDF-")
    for name in ("absent", "plan.pdf"):
        with pytest.raises(WrongUse):
            read_corpus(tmp_path / name)


@pytest.mark.parametrize("name", ["sample/corpus.yaml", "provinces.yaml"])
def test_the_corpora_of_the_project_are_valid_and_fit_the_schema(name: str) -> None:
    path = ROOT / "corpora" / name
    assert read_corpus(path).entries
    jsonschema.validate(yaml.safe_load(path.read_text("utf-8")), SCHEMA)


def test_the_31_provinces_are_expected() -> None:
    assert len({entry.place for entry in read_corpus(ROOT / "corpora" / "provinces.yaml").entries}) == 31


def test_the_schema_and_the_documentation_know_the_same_keys_as_the_program() -> None:
    parts = {"corpus": SCHEMA, "document": SCHEMA["$defs"]["document"]}
    page = (ROOT / "docs" / "corpus-format.md").read_text("utf-8")
    for kind, keys in KEYS.items():
        assert set(parts[kind]["properties"]) == set(keys)
        assert set(parts[kind].get("required", ())) == set(REQUIRED[kind])
        assert [key for key in keys if f"`{key}`" not in page] == []
