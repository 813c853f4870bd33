"""corpus.yaml → Corpus: every mistake at its line and column (docs/corpus-format.md)."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath

from policyscan.errors import InvalidCorpus, WrongUse
from policyscan.language import Bilingual
from policyscan.model.corpus import Corpus, Entry
from policyscan.yamlfiles import MOST_BYTES, Grammar, Mapped, Node, Problems, Values, kind_of, read_tree, shown

MANIFEST = "corpus.yaml"
FORMAT = 1

KEYS: dict[str, tuple[str, ...]] = {
    "corpus": ("format", "title", "folder", "ignore", "documents"),
    "document": ("id", "path", "match", "title", "place", "year", "period", "kind", "group", "level", "source"),
}
"""The keys of a corpus file and of one of its documents; ``corpus.schema.json`` says the same to editors."""
REQUIRED: dict[str, tuple[str, ...]] = {"corpus": ("documents",), "document": ()}
_GRAMMAR = Grammar(
    KEYS, REQUIRED, {"corpus": Bilingual("语料清单", "the corpus"), "document": Bilingual("文件条目", "a document")}
)
_PERIOD = re.compile(r"(\d{4})\s*年?\s*[-–—~～至]{1,2}\s*(\d{4})\s*年?")
_EARLIEST, _LATEST = 1949, 2100


def read_corpus(path: Path, folder: Path | None = None) -> Corpus:
    """Read a corpus.

    Parameters
    ----------
    path
        A folder (its ``corpus.yaml`` counts where there is one) or a YAML file.
    folder
        Where the documents are, if not where the file says.

    Raises
    ------
    WrongUse
        If there is no such folder or file.
    InvalidCorpus
        If the file has mistakes; the message lists each with its line and column.
    """
    if path.is_dir():
        inside = path / MANIFEST
        return _read(inside, path, folder) if inside.is_file() else Corpus(str(path), str(folder or path))
    if not path.exists():
        raise WrongUse(
            Bilingual(f"{path}：没有这个文件夹或文件", f"{path}: there is no such folder or file"),
            hint=Bilingual(
                f"给出一个文件夹，或一个 {MANIFEST}", f"give a folder, or a {MANIFEST} (docs/corpus-format.md)"
            ),
        )
    if path.suffix.lower() not in (".yaml", ".yml"):
        raise WrongUse(
            Bilingual(f"{path}：语料应为文件夹或 .yaml 文件", f"{path}: a corpus is a folder or a .yaml file"),
            hint=Bilingual("单个文件请用 policyscan classify", "for a single document: policyscan classify"),
        )
    return _read(path, path, folder)


def _read(manifest: Path, given: Path, folder: Path | None) -> Corpus:
    problems = Problems(str(manifest), InvalidCorpus)
    try:
        with manifest.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        reason = error.strerror or str(error)
        raise WrongUse(
            Bilingual(f"{manifest}：无法打开（{reason}）", f"{manifest}: cannot be opened ({reason})")
        ) from error
    root = read_tree(data, problems)
    problems.raise_if_any()
    assert root is not None  # a file without a tree has a problem
    corpus = _Checker(Values(problems, _GRAMMAR)).corpus(root, manifest, given, folder)
    problems.raise_if_any()
    return corpus


class _Checker:
    def __init__(self, values: Values) -> None:
        self._values = values

    def corpus(self, root: Node, manifest: Path, given: Path, folder: Path | None) -> Corpus:
        values = self._values
        keys = values.mapping(root, "corpus")
        node = keys.get("format")
        if node is not None and not (kind_of(node) == "int" and node.value == str(FORMAT)):
            values.note(
                node, f"“format”应为 {FORMAT}（格式版本）", f"'format' must be {FORMAT}, the version of the format"
            )
        inside = self._relative(keys, "folder") or "."
        items = values.items(keys.get("documents"), "documents")
        if "documents" in keys and not items:
            values.note(keys["documents"], "至少要有一个文件", "at least one document is needed")
        entries = tuple(self._entry(item) for item in items)
        values.refuse_repeated_ids(keys.get("documents"))
        self._refuse_repeated(items, "path", Bilingual("路径", "path"))
        return Corpus(
            str(given),
            str(folder if folder is not None else manifest.parent / inside),
            str(manifest),
            values.optional(keys, "title"),
            entries,
            values.texts(keys.get("ignore"), "ignore"),
        )

    def _entry(self, node: Node) -> Entry:
        values = self._values
        keys = values.mapping(node, "document")
        match = keys.get("match")
        entry = Entry(
            line=node.start_mark.line + 1,
            id=self._id(keys),
            path=self._relative(keys, "path"),
            match=((values.text(match, "match"),) if match is not None and kind_of(match) == "str" else values.texts(match, "match")),
            title=values.optional(keys, "title"),
            place=values.optional(keys, "place"),
            year=self._year(keys),
            period=self._period(keys),
            kind=values.optional(keys, "kind"),
            group=values.optional(keys, "group"),
            level=values.optional(keys, "level"),
            source=values.optional(keys, "source"),
        )  # fmt: skip
        if keys and not (entry.path or entry.match or entry.title):
            values.note(
                node,
                "文件条目至少要有“path”“match”“title”之一，否则无从辨认",
                "a document needs one of 'path', 'match' and 'title', or no file can be told to be it",
            )
        return entry

    def _id(self, keys: Mapped) -> str | None:
        return self._values.optional(keys, "id")

    def _relative(self, keys: Mapped, key: str) -> str | None:
        text = self._values.optional(keys, key)
        if not text:
            return None
        path = PurePosixPath(text)
        if path.is_absolute() or ".." in path.parts or "\\" in text or re.match(r"[A-Za-z]:", text):
            zh = f"“{key}”应为清单所在文件夹之内的相对路径，以 / 分隔"
            self._values.note(keys[key], zh, f"'{key}' must be a relative path inside the corpus's folder, with /")
            return None
        return str(path)

    def _year(self, keys: Mapped) -> int | None:
        node = keys.get("year")
        if node is None:
            return None
        if (
            kind_of(node) != "int"
            or not re.fullmatch(r"\d{4}", node.value)
            or not _EARLIEST <= int(node.value) <= _LATEST
        ):
            self._values.note(node, "“year”应为四位数的年份", "'year' must be a year of four digits")
            return None
        return int(node.value)

    def _period(self, keys: Mapped) -> tuple[int, int] | None:
        text = self._values.optional(keys, "period")
        if not text:
            return None
        found = _PERIOD.fullmatch(text)
        if found is None or int(found[1]) > int(found[2]):
            zh, en = "“period”应为起止年份，如 2021—2025", "'period' must be two years, such as 2021—2025"
            self._values.note(keys["period"], f"{zh}，而不是“{shown(text)}”", f"{en}, not '{shown(text)}'")
            return None
        return int(found[1]), int(found[2])

    def _refuse_repeated(self, items: list[Node], key: str, noun: Bilingual) -> None:
        seen: dict[str, int] = {}
        for item in items:
            for key_node, value in getattr(item, "value", ()) if kind_of(item) == "map" else ():
                if key_node.value == key and isinstance(value.value, str):
                    line = value.start_mark.line + 1
                    first = seen.setdefault(value.value, line)
                    if first != line:
                        word = shown(value.value)
                        zh = f"{noun.zh}“{word}”重复（已见于第 {first} 行）"
                        self._values.note(value, zh, f"{noun.en} '{word}' is taken already, in line {first}")
