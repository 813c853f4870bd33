"""Document → title page, outline and passages."""

from __future__ import annotations

from policyscan.segmentation.headings import Section, outline
from policyscan.segmentation.passages import split_passages
from policyscan.segmentation.titlepage import read_title_page

__all__ = ["Section", "outline", "read_title_page", "split_passages"]
