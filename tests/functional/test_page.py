"""The pages of ``--format html`` in a real browser, from disk, as they are opened by whoever gets the file."""

from __future__ import annotations

import html
import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pypdfium2
import pytest
from browsers import a_browser

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.filterwarnings("default")  # playwright's own event loop

SAMPLES = Path(__file__).parents[2] / "corpora" / "sample"
HOSTILE = (
    "<script>document.title = 'run'</script><img src=x onerror=alert(1)>推进政务服务“一网通办”，2025年底前办结率达到90%。",
    "=cmd()|'/C calc'!A1 推动数据共享，\x1b[31m建设一体化政务大数据体系\x07。",
    "</script><style>*{display:none}</style>城市运行“一网统管”，{{ 7*7 }} ${7*7} &lt;b&gt; \u202e建设城市大脑。",
)
MANIFEST = """\
title: 三个省的规划 <script>alert(1)</script>
documents:
  - {path: a.txt, title: 甲省数字政府规划, place: 云南省, year: 2023, group: 一}
  - {path: b.txt, title: 乙省数字政府规划, place: 海南省, year: 2021, group: 二}
  - {path: c.txt, title: "丙<b>省</b>=cmd()数字政府规划", place: 云南省, year: 2025, group: 一}
  - {title: 丁省数字政府规划, place: 广东省, year: 2024, group: 二}
"""
PLANS = {
    "a.txt": ("数字政府规划", "推进政务服务“一网通办”，2025年底前实现高频事项100%网上可办。", "建设城市大脑，推进城市运行“一网统管”。"),
    "b.txt": ("数字政府规划", "推进城市运行“一网统管”，建设城市运行管理平台，完善城市大脑。", "本规划自印发之日起施行，由办公厅负责解释。"),
    "c.txt": ("丙<b>省</b>=cmd()数字政府规划", *HOSTILE),
}  # fmt: skip


