"""How right a classifier is on passages labelled by people."""

from __future__ import annotations

from msgspec import Struct, field


class Interval(Struct, frozen=True):
    """A figure with its 95 % interval; both ends None where too few documents allow none."""

    value: float
    low: float | None = None
    high: float | None = None


class Score(Struct, frozen=True):
    """Right and wrong decisions on one category (or stance): counts of passages, and figures from 0 to 1.

    ``npv``, the negative predictive value, is the share of passages without the label that rightly have none: it is what a
    gap rests on.
    """

    id: str
    support: int
    predicted: int
    right: int
    precision: Interval
    recall: Interval
    f1: Interval
    npv: Interval


class Group(Struct, frozen=True):
    """Scores on all passages, or on those of one stratum."""

    name: str  # "" for all
    passages: int
    documents: int
    categories: tuple[Score, ...]
    macro_f1: Interval
    micro_f1: Interval


class Bin(Struct, frozen=True):
    """A step of the reliability curve: decisions whose confidence lies from ``low`` to ``high``."""

    low: float
    high: float
    decisions: int
    confidence: float
    share_right: float


class Mistake(Struct, frozen=True):
    """A kind of mistake: what was given, what was wanted, how often, and passages that show it."""

    wanted: tuple[str, ...]
    given: tuple[str, ...]
    count: int
    quotations: tuple[str, ...]


class Baseline(Struct, frozen=True):
    """The macro-F1 of a simpler way on the same passages."""

    name: str
    macro_f1: float
    f1: tuple[float, ...]


class Evaluation(Struct, frozen=True):
    """All that ``policyscan evaluate`` says.

    ``calibration_error`` is the expected calibration error (ECE) over all decisions on all categories in ten bins of equal
    width (Guo et al. 2017, "On Calibration of Modern Neural Networks"); None where there are no probabilities.
    """

    classifier: str
    categories: tuple[str, ...]
    groups: tuple[Group, ...]
    stances: tuple[Score, ...] = ()
    stance_macro_f1: Interval | None = None
    calibration_error: float | None = None
    reliability: tuple[Bin, ...] = ()
    mistakes: tuple[Mistake, ...] = ()
    baselines: tuple[Baseline, ...] = ()
    notes: tuple[str, ...] = field(default=())


class CategoryAgreement(Struct, frozen=True):
    """How far two readers agree on one category: counts of passages, Cohen's kappa and F1."""

    id: str
    both: int
    only_first: int
    only_second: int
    neither: int
    kappa: float
    f1: float


class Disagreement(Struct, frozen=True):
    """A passage that two readers labelled differently."""

    id: str
    first: tuple[str, ...]
    second: tuple[str, ...]
    quotation: str


class Agreement(Struct, frozen=True):
    """All that ``policyscan agree`` says (Cohen 1960 for kappa); ``missing`` counts passages that one file alone has."""

    passages: int
    missing: int
    categories: tuple[CategoryAgreement, ...]
    macro_f1: float
    stance_kappa: float | None
    disagreements: tuple[Disagreement, ...]
