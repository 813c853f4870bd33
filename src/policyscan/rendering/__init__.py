"""Report → screen, file: one module a format."""

from __future__ import annotations

from policyscan.rendering.registry import BINARY, RENDERERS, render
from policyscan.rendering.view import View, clean

__all__ = ["BINARY", "RENDERERS", "View", "clean", "render"]
