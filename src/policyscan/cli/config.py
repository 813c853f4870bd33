"""``policyscan config show``: the settings in force, and where each comes from."""

from __future__ import annotations

from typing import Annotated

import typer

from policyscan.cli import console
from policyscan.cli.options import ConfigFile, Lang, one_of
from policyscan.language import spoken

app = typer.Typer(no_args_is_help=True, help="配置 · The configuration.", rich_markup_mode=None)
_FORMATS = ("table", "json")


@app.command("show")
def show(
    config: ConfigFile = None,
    format: Annotated[
        str, typer.Option("--format", "-f", metavar="|".join(_FORMATS), help="输出格式 · The format of the output.")
    ] = "table",
    lang: Lang = None,
) -> None:
    """显示生效的设置及其来源 · Show the settings in force and where each comes from."""
    from policyscan.config import load_settings

    settings = load_settings(config, {"language": lang})
    if settings.language is not None:
        spoken.set(settings.language)
    one_of("format", format, _FORMATS)
    from policyscan.rendering import View
    from policyscan.rendering.settings import render_settings, setting_rows

    view = View(language=spoken.get(), width=console.width(), colour=console.wants_colour())
    console.write_result(render_settings(setting_rows(settings), settings.gaps.policy, format, view), None)
