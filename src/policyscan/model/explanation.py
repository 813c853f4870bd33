"""Why a passage carries a category or not, and what would change it: every figure is computed, none is a guess."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from policyscan.model.document import Document
from policyscan.model.label import EvidenceKind, Stance
from policyscan.model.passage import Passage, Span, TitlePage
from policyscan.model.taxonomy import Taxonomy


class Fate(StrEnum):
    """What became of a term or pattern that was met."""

    COUNTED = "counted"
    REPEATED = "repeated"  # the rule counts once
    NESTED = "nested"  # a longer term of the category holds it
    BARE = "bare"  # a name in an enumeration of other things 只点名
    EXCLUDED = "excluded"  # voided by an exclusion 排除词
    OUT_OF_SCOPE = "out_of_scope"  # in_scope, and neither sentence, headings nor title speak of the subject
    MET = "met"  # of an exclusion: it stands in the text


class Piece(Struct, frozen=True):
    """A rule met in a passage or its headings.

    ``rule`` is the term, pattern or exclusion as the taxonomy folds it, ``own_weight`` its weight there; ``text`` what the
    passage says, with its ``span`` (None in headings). ``weight`` is what it adds to the score, 0 unless counted; ``by`` the
    exclusion that voids it.
    """

    category: str
    leaf: str | None
    kind: EvidenceKind
    rule: str
    own_weight: float
    fate: Fate
    text: str
    span: Span | None
    weight: float = 0.0
    by: str = ""


class Outcome(StrEnum):
    """What is said of a category in a passage."""

    LABEL = "label"
    DOUBTFUL = "doubtful"  # too unsure for a label, too likely for a gap
    NAMED = "named"  # only named, or enough words and an estimator that is sure of the contrary
    NONE = "none"


class Weight(Struct, frozen=True):
    """Words that the estimator weighs: what they add to the logit, or take from it where negative."""

    text: str
    weight: float
    span: Span


class Parts(Struct, frozen=True):
    """A logit taken apart: ``bias + text + headings + evidence`` is its sum, in natural logarithms of the odds."""

    bias: float
    text: float
    headings: float
    evidence: float


class ChangeKind(StrEnum):
    """What is changed to see whether the answer changes."""

    WORDS = "words"  # these words are cut out of the passage
    HEADINGS = "headings"  # the headings above are taken away
    TERM = "term"  # the taxonomy has no such term
    EXCLUSION = "exclusion"  # the taxonomy has no such exclusion
    SCOPE = "scope"  # the passage speaks of the taxonomy's subject
    WEIGHT = "weight"  # one more term of this weight is met


class Change(Struct, frozen=True):
    """A change, and what the classifier says after it.

    ``items`` are the words, terms or exclusions; ``amount`` the weight added (only of WEIGHT). ``flips`` says whether the
    passage gains or loses the label by it. ``probability`` is None where no estimator decides; then ``score`` does.
    """

    kind: ChangeKind
    items: tuple[str, ...]
    flips: bool
    score: float
    probability: float | None
    amount: float = 0.0


class CategoryReason(Struct, frozen=True):
    """Why a passage carries a category, or why not.

    Attributes
    ----------
    score, named
        Weight of the evidence, and what bare enumerations would have added; 1 is enough.
    probability, threshold
        None where terms and rules alone decide. The threshold is that of the category, or 0.5 where that is less and the
        taxonomy's own words hardly support the label (``is_raised``).
    pieces
        Every rule of the category that was met, in the order of the text, with its fate.
    words
        What the estimator weighs most, for it and against it, strongest first.
    without
        For each term that counted what is left without it.
    smallest
        The smallest changes that turn the answer; where none of those tried does, the one that comes nearest.
    """

    taxonomy: str
    category: str
    outcome: Outcome
    score: float
    named: float
    leaves: tuple[str, ...]
    probability: float | None
    threshold: float | None
    is_raised: bool
    pieces: tuple[Piece, ...]
    words: tuple[Weight, ...]
    parts: Parts | None
    without: tuple[Change, ...]
    smallest: tuple[Change, ...]


class PassageReason(Struct, frozen=True):
    """A passage with the reasons for all categories, in the order of the taxonomies. ``index`` is that of `classify`."""

    index: int
    passage: Passage
    stance: Stance
    categories: tuple[CategoryReason, ...]


class Explanation(Struct, frozen=True):
    """All that ``policyscan explain`` says of a document."""

    document: Document
    title_page: TitlePage
    taxonomies: tuple[Taxonomy, ...]
    classifier: str
    version: str
    passages: tuple[PassageReason, ...]
    total: int
