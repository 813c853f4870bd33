"""The checked subset of regular expressions: those whose running time is bounded by how they are built.

``re`` goes back and tries again where a pattern can match in several ways. A pattern is accepted only when no
quantifier is without an upper bound and the number of ways in which it can match at one place is at most `MOST_WAYS`.
So a search makes at most that many attempts at each character, whatever the text, and none is longer than the longest
match. No pattern is run or compiled here.
"""

from __future__ import annotations

import re
from functools import reduce

from msgspec import Struct, field
from msgspec.structs import replace

from policyscan.language import Bilingual
from policyscan.model.folding import fold
from policyscan.taxonomies.ways import NOTHING, Fault, Part, either, one_after_the_other, repeated

LONGEST = 200
HIGHEST_BOUND = 30
MOST_BOUNDS = 120
MOST_WAYS = 10_000


def faults_of(pattern: str) -> list[Fault]:
    """Return what is wrong with a pattern; an empty list for one of the checked subset.

    >>> [str(fault.message) for fault in faults_of("数据.{0,6}(归集|汇聚)")]
    []
    >>> [(fault.column, str(fault.message)) for fault in faults_of("(a+)+$")][0]
    (3, "'+' has no upper bound; write {1,n} with n of at most 30")
    """
    if not pattern:
        return [Fault(1, Bilingual("句式为空", "the pattern is empty"))]
    if len(pattern) > LONGEST:
        zh = f"句式有 {len(pattern)} 个字符，最多 {LONGEST} 个"
        return [Fault(LONGEST + 1, Bilingual(zh, f"{len(pattern)} characters; a pattern has at most {LONGEST}"))]
    return _Parser(pattern).faults()


_PLAIN = re.compile(r"[^\\\[\](){}?*+|.^$]+")
_PLAIN_CLASS = re.compile(r"\[\^?[^\\\[\]&~|^-]+\]")
_QUANTIFIERS = tuple("?*+{")
_BOUNDS = re.compile(r"\{(\d{0,4})(,?)(\d{0,4})\}")
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[^0-9A-Za-z]|[dwDW])")
_GROUPS = (
    (re.compile(r"\(\?<?[=!]"), "环视", "lookaround"),
    (re.compile(r"\(\?P?<[^>]*>?"), "命名组", "a named group"),
    (re.compile(r"\(\?P[=>][^)]*"), "反向引用", "a backreference"),
    (re.compile(r"\(\?#[^)]*"), "注释", "a comment"),
    (re.compile(r"\(\?>"), "原子组", "an atomic group"),
    (re.compile(r"\(\?\([^)]*\)"), "条件组", "a conditional group"),
    (re.compile(r"\(\?[a-zA-Z-]+:?"), "标志", "a flag"),
    (re.compile(r"\(\?.?"), "这种组", "this kind of group"),
)


