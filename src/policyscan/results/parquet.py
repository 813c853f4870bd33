"""The records as three Parquet files that any tool of the field reads: documents, coverage and passages.

Each holds the documents in one order and in row groups of the same documents, so that reading goes on group by group and
memory does not grow with their number.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from policyscan.errors import WrongUse
from policyscan.language import Bilingual
from policyscan.model.label import Stance
from policyscan.results.decoding import Json
from policyscan.results.reading import COVERAGE, DOCUMENTS, PASSAGES, Rows, damaged

_HEADER = b"policyscan"
_GROUP = 20_000
"""Passages of a row group, or a little more: some 20 MB in memory."""

_BILINGUAL = pa.struct([("zh", pa.string()), ("en", pa.string())])
_SPAN = pa.list_(pa.int32())
_EVIDENCE = pa.list_(
    pa.struct(
        [("kind", pa.string()), ("text", pa.string()), ("weight", pa.float64()), ("span", _SPAN), ("by", pa.string())]
    )
)
_NOTE = pa.struct([("kind", pa.string()), ("page", pa.int32()), ("unreadable", pa.bool_()), ("message", _BILINGUAL)])
_LABEL = pa.struct(
    [
        ("taxonomy", pa.string()), ("category", pa.string()), ("leaf", pa.string()), ("leaves", pa.list_(pa.string())),
        ("confidence", pa.float64()), ("stance", pa.string()), ("evidence", _EVIDENCE),
    ]
)  # fmt: skip
_MENTION = pa.struct(
    [("taxonomy", pa.string()), ("category", pa.string()), ("doubtful", pa.bool_()), ("evidence", _EVIDENCE)]
)
_QUANTITY = pa.struct([("kind", pa.string()), ("text", pa.string()), ("span", _SPAN)])
_TASK = pa.struct(
    [
        ("task", pa.string()), ("lead", pa.list_(pa.string())), ("support", pa.list_(pa.string())),
        ("deadline", pa.string()),
    ]
)  # fmt: skip

SCHEMAS: dict[str, pa.Schema] = {
    DOCUMENTS: pa.schema(
        [
            ("document", pa.int64()), ("path", pa.string()), ("status", pa.string()), ("sha256", pa.string()),
            ("reader", pa.string()), ("title", pa.string()), ("number", pa.string()), ("issuer", pa.string()),
            ("date", pa.string()), ("province", pa.string()), ("city", pa.string()), ("pages", pa.int32()),
            ("passages", pa.int32()), ("characters", pa.int64()), ("paged", pa.bool_()), ("text_sha256", pa.string()),
            ("wholly_read", pa.bool_()), ("unreadable_pages", pa.list_(pa.int32())), ("notes", pa.list_(_NOTE)),
            ("opening", pa.string()), ("reason", _BILINGUAL), ("hint", _BILINGUAL),
        ]
    ),
    COVERAGE: pa.schema(
        [
            ("document", pa.int64()), ("taxonomy", pa.string()), ("category", pa.string()), ("leaf_of", pa.string()),
            ("verdict", pa.string()), ("depth", pa.int8()), ("passages", pa.int32()), ("share", pa.float64()),
            ("characters", pa.int64()), ("sections", pa.int32()), ("mentions", pa.int32()),
            *((stance.value, pa.int32()) for stance in Stance), ("strongest", pa.list_(pa.int32())),
            ("unanswered", pa.list_(pa.int32())),
        ]
    ),
    PASSAGES: pa.schema(
        [
            ("document", pa.int64()), ("index", pa.int32()), ("pages", pa.list_(pa.int32())), ("line", pa.int32()),
            ("kind", pa.string()), ("headings", pa.list_(pa.string())), ("span", _SPAN), ("text", pa.string()),
            ("task", _TASK), ("stance", pa.string()), ("labels", pa.list_(_LABEL)), ("mentions", pa.list_(_MENTION)),
            ("quantities", pa.list_(_QUANTITY)),
        ]
    ),
}  # fmt: skip
"""The columns of each file; ``document`` counts the documents of the run from 0 and joins the files."""


def write_parquet(stream: Path, output: Path) -> None:
    """Make the folder of Parquet files from a whole stream of records, whole or not at all.

    Raises
    ------
    WrongUse
        If ``output`` is there and holds anything but such files.
    """
    refuse_other_folders(output)
    temporary = Path(tempfile.mkdtemp(dir=output.parent, prefix=f".{output.name}."))
    try:
        with stream.open("rb") as file:
            header = file.readline()
            _write(temporary, header.rstrip(b"\n"), iter(file.readline, b""))
        temporary.chmod(0o755)
        if output.exists():
            old = Path(tempfile.mkdtemp(dir=output.parent, prefix=f".{output.name}."))
            output.rename(old / output.name)
            temporary.rename(output)
            shutil.rmtree(old)
        else:
            temporary.rename(output)
    except BaseException:
        shutil.rmtree(temporary, ignore_errors=True)
        raise


def refuse_other_folders(output: Path) -> None:
    """Raise `WrongUse` where results would replace what is no folder of results."""
    if not output.exists() or (output.is_dir() and {p.name for p in output.iterdir()} <= set(SCHEMAS)):
        return
    raise WrongUse(
        Bilingual(f"{output}：已有别的内容，不会替换", f"{output}: holds something else, and is not replaced"),
        hint=Bilingual("换一个文件夹：-o results", "give another folder: -o results"),
    )


def _write(folder: Path, header: bytes, lines: Iterator[bytes]) -> None:
    schemas = {name: schema.with_metadata({_HEADER: header}) for name, schema in SCHEMAS.items()}
    writers = {name: pq.ParquetWriter(folder / name, schema, compression="zstd") for name, schema in schemas.items()}
    rows: dict[str, list[Json]] = {name: [] for name in SCHEMAS}

    def flush() -> None:
        for name, writer in writers.items():
            writer.write_table(pa.Table.from_pylist(rows[name], schemas[name]), row_group_size=max(1, len(rows[name])))
            rows[name] = []

    try:
        document = -1
        for line in lines:
            value: Any = msgspec.json.decode(line)
            if value["record"] == "passage":
                rows[PASSAGES].append({"document": document, **value})
                continue
            if len(rows[PASSAGES]) >= _GROUP or len(rows[DOCUMENTS]) >= _GROUP:
                flush()
            document += 1
            rows[DOCUMENTS].append({"document": document, **value})
            rows[COVERAGE] += _coverage_rows(document, value)
        flush()
    finally:
        for writer in writers.values():
            writer.close()


def _coverage_rows(document: int, value: Json) -> Iterator[Json]:
    for covered in value.get("coverage", ()):
        for category in covered["categories"]:
            for row, leaf_of in ((category, None), *((leaf, category["id"]) for leaf in category.get("leaves", ()))):
                yield {
                    "document": document,
                    "taxonomy": covered["taxonomy"],
                    "category": row["id"],
                    "leaf_of": leaf_of,
                    **{stance.value: row["stances"].get(stance.value, 0) for stance in Stance},
                    **{key: found for key, found in row.items() if key not in ("id", "stances", "leaves")},
                }


def parquet_header(folder: Path) -> Any:
    """Return the header of the run."""
    try:
        return msgspec.json.decode((pq.read_schema(folder / DOCUMENTS).metadata or {})[_HEADER])
    except (OSError, pa.ArrowInvalid, KeyError, ValueError) as error:
        raise damaged(folder, f"{DOCUMENTS}: {error}") from error


def parquet_rows(folder: Path, *, passages: bool) -> Rows:
    """Yield the records of the documents, row group by row group."""
    names = (DOCUMENTS, COVERAGE, PASSAGES) if passages else (DOCUMENTS, COVERAGE)
    try:
        files = {name: pq.ParquetFile(folder / name) for name in names}
    except (OSError, pa.ArrowInvalid) as error:
        raise damaged(folder, str(error)) from error
    groups = {file.num_row_groups for file in files.values()}
    if len(groups) != 1:
        raise damaged(folder, f"row groups: {sorted(groups)}")
    for group in range(groups.pop()):
        tables = {name: _by_document(file.read_row_group(group).to_pylist()) for name, file in files.items()}
        for number, [document] in tables[DOCUMENTS].items():
            coverage = _nested(tables[COVERAGE].get(number, ()))
            yield {**document, "coverage": coverage}, tables[PASSAGES].get(number, ()) if passages else ()


def _by_document(rows: Sequence[Json]) -> Mapping[int, Sequence[Json]]:
    found: dict[int, list[Json]] = {}
    for row in rows:
        found.setdefault(row["document"], []).append(row)
    return found


def _nested(rows: Sequence[Json]) -> list[Json]:
    """Return the coverage of a document by taxonomies, categories and leaves, as its record has it."""
    taxonomies: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        stances = {stance.value: row[stance.value] for stance in Stance if row[stance.value]}
        value = {**row, "id": row["category"], "stances": stances}
        categories = taxonomies.setdefault(row["taxonomy"], [])
        if row["leaf_of"] is None:
            categories.append({**value, "leaves": []})
        else:
            categories[-1]["leaves"].append(value)
    return [{"taxonomy": name, "categories": categories} for name, categories in taxonomies.items()]
