"""The same work on many files: `run_here` in this process, `run_local` in worker processes with limits.

``cluster`` does it on a Dask cluster (an extra). All yield an outcome a file, in the order given, while they go on: what the
work returned, or `Failed` with the reason.
"""

from __future__ import annotations

from policyscan.engine.here import run_here
from policyscan.engine.limits import DEFAULT_LIMITS, Limits
from policyscan.engine.local import run_local, usable_cores

__all__ = ["DEFAULT_LIMITS", "Limits", "run_here", "run_local", "usable_cores"]
