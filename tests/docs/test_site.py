"""The site is built without a warning, asks for nothing from elsewhere, and its reference is what the program says."""

from __future__ import annotations

import doctest
import importlib.util
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest
from lxml import html

from policyscan.config import KEYS
from policyscan.errors import ExitCode
from policyscan.language import Language

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"


def _hook() -> ModuleType:
    spec = importlib.util.spec_from_file_location("pages_of_the_site", DOCS / "pages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


pages = _hook()


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    pytest.importorskip("mkdocs", reason="the site is built with the extra docs")
    to = tmp_path_factory.mktemp("site")
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", to],
        cwd=ROOT,
        env={
            **os.environ,
            "NO_MKDOCS_2_WARNING": "1",
            "http_proxy": "http://127.0.0.1:9",
            "https_proxy": "http://127.0.0.1:9",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return to


def _elements(site: Path) -> Iterator[tuple[Path, html.HtmlElement]]:
    for page in sorted(site.rglob("*.html")):
        if page.name != "404.html":  # shown by a server at any address, so its links start from the top
            for element in html.parse(page, html.HTMLParser(encoding="utf-8")).getroot().iter():
                yield page, element


def test_no_page_loads_anything_from_elsewhere(site: Path) -> None:
    loaded = [
        (page.name, element.tag, address)
        for page, element in _elements(site)
        if element.tag in ("script", "link", "img", "iframe", "source", "video", "audio", "object", "embed")
        for address in (element.get("src"), element.get("href"), element.get("data"))
        if address and re.match(r"(https?:)?//", address)
    ]
    assert loaded == []
    styles = [
        sheet
        for sheet in site.rglob("*.css")
        if re.search(r"url\(['\"]?(https?:)?//|@import", sheet.read_text("utf-8"))
    ]
    assert styles == []


def test_every_link_leads_to_a_page_and_a_place_of_the_site(site: Path) -> None:
    ids: dict[Path, set[str]] = {}
    links = []
    for page, element in _elements(site):
        ids.setdefault(page, set()).update(filter(None, (element.get("id"), element.get("name"))))
        if element.tag == "a" and (target := element.get("href")) and not re.match(r"\w+:", target):
            links.append((page, unquote(target)))
    assert len(links) > 1000
    broken = []
    for page, target in links:
        path, _, place = target.partition("#")
        to = (page.parent / path).resolve() if path else page
        if not to.is_file() or (place and not place.startswith("__") and to in ids and place not in ids[to]):
            broken.append((str(page.relative_to(site)), target))
    assert broken == []


def test_every_picture_is_there(site: Path) -> None:
    shown = [
        (page, unquote(element.get("src", "")))
        for page, element in _elements(site)
        if element.tag == "img" and not element.get("src", "").startswith("data:")
    ]
    assert len(shown) >= 6
    assert [(page.name, source) for page, source in shown if not (page.parent / source).is_file()] == []


def test_each_page_has_both_languages_or_falls_back_to_english(site: Path) -> None:
    english = {page.relative_to(site) for page in site.rglob("*.html") if "zh" not in page.relative_to(site).parts}
    chinese = {page.relative_to(site / "zh") for page in (site / "zh").rglob("*.html")}
    assert english - {Path("404.html")} == chinese - {Path("404.html")}


def test_the_examples_of_the_hook_hold() -> None:
    done = doctest.testmod(pages)
    assert done.attempted >= 2
    assert done.failed == 0


def test_the_reference_has_every_command_and_option_each_in_its_language() -> None:
    texts = {language: pages.commands(language) for language in Language}
    assert len(list(pages.command_tree())) >= 18
    for name, command in pages.command_tree():
        for language, text in texts.items():
            assert f"## `policyscan {name}`" in text, (name, language)
        for parameter in command.params:
            for flag in (*parameter.opts, *parameter.secondary_opts) if parameter.param_type_name == "option" else ():
                assert flag == "--help" or f"<code>{flag}</code>" in texts[Language.EN], (name, flag)
    assert not re.search(r"[\u4e00-\u9fff]", texts[Language.EN])
    assert "语言" in texts[Language.ZH]
    assert "Language of the output" not in texts[Language.ZH]


def test_every_command_and_option_says_what_it_is_for_in_both_languages() -> None:
    silent = [
        (name, getattr(part, "name", None), language.value)
        for name, command in pages.command_tree()
        for part in (command, *command.params)
        if getattr(part, "name", None) != "help"
        for language in Language
        if not pages.half(part.help, language)
    ]
    assert silent == []


def test_the_reference_has_every_setting_with_a_default_and_every_exit_code() -> None:
    settings, codes = pages.settings(Language.EN), pages.exit_codes(Language.EN)
    assert [
        name for keys in KEYS.values() for name, check in keys.items() if check and f"`{name}`" not in settings
    ] == []
    assert "| `timeout` | `60` |" in settings
    assert "| `memory` | `1.5GiB` |" in settings
    assert all(f"| {code.value} | `{code.name}` |" in codes for code in ExitCode)


@pytest.mark.parametrize("page", ["configuration.md", "configuration.zh.md"])
def test_the_page_on_configuration_names_every_key_with_its_table(page: str) -> None:
    text = (DOCS / page).read_text("utf-8")
    assert [name for keys in KEYS.values() for name in keys if f"`{name}`" not in text] == []
    assert [table for table in KEYS if table and f"`{table}`" not in text and f"[[{table}]]" not in text] == []


def test_the_exit_codes_of_the_readme_are_those_of_the_program() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert re.findall(r"^\| (\d) \|", text, re.M) == [str(code.value) for code in ExitCode]


@pytest.mark.parametrize("page", ["developer.md", "developer.zh.md"])
def test_the_examples_in_python_do_what_they_show(page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    done = doctest.testfile(str(DOCS / "howto" / page), module_relative=False, encoding="utf-8")
    assert done.attempted >= 4
    assert done.failed == 0


def _sections_and_blocks(text: str) -> tuple[list[str], list[str]]:
    """The levels of a page's headings, and the languages of its blocks of code, each in their order."""
    parts = re.split(r"^(```.*?^```)$", text, flags=re.M | re.S)
    levels = [level for part in parts[::2] for level in re.findall(r"^(#+) ", part, re.M)]
    return levels, [block.partition("\n")[0] for block in parts[1::2]]


TRANSLATED = sorted(str(page.relative_to(DOCS)) for page in DOCS.rglob("*.zh.md"))


@pytest.mark.parametrize("page", TRANSLATED)
def test_a_page_and_its_translation_have_the_same_sections_and_blocks_of_code_in_the_same_order(page: str) -> None:
    english = (DOCS / page.replace(".zh.md", ".md")).read_text("utf-8")
    theirs, ours = _sections_and_blocks(english), _sections_and_blocks((DOCS / page).read_text("utf-8"))
    assert theirs[0]
    assert theirs == ours


def test_sections_and_blocks_of_a_page_are_told_apart() -> None:
    assert _sections_and_blocks("# A\n\n```sh\n# no heading\n```\n\n## B\n") == (["#", "##"], ["```sh"])


REFERENCE = [
    page for page in TRANSLATED if page.removesuffix(".zh.md") in
    ("ci", "configuration", "corpus-format", "formats", "glossary", "release", "review", "taxonomy-format")
]  # fmt: skip


@pytest.mark.parametrize("page", REFERENCE)
def test_a_page_of_the_reference_and_its_translation_name_the_same_fields_in_tables_of_as_many_rows(page: str) -> None:
    texts = [(DOCS / name).read_text("utf-8") for name in (page.replace(".zh.md", ".md"), page)]
    texts = [re.sub(r"^```.*?^```$", "", text, flags=re.M | re.S) for text in texts]
    theirs, ours = ({*re.findall(r"`(-*[a-z_][\w.*-]*(?:\[\])?)`", text)} for text in texts)
    assert theirs - ours == set()
    rows = [[len(re.findall(r"^\|", part, re.M)) for part in re.split(r"^#+ ", text, flags=re.M)] for text in texts]
    assert rows[0] == rows[1]


def test_both_glossaries_have_the_same_words() -> None:
    english, chinese = (
        re.findall(r"^\| (.+) \| (.+) \|$", (DOCS / page).read_text("utf-8"), re.M)
        for page in ("glossary.md", "glossary.zh.md")
    )
    assert len(english) > 50
    assert english[1:] == chinese[1:]
    assert len({words for words, _ in english}) == len(english)


@pytest.mark.parametrize("page", TRANSLATED)
def test_a_page_and_its_translation_lead_to_each_other(page: str) -> None:
    chinese, english = Path(page), Path(page.replace(".zh.md", ".md"))
    if not english.is_relative_to("project"):  # what these show stands elsewhere
        assert f"\n[English]({english.name})\n" in (DOCS / chinese).read_text("utf-8")
        assert f"\n[中文]({chinese.name})\n" in (DOCS / english).read_text("utf-8")


@pytest.mark.parametrize("page", ["../README.zh-CN.md", *TRANSLATED])
def test_a_chinese_page_leads_to_chinese_pages_where_there_are_any(page: str) -> None:
    here = DOCS / page
    targets = re.findall(r"(?<!\[English\])\(([^()\s#]+\.md)(?:#[^)]*)?\)", here.read_text("utf-8"))
    assert [
        target
        for target in targets
        if not target.endswith(".zh.md") and (here.parent / target.replace(".md", ".zh.md")).exists()
    ] == []


def test_links_of_a_page_of_the_site_stay_in_the_site() -> None:
    text = "[a](../CHANGELOG.md#x) [b](formats.md) [c](../src/x.py) `[d](../e)` [f](https://example.org)"
    assert (
        pages.relinked(text, "docs", "")
        == "[a](project/changes.md#x) [b](formats.md) c `[d](../e)` [f](https://example.org)"
    )
    assert pages.relinked("[g](docs/review.zh.md)", "", "project") == "[g](../review.md)"
    assert pages.relinked("![h](docs/images/x.svg)", "", "project") == "![h](../images/x.svg)"


def test_a_translated_section_can_be_reached_by_its_english_name() -> None:
    english, chinese = "# A\n\n## How `x` works\n```sh\n# no heading\n```\n", "# 甲\n\n## `x` 怎样工作\n"
    assert (
        pages.with_anchors_of(english, chinese) == '# 甲 <a id="a"></a>\n\n## `x` 怎样工作 <a id="how-x-works"></a>\n'
    )
    assert pages.with_anchors_of("# A\n", chinese) == chinese


def test_lines_of_chinese_are_joined_without_a_space_but_headings_and_code_stay() -> None:
    text = "# 题\n\n一行，\n二行\n   三行 a\n四行\n- 项\n- 项\n\n```sh\n甲\n乙\n```\n"
    assert pages.joined(text) == "# 题\n\n一行，二行三行 a\n四行\n- 项\n- 项\n\n```sh\n甲\n乙\n```\n"
