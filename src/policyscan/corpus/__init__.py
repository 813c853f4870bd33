"""A folder or corpus.yaml → Corpus and its members: which file is which document, and whether it can be."""

from __future__ import annotations

from policyscan.corpus.manifest import MANIFEST, read_corpus
from policyscan.corpus.matching import Claims, claim_by_content, claim_by_name
from policyscan.corpus.members import Places, make_members

__all__ = ["MANIFEST", "Claims", "Places", "claim_by_content", "claim_by_name", "make_members", "read_corpus"]
