"""Documents as charts of several and the page of a corpus show them, whether there is a manifest or not."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from policyscan.language import Bilingual
from policyscan.model.corpus import Member, Status, Survey
from policyscan.model.report import Coverage, Done, Failed, Report, Verdict
from policyscan.model.taxonomy import Category, Taxonomy
from policyscan.rendering.drawing.figures import name_of, short_title

BEST = (Verdict.COVERED, Verdict.THIN, Verdict.UNKNOWN, Verdict.GAP)
"""Of several documents the best verdict counts; one that could not be read leaves a gap of the others in doubt."""


class Subject(Struct, frozen=True):
    """A document with the facts by which documents are put together; "" or None where nobody says.

    ``done`` is None where nothing can be said of its content, and ``trouble`` says why.
    """

    name: str
    done: Done | None
    place: str = ""
    province: str = ""
    year: int | None = None
    kind: str = ""
    group: str = ""
    level: str = ""
    trouble: Bilingual | None = None
    source: str = ""

    def row(self, taxonomy: str, row_id: str) -> Coverage | None:
        """Return its coverage of a category or leaf; None where it cannot be told."""
        if self.done is None:
            return None
        for covered in self.done.coverage:
            if covered.taxonomy.id == taxonomy:
                for row in covered.categories:
                    if row.id == row_id:
                        return row
        return None

    def verdict(self, taxonomy: str, row_id: str) -> Verdict:
        """Return its verdict on a category: *unknown* where the document could not be read."""
        row = self.row(taxonomy, row_id)
        return row.verdict if row else Verdict.UNKNOWN


def subjects_of(report: Report) -> tuple[Subject, ...]:
    """Return the documents of a report with what their title pages say."""
    found = []
    for outcome in report.outcomes:
        if isinstance(outcome, Failed):
            found.append(
                Subject(
                    outcome.source.replace("\\", "/").rpartition("/")[2],
                    None,
                    trouble=outcome.reason,
                    source=outcome.source,
                )
            )
            continue
        page = outcome.title_page
        found.append(
            Subject(
                name_of(outcome),
                outcome,
                place=page.city or page.province or "",
                province=page.province or "",
                year=page.date.year if page.date else None,
                source=outcome.source,
            )
        )
    return tuple(found)


def subjects_of_survey(survey: Survey) -> tuple[Subject, ...]:
    """Return the documents of a corpus with what its manifest and their title pages say; duplicates are left out.

    What is missing, unreadable or not the document it should be stays among them: nothing can be told of it.
    """
    members = [member for member in survey.members if member.status is not Status.DUPLICATE]
    names = [short_title(member.title) for member in members]
    found = []
    for member, name in zip(members, names, strict=True):
        same = names.count(name) > 1 and member.place is not None and member.place not in name
        found.append(
            Subject(
                f"{member.place} {name}" if same else name,  # 31 documents may all be called 政府工作报告
                member.done,
                place=member.place or "",
                province=member.province or "",
                year=member.year,
                kind=member.kind or "",
                group=member.group or "",
                level=member.level or "",
                trouble=_trouble(member),
                source=member.path or "",
            )
        )
    return tuple(found)


def _trouble(member: Member) -> Bilingual | None:
    if member.outcome is None:
        return Bilingual("文件不在", "the file is missing")
    if isinstance(member.outcome, Failed):
        return member.outcome.reason
    if member.mismatches:
        return Bilingual("；".join(m.zh for m in member.mismatches), "; ".join(m.en for m in member.mismatches))
    return None


def columns_of(taxonomies: Sequence[Taxonomy]) -> list[tuple[Taxonomy, Category]]:
    """Return the categories of the taxonomies, in order."""
    return [(taxonomy, category) for taxonomy in taxonomies for category in taxonomy.categories]


def best(verdicts: Sequence[Verdict]) -> Verdict:
    """Return the verdict of several documents together (`BEST`)."""
    return min(verdicts, key=BEST.index, default=Verdict.UNKNOWN)
