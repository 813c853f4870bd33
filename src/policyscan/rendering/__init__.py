"""Report → screen, file: one module a format."""

from __future__ import annotations

from policyscan.rendering.registry import RENDERERS, render
from policyscan.rendering.view import View, clean

__all__ = ["RENDERERS", "View", "clean", "render"]
