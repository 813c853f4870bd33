"""A taxonomy that is no file yet: the node tree that a table or answers make, and the YAML that is written of it.

A draft is a tree of PyYAML's nodes, as `checking` reads it from a file: one checker for both. A node's mark is where its text
came from (row and column of a table), so that the checker's mistakes are told at the cell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import yaml

from policyscan.errors import InvalidTaxonomy
from policyscan.language import Bilingual, Language
from policyscan.taxonomies.checking import FORMAT, check
from policyscan.taxonomies.grammar import KEYS
from policyscan.yamlfiles import Node, Problems, kind_of

Place = tuple[int, int]
"""Row and column from 1."""
NOWHERE = (1, 1)

_TAG = "tag:yaml.org,2002:"
_SEPARATOR = re.compile(r"[、，,；;|\n]+")
_WEIGHTED = re.compile(r"(.+?)\s*[（(]\s*(\d+(?:\.\d+)?)\s*[)）]")
_PLAIN = re.compile(r"[A-Za-z\u3400-\u9fff“《][^\x00-\x1f\x7f-\xa0\u2028\u2029\ufeff:#,\[\]{}&*!|>'\"%@`\\]*")
_NO_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null"})
_UNREADABLE = re.compile("[\x7f-\xa0\u2028\u2029\ufeff]")


def scalar(text: str, place: Place = NOWHERE, kind: str = "str") -> yaml.ScalarNode:
    """Return a text (or another ``kind`` of scalar) that stands at a place."""
    return yaml.ScalarNode(_TAG + kind, text, start_mark=_mark(place))


def sequence(items: Iterable[Node], place: Place = NOWHERE) -> yaml.SequenceNode:
    """Return a list."""
    return yaml.SequenceNode(f"{_TAG}seq", list(items), start_mark=_mark(place))


def mapping(values: Mapping[str, Node], place: Place = NOWHERE) -> yaml.MappingNode:
    """Return a mapping; each key stands where its value does."""
    pairs = [(scalar(key, place_of(value)), value) for key, value in values.items()]
    return yaml.MappingNode(f"{_TAG}map", pairs, start_mark=_mark(place))


def two_languages(zh: Node, en: Node | None) -> Node:
    """Return a text in two languages; the Chinese one alone where there is no English."""
    return zh if en is None else mapping({"zh": zh, "en": en}, place_of(zh))


def terms(text: str, place: Place = NOWHERE) -> yaml.SequenceNode:
    """Return the terms of a cell or an answer: separated by 、 ， ； | or line ends, a weight in brackets after its term.

    >>> [node.value for node in terms("修枝、“树穴” 整治").value]
    ['修枝', '“树穴” 整治']
    >>> [(key.value, value.value) for key, value in terms("修剪(0.5)").value[0].value]
    [('term', '修剪'), ('weight', '0.5')]
    """
    return sequence((_term(part, place) for part in _parts(text)), place)


def words(text: str, place: Place = NOWHERE) -> yaml.SequenceNode:
    """Return exclusions or scope words: as `terms`, without weights."""
    return sequence((scalar(part, place) for part in _parts(text)), place)


def lines(text: str, place: Place = NOWHERE) -> yaml.SequenceNode:
    """Return the lines of a cell, each a text: patterns and examples hold all that separates terms."""
    return sequence((scalar(line.strip(), place) for line in text.splitlines() if line.strip()), place)


def draft(head: Mapping[str, Node], categories: Sequence[Node], layers: Sequence[Node] = ()) -> yaml.MappingNode:
    """Return a taxonomy of its id, name and further texts, and its categories."""
    return mapping(
        {
            "format": scalar(str(FORMAT), kind="int"),
            "version": scalar("1"),
            **head,
            **({"layers": sequence(layers)} if layers else {}),
            "categories": sequence(categories),
        }
    )


def template(head: Mapping[str, Node], language: Language) -> yaml.MappingNode:
    """Return a taxonomy of one category that an author is to write over."""
    name = Bilingual("示例类别", "An example category").in_language(language)
    category = {"id": scalar("example"), "name": scalar(name), "terms": words("示例词条")}
    return draft(head, [mapping(category)])


def problems_of(root: Node, path: str) -> Problems:
    """Return the mistakes of a draft, at the places of its nodes; ``path`` is what they came from."""
    problems = Problems(path, InvalidTaxonomy)
    check(root, "", problems)
    return problems


def write_draft(root: Node, path: str, language: Language) -> str:
    """Return a draft as a file whose comments tell its author what to fill in next.

    Parameters
    ----------
    root
        A draft without mistakes.
    path
        Where the file will lie: comments name it in the commands to run.
    language
        Of the comments.
    """
    keys = _values(root)
    out = [*_introduction(keys, path, language), f"format: {FORMAT}"]
    for key in ("id", "version", "name", "description", "source"):
        if key in keys:
            out.append(f"{key}: {_flow(keys[key])}")
    if "scope" in keys:
        out.append(f"scope: {_flow(keys['scope'])}")
    else:
        out += _comment(_SCOPE.in_language(language), "")
    if "layers" in keys:
        out += ["layers:", *(f"  - {_flow(layer)}" for layer in _items(keys["layers"]))]
    out.append("categories:")
    for category in _items(keys["categories"]):
        out += _block(category, "category", "  ", language)
    return "\n".join(out) + "\n"


_SCOPE = Bilingual(
    "待填 scope：说明文字谈的确是这个主题的词；有了它，太宽泛的词条可写 in_scope: true\nscope: [主题词一, 主题词二]",
    "to fill in: scope, words that show that a text speaks of the subject; terms that are too general can then have "
    "in_scope: true\nscope: [one, two]",
)
_MISSING: dict[str, Bilingual] = {
    "definition": Bilingual(
        "待填 definition：什么算这一类，什么不算", "to fill in: definition, what belongs here and what does not"
    ),
    "terms": Bilingual(
        "待填 terms：单凭自己就能判定的词；要别的词相伴的写权重：{term: 词, weight: 0.5}\nterms: [词条一, 词条二]",
        "to fill in: terms that decide alone; those that need company have a weight: {term: word, weight: 0.5}\n"
        "terms: [one, two]",
    ),
    "exclusions": Bilingual(
        "可填 exclusions：含有词条、却不算的说法，如机构名称\nexclusions: [说法]",
        "if any: exclusions, phrases that hold a term and do not count, such as names of offices\nexclusions: [phrase]",
    ),
    "examples": Bilingual(
        "待填 examples：应归入的句子和不应归入的句子，lint 会逐条核对\nexamples:\n  match: [应归入的句子]\n  no_match: [不应归入的句子]",
        "to fill in: examples, sentences that belong here and sentences that do not; lint tries each\n"
        "examples:\n  match: [a sentence]\n  no_match: [another]",
    ),
}


def _introduction(keys: Mapping[str, Node], path: str, language: Language) -> list[str]:
    file = path if re.fullmatch(r"[\w./\u3400-\u9fff-]+", path) else f"'{path}'"
    name = _values(keys["name"]).get("zh", keys["name"])
    title = f"{_said(name)} · {_said(keys['id'])}"
    wanting = "、" if language is Language.ZH else ", "
    without = [_said(_values(c)["id"]) for c in _items(keys["categories"]) if "definition" not in _values(c)]
    zh = [
        f"policyscan 的分类体系：{title}",
        "接着做：",
        "  1. 补上下面写着“待填”的地方" + (f"；还没有定义的类别：{wanting.join(without)}" if without else ""),
        f"  2. policyscan taxonomy check {file}    格式有没有错",
        f"  3. policyscan taxonomy lint {file} --corpus 文件夹    词条在真实文件里命中多少、是否互相重叠",
        f"  4. policyscan classify 某规划.pdf -t {file}",
        "权重 1 的词条单独就能判定；0.3 至 0.6 的要与别的词同现，加起来到 1 才算。",
    ]
    en = [
        f"A taxonomy for policyscan: {title}",
        "What to do next:",
        "  1. fill in what is marked below" + (f"; without a definition: {wanting.join(without)}" if without else ""),
        f"  2. policyscan taxonomy check {file}    is it well formed?",
        f"  3. policyscan taxonomy lint {file} --corpus FOLDER    what do the terms find, and do they overlap?",
        f"  4. policyscan classify plan.pdf -t {file}",
        "A term of weight 1 decides alone; those of 0.3 to 0.6 need company: together they must reach 1.",
    ]
    return [f"# {line}" for line in (zh if language is Language.ZH else en)]


def _block(node: Node, kind: str, indent: str, language: Language) -> Iterator[str]:
    """Yield the lines of a category or a leaf; what is missing is a comment."""
    keys = _values(node)
    lead = f"{indent}- "
    for key in KEYS[kind]:
        inner = indent + "  "
        if key not in keys:
            missing = _MISSING.get(key) if kind == "category" or key == "terms" else None
            if missing is not None and not (key == "terms" and "leaves" in keys):
                yield from _comment(missing.in_language(language), inner)
            continue
        value = keys[key]
        if key == "leaves":
            yield f"{inner}leaves:"
            for leaf in _items(value):
                yield from _block(leaf, "leaf", f"{inner}  ", language)
        elif key == "examples":
            yield f"{inner}examples:"
            for name, texts in _values(value).items():
                yield f"{inner}  {name}:"
                yield from (f"{inner}    - {_flow(text)}" for text in _items(texts))
        elif isinstance(value, yaml.SequenceNode):
            yield f"{inner}{key}:"
            yield from (f"{inner}  - {_flow(item)}" for item in value.value)
        else:
            yield f"{lead}{key}: {_flow(value)}"
        lead = inner


def _comment(text: str, indent: str) -> list[str]:
    return [f"{indent}# {line}" for line in text.splitlines()]


def _flow(node: Node) -> str:
    if isinstance(node, yaml.MappingNode):
        return f"{{{', '.join(f'{key.value}: {_flow(value)}' for key, value in node.value)}}}"
    if isinstance(node, yaml.SequenceNode):
        return f"[{', '.join(_flow(item) for item in node.value)}]"
    return _quoted(str(node.value)) if kind_of(node) == "str" else str(node.value)


def _quoted(text: str) -> str:
    """Return a text as YAML reads it back.

    >>> [_quoted(text) for text in ("行道树", "12345", "yes", "a: b", '说“好”')]
    ['行道树', '"12345"', '"yes"', '"a: b"', '说“好”']
    """
    if _PLAIN.fullmatch(text) and text.lower() not in _NO_TEXT and text == text.strip():
        return text
    return _UNREADABLE.sub(lambda found: f"\\u{ord(found.group()):04x}", json.dumps(text, ensure_ascii=False))


def _parts(text: str) -> list[str]:
    return [stripped for part in _SEPARATOR.split(text) if (stripped := part.strip())]


def _term(text: str, place: Place) -> Node:
    if weighted := _WEIGHTED.fullmatch(text):
        kind = "float" if "." in weighted[2] else "int"
        return mapping({"term": scalar(weighted[1], place), "weight": scalar(weighted[2], place, kind)}, place)
    return scalar(text, place)


def _mark(place: Place) -> yaml.Mark:
    row, column = place
    return yaml.Mark("", 0, row - 1, column - 1, None, 0)


def place_of(node: Node) -> Place:
    """Return where a node stands."""
    return node.start_mark.line + 1, node.start_mark.column + 1


def _values(node: Node) -> dict[str, Node]:
    return {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}


def _items(node: Node) -> list[Node]:
    return list(node.value)


def _said(node: Node) -> str:
    return " ".join(str(node.value).split())
