"""``policyscan taxonomy new``: from a table, from answers, from nothing; never over another file."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import Run

TABLE = "标识,名称,定义,词条\nflow,数据出境,数据向境外提供。,数据出境、出境安全评估\nlist,负面清单,,负面清单\n"


def test_a_table_becomes_a_file_that_passes_the_check_and_labels(run: Run, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text(TABLE, "utf-8")
    done = run("taxonomy", "new", "cross-border", "--from", "table.csv", "--name", "数据跨境", "-o", "mine.yaml")
    assert (done.returncode, done.stdout) == (0, "")
    assert "wrote mine.yaml (2 categories). Next: policyscan taxonomy lint mine.yaml --corpus FOLDER" in done.stderr
    assert "mine.yaml: no problem (2 categories, 3 terms)" in run("taxonomy", "check", "mine.yaml").stderr
    (tmp_path / "plan.txt").write_text("云岭省规划\n\n开展数据出境安全评估，建设申报窗口。\n", "utf-8")
    labelled = run("classify", "plan.txt", "-t", "mine.yaml", "-f", "csv")
    assert ",cross-border,flow," in labelled.stdout


def test_the_file_speaks_the_language_of_the_run(run: Run, tmp_path: Path) -> None:
    run("taxonomy", "new", "a", "--template", lang="zh_CN.UTF-8")
    run("taxonomy", "new", "b", "--template")
    assert "# 接着做：" in (tmp_path / "a.yaml").read_text("utf-8")
    assert "# What to do next:" in (tmp_path / "b.yaml").read_text("utf-8")


def test_without_a_terminal_and_a_table_a_template_is_written(run: Run, tmp_path: Path) -> None:
    assert run("taxonomy", "new", "mine", stdin=b"").returncode == 0
    assert run("taxonomy", "check", "mine.yaml").returncode == 0


def test_a_file_that_is_there_is_left_alone_without_force(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text("mine\n", "utf-8")
    done = run("taxonomy", "new", "mine")
    assert (done.returncode, "mine.yaml: the file is there already" in done.stderr) == (2, True)
    assert (tmp_path / "mine.yaml").read_text("utf-8") == "mine\n"
    assert run("taxonomy", "new", "mine", "--force").returncode == 0
    assert run("taxonomy", "check", "mine.yaml").returncode == 0


def test_a_table_with_mistakes_writes_nothing_and_tells_them_all(run: Run, tmp_path: Path) -> None:
    (tmp_path / "table.csv").write_text("id,name,terms\nA,甲,x、x\n,乙,y\n", "utf-8")
    done = run("taxonomy", "new", "mine", "--from", "table.csv")
    assert (done.returncode, (tmp_path / "mine.yaml").exists()) == (2, False)
    assert "table.csv:2:1: 'A' is not an id" in done.stderr
    assert "table.csv:2:3: 'x' is there already, in line 2" in done.stderr
    assert "table.csv:3:1: a category lacks 'id'" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["Mine"], "'Mine' is not an id"),
        (["three-ones"], "'three-ones' is a built-in taxonomy"),
        (["mine", "-o", "mine.txt"], "mine.txt: a taxonomy file ends in .yaml or .yml"),
        (["mine", "--template", "--from", "t.csv"], "--from and --template do not go together"),
        (["mine", "-o", "nowhere/mine.yaml"], "nowhere/mine.yaml: cannot be written"),
    ],
)
def test_wrong_use_is_told_in_words(run: Run, arguments: list[str], said: str) -> None:
    done = run("taxonomy", "new", *arguments)
    assert (done.returncode, said in done.stderr) == (2, True)


def test_a_dash_prints_the_file(run: Run, tmp_path: Path) -> None:
    done = run("taxonomy", "new", "mine", "-o", "-")
    assert (done.returncode, done.stdout.startswith("# A taxonomy for policyscan")) == (0, True)
    assert list(tmp_path.iterdir()) == []


def test_answers_in_the_terminal_make_a_file_and_a_mistake_is_asked_again(tmp_path: Path) -> None:
    pytest.importorskip("pty", reason="no pseudo-terminals on this system")
    from terminals import Terminal

    terminal = Terminal(tmp_path, "taxonomy", "new", "mine")
    for question, answer in [
        ("name of the taxonomy", ""),
        ("an answer is needed", None),
        ("name of the taxonomy", "数据跨境"),
        ("its name in English", "Data across borders"),
        ("scope:", "数据出境、跨境"),
        ("id (lower case", "Flow"),
        ("not an id", None),
        ("id (lower case", "flow"),
        ("name *", "出境"),
        ("definition", ""),
        ("terms (separated", "数据出境、数据出境"),
        ("exclusions", ""),
        ("once more, please: '数据出境' is there already", None),
        ("id (lower case", "flow"),
        ("name *", "出境"),
        ("definition", "数据向境外提供。"),
        ("terms (separated", "数据出境、出境评估(0.5)"),
        ("exclusions", ""),
        ("id (Enter ends)", "flow"),
        ("this id is taken", None),
        ("id (Enter ends)", ""),
    ]:
        terminal.wait_for(question)
        if answer is not None:
            terminal.press(f"{answer}\n")
    code, rest = terminal.end()
    assert (code, "wrote mine.yaml (1 categories)" in rest) == (0, True)
    text = (tmp_path / "mine.yaml").read_text("utf-8")
    assert "name: {zh: 数据跨境, en: Data across borders}" in text
    assert "- {term: 出境评估, weight: 0.5}" in text


def test_answers_that_end_early_write_nothing(tmp_path: Path) -> None:
    pytest.importorskip("pty", reason="no pseudo-terminals on this system")
    from terminals import Terminal

    terminal = Terminal(tmp_path, "taxonomy", "new", "mine")
    terminal.wait_for("name of the taxonomy")
    terminal.press("\x04")
    code, rest = terminal.end()
    assert (code, "nothing was written" in rest, list(tmp_path.iterdir())) == (2, True, [])
