"""Finds a taxonomy by name or path and reads it."""

from __future__ import annotations

import hashlib
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from policyscan.errors import InvalidTaxonomy, WrongUse
from policyscan.language import Bilingual
from policyscan.model.taxonomy import Taxonomy
from policyscan.taxonomies.checking import check
from policyscan.yamlfiles import MOST_BYTES, Node, Problems, did_you_mean, kind_of, read_tree

SUFFIXES = (".yaml", ".yml")


def load_taxonomy(path: Path) -> Taxonomy:
    """Read a taxonomy from a YAML file.

    Raises
    ------
    InvalidTaxonomy
        If the file has mistakes; the message lists each with its line and column.
    WrongUse
        If the file cannot be opened.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        zh = f"{path}：无法打开分类体系文件（{reason}）"
        raise WrongUse(Bilingual(zh, f"{path}: cannot open the taxonomy ({reason})")) from error
    return _taxonomy(data, str(path))


def bytes_of(taxonomy: Taxonomy) -> bytes:
    """Return the file that a taxonomy was read from, also of a built-in one; nothing where it has changed since."""
    path = Path(taxonomy.path)
    candidates = [path.read_bytes()] if path.is_file() else []
    if taxonomy.id in (files := _builtin_files()):
        candidates.append(files[taxonomy.id].read_bytes())
    return next((data for data in candidates if hashlib.sha256(data).hexdigest() == taxonomy.hash), b"")


def lines_of_categories(taxonomy: Taxonomy) -> dict[str, int]:
    """Return the line of each category and leaf in the taxonomy's file, by id; none where the file is not at its path.

    The path of a built-in taxonomy is only a name: what stands there is looked at only if it is the same file.
    """
    path = Path(taxonomy.path)
    data = path.read_bytes() if path.is_file() else b""
    if hashlib.sha256(data).hexdigest() != taxonomy.hash:
        return {}
    root = read_tree(data, Problems(taxonomy.path, InvalidTaxonomy))
    lines: dict[str, int] = {}
    for category in _items(root, "categories"):
        category_id, line = _id_of(category)
        lines[category_id] = line
        for leaf in _items(category, "leaves"):
            leaf_id, line = _id_of(leaf)
            lines[f"{category_id}.{leaf_id}"] = line
    return lines


def _items(node: Node | None, key: str) -> list[Node]:
    pairs = node.value if node is not None and kind_of(node) == "map" else []
    return next((list(value.value) for name, value in pairs if name.value == key), [])


def _id_of(node: Node) -> tuple[str, int]:
    found = next(value for name, value in node.value if name.value == "id")
    return str(found.value), found.start_mark.line + 1


def load_builtin(taxonomy_id: str) -> Taxonomy:
    """Read a taxonomy that comes with the program; its ``path`` is only the file's name, the same on every machine."""
    try:
        file = _builtin_files()[taxonomy_id]
    except KeyError:
        raise _unknown(taxonomy_id) from None
    return _taxonomy(file.read_bytes(), file.name, trusted=True)


def builtin_ids() -> tuple[str, ...]:
    """Return the ids of the taxonomies that come with the program, in alphabetical order."""
    return tuple(sorted(_builtin_files()))


def find_taxonomy(name_or_path: str) -> Taxonomy:
    """Return the built-in taxonomy of this id, or the one in the file at this path.

    Raises
    ------
    WrongUse
        If there is neither; names the nearest and lists those that there are.
    InvalidTaxonomy
        If the file has mistakes.
    """
    if name_or_path.lower().endswith(SUFFIXES):
        path = Path(name_or_path)
        if not path.exists():
            raise _no_such_file(path)
        return load_taxonomy(path)
    if Path(name_or_path).is_file() and name_or_path not in builtin_ids():
        zh = f"{name_or_path}：分类体系文件应以 .yaml 或 .yml 结尾"
        raise WrongUse(Bilingual(zh, f"{name_or_path}: a taxonomy file ends in .yaml or .yml"))
    return load_builtin(name_or_path)


def _taxonomy(data: bytes, path: str, *, trusted: bool = False) -> Taxonomy:
    # Ours are checked by the tests: what guards against a hostile file is half of the time that loading takes.
    problems = Problems(path, InvalidTaxonomy)
    root = read_tree(data, problems, trusted=trusted)
    problems.raise_if_any()
    assert root is not None  # a file without a tree has a problem
    taxonomy = check(root, hashlib.sha256(data).hexdigest(), problems, trusted=trusted)
    problems.raise_if_any()
    return taxonomy


def builtin_estimators() -> tuple[Path, ...]:
    """Return the files of the estimators that come with the program, in alphabetical order; () where there is none."""
    folder = _builtin_folder()
    files = sorted(str(f) for f in folder.iterdir() if f.name.endswith(".estimator")) if folder.is_dir() else []
    return tuple(map(Path, files))


def _builtin_folder() -> Traversable:
    packaged = resources.files("policyscan") / "_taxonomies"
    checkout = Path(__file__).parents[3] / "taxonomies"  # an editable install has no package data
    return packaged if packaged.is_dir() else checkout


def _builtin_files() -> dict[str, Traversable]:
    folder = _builtin_folder()
    if not folder.is_dir():
        return {}
    return {file.name.removesuffix(".yaml"): file for file in folder.iterdir() if file.name.endswith(".yaml")}


def _unknown(name: str) -> WrongUse:
    near = did_you_mean(name, builtin_ids())
    return WrongUse(
        Bilingual(f"没有名为“{name}”的分类体系{near.zh}", f"there is no taxonomy '{name}'{near.en}"),
        hint=_choices(),
    )


def _no_such_file(path: Path) -> WrongUse:
    folder = path.parent.iterdir() if path.parent.is_dir() else ()
    siblings = sorted(file.name for file in folder if file.suffix in SUFFIXES)
    near = did_you_mean(path.name, siblings)
    return WrongUse(Bilingual(f"没有文件 {path}{near.zh}", f"there is no file {path}{near.en}"), hint=_choices())


def _choices() -> Bilingual:
    ids = builtin_ids()
    zh, en = f"自带的分类体系：{'、'.join(ids)}", f"built in are {', '.join(ids)}"
    return Bilingual(f"{zh}；也可以给出 .yaml 文件的路径", f"{en}; or give the path of a .yaml file")
