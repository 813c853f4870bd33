"""pdfium's functions called with plain addresses: a typed pointer a call is most of what a call costs from Python."""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

POINTER, INT = ctypes.c_void_p, ctypes.c_int


def untyped(function: Any, result: Any, *arguments: Any) -> Callable[..., Any]:
    """Return a function of pdfium that takes and gives addresses as integers."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    assert address is not None
    # PYFUNCTYPE keeps the interpreter's lock, which each call of a CFUNCTYPE gives away and takes back.
    return ctypes.PYFUNCTYPE(result, *arguments)(address)


def address_of(pointer: Any) -> int:
    """Return the address that a typed pointer of pypdfium2 holds."""
    return ctypes.cast(pointer, ctypes.c_void_p).value or 0
