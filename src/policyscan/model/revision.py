"""What another version of a taxonomy changes: cells that flip, with the passages that did it, and measured scores."""

from __future__ import annotations

from msgspec import Struct

from policyscan.model.corpus import Survey
from policyscan.model.label import Label
from policyscan.model.matrix import Column
from policyscan.model.report import Coverage
from policyscan.model.scores import Evaluation
from policyscan.model.taxonomy import Taxonomy


class Turn(Struct, frozen=True):
    """A passage that gained or lost a category: ``label`` is the one gained or lost, with its evidence."""

    passage: int
    gained: bool
    label: Label


class Flip(Struct, frozen=True):
    """A cell whose verdict or depth changed, or whose passages did; ``document`` is an index into the members."""

    document: int
    column: Column
    old: Coverage
    new: Coverage
    turns: tuple[Turn, ...]

    @property
    def is_verdict(self) -> bool:
        """Whether the verdict itself changed."""
        return self.old.verdict is not self.new.verdict


class Revision(Struct, frozen=True):
    """All that ``policyscan taxonomy diff`` says. Evaluations are there where gold files were given."""

    old: Taxonomy
    new: Taxonomy
    classifiers: tuple[str, str]
    version: str
    survey: Survey | None
    added: tuple[str, ...]
    removed: tuple[str, ...]
    terms: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...]
    flips: tuple[Flip, ...]
    cells: int
    evaluations: tuple[Evaluation, Evaluation] | None = None
