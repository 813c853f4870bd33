"""The Typer application. Errors that a user can mend are caught here, once; a bug keeps its traceback."""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import signal
import sys
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from policyscan._version import __version__
from policyscan.errors import PolicyscanError
from policyscan.language import language_of_locale, spoken

COMMANDS = {
    "classify": "classify:classify",
    "coverage": "coverage:coverage",
    "gaps": "gaps:gaps",
    "compare": "compare:compare",
    "plot": "plot:plot",
    "explain": "explain:explain",
    "kwic": "words:kwic",
    "terms": "words:terms",
    "extract": "extract:extract",
    "review": "review:review",
    "doctor": "doctor:doctor",
    "evaluate": "evaluate:evaluate",
    "train": "evaluate:train",
    "agree": "evaluate:agree",
    "corpus": "corpus:app",
    "config": "config:app",
    "cache": "cache:app",
    "taxonomy": "taxonomy:app",
}
"""Where each command lives in `policyscan.cli`: the function that it is, or the application whose commands it groups."""


class _Commands(Mapping[str, Any]):
    """The commands in the order of the help, each imported and built when it is asked for: all at once take 0.07 s."""

    def __getitem__(self, name: str) -> Any:
        module, _, attribute = COMMANDS[name].partition(":")
        found = getattr(importlib.import_module(f"policyscan.cli.{module}"), attribute)
        alone = typer.Typer(pretty_exceptions_enable=False, rich_markup_mode=None)
        if isinstance(found, typer.Typer):
            alone.add_typer(found, name=name)
        else:
            alone.command(name)(found)
        return typer.main.get_group(alone).commands[name]

    def __iter__(self) -> Iterator[str]:
        return iter(COMMANDS)

    def __len__(self) -> int:
        return len(COMMANDS)


class _Root(TyperGroup):
    """The group of all commands."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        self.commands = _Commands()  # type: ignore[assignment]


app = typer.Typer(
    name="policyscan",
    cls=_Root,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="数字政府政策文件分析：覆盖了什么、多深、在哪一页、缺什么。\n\n"
    "Which parts of a framework a Chinese policy covers, how deeply, on which page, and what it leaves out.",
)


def _show_version(wanted: bool) -> None:
    if wanted:
        print(f"policyscan {__version__}")
        raise typer.Exit()


@app.callback()
def root(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="版本 · Print the version.")
    ] = False,
) -> None:
    """Hold the options that stand before a command."""


def main() -> None:
    """Run the command line and end the process with its exit code."""
    gc.set_threshold(200_000, 20, 20)  # a document is 100,000 small values that all live: collecting finds nothing
    spoken.set(language_of_locale())
    os.environ.setdefault(
        "OPENBLAS_NUM_THREADS", "1"
    )  # numpy's threads cost as much to start as numpy, for small products
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # workers are ended, nothing is left half written
    _end(_exit_code())


def _exit_code() -> int:
    try:
        app()
    except PolicyscanError as error:
        from policyscan.cli.console import show_error

        show_error(error)
        return int(error.exit_code)
    except KeyboardInterrupt:
        return 130
    except SystemExit as end:  # how Typer ends
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


def _end(code: int) -> NoReturn:
    """End the process at once: results are written, and freeing them one by one would take a tenth of the run's time."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError):
            stream.flush()
    os._exit(code)
