"""What commands print and write: results to standard output or a file, everything else to standard error."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from pathlib import Path

from policyscan.errors import PolicyscanError, WrongUse
from policyscan.language import Bilingual

_PIPED_WIDTH = 100
"""Columns of a table that does not go to a terminal: the same bytes everywhere."""


def is_terminal() -> bool:
    """Whether results go to a screen."""
    return sys.stdout.isatty()


def width() -> int:
    """Return the columns to fill."""
    if columns := os.environ.get("COLUMNS"):
        with contextlib.suppress(ValueError):
            return max(60, min(int(columns), 200))
    return max(60, min(shutil.get_terminal_size().columns, 160)) if is_terminal() else _PIPED_WIDTH


def wants_colour() -> bool:
    """Whether escape sequences may be printed (https://no-color.org)."""
    return is_terminal() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def refuse_terminal(format_name: str, output: Path | None) -> None:
    """Raise `WrongUse` where a format that is no text would go to a screen."""
    from policyscan.rendering import BINARY

    if format_name in BINARY and output is None and is_terminal():
        raise WrongUse(
            Bilingual(
                f"{format_name} 不是文字，不能显示在终端上", f"{format_name} is no text, and nothing for a terminal"
            ),
            hint=Bilingual(f"写入文件：-o report.{format_name}", f"write it to a file: -o report.{format_name}"),
        )


def write_result(result: str | bytes, output: Path | None, *, styled: bool = False) -> None:
    """Write a result to standard output or to a file; text as UTF-8.

    What goes to a terminal loses all that a terminal would obey: it is full of what documents say. ``styled`` text keeps its
    colours.
    """
    if output is None:
        if isinstance(result, str) and is_terminal():
            result = clean(result, styled=styled)
        try:
            sys.stdout.buffer.write(_encoded(result))
            sys.stdout.buffer.flush()
        except BrokenPipeError:  # `policyscan … | head` is no error; keep the interpreter from flushing again
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return
    write_bytes(_encoded(result), output)


def _encoded(result: str | bytes) -> bytes:
    return result.encode() if isinstance(result, str) else result


def write_bytes(data: bytes, output: Path) -> None:
    """Write a file whole or not at all: an old one is replaced only when all of the new one is on the disk."""
    try:
        descriptor, temporary = tempfile.mkstemp(dir=output.parent or Path(), prefix=f".{output.name}.")
        try:
            with os.fdopen(descriptor, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            os.chmod(temporary, 0o644)
            os.replace(temporary, output)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except OSError as error:
        reason = error.strerror or str(error)
        raise WrongUse(
            Bilingual(f"{output}：无法写入（{reason}）", f"{output}: cannot be written ({reason})"),
            hint=Bilingual("检查文件夹是否存在、是否有写入权限", "check that the folder exists and may be written to"),
        ) from None


def clean(text: str, *, styled: bool = False) -> str:
    """Return text without anything that a terminal would obey; ``styled`` text keeps its colours."""
    from policyscan.rendering.view import clean as without_controls  # not before there is something to print

    return without_controls(text, styled=styled)


def show_error(error: PolicyscanError) -> None:
    """Print an error and its hint on standard error."""
    say(Bilingual(f"错误：{error.message.zh}", f"error: {error.message.en}"))
    if error.hint is not None:
        say(Bilingual(f"提示：{error.hint.zh}", f"hint: {error.hint.en}"))


def say(text: Bilingual) -> None:
    """Print a line for people on standard error."""
    print(clean(str(text)), file=sys.stderr)  # file names are hostile too
