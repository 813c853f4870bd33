"""What is not part of the plain install: libraries by extra, programs by name."""

from __future__ import annotations

import shutil
from functools import cache
from importlib.util import find_spec

EXTRAS: dict[str, tuple[str, ...]] = {
    "ocr": ("rapidocr", "onnxruntime"),
    "dask": ("distributed",),
    "parquet": ("pyarrow",),
}
"""The modules that an extra brings."""


@cache
def has_extra(name: str) -> bool:
    """Whether the libraries of an extra are installed. They are not imported."""
    return all(find_spec(module) is not None for module in EXTRAS[name])


def install_command(name: str) -> str:
    """Return the command that installs an extra.

    >>> install_command("ocr")
    "pip install 'policyscan[ocr]'"
    """
    return f"pip install 'policyscan[{name}]'"


def find_office() -> str | None:
    """Return the path of LibreOffice, None where it is not installed."""
    return shutil.which("soffice") or shutil.which("libreoffice")
