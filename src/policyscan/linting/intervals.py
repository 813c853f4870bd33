"""How sure a share is that was counted on few passages."""

from __future__ import annotations

import math

_Z = 1.959964
"""The normal quantile of a two-sided 95 % interval."""


def wilson(right: int, total: int) -> tuple[float, float]:
    """Return the 95 % interval of a proportion (E. B. Wilson, *Probable inference*, JASA 22, 1927).

    Raises
    ------
    ValueError
        If nothing was counted.

    Examples
    --------
    >>> [round(end, 3) for end in wilson(8, 10)]
    [0.49, 0.943]
    """
    if total <= 0 or not 0 <= right <= total:
        raise ValueError(f"{right} of {total} is no proportion")
    share, z2 = right / total, _Z**2
    centre = (share + z2 / (2 * total)) / (1 + z2 / total)
    half = _Z / (1 + z2 / total) * math.sqrt(share * (1 - share) / total + z2 / (4 * total**2))
    return centre - half, centre + half
