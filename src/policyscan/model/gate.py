"""The gate: rules that a corpus must keep, what breaks them, and what was agreed to be left so for now."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from msgspec import Struct

from policyscan.errors import ExitCode
from policyscan.language import Bilingual
from policyscan.model.corpus import Survey
from policyscan.model.report import Depth, Report, Verdict


class Severity(StrEnum):
    """How grave a finding is. UNKNOWN has its own exit code: nothing was found wrong, something could not be told."""

    OFF = "off"
    INFO = "info"
    WARNING = "warning"
    UNKNOWN = "unknown"
    ERROR = "error"

    @property
    def rank(self) -> int:
        """From 0 (off) to 4 (error)."""
        return list(Severity).index(self)


class Metric(StrEnum):
    """What a rule sets a threshold on, in the order in which it is told."""

    VERDICT = "verdict"
    DEPTH = "depth"
    PASSAGES = "passages"
    SHARE = "share"


Threshold = Verdict | Depth | int | float
"""The least that is enough: a verdict (covered or thin), a depth, a number of passages, a share from 0 to 1."""


class Place(Struct, frozen=True):
    """A line (and column) of a text file, from 1; ``path`` as the user would give it."""

    path: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.path}:{self.line}"


class Selector(Struct, frozen=True):
    """Which documents and categories something is about; patterns with ``*``; where empty, all.

    ``document`` is compared with id, title and path; ``category`` with ``data``, ``data.sharing`` or
    ``five-problems/data``.
    """

    document: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    year: tuple[str, ...] = ()
    kind: tuple[str, ...] = ()
    group: tuple[str, ...] = ()
    level: tuple[str, ...] = ()


class Rule(Struct, frozen=True):
    """Thresholds for some documents and categories. Of the rules that set a metric, the last that fits decides."""

    select: Selector
    least: Mapping[Metric, Threshold]
    severity: Severity = Severity.ERROR
    place: Place | None = None  # None for the rules that hold where nobody says otherwise


class Waiver(Struct, frozen=True):
    """A finding that is agreed to be left as it is, for a reason, up to and including ``expires``."""

    select: Selector
    reason: str
    expires: date | None
    place: Place
    finding: tuple[str, ...] = ()  # kinds of finding; empty for all


class Policy(Struct, frozen=True):
    """All that ``[gaps]`` says: see docs/configuration.md."""

    rules: tuple[Rule, ...] = ()
    exceptions: tuple[Waiver, ...] = ()
    fail_on: Severity = Severity.ERROR
    unknown: Severity = Severity.UNKNOWN
    uncaught: Severity = Severity.INFO
    missing: Severity = Severity.INFO
    unlisted: Severity = Severity.WARNING
    duplicate: Severity = Severity.WARNING
    problem_without_remedy: Severity = Severity.WARNING
    leaves: bool = False


DEFAULT_RULES = (
    Rule(Selector(), {Metric.VERDICT: Verdict.THIN}),
    Rule(Selector(), {Metric.DEPTH: Depth.DESCRIBED}, Severity.WARNING),
)
"""Every category must be more than a gap; one that is only named is worth a warning."""


class FindingKind(StrEnum):
    """What is the matter."""

    GAP = "gap"  # the document leaves the category out
    NAMED = "named-only"  # … or covers it by name alone
    BELOW = "below-threshold"
    UNANSWERED = "problem-without-remedy"  # it names a problem and nowhere says what shall be done
    UNKNOWN = "unknown"  # it could not be told: part of the document was not read
    UNREADABLE = "unreadable"  # the whole document
    MISMATCH = "mismatch"
    MISSING = "missing"
    DUPLICATE = "duplicate"
    UNLISTED = "unlisted"
    UNCAUGHT = "uncaught"  # a passage about the subject that no category catches


class State(StrEnum):
    """Whether a finding counts."""

    NEW = "new"
    BASELINED = "baselined"
    EXCEPTED = "excepted"


class Check(Struct, frozen=True):
    """A threshold that was not reached; ``found`` is None where it could not be told."""

    metric: Metric
    wanted: Threshold
    found: Threshold | None
    severity: Severity
    place: Place | None = None


def _debt(kind: str) -> str:
    """Return what tells two findings about one category apart: it can be thin, and name a problem without a remedy."""
    return kind if kind == FindingKind.UNANSWERED else ""


class Finding(Struct, frozen=True):
    """Something that the log of a job shows: what, where, how grave, whether it counts.

    ``category`` is ``taxonomy/category`` (or ``…/category.leaf``), "" where the finding is about a whole document.
    ``quotation`` is the passage that it is about, or the strongest that there is; ``at`` is the character of it where the
    category is named, ``passage`` its index in the document, ``page`` its page where the file has pages; ``hash`` the first 16 hexadecimal
    digits of the SHA-256 of the folded quotation where the finding *is* a passage. ``place`` is a text that exists;
    ``related`` other texts that explain it.
    """

    kind: FindingKind
    severity: Severity
    document: str
    path: str | None
    category: str
    name: Bilingual
    message: Bilingual
    place: Place
    checks: tuple[Check, ...] = ()
    quotation: str = ""
    at: int = 0
    page: int | None = None
    passage: int | None = None
    hash: str = ""
    related: tuple[Place, ...] = ()
    state: State = State.NEW
    reason: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is known by in a baseline: no page, no line, no path (but for documents without a title)."""
        return self.document, self.category or self.kind.value, self.hash or _debt(self.kind.value)

    @property
    def counts(self) -> bool:
        """Whether nobody agreed to leave it."""
        return self.state is State.NEW


