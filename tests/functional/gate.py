"""A small corpus for the gate: plans of bridges and tunnels in invented places, classified by terms alone."""

from __future__ import annotations

from pathlib import Path

TAXONOMY = """format: 1
id: bridges
version: "1"
name: {zh: 交通, en: Traffic}
scope: [交通]
categories:
  - id: bridge
    name: {zh: 桥, en: Bridge}
    terms: [大桥]
  - id: tunnel
    name: {zh: 隧道, en: Tunnel}
    terms: [隧道, 隧洞]
"""
BRIDGE = "加快建设跨江大桥，2025年底前完成主体工程{}。（责任单位：省交通厅）"
TUNNEL = "推进过江隧道建设，2026年底前建成通车{}。（责任单位：省交通厅）"
BORE = "推进引水隧洞建设，2026年底前完成掘进{}。（责任单位：省水利厅）"
ROAD = "完善农村交通路网，2026年底前新建改建农村公路三百公里{}。（责任单位：省交通厅）"
OTHER = "抓好春耕备耕，2025年粮食播种面积稳定在三百万亩{}。（责任单位：省农业厅）"


def a_plan(folder: Path, name: str, title: str, *passages: str, pages: int = 0) -> Path:
    """Write a plan of these passages, each twice with other words; ``pages`` blank pages before the text."""
    body = [text.format(ending) for text in passages for ending in ("", "并投入使用")]
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\f" * pages + "\n\n".join([title, *body]) + "\n", "utf-8")
    return path


def a_taxonomy(folder: Path, text: str = TAXONOMY) -> Path:
    """Write the taxonomy."""
    path = folder / "bridges.yaml"
    path.write_text(text, "utf-8")
    return path


def a_config(folder: Path, text: str = "") -> None:
    """Write a configuration with the taxonomy."""
    (folder / "policyscan.toml").write_text('taxonomies = ["bridges.yaml"]\n' + text, "utf-8")