def write_page(page: Path, *arguments: str | Path) -> Path:
    """Run policyscan, Chinese first, and return the page that it wrote."""
    command = [sys.executable, "-m", "policyscan", *map(str, arguments), "-f", "html", "-o", str(page), "--lang", "zh"]
    done = subprocess.run(
        command,
        env={**os.environ, "PYTHONUTF8": "1", "POLICYSCAN_OCR": "never"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert page.is_file(), done.stderr
    return page


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with a_browser() as browser:
        yield browser


@pytest.fixture(scope="module")
def folder(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


@pytest.fixture(scope="module")
def document(folder: Path) -> Path:
    return write_page(folder / "document.html", "classify", SAMPLES / "yunling-plan.pdf")


@pytest.fixture(scope="module")
def corpus(folder: Path) -> Path:
    return write_page(folder / "corpus.html", "coverage", SAMPLES / "corpus.yaml")


@pytest.fixture(scope="module")
def provinces(folder: Path) -> Path:
    for name, lines in PLANS.items():
        (folder / name).write_text("\n\n".join(lines), "utf-8")
    (folder / "corpus.yaml").write_text(MANIFEST, "utf-8")
    return write_page(folder / "provinces.html", "coverage", folder / "corpus.yaml")


Open = Callable[..., "Page"]


@pytest.fixture
def opened(browser: Browser) -> Iterator[Open]:
    """Return a function that opens a page; none may complain, or ask for anything but itself."""
    contexts, complaints, asked, files = [], list[str](), set[str](), set[str]()

    def open_page(
        page: Path, width: int = 1280, scheme: Literal["light", "dark"] = "light", anchor: str = "", script: bool = True
    ) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        contexts.append(context)
        tab = context.new_page()
        tab.on("console", lambda message: complaints.append(message.text))
        tab.on("pageerror", lambda error: complaints.append(str(error)))
        tab.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
        tab.on("request", lambda request: asked.add(request.url.partition("#")[0]))
        files.add(page.as_uri())
        tab.goto(page.as_uri() + anchor)
        return tab

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
    assert asked == files


def shown(tab: Page) -> list[str]:
    """The anchors of the passages that stand on the page."""
    return [p.get_attribute("id") or "" for p in tab.locator(".p:not([hidden])").all()]


def labels(tab: Page) -> dict[str, dict[int, int]]:
    """The labels of each passage: the category's number with the confidence in percent."""
    pairs: list[list[str]] = tab.evaluate("[...document.querySelectorAll('.p')].map(p => [p.id, p.dataset.l || ''])")
    return {anchor: {int(n): int(c) for n, c in re.findall(r"(\d+):(\d+)", held)} for anchor, held in pairs}


def settled(tab: Page) -> None:
    """Wait until the filter has taken in what was typed."""
    tab.wait_for_timeout(200)


def axe_violations(tab: Page) -> list[tuple[str, list[str]]]:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe: make setup")
    rules = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = axe.Axe().run(tab, options=rules).response["violations"]
    return [(v["id"], [node["html"][:200] for node in v["nodes"]]) for v in found]


def test_the_page_allows_its_own_script_and_style_by_hash_and_nothing_else(document: Path, corpus: Path) -> None:
    for page in (document, corpus):
        policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page.read_text("utf-8"))
        assert policy
        rules = dict(rule.strip().split(" ", 1) for rule in html.unescape(policy[1]).split(";"))
        assert rules["default-src"] == "'none'"
        assert all(re.fullmatch(r"'sha256-[\w+/]{43}='", rules[name]) for name in ("script-src", "style-src"))


def test_a_script_that_got_into_the_page_would_not_run(document: Path, folder: Path, browser: Browser) -> None:
    spoiled = folder / "spoiled.html"
    text = document.read_text("utf-8")
    spoiled.write_text(text.replace("<main", "<script>document.title='run'</script><main", 1), "utf-8")
    tab = browser.new_page()
    tab.goto(spoiled.as_uri())
    assert tab.title() == "云岭省数字政府建设规划（2023—2027年） · policyscan"
    tab.close()


def test_a_category_filters_the_passages_and_the_count_says_so(document: Path, opened: Open) -> None:
    tab = opened(document)
    everything = len(shown(tab))
    assert everything == len(labels(tab)) > 50
    tab.check("input[name=c][value='4']")
    settled(tab)
    assert set(shown(tab)) == {anchor for anchor, held in labels(tab).items() if 4 in held}
    assert tab.inner_text("#count") == f"{len(shown(tab))} / {everything} 段"
    assert tab.inner_text("output[data-n='4']") == str(len(shown(tab)))
    tab.click("button[type=reset]")
    settled(tab)
    assert len(shown(tab)) == everything


def test_stance_and_confidence_narrow_further(document: Path, opened: Open) -> None:
    tab = opened(document)
    tab.check("input[name=s][value=target]")
    settled(tab)
    assert {tab.get_attribute(f"#{anchor}", "data-s") for anchor in shown(tab)} == {"target"}
    targets = set(shown(tab))
    tab.fill("#min", "95")
    settled(tab)
    sure = {anchor for anchor, held in labels(tab).items() if any(percent >= 95 for percent in held.values())}
    assert set(shown(tab)) == targets & sure
    assert tab.inner_text("#minout") == "95%"


def test_search_finds_words_and_pinyin_initials_and_marks_them(document: Path, opened: Open) -> None:
    tab = opened(document)
    texts = {p.get_attribute("id"): p.locator("p").text_content() or "" for p in tab.locator(".p").all()}
    tab.fill("#q", "公共数据")
    settled(tab)
    assert set(shown(tab)) == {anchor for anchor, text in texts.items() if "公共数据" in text} != set()
    assert tab.evaluate("CSS.highlights.get('found').size") == sum(text.count("公共数据") for text in texts.values())
    tab.fill("#q", "GGSJ")
    settled(tab)
    assert {anchor for anchor, text in texts.items() if "公共数据" in text} <= set(shown(tab)) != set(texts)
    tab.fill("#q", "没有这样的词语")
    settled(tab)
    assert (shown(tab), tab.inner_text(".empty")) == ([], "没有符合条件的段落。")


def test_headings_stand_only_above_passages_that_are_shown(document: Path, opened: Open) -> None:
    tab = opened(document)
    before = tab.locator(".hd:not([hidden])").count()
    tab.check("input[name=c][value='5']")
    settled(tab)
    parts: list[tuple[int, str]] = tab.evaluate(
        "[...document.querySelectorAll('.hd:not([hidden]), .p:not([hidden])')].map(e => [Number(e.dataset.h || 0), e.textContent])"
    )
    for (level, name), (below, _) in itertools.pairwise([*parts, (1, "the end")]):
        assert level == 0 or below == 0 or below > level, f"nothing stands below {name}"
    assert 1 <= sum(level > 0 for level, _ in parts) < before


def test_every_figure_of_the_table_leads_to_its_quotations(document: Path, opened: Open) -> None:
    tab = opened(document)
    figures = tab.locator(".coverage a[data-c]").all()
    found = {column for held in labels(tab).values() for column in held}
    assert len(figures) == 3 * len(found) > 12, "name, share and passages of each category that has some"
    for figure in figures:
        figure.click()
        column = int(figure.get_attribute("data-c") or "")
        assert set(shown(tab)) == {anchor for anchor, held in labels(tab).items() if column in held}
        here = tab.locator(".here")
        assert column in labels(tab)[here.get_attribute("id") or ""]
        assert tab.evaluate("document.activeElement.closest('.p') === document.querySelector('.here')")
        assert tab.evaluate("location.hash").endswith(here.get_attribute("id") or "?")


def test_a_bar_leads_to_the_stance_and_a_tick_to_the_passage_that_it_stands_for(document: Path, opened: Open) -> None:
    tab = opened(document)
    tab.locator("svg.bar[data-c='0'] rect.i-target").click()
    assert set(shown(tab)) == {
        anchor
        for anchor, held in labels(tab).items()
        if 0 in held and tab.get_attribute(f"#{anchor}", "data-s") == "target"
    }
    tick = tab.locator("svg.ticks[data-c='3'] rect[data-p]").last
    tick.click()
    assert tab.locator(".here").get_attribute("id") == tick.get_attribute("data-p")


def test_a_target_and_a_page_lead_to_their_passage(document: Path, opened: Open) -> None:
    tab = opened(document)
    for link in (tab.locator(".targets a").nth(3), tab.locator(".coverage .pages a").nth(5)):
        anchor = (link.get_attribute("href") or "").removeprefix("#")
        link.click()
        assert tab.locator(".here").get_attribute("id") == anchor
        assert tab.locator(f"#{anchor}").is_visible()


def test_an_anchor_opens_the_page_at_its_passage_and_back_returns(document: Path, corpus: Path, opened: Open) -> None:
    tab = opened(document, anchor="#d0p40")
    assert tab.locator(".here").get_attribute("id") == "d0p40"
    tab = opened(corpus)
    anchor = tab.get_attribute("#heat td.h a >> nth=20", "href")
    tab = opened(corpus, anchor=anchor)
    assert tab.locator(anchor or "").is_visible(), "its document is unfolded"
    tab.go_back()


def test_the_whole_page_changes_its_language(document: Path, corpus: Path, provinces: Path, opened: Open) -> None:
    for page in (document, corpus, provinces):
        tab = opened(page)
        for details in tab.locator("details:not(.why)").all():
            details.evaluate("d => d.open = true")
        tab.click("#lang")
        assert tab.get_attribute("html", "lang") == "en"
        left: list[str] = tab.evaluate("""() => {
            const found = [];
            const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
            for (let n = walk.nextNode(); n; n = walk.nextNode()) {
              const of = n.parentElement;
              if (of.closest('script, style, noscript, option, .facts, .chapters, title') || of.closest('[lang]').lang !== 'en') continue;
              if (/\\p{Script=Han}/u.test(n.data)) found.push(n.data);
            }
            for (const e of document.querySelectorAll('[aria-label], [placeholder]')) {
              const words = e.getAttribute('aria-label') || e.placeholder;
              if (/\\p{Script=Han}/u.test(words)) found.push(words);
            }
            return found;
        }""")
        names = (
            "中文",
            "三个省的规划 <script>alert(1)</script>",
            "虚构地区的数字政府文件",
            "附件：公共数据授权运营申请表",
        )
        assert [words for words in left if not words.endswith(names)] == []
        tab.reload()
        assert tab.get_attribute("html", "lang") == "en", "the choice is kept"


def ground(tab: Page) -> str:
    return str(tab.evaluate("getComputedStyle(document.documentElement).backgroundColor"))


def test_dark_follows_the_system_and_the_button_overrules_it(document: Path, opened: Open) -> None:
    light, dark = opened(document), opened(document, scheme="dark")
    assert (ground(light), ground(dark)) == ("rgb(251, 250, 248)", "rgb(17, 21, 25)")
    dark.click("#theme")
    assert (dark.inner_text("#theme"), ground(dark)) == ("外观：浅色", ground(light))
    dark.click("#theme")
    light.click("#theme")
    light.click("#theme")
    assert ground(light) == ground(dark) == "rgb(17, 21, 25)"
    light.reload()
    assert ground(light) == "rgb(17, 21, 25)"


def test_all_can_be_reached_by_keyboard(corpus: Path, opened: Open) -> None:
    tab = opened(corpus)
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.className") == "skip"
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.id") == "main"
    for _ in range(100):
        tab.keyboard.press("Tab")
        if tab.evaluate("document.activeElement.matches('#heat td.h a')"):
            break
    anchor = tab.evaluate("document.activeElement.hash")
    tab.keyboard.press("Enter")
    assert tab.evaluate("document.activeElement.hash") == anchor
    assert tab.locator(anchor).is_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (390, "dark")])
