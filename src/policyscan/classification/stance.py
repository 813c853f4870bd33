"""Which attitude a passage takes: status, problem, measure, target or other. First version, by rule.

Cues are counted clause by clause, each with a weight, and the stance of the most text wins; the order of the codebook
breaks ties.
"""

from __future__ import annotations

import re
from functools import lru_cache

from policyscan.model.label import Stance
from policyscan.model.passage import Passage
from policyscan.model.tasks import task_of

_NUMBER = r"\d[\d,.]*\s*(?:%|个百分点|个|项|件|家|万|亿|次|类|部|套|种|天|日|小时|分钟|平方公里|公里|人|名|分|倍|条)"
_DATE = r"(?:20\d{2}年(?:\d{1,2}月)?(?:底|末|年底)?(?:前|之前)?|\d{1,2}月底前|年底前|年内)"
_JOINT = r"[，,。；;：:、\s）)]"
_BETTER = "(?:提升|提高|增强|优化|改善|下降|增长)"
_OF_THIS = "(?:办法|条例|规定|细则|规划|方案|意见|指南|法|标准|制度)(?:所称|适用|自|由|有效期|是指)"
# Alternatives begin with a letter each: `re` then skips to the next of these letters, which is five times as fast.
_CUES: tuple[tuple[Stance, float, re.Pattern[str]], ...] = (
    (
        Stance.TARGET,
        2.0,
        re.compile(
            rf"{_DATE}[^。；]{{0,60}}(?:达到|不低于|不少于|超过|突破|提升至|提高到|控制在|实现)[^。；]{{0,12}}{_NUMBER}"
        ),
    ),
    (
        Stance.TARGET,
        2.0,
        re.compile(
            r"(?:到|至)20\d{2}年(?:底|末)?(?:前)?[，,]?[^。；]{0,80}(?:基本|全面|初步|显著|实现|建成|形成|达到|健全|完善)"
        ),
    ),
    (Stance.TARGET, 1.2, re.compile(rf"(?:达到|不低于|不少于|不超过|力争|压减至|缩短至|提升至|提高到)\s*{_NUMBER}")),
    (
        Stance.TARGET,
        0.8,
        re.compile(
            r"20\d{2}年(?:\d{1,2}月)?底?前[^。；]{0,12}(?:完成|实现|建成|达到|上线|接入)|底前(?:完成|建成|实现)|年内(?:完成|建成|实现)"
        ),
    ),
    (
        Stance.PROBLEM,
        1.6,
        re.compile(
            r"存在[^。；]{0,20}(?:问题|不足|短板|差距|困难|现象|薄弱)|不够|不足(?!以|之处得到)|不强|不高|不到位|不畅|不平衡|不充分|不完善|不健全|不规范|不统一|不清|"
            r"滞后|薄弱|缺乏|缺失|欠缺|尚未|尚不|仍未|未能|难以|各自为政|信息孤岛(?!.{0,6}(?:打破|破除|消除))|重复建设(?<!避免重复建设)(?<!杜绝重复建设)|亟待|亟需|有待|仍需|制约|"
            r"短板|瓶颈|堵点依然|突出问题|较差|偏低|偏少|较少|流于形式|闲置|推诿|不愿|不敢|不会|烟囱林立|未按|未及时|未经|违规"
        ),
    ),
    (
        Stance.STATUS,
        1.0,
        re.compile(
            r"已经?(?:建成|实现|完成|形成|接入|归集|汇聚|上线|开通|累计|覆盖|达|有|出台|印发|基本)|累计|建成|实现|完成|形成|上线|接入|归集|开通|办理|推出|获评|荣获|位居|位列|入选|走在|"
            rf"成效(?:明显|显著)|取得[^。；]{{0,12}}(?:成效|进展|成绩|突破)|明显{_BETTER}|显著{_BETTER}|大幅{_BETTER}|持续{_BETTER}|不断{_BETTER}|稳步{_BETTER}|同比|较上年|初步(?:建成|形成|建立)|深入推进|扎实推进|"
            r"过去(?:一年|年|五年)|去(?:一年|年|五年)|截至|目前|以来"
        ),
    ),
    (
        Stance.MEASURE,
        1.0,
        re.compile(
            rf"{_JOINT}(?:要|应当|必须|不得|可以|将|加快|推进|推动|建立|健全|完善|加强|强化|深化|优化|提升|提高|构建|打造|建设|开展|实施|落实|统筹|促进|支持|鼓励|探索|制定|"
            r"拓展|扩大|整合|规范|明确|组织|引导|培育|升级|依托|围绕|实行|推行|推广|搭建|编制|出台|坚持|坚决|聚焦|持续|全面|进一步|做好|抓好|确保|严格|积极|畅通|创新|深入|大力|着力|切实|"
            r"健全完善|汇聚|归集|梳理|打通|研究|试点|加大|严禁|落细|压实)"
        ),
    ),
    (Stance.MEASURE, 1.0, re.compile(rf"应(?<!{_JOINT}.)当|不(?<!{_JOINT}.)得|负责|牵头|责任单位")),
    (
        Stance.OTHER,
        2.2,
        re.compile(
            rf"本{_OF_THIS}|该{_OF_THIS}|所称[^。；]{{1,30}}是指|是指|自[^。；]{{0,20}}起(?:施行|实施|执行)|"
            r"为(?:了|进一步|贯彻|深入|加快|规范|推进|推动|加强|全面|保障|提高)[^。]{4,120}(?:制定|制订)(?:本|如下)|结合(?:我|本)[省市州县区][^。]{0,10}实际|现(?:提出|就|印发|将)|特制定|"
            r"以习近平|指导思想|遵循[^。；]{0,20}原则|法律、法规另有规定|解释权?由|同时废止"
        ),
    ),
)
STANCES = tuple(Stance)
_TARGET, _MEASURE, _STATUS = map(STANCES.index, (Stance.TARGET, Stance.MEASURE, Stance.STATUS))
_COUNTED = [(STANCES.index(stance), weight, pattern) for stance, weight, pattern in _CUES]
_COUNTED_WITHOUT_DIGITS = _COUNTED[3:]
"""The first three need a digit."""
_DIGIT = re.compile(r"\d")
_LEADING = re.compile(r"(?:下一步|今后|将(?:继续|进一步|加快)|一要|二要|三要|四要|五要)")
_PAST = re.compile(
    r"[一五](?<![^，。；].)年来|过(?<![^，。；].)去|去(?<![^，。；].)年|2(?<![^，。；].)0\d{2}年以来|近(?<![^，。；].)年来|截(?<![^，。；].)至|目(?<![^，。；].)前"
)


