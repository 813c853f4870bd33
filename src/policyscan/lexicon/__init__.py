"""Words counted, looked up in context, compared, and suggested for a taxonomy."""

from __future__ import annotations