def test_axe_finds_nothing_and_nothing_sticks_out(
    document: Path, corpus: Path, provinces: Path, opened: Open, width: int, scheme: Literal["light", "dark"]
) -> None:
    for page in (document, corpus, provinces):
        tab = opened(page, width, scheme)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width
        if page != document:  # with every state at once: grouped, verdicts in the cells, a document unfolded, filtered
            tab.select_option("#measure", "3")
            tab.select_option("#group", "group")
            tab.locator("#heat td.h a").first.click()
            tab.evaluate("scrollTo(0, 0)")  # a link half below the bar would be called too small
        found = axe_violations(tab)
        assert found == [], json.dumps(found, ensure_ascii=False)
        assert tab.evaluate("document.documentElement.scrollWidth") <= width


def test_what_is_printed_is_a4_with_all_of_the_text_and_none_of_the_controls(document: Path, opened: Open) -> None:
    tab = opened(document, scheme="dark")
    last = (tab.locator(".p p").last.text_content() or "")[:12]
    pdf = pypdfium2.PdfDocument(tab.pdf(prefer_css_page_size=True, print_background=True))
    text = "".join(page.get_textpage().get_text_bounded() for page in pdf)
    width, height = pdf[0].get_size()
    assert (round(width * 25.4 / 72), round(height * 25.4 / 72)) == (210, 297)
    assert 5 <= len(pdf) <= 20
    flat = re.sub(r"\s", "", text)
    assert "云岭省数字政府建设规划" in flat
    assert "框架的建议" in flat
    assert last
    assert re.sub(r"\s", "", last) in flat
    assert "清除条件" not in flat
    corner = pdf[0].render(scale=0.2).to_numpy()[2, 2]
    assert min(int(value) for value in corner) > 250, "paper is white, whatever the screen is"


