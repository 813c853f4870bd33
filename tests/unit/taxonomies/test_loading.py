"""Taxonomies are found by name or by path."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from policyscan.errors import WrongUse
from policyscan.taxonomies import builtin_ids, find_taxonomy, load_builtin, load_taxonomy


def test_a_taxonomy_carries_the_hash_of_its_file_and_its_path(file: Path) -> None:
    taxonomy = load_taxonomy(file)
    assert taxonomy.hash == hashlib.sha256(file.read_bytes()).hexdigest()
    assert taxonomy.path == str(file)


def test_a_built_in_taxonomy_is_found_by_its_id() -> None:
    assert find_taxonomy("three-ones") == load_builtin("three-ones")
    assert load_builtin("three-ones").path == "three-ones.yaml"


def test_a_file_is_found_by_its_path(file: Path) -> None:
    assert find_taxonomy(str(file)).id == "gardens"
    assert find_taxonomy(str(file.rename(file.with_suffix(".yml")))).id == "gardens"


def test_an_unknown_name_is_answered_with_the_nearest_and_with_all_that_there_are() -> None:
    with pytest.raises(WrongUse, match="there is no taxonomy 'three-one'; did you mean 'three-ones'") as raised:
        find_taxonomy("three-one")
    assert raised.value.hint is not None
    assert all(known in raised.value.hint.en and known in raised.value.hint.zh for known in builtin_ids())


def test_a_missing_file_is_answered_with_the_nearest_beside_it(file: Path) -> None:
    with pytest.raises(WrongUse, match=r"there is no file .*garden\.yaml; did you mean 'gardens\.yaml'"):
        find_taxonomy(str(file.with_name("garden.yaml")))


def test_a_file_of_another_kind_is_refused(file: Path) -> None:
    with pytest.raises(WrongUse, match=r"a taxonomy file ends in \.yaml or \.yml"):
        find_taxonomy(str(file.rename(file.with_suffix(".txt"))))


def test_a_folder_is_no_taxonomy(tmp_path: Path) -> None:
    folder = tmp_path / "a.yaml"
    folder.mkdir()
    with pytest.raises(WrongUse, match="cannot open the taxonomy"):
        find_taxonomy(str(folder))
