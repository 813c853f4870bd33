"""The journal of a long run: what is on the disk is gone on with as far as it is whole and still true."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest
from reports import a_done, a_failure, a_report

from policyscan.errors import WrongUse
from policyscan.journal import Journal
from policyscan.model.reading import OcrMode
from policyscan.model.records import Records, header_line, read_records, records_of

HEADER = header_line(a_report(), OcrMode.AUTO)
DOCUMENTS = [
    records_of(outcome)
    for outcome in (
        a_done("建设大桥。", source="a.pdf"),
        a_failure("b.pdf"),
        a_done("大桥已经建成。", "大桥收费。", source="c.pdf"),
    )
]
PATHS = [Path(name) for name in ("a.pdf", "b.pdf", "c.pdf")]
WHOLE = HEADER + b"".join(records.lines for records in DOCUMENTS)


def same_hash(path: Path) -> str | None:
    return next(r.sha256 for r in DOCUMENTS if r.source == str(path))


def resumed(output: Path, found: bytes, paths: list[Path] = PATHS) -> list[str]:
    """Return the documents that are kept of a journal that holds ``found``, and leave the journal as it is then."""
    output.with_name(output.name + ".part").write_bytes(found)
    journal = Journal(output, HEADER)
    kept = [records.source for records in journal.resume(paths, same_hash)]
    journal.close()
    return kept


def test_records_read_back_are_those_that_were_written() -> None:
    stream = io.BytesIO(b"".join(records.lines for records in DOCUMENTS))
    assert [read_records(stream) for _ in range(4)] == [*DOCUMENTS, None]


def test_the_file_appears_when_all_is_done_and_not_before(tmp_path: Path) -> None:
    output = tmp_path / "results.jsonl"
    output.write_bytes(b"of an earlier run\n")
    journal = Journal(output, HEADER)
    journal.begin()
    for records in DOCUMENTS:
        journal.add(records)
    assert output.read_bytes() == b"of an earlier run\n"
    journal.finish()
    assert output.read_bytes() == WHOLE
    assert [p.name for p in tmp_path.iterdir()] == ["results.jsonl"]


def test_wherever_a_run_was_cut_the_whole_documents_are_kept_and_the_rest_is_dropped(tmp_path: Path) -> None:
    output = tmp_path / "results.jsonl"
    ends = [len(HEADER)]
    for records in DOCUMENTS:
        ends.append(ends[-1] + len(records.lines))
    for cut in range(0, len(WHOLE) + 1, 7):
        whole = sum(end <= cut for end in ends[1:])
        assert resumed(output, WHOLE[:cut]) == ["a.pdf", "b.pdf", "c.pdf"][:whole]
        assert output.with_name("results.jsonl.part").read_bytes() == WHOLE[: ends[whole]]


def test_what_follows_a_file_that_changed_or_is_new_is_made_again(tmp_path: Path) -> None:
    output = tmp_path / "results.jsonl"
    assert resumed(output, WHOLE, [Path("a.pdf"), Path("aa.pdf"), *PATHS[1:]]) == ["a.pdf"]
    output.with_name("results.jsonl.part").write_bytes(WHOLE)
    journal = Journal(output, HEADER)
    assert list(journal.resume(PATHS, lambda path: "another")) == []
    journal.close()


def test_a_journal_of_another_taxonomy_or_version_is_refused_and_left_alone(tmp_path: Path) -> None:
    output = tmp_path / "results.jsonl"
    part = output.with_name("results.jsonl.part")
    part.write_bytes(HEADER.replace(b"policyscan ", b"policyscan 0.0-") + DOCUMENTS[0].lines)
    before = part.read_bytes()
    journal = Journal(output, HEADER)
    with pytest.raises(WrongUse, match="another version"):
        list(journal.resume(PATHS, same_hash))
    journal.close()
    assert part.read_bytes() == before


def test_lines_that_are_no_records_are_dropped(tmp_path: Path) -> None:
    assert resumed(tmp_path / "r.jsonl", HEADER + DOCUMENTS[0].lines + b'{"record":"document"}\n[1]\n') == ["a.pdf"]
    assert resumed(tmp_path / "r.jsonl", HEADER + b"\x00\xff\n") == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows refuses to open the file twice by itself")
def test_two_runs_do_not_write_one_journal(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "results.jsonl", HEADER)
    code = (
        f"from policyscan.journal import Journal; from pathlib import Path; Journal(Path({str(journal.output)!r}), b'')"
    )
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "another run is writing it" in other.stderr
    journal.close()


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(WrongUse, match="cannot be written"):
        Journal(tmp_path / "nowhere" / "results.jsonl", HEADER)


def test_a_failure_and_a_gap_are_known_from_the_lines() -> None:
    failed, done = DOCUMENTS[1], DOCUMENTS[0]
    assert isinstance(failed, Records)
    assert failed.failed is not None
    assert failed.failed.source == "b.pdf"
    assert done.failed is None
    assert done.document_line.count(b"\n") == 1


def test_results_with_and_without_recognised_pages_are_not_mixed(tmp_path: Path) -> None:
    part = tmp_path / "results.jsonl.part"
    part.write_bytes(header_line(a_report(), OcrMode.NEVER) + DOCUMENTS[0].lines)
    journal = Journal(tmp_path / "results.jsonl", HEADER)
    with pytest.raises(WrongUse):
        list(journal.resume(PATHS, same_hash))
    journal.close()
