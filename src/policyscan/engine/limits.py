"""What one file may cost."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

from msgspec import Struct

GIB = 1 << 30


class Limits(Struct, frozen=True):
    """What one file may cost.

    ``seconds`` of wall time; a reader may ask for more by the page (`policyscan.budget`). ``memory`` in bytes, of all
    that the worker process holds.
    """

    seconds: float = 60.0
    memory: int = 3 * GIB // 2

    def __post_init__(self) -> None:
        if self.seconds <= 0 or self.memory <= 0:
            raise ValueError(f"limits are positive: {self}")


DEFAULT_LIMITS = Limits()


def limit_memory(size: int) -> None:
    """Let this process have no more than ``size`` bytes from now on, where the system can see to it.

    Linux counts for RLIMIT_DATA what is private and writable, so it sees what a document costs. RLIMIT_AS would count the
    mapped libraries and models too, and the address space that thread arenas reserve and never touch.
    """
    try:
        import resource
    except ImportError:  # Windows
        return
    kind = resource.RLIMIT_DATA if sys.platform == "linux" else resource.RLIMIT_AS
    with contextlib.suppress(ValueError, OSError):  # macOS refuses some limits
        _, hard = resource.getrlimit(kind)
        resource.setrlimit(kind, (size if hard == resource.RLIM_INFINITY else min(size, hard), hard))
    with contextlib.suppress(OSError):  # if the machine itself runs out, the kernel should end a worker, not the run
        Path("/proc/self/oom_score_adj").write_text("500")
