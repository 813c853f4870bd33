"""The Typer application. Errors that a user can mend are caught here, once; a bug keeps its traceback."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from typing import Annotated, NoReturn

import typer

from policyscan._version import __version__
from policyscan.cli import (
    cache,
    classify,
    compare,
    config,
    corpus,
    coverage,
    doctor,
    evaluate,
    extract,
    gaps,
    plot,
    review,
    taxonomy,
    words,
)
from policyscan.errors import PolicyscanError
from policyscan.language import language_of_locale, spoken

app = typer.Typer(
    name="policyscan",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="数字政府政策文件分析：覆盖了什么、多深、在哪一页、缺什么。\n\n"
    "Which parts of a framework a Chinese policy covers, how deeply, on which page, and what it leaves out.",
)
app.command("classify")(classify.classify)
app.command("coverage")(coverage.coverage)
app.command("gaps")(gaps.gaps)
app.command("compare")(compare.compare)
app.command("plot")(plot.plot)
app.command("kwic")(words.kwic)
app.command("terms")(words.terms)
app.command("extract")(extract.extract)
app.command("review")(review.review)
app.command("doctor")(doctor.doctor)
app.command("evaluate")(evaluate.evaluate)
app.command("train")(evaluate.train)
app.command("agree")(evaluate.agree)
app.add_typer(corpus.app, name="corpus")
app.add_typer(config.app, name="config")
app.add_typer(cache.app, name="cache")
taxonomy.app.command("suggest")(words.suggest)
app.add_typer(taxonomy.app, name="taxonomy")


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
