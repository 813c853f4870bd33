"""``policyscan plot``: charts as files."""

from __future__ import annotations

import struct
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import Run

from policyscan.errors import WrongUse
from policyscan.language import Bilingual, Language
from policyscan.rendering.drawing import Drawing, to_png
from policyscan.rendering.drawing.fonts import find_fonts
from policyscan.rendering.drawing.svg import text

SVG = "{http://www.w3.org/2000/svg}"
PNG = b"\x89PNG\r\n\x1a\n"
HOSTILE = "<script>a&b</script>=cmd()"


def words(svg: str) -> str:
    """What a drawing says, title and description included; it must be well-formed."""
    return " ".join(ElementTree.fromstring(svg).itertext())


@pytest.fixture
def fonts() -> None:
    try:
        find_fonts({"政", "A"})
    except WrongUse:
        pytest.skip("needs a Chinese font: apt-get install fonts-noto-cjk")


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("bars", ("一网通办", "缺口", "%")),
        ("outline", ("一网通办", "第19页", "一、发展基础")),
    ],
)
def test_a_chart_of_a_document_is_svg_with_its_figures_as_text(
    run: Run, samples: Path, kind: str, said: tuple[str, ...]
) -> None:
    done = run("plot", samples / "yunling-plan.pdf", "--kind", kind, "--lang", "zh")
    assert done.returncode == 0, done.stderr
    found = words(done.stdout)
    for word in said:
        assert word in found


def test_a_corpus_is_drawn_with_the_titles_of_its_manifest_and_unknown_hatched(run: Run, samples: Path) -> None:
    done = run("plot", samples / "corpus.yaml", "--kind", "heatmap", "--lang", "en")
    assert done.returncode == 3, "a page of a document could not be read"
    found = words(done.stdout)
    assert "碧云县2024年数字政府建设任务分工方案" in found
    root = ElementTree.fromstring(done.stdout)
    hatched = [r for r in root.iter(f"{SVG}rect") if r.get("fill", "").startswith("url(#")]
    assert len(hatched) >= 2, "the cell, and the legend"
    assert root.find(f".//{SVG}pattern") is not None


def test_two_plans_are_compared(run: Run, samples: Path) -> None:
    done = run(
        "plot", samples / "yunling-2018.pdf", samples / "yunling-plan.pdf", "--kind", "compare", "-o", "compare.svg"
    )
    assert (done.returncode, done.stdout) == (0, "")
    done = run("plot", samples / "yunling-2018.pdf", "--kind", "compare")
    assert done.returncode == 2
    assert "a comparison takes two documents" in done.stderr


def test_provinces_by_category_tell_gap_from_nothing_there(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("海南省数字政府规划\n\n本规划自印发之日起施行，由办公厅负责解释。\n", "utf-8")
    (tmp_path / "corpus.yaml").write_text(
        "documents:\n  - {path: a.txt, title: 海南省数字政府规划, place: 海南省}\n", "utf-8"
    )
    done = run("plot", "corpus.yaml", "--kind", "provinces", "--category", "data", "--lang", "en")
    assert done.returncode == 0, done.stderr
    found = words(done.stdout)
    assert "Hainan: gap, 1 document" in found
    assert "Beijing: no document" in found
    done = run("plot", "corpus.yaml", "--kind", "provinces", "--category", "dat")
    assert done.returncode == 2
    assert "did you mean 'data'?" in done.stderr


def test_what_a_title_says_is_text_in_a_chart(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("海南省数字政府规划\n\n推进政务服务“一网通办”。\n", "utf-8")
    (tmp_path / "corpus.yaml").write_text(f"documents:\n  - path: a.txt\n  - {{title: {HOSTILE!r}}}\n", "utf-8")
    done = run("plot", "corpus.yaml", "--kind", "heatmap")
    root = ElementTree.fromstring(done.stdout)
    assert root.find(f".//{SVG}script") is None
    assert HOSTILE in words(done.stdout)


def test_the_same_input_gives_the_same_bytes(run: Run, samples: Path) -> None:
    first, second = (run("plot", samples / "jiangze-action.pdf", "--kind", "outline").stdout for _ in range(2))
    assert first == second != ""


@pytest.mark.usefixtures("fonts")
def test_a_png_has_the_pixels_that_scale_asks_for(run: Run, samples: Path, tmp_path: Path) -> None:
    sizes = []
    for scale in ("1", "2"):
        done = run("plot", samples / "yunling-plan.pdf", "--scale", scale, "--theme", "dark", "-o", "chart.png")
        assert done.returncode == 0, done.stderr
        data = (tmp_path / "chart.png").read_bytes()
        assert data.startswith(PNG)
        sizes.append(struct.unpack(">II", data[16:24]))
    assert [2 * side for side in sizes[0]] == list(sizes[1])


@pytest.mark.usefixtures("fonts")
def test_characters_are_drawn_and_not_left_out() -> None:
    def picture(words: str) -> bytes:
        drawing = Drawing(60, 30, Bilingual("字", "letter"), Bilingual("", ""), (text(4, 20, words),))
        return to_png(drawing, Language.ZH)

    assert len({picture("政"), picture("务"), picture("𠮷"), picture(" ")}) == 4


def test_a_machine_without_chinese_fonts_is_told_so_before_anything_is_drawn(tmp_path: Path) -> None:
    with pytest.raises(WrongUse) as raised:
        find_fonts({"政"}, [tmp_path])
    assert "U+653F" in str(raised.value.args[0].en)
    assert "fonts-noto-cjk" in raised.value.hint.en  # type: ignore[union-attr]


def test_only_svg_and_png_are_written(run: Run, samples: Path) -> None:
    done = run("plot", samples / "yunling-plan.pdf", "-o", "chart.pdf")
    assert (done.returncode, done.stdout) == (2, "")
    assert "chart.pdf: a chart is an .svg or a .png" in done.stderr