class _Parser(Struct):
    """Reads a pattern once from left to right; goes on after a fault, so that all are told at once."""

    pattern: str
    at: int = 0
    found: list[Fault] = field(default_factory=list)

    def faults(self) -> list[Fault]:
        whole = self._alternatives()
        while self.at < len(self.pattern):  # only a ")" can have stopped it
            self._refuse(self.at, "“)”没有对应的“(”", "')' closes nothing; write \\) for the character itself")
            self.at += 1
            whole = one_after_the_other(whole, self._alternatives())
        self.found.extend(whole.dead)
        if not self.found:
            self._limit(whole)
        return sorted(self.found, key=lambda fault: fault.column)

    def _limit(self, whole: Part) -> None:
        if not whole.shortest:
            self._refuse(0, "句式能匹配空文本，会处处命中", "it matches the empty text, so it would match everywhere")
        if whole.bounds > MOST_BOUNDS:
            zh = f"各量词上限之和为 {whole.bounds}，最多 {MOST_BOUNDS}"
            self._refuse(0, zh, f"the upper bounds of its quantifiers add up to {whole.bounds}; at most {MOST_BOUNDS}")
        if whole.ways > MOST_WAYS:
            ways = _count(whole.ways)
            zh = f"同一位置的匹配方式可多达 {ways} 种，最多 {MOST_WAYS:,} 种；请减少量词或缩小上限"
            en = f"it can match in {ways} ways at one place; at most {MOST_WAYS:,}: use fewer or smaller quantifiers"
            self._refuse(0, zh, en)

    def _refuse(self, at: int, zh: str, en: str) -> None:
        self.found.append(Fault(at + 1, Bilingual(zh, en)))

    def _alternatives(self) -> Part:
        branches = [self._sequence()]
        while self._next_is("|"):
            self.at += 1
            branches.append(self._sequence())
        return either(branches)

    def _sequence(self) -> Part:
        parts: list[Part] = []
        while self.at < len(self.pattern) and not self._next_is("|") and not self._next_is(")"):
            start = self.at
            parts.append(self._quantified(self._atom(), start))
        return reduce(one_after_the_other, parts, NOTHING)

    def _next_is(self, char: str) -> bool:
        return self.pattern.startswith(char, self.at)

    def _atom(self) -> Part:
        if plain := _PLAIN.match(self.pattern, self.at):
            text = plain.group()
            if len(text) > 1 and self.pattern.startswith(_QUANTIFIERS, plain.end()):
                text = text[:-1]  # the quantifier is for the last character alone
            return self._literal(text, len(text))
        char = self.pattern[self.at]
        match char:
            case "(":
                return self._group()
            case "[":
                return self._class()
            case "\\":
                return self._escape()
            case ".":
                self.at += 1
                return Part(1)
            case "^" | "$":
                zh, en = f"不支持位置符“{char}”", f"the anchor '{char}' is not allowed"
            case "?" | "*" | "+" | "{":
                zh, en = f"“{char}”前面没有可重复的内容", f"'{char}' repeats nothing"
            case _:
                zh, en = f"“{char}”没有配对", f"'{char}' closes nothing"
        itself = f"；表示字符本身请写 \\{char}", f"; write \\{char} for the character itself"
        self._refuse(self.at, zh + itself[0], en + itself[1])
        self.at += 1
        return NOTHING

    def _literal(self, text: str, width: int) -> Part:
        start = self.at
        self.at += width
        if fold(text)[0] == text:
            return Part(len(text), literal=text)
        dead = [_never(char, start + index) for index, char in enumerate(text) if fold(char)[0] != char]
        return Part(len(text), literal=text, dead=tuple(dead))

    def _escape(self) -> Part:
        if escape := _ESCAPE.match(self.pattern, self.at):
            text = escape.group()
            if text[1] in "dwDW":
                self.at = escape.end()
                return Part(1)
            return self._literal(chr(int(text[2:], 16)) if text[1] in "ux" else text[1], len(text))
        self._refuse_escape()
        return NOTHING

    def _refuse_escape(self) -> None:
        text = self.pattern[self.at : self.at + 2]
        if text[1:].isdigit() and text[1] != "0":
            self._refuse(self.at, f"不支持反向引用“{text}”", f"the backreference '{text}' is not allowed")
        elif text[1:] in {"s", "S"}:
            zh = f"不支持“{text}”：折叠后的文本没有空白"
            self._refuse(self.at, zh, f"'{text}' is not allowed: folded text has no white space")
        elif text[1:] in {"b", "B", "A", "Z"}:
            self._refuse(self.at, f"不支持位置符“{text}”", f"the anchor '{text}' is not allowed")
        else:
            self._refuse(self.at, f"不支持转义“{text}”", f"the escape '{text}' is not allowed")
        self.at += len(text)

    def _class(self) -> Part:
        if plain := _PLAIN_CLASS.match(self.pattern, self.at):
            self.at = plain.end()
            return Part(1)
        start = self.at
        self.at += 1
        if self._next_is("^"):
            self.at += 1
        first, last = self.at, ""
        while self.at < len(self.pattern) and (not self._next_is("]") or self.at == first):
            last = self._member(last)
        if not self._next_is("]"):
            self._refuse(start, "“[”没有配对", "'[' is not closed")
        self.at += 1
        return Part(1)

    def _member(self, last: str) -> str:
        """Pass one member of a class, and return it if a range can begin with it."""
        start = self.at
        char = self._class_character()
        if not self._next_is("-") or self.pattern.startswith("-]", self.at):
            if char in {"&", "~", "|", "-"} and char == last:
                self._refuse(start - 1, f"字符类中不支持“{char * 2}”", f"'{char * 2}' is not allowed in a class")
            return char
        self.at += 1
        if self.at == len(self.pattern):
            return ""
        end = self._class_character()
        if not char or not end or end < char:
            text = self.pattern[start : self.at]
            self._refuse(start, f"字符类中的范围“{text}”无效", f"'{text}' is not a range of characters")
        return ""

    def _class_character(self) -> str:
        if self._next_is("\\"):
            escape = _ESCAPE.match(self.pattern, self.at)
            if not escape:
                self._refuse_escape()
                return ""
            self.at = escape.end()
            text = escape.group()
            return chr(int(text[2:], 16)) if text[1] in "ux" else "" if text[1] in "dwDW" else text[1]
        char = self.pattern[self.at]
        if char == "[":
            self._refuse(self.at, "字符类中的“[”请写作 \\[", "write \\[ for '[' in a class")
        self.at += 1
        return char

    def _group(self) -> Part:
        start = self.at
        if self.pattern.startswith("(?:", start):
            self.at += 3
        elif self.pattern.startswith("(?", start):
            for kind, zh, en in _GROUPS:
                if opening := kind.match(self.pattern, start):
                    self._refuse(start, f"不支持{zh}，请用 (?:…)", f"{en} is not allowed; use (?:…)")
                    self.at = opening.end()
                    break
        else:
            self.at += 1
        inside = self._alternatives()
        if self._next_is(")"):
            self.at += 1
        else:
            self._refuse(start, "“(”没有配对", "'(' is not closed")
        return inside

    def _quantified(self, part: Part, start: int) -> Part:
        sign_at = self.at
        bounds = self._quantifier()
        if bounds is None:
            return part
        if part.quantified:
            zh = "量词所在的组内已有量词"
            self._refuse(sign_at, zh, "a quantifier on a group that itself contains one is not allowed")
            part = replace(part, ways=1)
        if self.at < len(self.pattern) and self.pattern[self.at] in "?+*{":
            sign = self.pattern[self.at]
            zh, en = f"量词后面不能再有“{sign}”", f"'{sign}' after a quantifier is not allowed"
            self._refuse(self.at, zh, en)
            self._quantifier()
        return repeated(part, *bounds)

    def _quantifier(self) -> tuple[int, int] | None:
        at = self.at
        sign = self.pattern[at : at + 1]
        if sign == "?":
            self.at += 1
            return 0, 1
        if sign and sign in "*+":
            self.at += 1
            least = int(sign == "+")
            self._refuse_endless(at, sign, str(least))
            return least, 1
        return self._braces() if sign == "{" else None

    def _braces(self) -> tuple[int, int]:
        at = self.at
        braces = _BOUNDS.match(self.pattern, at)
        if not braces or braces.group() in {"{}", "{,}"}:
            en = "'{' begins no quantifier; write \\{ for the character itself"
            self._refuse(at, "“{”不是量词；表示字符本身请写 \\{", en)
            self.at += 1
            return 1, 1
        self.at = braces.end()
        low, comma, high = braces.groups()
        if comma and not high:
            self._refuse_endless(at, braces.group(), low)
            return 1, 1
        least, most = int(low or 0), int(high if comma else low)
        if least > most or not most:
            text = braces.group()
            self._refuse(at, f"量词“{text}”的上下限有误", f"'{text}' does not run from less to more")
            return 1, 1
        if most > HIGHEST_BOUND:
            zh = f"量词上限 {most} 过大，最多 {HIGHEST_BOUND}"
            self._refuse(at, zh, f"the upper bound {most} is too high; at most {HIGHEST_BOUND}")
            return 1, 1
        return least, most

    def _refuse_endless(self, at: int, sign: str, least: str) -> None:
        zh = f"“{sign}”没有上限，请写 {{{least},n}}，n 不超过 {HIGHEST_BOUND}"
        en = f"'{sign}' has no upper bound; write {{{least},n}} with n of at most {HIGHEST_BOUND}"
        self._refuse(at, zh, en)


def _never(char: str, at: int) -> Fault:
    if same := fold(char)[0]:
        zh, en = f"折叠后的文本中没有「{char}」，请写「{same}」", f"folded text never has {char!r}; write {same!r}"
    else:
        zh, en = f"折叠后的文本中没有「{char}」，请删去", f"folded text never has {char!r}; leave it out"
    return Fault(at + 1, Bilingual(zh, en))


def _count(ways: int) -> str:
    return f"{ways:,}" if ways < 10**9 else "10⁹+"
