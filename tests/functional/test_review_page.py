"""The page of ``policyscan review`` in a real browser."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from browsers import a_browser
from reviews import Page, a_plan, records

pytest.importorskip("playwright", reason="needs playwright: make setup")
from playwright import sync_api

pytestmark = pytest.mark.filterwarnings("default")  # playwright's own event loop


@pytest.fixture(scope="module")
def browser() -> Iterator[sync_api.Browser]:
    with a_browser() as started:
        yield started


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Page]:
    page = Page(a_plan(tmp_path))
    yield page
    page.end()


@pytest.fixture
def tab(browser: sync_api.Browser, review: Page) -> Iterator[sync_api.Page]:
    """The page, opened; it may neither complain nor ask for anything from elsewhere."""
    tab = browser.new_page(viewport={"width": 390, "height": 844})
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
    asked: list[str] = []
    tab.on("request", lambda request: asked.append(request.url))
    address = f"http://127.0.0.1:{review.port}/{review.token}/"
    tab.goto(address)
    tab.wait_for_selector("#label-bridge")
    yield tab
    assert complaints == []
    assert all(url.startswith((address, "data:")) for url in asked)
    tab.close()


def decided(tab: sync_api.Page, number: int) -> None:
    """Wait until so many passages are decided."""
    sync_api.expect(tab.locator("#count")).to_contain_text(f"decided {number} / 3")


def test_keys_label_a_passage_and_enter_saves_it(tab: sync_api.Page, review: Page) -> None:
    decided(tab, 0)
    assert tab.get_attribute("#label-bridge", "aria-pressed") == "true"
    for key in ("1", "2", "t", "Enter"):
        tab.keyboard.press(key)
    decided(tab, 1)
    [record] = records(review.folder / "plan.gold.jsonl")
    assert (record["labels"], record["stance"]) == (["tunnel"], "target")
    tab.keyboard.press("u")
    decided(tab, 0)
    assert tab.get_attribute("#label-tunnel", "aria-pressed") == "true"  # what was undone is where one starts


def test_after_a_click_enter_saves_and_does_not_click_again(tab: sync_api.Page, review: Page) -> None:
    tab.click("#label-tunnel")
    tab.keyboard.press("Enter")
    decided(tab, 1)
    [record] = records(review.folder / "plan.gold.jsonl")
    assert record["labels"] == ["bridge", "tunnel"]


def test_a_key_that_is_held_down_decides_one_passage(tab: sync_api.Page, review: Page) -> None:
    tab.keyboard.down("Enter")
    tab.keyboard.down("Enter")  # repeats
    tab.keyboard.up("Enter")
    decided(tab, 1)
    assert len(records(review.folder / "plan.gold.jsonl")) == 1


def test_markup_in_a_passage_is_text(tab: sync_api.Page) -> None:
    assert "<script>alert(1)</script>" in tab.inner_text("#text")
    assert tab.locator("#text script").count() == 0
    assert tab.inner_text("#text mark") == "大桥"


def test_all_decided_is_said_and_a_reload_shows_the_same(tab: sync_api.Page) -> None:
    for number in (1, 2, 3):
        tab.keyboard.press("Enter")
        decided(tab, number)
    sync_api.expect(tab.locator("#message")).to_have_text("All passages are decided.")
    tab.reload()
    sync_api.expect(tab.locator("#message")).to_have_text("All passages are decided.")


def test_finish_ends_the_command_and_says_so(tab: sync_api.Page, review: Page) -> None:
    tab.click("#finish")
    sync_api.expect(tab.locator("#message")).to_have_text("Finished. You can close this page.")
    assert review.process.wait(60) == 0


def test_nothing_sticks_out_at_390_pixels(tab: sync_api.Page) -> None:
    assert tab.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(tab: sync_api.Page, scheme: Literal["light", "dark"]) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="needs axe: make setup")
    tab.emulate_media(color_scheme=scheme)
    for _ in ("closed", "open"):
        found = axe.Axe().run(tab).response["violations"]
        assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found] == [], json.dumps(found, ensure_ascii=False)
        tab.keyboard.press("?")  # with the definitions