def test_a_heading_sorts_by_share_with_gaps_after_and_unknown_last(corpus: Path, provinces: Path, opened: Open) -> None:
    for page in (corpus, provinces):
        tab = opened(page)
        tab.locator("#heat th[data-k='1'] button").click()
        assert tab.get_attribute("#heat th[data-k='1']", "aria-sort") == "descending"
        cells = [row.locator("td.h").nth(1).locator(".fig").inner_text() for row in tab.locator("#heat tbody tr").all()]
        figures = [float(found[0]) for cell in cells if (found := re.search(r"\d+\.\d", cell))]
        assert figures == sorted(figures, reverse=True)
        assert cells[len(figures) :] == sorted(cells[len(figures) :], key="○?".index)
    assert cells[-1] == "?", "the plan that is not there"
    tab.locator("#heat th[data-k=year] button").click()
    years = [int(row.locator("td").nth(1).inner_text()) for row in tab.locator("#heat tbody tr").all()]
    assert years == sorted(years, reverse=True)
    tab.locator("#heat th[data-k=year] button").click()
    assert tab.get_attribute("#heat th[data-k=year]", "aria-sort") == "ascending"


def test_rows_can_be_grouped_with_how_many_of_each_group_cover_a_category(corpus: Path, opened: Open) -> None:
    tab = opened(corpus)
    tab.select_option("#group", "group")
    groups = tab.locator("#heat .group").all()
    assert sorted(group.locator("th").inner_text() for group in groups) == ["县级", "市级", "省级"]
    sizes = [int(group.locator("td.num").first.inner_text().split("/")[1]) for group in groups]
    assert sum(sizes) == tab.locator("#heat tbody tr:not(.group)").count() >= 10
    tab.select_option("#group", "")
    assert tab.locator("#heat .group").count() == 0


