"""``policyscan taxonomy new``: a taxonomy file from a table, from answers in the terminal, or from nothing."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from policyscan.cli import console
from policyscan.cli.options import Lang
from policyscan.errors import WrongUse
from policyscan.language import Bilingual, spoken

if TYPE_CHECKING:
    import yaml

    from policyscan.yamlfiles import Node

_STDOUT = Path("-")


def new(
    id: Annotated[
        str,
        typer.Argument(metavar="ID", help="标识：小写字母、数字和连字符 · An id: lower-case letters, digits, hyphens."),
    ],
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            help="写入的文件，默认 ID.yaml；- 为标准输出 · The file, ID.yaml unless given; - is standard output.",
        ),
    ] = None,
    table: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="TABLE",
            help="由表格生成（CSV、XLSX）：标识 名称 定义 词条 … · Make it from a table (CSV, XLSX): id, name, definition, terms, …",
        ),
    ] = None,
    name: Annotated[str | None, typer.Option("--name", metavar="TEXT", help="名称 · Its name.")] = None,
    name_en: Annotated[
        str | None, typer.Option("--name-en", metavar="TEXT", help="英文名称 · Its name in English.")
    ] = None,
    template: Annotated[
        bool, typer.Option("--template", help="不提问，只写模板 · Ask nothing: write a template to fill in.")
    ] = False,
    force: Annotated[bool, typer.Option("--force", help="覆盖已有的文件 · Replace a file that is there.")] = False,
    lang: Lang = None,
) -> None:
    """新建分类体系：由表格、由问答或由模板 · Make a taxonomy file: from a table, from answers, or a template."""  # fmt: skip
    if lang is not None:
        spoken.set(lang)
    target = output or Path(f"{id}.yaml")
    _refuse(id, target, table, template, force)
    from policyscan.taxonomies import drafts

    language = spoken.get()
    if table is not None:
        from policyscan.taxonomies.tables import read_table

        root = read_table(table, _head(id, name, name_en))
    elif template or not sys.stdin.isatty():
        root = drafts.template(_head(id, name, name_en), language)
    else:
        root = _ask_all(id, name, name_en)
    file = f"{id}.yaml" if target == _STDOUT else target.as_posix()
    console.write_result(drafts.write_draft(root, file, language), None if target == _STDOUT else target)
    if target != _STDOUT:
        count = len({key.value: value for key, value in root.value}["categories"].value)
        console.say(
            Bilingual(
                f"已写入 {target}（{count} 个类别）。接着：policyscan taxonomy lint {target} --corpus 文件夹",
                f"wrote {target} ({count} categories). Next: policyscan taxonomy lint {target} --corpus FOLDER",
            )
        )


def _refuse(id: str, target: Path, table: Path | None, template: bool, force: bool) -> None:
    from policyscan.taxonomies import builtin_ids
    from policyscan.taxonomies.loading import SUFFIXES
    from policyscan.yamlfiles import is_identifier

    if not is_identifier(id):
        raise WrongUse(
            Bilingual(f"“{id}”不能作标识", f"'{id}' is not an id"),
            hint=Bilingual("以小写字母开头，只含小写字母、数字和连字符，例如 data-flow", "a lower-case letter, then lower-case letters, digits and hyphens, such as data-flow"),
        )  # fmt: skip
    if id in builtin_ids():
        raise WrongUse(
            Bilingual(f"“{id}”是自带的分类体系", f"'{id}' is a built-in taxonomy"),
            hint=Bilingual("换一个标识，两者才能一起使用", "take another id, so that both can be used together"),
        )
    if table is not None and template:
        raise WrongUse(
            Bilingual("--from 与 --template 不能同时给出", "--from and --template do not go together"),
            hint=Bilingual("二者取一", "give one of them"),
        )
    if target == _STDOUT:
        return
    if target.suffix.lower() not in SUFFIXES:
        raise WrongUse(
            Bilingual(f"{target}：分类体系文件应以 .yaml 或 .yml 结尾", f"{target}: a taxonomy file ends in .yaml or .yml")
        )  # fmt: skip
    if target.exists() and not force:
        raise WrongUse(
            Bilingual(f"{target}：文件已存在，没有改动", f"{target}: the file is there already and was left as it is"),
            hint=Bilingual("换一个文件名（-o），或用 --force 覆盖", "give another name (-o), or --force to replace it"),
        )


def _head(id: str, name: str | None, name_en: str | None) -> dict[str, Node]:
    from policyscan.taxonomies import drafts

    english = drafts.scalar(name_en) if name_en else None
    return {"id": drafts.scalar(id), "name": drafts.two_languages(drafts.scalar(name or name_en or id), english)}


_WORDS = {
    "start": Bilingual(
        "逐项提问；带 * 的必填，其余可直接回车跳过。Ctrl-C 放弃，什么也不写。细分类别、句式、例句等以后在文件里补。",
        "One question at a time; those with * need an answer, Enter skips the others. Ctrl-C gives up, and nothing is "
        "written. Leaves, patterns and examples are added in the file later.",
    ),
    "name": Bilingual("分类体系的名称 *", "name of the taxonomy *"),
    "name_en": Bilingual("英文名称", "its name in English"),
    "scope": Bilingual("主题词：说明文字谈的是这个主题（用 、 隔开）", "scope: words that show that a text speaks of the subject (separated by 、 or ,)"),
    "category": Bilingual("第 {} 个类别", "Category {}"),
    "id": Bilingual("标识（小写字母，如 data-flow）*", "id (lower case, such as data-flow) *"),
    "next_id": Bilingual("标识（直接回车则结束）", "id (Enter ends)"),
    "category_name": Bilingual("名称 *", "name *"),
    "definition": Bilingual("定义：什么算、什么不算", "definition: what belongs here and what does not"),
    "terms": Bilingual("词条（用 、 隔开；要别的词相伴的写权重，如 修剪(0.5)）", "terms (separated by 、 or ,; one that needs company has a weight: 修剪(0.5))"),
    "exclusions": Bilingual("排除词：含有词条却不算的说法", "exclusions: phrases that hold a term and do not count"),
    "again": Bilingual("  请重填这一类：", "  once more, please: "),
    "no_id": Bilingual("  不能作标识：以小写字母开头，只含小写字母、数字和连字符。", "  not an id: a lower-case letter, then lower-case letters, digits and hyphens."),
    "taken": Bilingual("  这个标识已经用过。", "  this id is taken already."),
    "needed": Bilingual("  此项必填。", "  an answer is needed."),
}  # fmt: skip


def _ask_all(id: str, name: str | None, name_en: str | None) -> yaml.MappingNode:
    """Return the draft that the answers in the terminal make."""
    from policyscan.taxonomies import drafts

    console.say(_WORDS["start"])
    name = name or _ask("name", needed=True)
    name_en = name_en or _ask("name_en")
    scope = _ask("scope")
    head = _head(id, name, name_en) | ({"scope": drafts.words(scope)} if scope else {})
    categories: list[Node] = []
    while True:
        console.say(Bilingual("", ""))
        console.say(Bilingual(*(text.format(len(categories) + 1) for text in _WORDS["category"])))
        answer = _ask_category([category.value[0][1].value for category in categories])
        if answer is None:
            return drafts.draft(head, categories)
        problems = drafts.problems_of(drafts.draft(head, [*categories, answer]), "")
        for problem in problems.in_order():
            console.say(Bilingual(*(f"{_WORDS['again'][i]}{problem.message[i]}" for i in (0, 1))))
        if not problems:
            categories.append(answer)


def _ask_category(taken: Sequence[str]) -> Node | None:
    """Return a category of its own id; None where the author has no more."""
    from policyscan.taxonomies import drafts
    from policyscan.yamlfiles import is_identifier

    while (category_id := _ask("next_id" if taken else "id", needed=not taken)) and (
        not is_identifier(category_id) or category_id in taken
    ):
        console.say(_WORDS["no_id" if category_id not in taken else "taken"])
    if not category_id:
        return None
    values: dict[str, Node] = {
        "id": drafts.scalar(category_id),
        "name": drafts.scalar(_ask("category_name", needed=True)),
    }
    readers: dict[str, Callable[[str], Node]] = {
        "definition": drafts.scalar,
        "terms": drafts.terms,
        "exclusions": drafts.words,
    }
    for key, read in readers.items():
        if answer := _ask(key):
            values[key] = read(answer)
    return drafts.mapping(values)


def _ask(question: str, *, needed: bool = False) -> str:
    """Return an answer; the question stands on standard error, as the file may go to standard output."""
    while True:
        print(f"{_WORDS[question]}{'：' if spoken.get() == 'zh' else ': '}", end="", file=sys.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise WrongUse(
                Bilingual("输入中断，什么也没有写", "the answers ended early; nothing was written"),
                hint=Bilingual("也可以由表格生成：--from 表.csv", "a table does it too: --from table.csv"),
            )
        answer = "".join(char for char in line if char.isprintable()).strip()
        if answer or not needed:
            return answer
        console.say(_WORDS["needed"])