_AMOUNT = r"\d[\d,.]*(?:万|亿)?(?:%|个百分点|个|项|件|家|户|亿元|万元|元|次|类|部|套|种|天|日|小时|人|名|台|场|平方公里|公里|亩|吨|倍)?"
_GOAL = re.compile(
    r"(?:达到|达|不低于|不少于|超过|突破|力争|提升至|提高到|增长|下降|压减至|压缩至|新增|净增|新建|建成|打造|培育|培养|推出|引进|完成|发放|"
    rf"实施|开展|支持|控制在)[^。；，]{{0,14}}?\d[\d,.]*|{_AMOUNT}(?:以上|以内|左右)"
)
_DATED = re.compile(
    r"(?:\d{1,2}月底?|年底|20\d\d年(?:\d{1,2}月)?底?)(?:之?前)?(?:基本)?(?:完成|建成|实现|取得|上线)|到20\d\d年|20\d\d年底前|年底前|\d{1,2}月底前"
)
_DATE_SIGN = re.compile(r"年底|月|0\d{2}年")
"""What every date holds, and is found in no time."""
_DONE = re.compile(r"已|累计|同比|去年|过去|来，|以来|获评|荣获|入选|位居|被评")


def goals_of(text: str) -> tuple[int, int, int]:
    """Return how many quantities to be reached, dates by which something shall be done, and marks of the past there are.

    >>> goals_of("年底前，网上可办率达95%以上。"), goals_of("已建成平台12个。")
    ((1, 1, 0), (1, 0, 1))
    """
    has_digit = _DIGIT.search(text) is not None
    goals = len(_GOAL.findall(text)) if has_digit else 0
    dates = len(_DATED.findall(text)) if _DATE_SIGN.search(text) else 0
    return goals, dates, len(_DONE.findall(text))


def _is_checkable(text: str) -> bool:
    """Whether quantities or dates are what a text is for, and nothing says that they have been reached."""
    goals, dates, done = goals_of(text)
    if done:
        return False
    return (dates > 0 and (len(text) <= 170 or dates > 1)) or (goals > 1 and goals * 60 >= len(text))


def stance_scores(text: str, headings: tuple[str, ...] = ()) -> list[float]:
    """Return how much speaks for each stance, in weighted cues, in the order of `STANCES`."""
    scores = list(_scores_of_headings(headings))
    line = f"\n{text}"  # its beginning is a joint too
    for stance, weight, pattern in _COUNTED if _DIGIT.search(text) else _COUNTED_WITHOUT_DIGITS:
        scores[stance] += weight * len(pattern.findall(line))
    if _LEADING.search(text):
        scores[_MEASURE] += 2
    if _PAST.search(text):
        scores[_STATUS] += 1.5
    return scores


@lru_cache(maxsize=64)  # a section's passages have the same
def _scores_of_headings(headings: tuple[str, ...]) -> tuple[float, ...]:
    trail = "".join(headings)
    return tuple(sum(w for words, of, w in _HEADING_CUES if of is stance and words.search(trail)) for stance in STANCES)


def stance_of(text: str, headings: tuple[str, ...] = ()) -> Stance:
    """Return the stance of a passage by rule.

    >>> stance_of("到2025年，政务服务事项网上可办率达到98%以上。")
    <Stance.TARGET: 'target'>
    >>> stance_of("部门之间各自为政，数据共享机制尚未建立。")
    <Stance.PROBLEM: 'problem'>
    """
    scores = stance_scores(text, headings)
    if scores[_TARGET] < max(1.9, 0.45 * scores[_MEASURE]):
        scores[_TARGET] = 0.0  # a few numbers in a list of measures make no target
    if _is_checkable(text):
        scores[_TARGET] = max(scores[_TARGET], scores[_MEASURE])
    best = max(scores)
    if best == 0:
        return Stance.OTHER
    return next(STANCES[place] for place in _ORDER if scores[place] == best)


def stance_in_table(stance: Stance, passage: Passage) -> Stance:
    """Return a passage's stance, seen that what stands in a table of tasks 任务分工表 is to be done, however it is worded
    (“建成政策库” is a status in a report and a measure here).
    """
    if stance in (Stance.STATUS, Stance.OTHER) and task_of(passage) is not None:
        return Stance.MEASURE
    return stance


_HEADING_CUES = (
    (re.compile(r"问题|不足|短板|挑战|差距"), Stance.PROBLEM, 1.5),
    (re.compile(r"现状|成效|回顾|基础(?!设施)|进展"), Stance.STATUS, 1.5),
    (re.compile(r"目标|指标"), Stance.TARGET, 1.5),
    (re.compile(r"总则|附则|指导思想|基本原则|定义"), Stance.OTHER, 1.0),
)
_ORDER = tuple(map(STANCES.index, (Stance.TARGET, Stance.PROBLEM, Stance.OTHER, Stance.MEASURE, Stance.STATUS)))