def test_cells_show_passages_depth_and_verdict_too(corpus: Path, opened: Open) -> None:
    tab = opened(corpus)
    first = tab.locator("#heat tbody td.h .fig").first
    seen = {first.inner_text()}
    for measure in ("1", "2", "3"):
        tab.select_option("#measure", measure)
        seen.add(first.inner_text())
    assert len(seen) == 4


def test_unknown_is_hatched_and_never_looks_like_a_gap(provinces: Path, opened: Open) -> None:
    look = "e => [getComputedStyle(e).backgroundImage, getComputedStyle(e).backgroundColor]"
    for scheme in ("light", "dark"):
        tab = opened(provinces, scheme=scheme)
        for measure in ("0", "1", "2", "3"):
            tab.select_option("#measure", measure)
            unknown = tab.locator("#heat td.b-i-unknown").first.evaluate(look)
            gap = tab.locator("#heat td.b-i-gap").first.evaluate(look)
            assert unknown[0].startswith("repeating-linear-gradient")
            assert gap[0] == "none"
            assert gap[1] != unknown[1]


def test_a_cell_leads_to_the_quotations_of_its_document_and_category(corpus: Path, opened: Open) -> None:
    tab = opened(corpus)
    cell = tab.locator("#heat td.h a[data-d=d2][data-c='4']")
    cell.click()
    held = labels(tab)
    assert set(shown(tab)) == {anchor for anchor in held if anchor.startswith("d2p") and 4 in held[anchor]} != set()
    assert tab.locator(".here").get_attribute("id") == (cell.get_attribute("href") or "").removeprefix("#")
    assert tab.locator("details.doc:not([hidden])").count() == 1


def test_totals_lead_to_the_list_of_gaps_and_small_multiples_to_quotations(
    corpus: Path, provinces: Path, opened: Open
) -> None:
    tab = opened(provinces)
    link = tab.locator("#heat tfoot tr").last.locator("a[href^='#g']").last
    entry = tab.locator(link.get_attribute("href") or "")
    link.click()
    assert entry.is_visible()
    assert "丁省数字政府规划" in entry.locator(".v-unknown").inner_text()
    tab = opened(corpus)
    tab.locator(".panel rect[data-d=d0][data-c='0']").click()
    assert tab.locator(".here").get_attribute("id", timeout=2000).startswith("d0p")  # type: ignore[union-attr]


@pytest.mark.parametrize("width", [1280, 390])
def test_bars_of_all_small_multiples_can_be_compared_since_their_panels_are_equally_wide(
    corpus: Path, opened: Open, width: int
) -> None:
    boxes = [panel.bounding_box() for panel in opened(corpus, width).locator(".panel").all()]
    assert len({round(box["width"]) for box in boxes if box}) == 1


