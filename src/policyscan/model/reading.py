"""How files are to be read. By itself, since the command line needs it to start."""

from __future__ import annotations

from enum import StrEnum


class OcrMode(StrEnum):
    """Which pages are read by optical character recognition 文字识别."""

    AUTO = "auto"  # those without a text layer, or with one that is garbled
    ALWAYS = "always"
    NEVER = "never"


class Engine(StrEnum):
    """Whose processes read the files."""

    LOCAL = "local"  # this machine's
    DASK = "dask"  # those of a Dask cluster