class BaselineEntry(Struct, frozen=True):
    """A finding that was there when the baseline was made. ``line`` is its line in the file."""

    document: str
    category: str
    hash: str
    kind: str
    severity: Severity
    reason: str = ""
    line: int = 0

    @property
    def key(self) -> tuple[str, str, str]:
        """See `Finding.key`."""
        return self.document, self.category, self.hash or _debt(self.kind)


class Baseline(Struct, frozen=True):
    """A file of findings that are agreed to be left."""

    path: str
    entries: tuple[BaselineEntry, ...]


class Cluster(Struct, frozen=True):
    """Passages that no category catches and that share a word.

    ``words`` are its telling words with their z-scores, best first (see `policyscan.coverage.uncaught`); ``findings``
    are indices into the result's findings; ``passages`` counts them all, documents of how many it is.
    """

    words: tuple[tuple[str, float], ...]
    findings: tuple[int, ...]
    passages: int
    documents: int


class GateResult(Struct, frozen=True):
    """All that ``policyscan gaps`` says. ``today`` is the date by which exceptions were judged."""

    survey: Survey
    report: Report
    policy: Policy
    today: date
    findings: tuple[Finding, ...]
    clusters: tuple[Cluster, ...] = ()
    baseline: str | None = None
    stale: tuple[BaselineEntry, ...] = ()
    expired: tuple[Waiver, ...] = ()
    unused: tuple[Waiver, ...] = ()

    @property
    def counting(self) -> tuple[Finding, ...]:
        """The findings that nobody agreed to leave."""
        return tuple(finding for finding in self.findings if finding.counts)

    @property
    def failing(self) -> tuple[Finding, ...]:
        """The findings that make it fail with 1."""
        least = self.policy.fail_on
        if least is Severity.OFF:
            return ()
        return tuple(f for f in self.counting if f.severity is not Severity.UNKNOWN and f.severity.rank >= least.rank)

    @property
    def untold(self) -> tuple[Finding, ...]:
        """The findings that say that something could not be told."""
        return tuple(f for f in self.counting if f.severity is Severity.UNKNOWN)

    @property
    def exit_code(self) -> ExitCode:
        """1 for gaps; 3 where something could not be told and nothing was worse; else 0."""
        if self.failing:
            return ExitCode.GAPS_FOUND
        return ExitCode.UNREADABLE if self.untold else ExitCode.OK