def test_two_documents_are_compared_in_place(corpus: Path, opened: Open) -> None:
    tab = opened(corpus)
    tab.select_option("#pair0", "d2")
    tab.select_option("#pair1", "d4")
    heads = [head.inner_text() for head in tab.locator("#sides thead th").all()]
    assert [head[:3] for head in heads] == ["江泽省", "南屿省"]
    rows = tab.locator("#sides tbody tr:not(.layer)")
    assert rows.count() == 8
    verdicts = [[cell.inner_text() for cell in row.locator(".verdict").all()] for row in rows.all()]
    assert [len(set(pair)) == 2 for pair in verdicts] == [row.get_attribute("class") == "differs" for row in rows.all()]
    shares = [cell.inner_text() for cell in rows.nth(4).locator("td.num").all()]
    expected = [tab.locator(f"#{d} a.figure[data-c='4']").text_content() for d in ("d2", "d4")]
    assert shares == expected
    rows.nth(4).locator("td.num a").last.click()
    assert tab.locator(".here").get_attribute("id").startswith("d4p")  # type: ignore[union-attr]


def test_provinces_are_equal_squares_that_lead_to_what_they_count(provinces: Path, opened: Open) -> None:
    tab = opened(provinces)
    boxes = [tile.bounding_box() for tile in tab.locator(".tiles li").all()]
    assert len(boxes) == 31
    assert {(round(b["width"]), round(b["height"])) for b in boxes if b} == {(round(boxes[0]["width"]),) * 2}  # type: ignore[index]
    tiles = {tile.locator("b").inner_text(): tile for tile in tab.locator(".tiles li").all()}
    assert tiles["北京"].locator("a").count() == 0, "no document: neither a gap nor unknown"
    assert "b-i-unknown" in (tiles["广东"].locator("a").get_attribute("class") or ""), "a plan that is not there"
    assert tiles["云南"].locator(".vh").inner_text().endswith("2 份文件")
    tab.select_option("#tilecat", "1")
    assert tiles["云南"].locator(".fig").inner_text() in "●◐"
    assert tiles["海南"].locator(".fig").inner_text() == "○"
    assert "缺口" in tiles["海南"].locator(".vh").inner_text()
    tiles["云南"].locator("a").click()
    here = tab.locator(".here").get_attribute("id") or ""
    assert 0 in labels(tab)[here]
    tiles["海南"].locator("a").click()
    assert tab.evaluate("document.activeElement.closest('.doc').id") == "d1"


def test_what_documents_say_is_text_everywhere(provinces: Path, opened: Open) -> None:
    tab = opened(provinces)
    for details in tab.locator("details").all():
        details.evaluate("d => d.open = true")
    text = tab.text_content("#d2") or ""
    for said in ("<script>document.title = 'run'</script>", "onerror=alert(1)", "=cmd()|'/C calc'!A1", "{{ 7*7 }}", "&lt;b&gt;"):  # fmt: skip
        assert said in text
    assert re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202e]", text) is None
    assert tab.inner_text("#d2 summary h3") == "丙<b>省</b>=cmd()数字政府规划"
    assert tab.inner_text("h1") == "三个省的规划 <script>alert(1)</script>"
    assert tab.title() == "三个省的规划 <script>alert(1)</script> · policyscan"
    assert tab.locator("main :is(script, img, style, b b)").count() == 0
    tab.select_option("#pair1", "d2")
    assert "丙<b>省</b>=cmd()" in tab.inner_text("#sides")
    tab.click("#lang")
    assert "<script>" in (tab.text_content("#d2") or "")


def test_a_document_that_is_hostile_in_title_and_text_is_shown_whole(folder: Path, opened: Open) -> None:
    plan = folder / "hostile.txt"
    plan.write_text("\n\n".join(("<img src=x onerror=alert(1)>省数字政府规划", *HOSTILE)), "utf-8")
    tab = opened(write_page(folder / "hostile.html", "classify", plan))
    assert "document.title = 'run'" in (tab.text_content("main") or "")
    assert tab.locator("main :is(script, img, style)").count() == 0
    tab.fill("#q", "script>")
    settled(tab)
    assert len(shown(tab)) == 2


def test_without_script_all_text_and_tables_are_there(corpus: Path, document: Path, opened: Open) -> None:
    tab = opened(document, script=False)
    assert tab.locator(".p >> visible=true").count() > 50
    assert tab.locator("#filter").is_hidden()
    assert tab.locator("#lang").is_hidden()
    tab = opened(corpus, script=False)
    assert tab.locator("#heat tbody tr").count() >= 10
    assert "需要脚本" in tab.inner_text(".compare")
