"""What a rule selects, and what a baseline and an exception hold back."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from corpora import a_member, a_missing_member
from policyscan.coverage.baseline import read_baseline, write_baseline
from policyscan.coverage.gate import Texts, check_in_words, find_all, hold_back, stale_entries, unknown_categories
from policyscan.coverage.matrix import columns_of
from policyscan.coverage.selecting import selects_category, selects_document
from policyscan.coverage.uncaught import quotation_hash
from policyscan.language import Bilingual
from policyscan.model.corpus import Corpus, Entry, Member, Survey
from policyscan.model.document import Page
from policyscan.model.gate import (
    DEFAULT_RULES,
    Baseline,
    BaselineEntry,
    Check,
    Finding,
    FindingKind,
    Metric,
    Place,
    Policy,
    Rule,
    Selector,
    Severity,
    State,
    Waiver,
)
from policyscan.model.matrix import Column
from policyscan.model.report import Depth, Failed, Verdict
from policyscan.taxonomies import load_builtin

DAY = date(2026, 11, 25)
TAXONOMY = load_builtin("three-ones")
SERVICE = "推行“一网通办”，年内政务服务事项网上可办率达到98%以上。（责任单位：省大数据局）"
PROBLEM = "“一网通办”推进滞后，政务服务平台与部门系统难以互通，网上可办率偏低，群众反映强烈。"
OTHER = "抓好春耕备耕，确保粮食播种面积稳定。"
DATA, SHARING = (
    Column("five-problems", "data", Bilingual("", "")),
    Column("five-problems", "data.sharing", Bilingual("", "")),
)


def findings_of(*members: Member, policy: Policy = Policy(DEFAULT_RULES)) -> list[Finding]:  # noqa: B008
    found = find_all(
        Survey(Corpus("plans", "plans"), members),
        [TAXONOMY],
        columns_of([TAXONOMY], leaves=True),
        policy,
        Texts({}, {}),
    )
    return [finding for finding in found if finding.kind is not FindingKind.UNCAUGHT]


@pytest.mark.parametrize(
    ("select", "wanted"),
    [
        (Selector(), True),
        (Selector(document=("规划",)), True),
        (Selector(document=("规*",)), True),
        (Selector(document=("规划.txt",)), True),
        (Selector(document=("方案*",)), False),
        (Selector(year=("2023",)), True),
        (Selector(year=("2018", "202?")), True),
        (Selector(group=("省级",)), False),  # nothing is known of its group
        (Selector(place=("云岭省",), level=("市级",)), False),
    ],
)
def test_a_document_is_selected_by_all_that_a_rule_says(select: Selector, wanted: bool) -> None:
    assert selects_document(select, a_member("规划", OTHER)) is wanted


@pytest.mark.parametrize(
    ("select", "wanted"),
    [
        (Selector(document=("ylp-2023",)), True),
        (Selector(document=("云岭省*规划",)), True),
        (Selector(document=("plans/2023/*",)), True),
        (Selector(document=("a.pdf",)), True),  # the last part of the path
        (Selector(document=("2023",)), False),
        (Selector(place=("石门市",)), True),
        (Selector(place=("云岭省",)), True),  # the province of the city
        (Selector(place=("江泽省",)), False),
        (Selector(kind=("规划",)), True),
        (Selector(kind=("意见",)), False),
        (Selector(year=("*",)), False),  # its year is not known
    ],
)
def test_a_document_goes_by_id_title_path_and_name_and_by_its_place_or_province(select: Selector, wanted: bool) -> None:
    member = Member("ylp-2023", None, "plans/2023/a.pdf", None, "云岭省数字政府规划", "石门市", "云岭省", None, "规划")
    assert selects_document(select, member) is wanted


@pytest.mark.parametrize(
    ("patterns", "data", "sharing"),
    [
        ((), True, False),
        (("data",), True, False),
        (("data.sharing",), False, True),
        (("data.*",), False, True),
        (("*",), True, False),
        (("five-problems/*",), True, False),
        (("three-ones/*",), False, False),
    ],
)
def test_a_pattern_without_a_dot_means_categories_and_not_leaves(
    patterns: tuple[str, ...], data: bool, sharing: bool
) -> None:
    select = Selector(category=patterns)
    assert selects_category(select, DATA, leaves=False) is data
    assert selects_category(select, SHARING, leaves=False) is sharing


def test_a_document_that_is_missing_is_one_finding_and_no_gap() -> None:
    assert [(f.kind, f.severity) for f in findings_of(a_missing_member("a"))] == [(FindingKind.MISSING, Severity.INFO)]


def test_a_threshold_in_a_document_of_which_a_part_was_not_read_is_unknown_and_never_a_gap() -> None:
    strict = Policy((*DEFAULT_RULES, Rule(Selector(), {Metric.PASSAGES: 99})))
    found = findings_of(a_member("a", SERVICE, OTHER, wholly_read=False), policy=strict)
    assert {(f.kind, f.severity) for f in found} == {(FindingKind.UNKNOWN, Severity.UNKNOWN)}
    assert len(found) == 3


def problems_of(member: Member, policy: Policy = Policy()) -> list[Finding]:  # noqa: B008
    return findings_of(member, policy=policy)


def test_a_problem_without_a_remedy_is_a_warning_at_the_problem() -> None:
    [found] = problems_of(a_member("a", OTHER, PROBLEM))
    assert (found.kind, found.severity, found.category) == (
        FindingKind.UNANSWERED,
        Severity.WARNING,
        "three-ones/service",
    )
    assert (found.passage, found.quotation) == (1, PROBLEM)
    assert "1 段提出问题，通读全文未见对应的举措" in found.message.zh
    assert ": a problem is named, and nothing" in found.message.en
    [twice] = problems_of(a_member("a", PROBLEM, OTHER, PROBLEM))
    assert ": 2 passages name a problem, and nothing" in twice.message.en


def test_a_problem_with_a_measure_elsewhere_in_the_text_is_no_finding() -> None:
    assert problems_of(a_member("a", PROBLEM, SERVICE)) == []


def test_a_problem_without_a_remedy_can_be_switched_off() -> None:
    assert problems_of(a_member("a", PROBLEM), Policy(problem_without_remedy=Severity.OFF)) == []


def test_a_problem_of_a_leaf_is_told_once_with_its_category_or_alone_if_leaves_are_asked_for() -> None:
    problem = "数据共享不充分，部门之间壁垒仍未打通，数据目录更新不及时，基层反映强烈。"
    measure = "加快公共数据授权运营，出台管理办法，建立收益分配机制。"
    taxonomy = load_builtin("five-problems")

    def told(*texts: str, leaves: bool) -> list[str]:
        member = a_member("a", *texts, taxonomies=("five-problems",))
        columns = columns_of([taxonomy], leaves=True)
        survey = Survey(Corpus("plans", "plans"), (member,))
        return [
            f.category
            for f in find_all(survey, [], columns, Policy(leaves=leaves, uncaught=Severity.OFF), Texts({}, {}))
        ]

    assert told(problem, leaves=True) == told(problem, leaves=False) == ["five-problems/data"]
    assert told(problem, measure, leaves=True) == ["five-problems/data.sharing"]
    assert told(problem, measure, leaves=False) == []


def test_no_remedy_is_missed_where_part_of_the_document_was_not_read() -> None:
    assert problems_of(a_member("a", PROBLEM, wholly_read=False)) == []


def test_where_a_missing_remedy_would_fail_the_gate_an_unread_part_makes_it_unknown() -> None:
    policy = Policy(problem_without_remedy=Severity.ERROR)
    [found] = problems_of(a_member("a", PROBLEM, wholly_read=False), policy)
    assert (found.kind, found.severity) == (FindingKind.UNKNOWN, Severity.UNKNOWN)
    assert "cannot be told, as a part could not be read" in found.message.en or "page 1" in found.message.en


def test_a_baseline_tells_a_thin_category_from_its_problem_without_a_remedy() -> None:
    policy = Policy((Rule(Selector(), {Metric.DEPTH: Depth.MEASURES}, Severity.WARNING),))
    member = a_member("a", PROBLEM)
    about = [f for f in findings_of(member, policy=policy) if f.category == "three-ones/service"]
    assert [f.kind for f in about] == [FindingKind.BELOW, FindingKind.UNANSWERED]
    thin = BaselineEntry("a", "three-ones/service", "", "below-threshold", Severity.WARNING)
    marked, _, _ = hold_back(about, [member], policy, Baseline("b", (thin,)), DAY)
    assert [f.state for f in marked] == [State.BASELINED, State.NEW]
    problem = replace(thin, kind="problem-without-remedy")
    assert not stale_entries(Baseline("b", (thin, problem)), about, [member], [TAXONOMY])


def test_a_later_rule_with_severity_off_lifts_an_earlier_one() -> None:
    lifted = Rule(Selector(category=("governance", "collaboration")), {Metric.VERDICT: Verdict.THIN}, Severity.OFF)
    policy = Policy((*DEFAULT_RULES, lifted))
    assert {(f.category, f.severity) for f in findings_of(a_member("a", SERVICE, SERVICE + "。"), policy=policy)} == {
        ("three-ones/governance", Severity.WARNING),
        ("three-ones/collaboration", Severity.WARNING),
    }


@pytest.mark.parametrize(("days", "state"), [(0, State.EXCEPTED), (-1, State.NEW), (1, State.EXCEPTED)])
def test_an_exception_holds_through_its_last_day(days: int, state: State) -> None:
    member = a_member("a", SERVICE, SERVICE + "。")
    waiver = Waiver(Selector(document=("a",)), "理由", DAY + timedelta(days), Place("policyscan.toml"))
    policy = Policy(DEFAULT_RULES, (waiver,))
    marked, expired, unused = hold_back(findings_of(member), [member], policy, None, DAY)
    assert {f.state for f in marked} == {state}
    assert (expired == [waiver], unused) == (state is State.NEW, [])


def test_an_exception_for_one_kind_of_finding_leaves_others() -> None:
    member = a_member("a", SERVICE, SERVICE + "。")
    waiver = Waiver(Selector(document=("a",)), "理由", None, Place("policyscan.toml"), ("named-only",))
    marked, _, unused = hold_back(findings_of(member), [member], Policy(DEFAULT_RULES, (waiver,)), None, DAY)
    assert ({f.state for f in marked}, unused) == ({State.NEW}, [waiver])


@pytest.mark.parametrize(
    ("entry", "state"),
    [(Severity.ERROR, State.BASELINED), (Severity.UNKNOWN, State.NEW), (Severity.WARNING, State.NEW)],
)
def test_an_entry_holds_back_what_is_no_graver_than_when_it_was_made(entry: Severity, state: State) -> None:
    member = a_member("a", SERVICE, SERVICE + "。")
    [finding, *_] = findings_of(member)
    known = Baseline("base.json", (BaselineEntry(*finding.key, "gap", entry),))
    [marked] = hold_back([finding], [member], Policy(DEFAULT_RULES), known, DAY)[0]
    assert marked.state is state


def test_entries_of_unread_documents_and_of_other_taxonomies_are_not_stale() -> None:
    gone = BaselineEntry("gone", "three-ones/service", "", "gap", Severity.ERROR)
    unread = replace(gone, document="b")
    other = replace(gone, document="a", category="five-problems/data")
    mended = replace(gone, document="a")
    known = Baseline("base.json", (gone, unread, other, mended))
    members = [a_member("a", SERVICE, SERVICE + "。"), a_missing_member("b")]
    assert stale_entries(known, [], members, [TAXONOMY]) == (gone, mended)


def test_a_baseline_is_sorted_with_a_line_a_finding_and_reads_back(tmp_path: Path) -> None:
    entries = [
        BaselineEntry("b", "t/x", "", "gap", Severity.ERROR, "待修订"),
        BaselineEntry("a", "uncaught", "0" * 16, "uncaught", Severity.WARNING),
    ]
    path = tmp_path / "base.json"
    path.write_text(write_baseline(entries), "utf-8")
    assert path.read_text("utf-8") == write_baseline(entries[::-1])
    assert len(path.read_text("utf-8").splitlines()) == len(entries) + 6
    back = [replace(entry, line=0) for entry in read_baseline(path).entries]
    assert back == sorted(entries, key=lambda e: e.key)


def test_a_category_that_is_named_in_a_list_is_told_with_the_words_around_the_name() -> None:
    listed = "抓好春耕备耕，" * 12 + "统筹推进“一网通办”、“一网统管”、“一网协同”等工作。"
    found = findings_of(a_member("a", listed, OTHER))
    [service] = [f for f in found if f.category == "three-ones/service"]
    assert (service.kind, service.message.en.partition(" (")[0]) == (
        FindingKind.NAMED,
        f"{TAXONOMY.categories[0].short.en}: only named; nothing is said of it",
    )
    assert service.quotation[service.at :].startswith("一网通办")


STRICT = Place("policyscan.toml", 7)
RULES = (
    Rule(Selector(), {Metric.VERDICT: Verdict.COVERED, Metric.SHARE: 0.5}, Severity.WARNING),
    Rule(Selector(category=("service",)), {Metric.PASSAGES: 2, Metric.DEPTH: Depth.TARGETS}, place=STRICT),
)


def of_service(found: list[Finding]) -> Finding:
    [service] = [finding for finding in found if finding.category == "three-ones/service"]
    return service


def test_a_category_below_several_thresholds_is_as_grave_as_the_gravest_and_tells_them_in_order() -> None:
    found = of_service(findings_of(a_member("a", SERVICE, *[OTHER + str(i) for i in range(9)]), policy=Policy(RULES)))
    assert (found.kind, found.severity, found.related) == (FindingKind.BELOW, Severity.ERROR, (STRICT,))
    assert [(c.metric, c.wanted, c.severity, c.place) for c in found.checks] == [
        (Metric.PASSAGES, 2, Severity.ERROR, STRICT),
        (Metric.SHARE, 0.5, Severity.WARNING, None),
    ]
    assert found.checks[0].found == 1
    assert "below what is asked (passages 1 < 2, policyscan.toml:7; share " in found.message.en
    assert (found.path, found.passage, found.quotation) == ("a.txt", 0, SERVICE)


def test_a_finding_begins_where_the_passage_names_the_category_and_at_its_start_where_only_headings_do() -> None:
    far = "抓好春耕备耕，确保粮食面积稳定，" + SERVICE
    found = of_service(findings_of(a_member("a", far, *[OTHER + str(i) for i in range(9)]), policy=Policy(RULES)))
    assert found.quotation[found.at :].startswith("一网通办")
    assert found.message.en.partition(" (")[0].endswith(": below what is asked")
    headed = of_service(findings_of(a_member("a", "一、推行一网通办", OTHER), policy=Policy(RULES)))
    assert (headed.kind, headed.at) == (FindingKind.NAMED, 0)


def test_a_threshold_that_is_just_reached_is_no_finding() -> None:
    exact = Policy(
        (
            Rule(
                Selector(category=("service",)),
                {Metric.VERDICT: Verdict.COVERED, Metric.PASSAGES: 2, Metric.SHARE: 1.0, Metric.DEPTH: Depth.TARGETS},
            ),
        )
    )
    assert findings_of(a_member("a", SERVICE, SERVICE), policy=exact) == []


def test_a_gap_says_verdict_and_share_but_not_that_its_depth_is_none() -> None:
    policy = Policy((*DEFAULT_RULES, Rule(Selector(), {Metric.SHARE: 0.5})))
    found = of_service(findings_of(a_member("a", OTHER), policy=policy))
    assert found.kind is FindingKind.GAP
    assert found.message.en.endswith(": not found in the whole text (verdict gap < thin; share 0 % < 50 %)")
    assert (found.passage, found.quotation, found.at, found.page) == (None, "", 0, None)


def test_leaves_have_findings_of_their_own_only_if_asked() -> None:
    member = a_member(
        "a", "推进政务数据共享，年内归集率达到98%以上。（责任单位：省大数据局）", OTHER, taxonomies=("five-problems",)
    )
    taxonomy = load_builtin("five-problems")
    for leaves in (False, True):
        found = find_all(
            Survey(Corpus("plans", "plans"), (member,)),
            [taxonomy],
            columns_of([taxonomy], leaves=True),
            Policy(DEFAULT_RULES, leaves=leaves),
            Texts({}, {}),
        )
        assert any("." in finding.category for finding in found) is leaves


@pytest.mark.parametrize(
    ("metric", "wanted", "found", "words"),
    [
        (Metric.SHARE, 0.5, 0.0, "share 0 % < 50 %"),
        (Metric.SHARE, 0.02, 0.0199996, "share 1.99996 % < 2 %"),
        (Metric.SHARE, 0.125, 0.1, "share 10 % < 12.5 %"),
        (Metric.PASSAGES, 100, 10, "passages 10 < 100"),
        (Metric.DEPTH, Depth.TARGETS, Depth.NAMED, "depth named < targets"),
        (Metric.VERDICT, Verdict.COVERED, None, "verdict unknown < covered"),
    ],
)
def test_a_figure_has_as_many_digits_as_tell_it_from_what_is_asked(
    metric: Metric, wanted: float, found: float | None, words: str
) -> None:
    assert check_in_words(Check(metric, wanted, found, Severity.ERROR)).en == words


def test_a_finding_about_a_whole_document_has_its_severity_and_the_line_of_its_entry() -> None:
    manifest = Corpus("plans", "plans/", "plans/corpus.yaml")
    unreadable = Failed("c.pdf", Bilingual("加密", "encrypted"))
    members = (
        replace(a_missing_member("a"), entry=Entry(line=4)),
        replace(a_member("b", SERVICE), mismatches=(Bilingual("年份", "year"), Bilingual("地区", "place"))),
        replace(a_missing_member("c"), path="c.pdf", outcome=unreadable),
        a_member("d", OTHER, duplicate_of="a"),
    )
    found = find_all(Survey(manifest, members, ("e.txt",)), [], (), Policy(), Texts({"d.txt": "clean/d.txt"}, {}))
    assert [(f.kind, f.severity, f.document, str(f.place)) for f in found] == [
        (FindingKind.MISSING, Severity.INFO, "a", "plans/corpus.yaml:4"),
        (FindingKind.MISMATCH, Severity.UNKNOWN, "b", "plans/b.txt:1"),
        (FindingKind.UNREADABLE, Severity.UNKNOWN, "c", "plans/c.pdf:1"),
        (FindingKind.DUPLICATE, Severity.WARNING, "d", "clean/d.txt:1"),
        (FindingKind.UNLISTED, Severity.WARNING, "e.txt", "plans/corpus.yaml:1"),
    ]
    assert found[1].message == Bilingual("内容不符：年份；地区", "not the document: year; place")
    assert found[2].message.en == "encrypted"


def test_what_has_severity_off_is_no_finding() -> None:
    silent = Policy(missing=Severity.OFF, unlisted=Severity.OFF)
    assert find_all(Survey(Corpus("p", "p"), (a_missing_member("a"),), ("b",)), [], (), silent, Texts({}, {})) == []


def test_a_finding_points_at_the_line_of_a_text_or_of_its_clean_text_and_at_the_page_of_a_pdf() -> None:
    member = a_member("a", OTHER, SERVICE, OTHER + "二")
    assert member.done is not None
    document = member.done.document
    passages = tuple(
        replace(p, passage=replace(p.passage, fragments=tuple(replace(f, page=2) for f in p.passage.fragments)))
        for p in member.done.passages
    )
    pdf = replace(document, reader="pdf", pages=(Page(1, 595, 842), Page(2, 595, 842)))
    printed = replace(member, path="a.pdf", outcome=replace(member.done, document=pdf, passages=passages))
    sidecars, service = {"a.pdf": "clean/a.txt"}, Place("own.yaml", 9)

    def found(member: Member, sidecars: dict[str, str]) -> Finding:
        survey = Survey(Corpus("plans", "plans/"), (member,))
        texts = Texts(sidecars, {"three-ones/service": service})
        return of_service(find_all(survey, [], columns_of([TAXONOMY]), Policy(RULES), texts))

    assert (str(found(member, sidecars).place), found(member, sidecars).page) == ("plans/a.txt:2", None)
    assert (str(found(printed, sidecars).place), found(printed, sidecars).page) == ("clean/a.txt:2", 2)
    assert str(found(printed, {}).place) == "plans/a.pdf:1"
    assert found(printed, {}).related == (STRICT, service)
    text = "完善数字政府建设宣传培训，2025年底前培训干部三千人次。"
    uncaught = a_member("b", OTHER, text)
    assert uncaught.done is not None
    uncaught = replace(uncaught, outcome=replace(uncaught.done, document=replace(pdf, source="b.pdf")))
    [passage] = find_all(Survey(Corpus("plans", "plans/"), (uncaught,)), [TAXONOMY], (), Policy(), Texts({}, {}))
    assert (passage.kind, passage.document, passage.page) == (FindingKind.UNCAUGHT, "b", 1)


@pytest.mark.parametrize(
    ("select", "excepted"),
    [
        (Selector(category=("service",)), ["three-ones/service"]),
        (Selector(category=("three-ones/*",)), ["three-ones/service", "three-ones/governance"]),
        (Selector(category=("five-problems/*",)), []),  # leaves have a dot
        (Selector(category=("five-problems/data.*",)), ["five-problems/data.sharing"]),
        (Selector(category=("data.sharing",)), ["five-problems/data.sharing"]),
        (Selector(document=("a",)), ["three-ones/service", "three-ones/governance", "five-problems/data.sharing", ""]),
        (Selector(document=("b",)), []),
        (Selector(document=("a",), category=("*",)), ["three-ones/service", "three-ones/governance"]),
    ],
)
def test_an_exception_holds_for_the_categories_it_names_and_without_a_category_for_everything(
    select: Selector, excepted: list[str]
) -> None:
    member = a_member("a", OTHER)
    [first, *_] = findings_of(member)
    findings = [
        replace(first, category=category)
        for category in ("three-ones/service", "three-ones/governance", "five-problems/data.sharing", "")
    ]
    waivers = (Waiver(select, "先前", None, STRICT), Waiver(select, "理由", None, STRICT))
    marked, _, _ = hold_back(findings, [member], Policy((), waivers), None, DAY)
    assert [f.category for f in marked if f.state is State.EXCEPTED] == excepted
    assert all(f.reason == ("理由" if f.state is State.EXCEPTED else "") for f in marked)  # that of the last


@pytest.mark.parametrize(
    ("pattern", "state"), [("*.tmp", State.EXCEPTED), ("x/草稿.tmp", State.EXCEPTED), ("*.txt", State.NEW)]
)
def test_an_exception_for_a_file_that_is_not_listed_goes_by_its_path_or_name(pattern: str, state: State) -> None:
    survey = Survey(Corpus("plans", "plans"), (), ("x/草稿.tmp",))
    found = find_all(survey, [], (), Policy(), Texts({}, {}))
    waiver = Waiver(Selector(document=(pattern,)), "理由", None, STRICT)
    marked, _, unused = hold_back(found, [], Policy((), (waiver,)), None, DAY)
    assert ([f.state for f in marked], bool(unused)) == ([state], state is State.NEW)


def test_the_reason_in_the_baseline_is_told_with_the_finding() -> None:
    member = a_member("a", OTHER)
    [finding, *_] = findings_of(member)
    known = Baseline("base.json", (BaselineEntry(*finding.key, "gap", Severity.ERROR, "待修订"),))
    assert hold_back([finding], [member], Policy(), known, DAY)[0][0].reason == "待修订"


def test_a_pattern_that_fits_no_category_is_told_with_its_place() -> None:
    rules = (
        Rule(Selector(category=("service", "servcie")), {Metric.PASSAGES: 1}, place=STRICT),
        Rule(Selector(category=("nobody-wrote-this",)), {Metric.PASSAGES: 1}),
    )
    assert unknown_categories(Policy((Rule(Selector(category=("data.sharing",)), {}, place=STRICT),)), (SHARING,)) == []
    waiver = Waiver(Selector(category=("five-problems/*",)), "理由", None, Place("policyscan.toml", 9))
    assert unknown_categories(Policy(rules, (waiver,)), columns_of([TAXONOMY])) == [
        (STRICT, "servcie"),
        (waiver.place, "five-problems/*"),
    ]


def test_an_uncaught_passage_is_told_once_with_its_page_and_hash() -> None:
    text = "完善数字政府建设宣传培训，2025年底前培训干部三千人次。"
    member = a_member("a", OTHER, text, text, SERVICE)
    survey = Survey(Corpus("plans", "plans"), (member,))
    found = find_all(survey, [TAXONOMY], (), Policy(uncaught=Severity.WARNING), Texts({}, {}))
    assert [(f.kind, f.severity, f.quotation, f.passage, str(f.place), f.page) for f in found] == [
        (FindingKind.UNCAUGHT, Severity.WARNING, text, 1, "plans/a.txt:2", None)
    ]
    assert found[0].hash == quotation_hash(text)
    assert find_all(survey, [TAXONOMY], (), Policy(uncaught=Severity.OFF), Texts({}, {})) == []
