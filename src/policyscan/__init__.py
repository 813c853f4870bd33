"""policyscan: which parts of a framework a Chinese policy covers, how deeply, on which page, and what it leaves out.

>>> import policyscan
>>> report = policyscan.classify("corpora/sample/yunling-plan.pdf")  # doctest: +SKIP
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from policyscan._version import __version__

if TYPE_CHECKING:
    from policyscan.api import classify, classify_passages, gaps
    from policyscan.errors import InvalidCorpus, InvalidTaxonomy, PolicyscanError, UnreadableDocument, WrongUse
    from policyscan.model.gate import GateResult
    from policyscan.model.label import Evidence, Label, Stance
    from policyscan.model.report import Depth, Done, Failed, Report, Verdict

_PUBLIC = {
    "classify": "api",
    "classify_passages": "api",
    "gaps": "api",
    "GateResult": "model.gate",
    "InvalidCorpus": "errors",
    "Depth": "model.report",
    "Done": "model.report",
    "Evidence": "model.label",
    "Failed": "model.report",
    "InvalidTaxonomy": "errors",
    "Label": "model.label",
    "PolicyscanError": "errors",
    "Report": "model.report",
    "Stance": "model.label",
    "UnreadableDocument": "errors",
    "Verdict": "model.report",
    "WrongUse": "errors",
}

__all__ = [
    "Depth",
    "Done",
    "Evidence",
    "Failed",
    "GateResult",
    "InvalidCorpus",
    "InvalidTaxonomy",
    "Label",
    "PolicyscanError",
    "Report",
    "Stance",
    "UnreadableDocument",
    "Verdict",
    "WrongUse",
    "__version__",
    "classify",
    "classify_passages",
    "gaps",
]


def __getattr__(name: str) -> object:
    # Imported when asked for, so that `policyscan --version` does not load pdfium.
    if name in _PUBLIC:
        return getattr(import_module(f"policyscan.{_PUBLIC[name]}"), name)
    raise AttributeError(f"module 'policyscan' has no attribute {name!r}")
