"""What the site says that stands elsewhere: a hook of MkDocs, used by ``make docs``.

A page holds a line ``<!-- from the code: commands -->`` (or ``settings``, ``exit codes``), which becomes the reference in the
language of the page, or ``<!-- the file ../CONTRIBUTING.md -->``, which becomes that file. So nothing is written twice, and the pages of
the reference cannot say what the program does not do.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Any

from policyscan.language import Bilingual, Language

ROOT_PAGES = {
    "README.md": "project/readme.md",
    "README.zh-CN.md": "project/readme.md",
    "CHANGELOG.md": "project/changes.md",
    "CONTRIBUTING.md": "project/contributing.md",
    "SECURITY.md": "project/security.md",
}
"""Files beside ``docs/``, and the pages of the site that show them."""
_GENERATED = re.compile(r"^<!-- from the code: (?P<what>[a-z ]+) -->$", re.M)
_FILE = re.compile(r"^<!-- the file (?P<path>\S+) -->$", re.M)
_OTHER_LANGUAGE = re.compile(r"^\[(?:中文|English)\]\([^)]+\)\n", re.M)
_LINK = re.compile(r"(?P<image>!?)\[(?P<text>[^\]]*)\]\((?P<target>[^)#\s]*)(?P<anchor>#[^)]*)?\)")
_CHINESE_LINE_END = re.compile(r"(?<=[\u3001-\u30ff\u4e00-\u9fff\uff01-\uff5e])\n *(?=[\u201c\u300a\u4e00-\u9fff])")
_HEADING = re.compile(r"^(#+) (.+)$", re.M)
_CODE_BLOCK = re.compile(r"(^```.*?^```$)", re.M | re.S)
_CODE = re.compile(r"(^```.*?^```$|`[^`\n]+`)", re.M | re.S)


def on_config(config: Any) -> Any:
    """Put the decisions into the navigation, in the order of their table (an event of MkDocs)."""
    [decisions] = [part["Decisions"] for part in config.nav if "Decisions" in part]
    table = (Path(config.docs_dir) / "decisions" / "README.md").read_text("utf-8")
    decisions.extend(f"decisions/{name}" for name in re.findall(r"^\| \[[^\]]+\]\((\w[\w-]*\.md)\)", table, re.M))
    return config


def on_page_markdown(markdown: str, *, page: Any, config: Any, files: Any) -> str:
    """Return the text of a page with what it takes from elsewhere (an event of MkDocs)."""
    uri = page.file.src_uri
    language = Language.ZH if uri.endswith(".zh.md") else Language.EN
    root = Path(config.docs_dir).parent
    folder = posixpath.join("docs", posixpath.dirname(uri))
    if found := _FILE.search(markdown):
        path = posixpath.normpath(posixpath.join(folder, found["path"]))
        folder = posixpath.dirname(path)
        markdown = (root / path).read_text("utf-8")
    elif language is Language.ZH:
        english = Path(config.docs_dir) / uri.replace(".zh.md", ".md")
        markdown = with_anchors_of(english.read_text("utf-8"), markdown)
    markdown = _GENERATED.sub(lambda found: reference(found["what"], language), markdown)
    return relinked(joined(_OTHER_LANGUAGE.sub("", markdown)), folder, posixpath.dirname(uri))


def joined(markdown: str) -> str:
    """Return a text without line ends between Chinese characters, which a browser would show as spaces."""
    parts = _CODE_BLOCK.split(markdown)
    return "".join(part if index % 2 else _CHINESE_LINE_END.sub("", part) for index, part in enumerate(parts))


def relinked(markdown: str, folder: str, to: str) -> str:
    """Return a text with its links as the site needs them.

    Parameters
    ----------
    markdown
        Text whose relative links start from ``folder`` of the project (``docs/decisions``, or empty for the top).
    folder, to
        Where the text stands, and the folder of ``docs`` in which the site shows it.

    A link to a file that the site does not have becomes its text.
    """

    def link(found: re.Match[str]) -> str:
        target, anchor = found["target"], found["anchor"] or ""
        if "://" in target or not target:
            return found[0]
        path = posixpath.normpath(posixpath.join(folder, target))
        inside = ROOT_PAGES.get(path) or (path.removeprefix("docs/") if path.startswith("docs/") else None)
        if inside is None:
            return found["text"]
        # the site picks the language, so links name the page without it
        inside = re.sub(r"\.zh\.md$", ".md", inside)
        return f"{found['image']}[{found['text']}]({posixpath.relpath(inside, to or '.')}{anchor})"

    parts = _CODE.split(markdown)
    return "".join(part if index % 2 else _LINK.sub(link, part) for index, part in enumerate(parts))


def with_anchors_of(english: str, markdown: str) -> str:
    """Return a translated page whose sections can be reached by the anchors of the English page too.

    A page without a translation is shown in English, and its links name English sections. Where the sections of the two pages do not
    correspond, the text is returned as it is.
    """
    theirs, ours = (
        [h for part in _CODE_BLOCK.split(text)[::2] for h in _HEADING.findall(part)] for text in (english, markdown)
    )
    if [level for level, _ in theirs] != [level for level, _ in ours]:
        return markdown
    anchors = iter([slug(title) for _, title in theirs])

    def heading(found: re.Match[str]) -> str:
        anchor = next(anchors)
        return found[0] if anchor == slug(found[2]) else f'{found[0]} <a id="{anchor}"></a>'

    parts = _CODE_BLOCK.split(markdown)
    return "".join(part if index % 2 else _HEADING.sub(heading, part) for index, part in enumerate(parts))


def slug(title: str) -> str:
    """Return the anchor of a heading, as the site and the hub make it.

    >>> slug("What `lint` finds"), slug("7. 自己的分类体系")
    ('what-lint-finds', '7-自己的分类体系')
    """
    return re.sub(r"[^\w -]", "", title.lower()).strip().replace(" ", "-")


def reference(what: str, language: Language) -> str:
    """Return a part of the reference as Markdown: ``commands``, ``settings`` or ``exit codes``."""
    return {"commands": commands, "settings": settings, "exit codes": exit_codes}[what](language)


def half(text: str | None, language: Language) -> str:
    """Return the half of a help text, “中文 · English”, that is in a language.

    >>> half("版本 · Print the version.", Language.EN)
    'Print the version.'
    """
    zh, separator, en = " ".join((text or "").split()).partition(" · ")
    return (zh if language is Language.ZH else en) if separator else zh


def command_tree() -> Iterator[tuple[str, Any]]:
    """Yield each command that can be run, with its whole name (``taxonomy check``), in the order of ``--help``."""
    import typer

    from policyscan.cli.app import app

    def walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
        for word, inner in getattr(command, "commands", {}).items():
            yield from walk(f"{name} {word}".strip(), inner)
        if not hasattr(command, "commands"):
            yield name, command

    return walk("", typer.main.get_command(app))


def commands(language: Language) -> str:
    """Return every command with its arguments and options."""
    words = Bilingual("参数与选项|含义|默认", "argument or option|meaning|default")
    option, meaning, default = words.in_language(language).split("|")
    parts = []
    for name, command in command_tree():
        parts.append(
            f"## `policyscan {name}` {{ #{name.replace(' ', '-')} }}\n\n{_paragraphs(command.help, language)}\n"
        )
        shown = [parameter for parameter in command.params if not getattr(parameter, "hidden", False)]
        arguments = [p for p in shown if p.param_type_name == "argument"]
        options = [p for p in shown if p.param_type_name == "option" and p.name != "help"]
        usage = " ".join([f"policyscan {name}", *(["[OPTIONS]"] if options else []), *map(_argument, arguments)])
        parts.append(f"```text\n{usage}\n```\n")
        rows = [(_code(_argument(p)), _help(p, language), "") for p in arguments]
        rows += [(_option(p), _help(p, language), _default(p)) for p in options]
        if rows:
            head = f"| {option} | {meaning} | {default} |\n|---|---|---|\n"
            parts.append(head + "".join(f"| {' | '.join(row)} |\n" for row in rows))
    return "\n".join(parts)


def _paragraphs(text: str | None, language: Language) -> str:
    return "\n\n".join(half(part, language) for part in re.split(r"\n\s*\n", text or "") if part.strip())


def _code(text: str) -> str:
    """Return words as code in a cell of a table, which no stroke of theirs ends."""
    return f"<code>{_safe(text)}</code>"


def _safe(text: str) -> str:
    return html.escape(text, quote=False).replace("|", "&#124;")


def _argument(parameter: Any) -> str:
    name = parameter.metavar or parameter.name.upper()
    return str(name) if parameter.required else f"[{name}]"


def _option(parameter: Any) -> str:
    flags = sorted([*parameter.opts, *parameter.secondary_opts], key=lambda flag: (flag.startswith("--"), flag))
    value = ""
    if not (getattr(parameter, "is_flag", False) or getattr(parameter, "count", False)):
        choices = getattr(parameter.type, "choices", None)
        named = "|".join(str(getattr(choice, "value", choice)) for choice in choices) if choices else None
        value = " " + str(parameter.metavar or named or parameter.type.name.split()[0].upper())
    return ", ".join(map(_code, flags)) + (f" {_code(value.strip())}" if value else "")


def _help(parameter: Any, language: Language) -> str:
    text = _safe(half(getattr(parameter, "help", None), language))
    variable = getattr(parameter, "envvar", None)
    return f"{text} ({_code(variable)})" if variable else text


def _default(parameter: Any) -> str:
    default = parameter.default
    if default is None or isinstance(default, bool) or callable(default) or default in ("", (), []):
        return ""
    return _code(str(getattr(default, "value", default)))


def settings(language: Language) -> str:
    """Return every key of the configuration with its default, table by table."""
    from policyscan.config import KEYS, Settings

    key, default = Bilingual("键|默认", "key|default").in_language(language).split("|")
    parts = []
    for table, keys in KEYS.items():
        names = [name for name, check in keys.items() if check is not None]
        if table.count("."):  # items of a list have no defaults
            parts.append(f"## `[[{table}]]`\n\n" + ", ".join(f"`{name}`" for name in names) + "\n")
            continue
        rows = [f"| `{name}` | {_shown(setting_default(Settings(), table, name), language)} |" for name in names]
        title = f"[{table}]" if table else "policyscan.toml"
        parts.append("\n".join([f"## `{title}`", "", f"| {key} | {default} |", "|---|---|", *rows, ""]))
    return "\n".join(parts)


def setting_default(default: Any, table: str, name: str) -> Any:
    """Return the default of a key of the configuration."""
    for part in filter(None, (table, name)):
        # the gate's keys stand in `Settings.gaps` and in its policy
        if not hasattr(default, part) and hasattr(default, "policy"):
            default = default.policy
        default = getattr(default, part)
    return default


def _shown(value: Any, language: Language) -> str:
    if value is None:
        return Bilingual("无", "none").in_language(language)
    if isinstance(value, Enum):
        return f"`{value.value}`"
    if isinstance(value, bool):
        return f"`{str(value).lower()}`"
    if isinstance(value, int) and value >= 1 << 20:
        return f"`{value / (1 << 30):g}GiB`"
    if isinstance(value, float):
        return f"`{value:g}`"
    if isinstance(value, tuple):
        return ", ".join(f"`{item}`" for item in value)
    return f"`{value}`"


MEANINGS = {
    "OK": Bilingual("正常", "well"),
    "GAPS_FOUND": Bilingual(
        "有不该有的缺口：`gaps`、`classify --fail-on-gaps`；`taxonomy diff --exit-code` 有结论改变",
        "a gap that should not be there: `gaps`, `classify --fail-on-gaps`; a verdict that changes: `taxonomy diff --exit-code`",
    ),
    "WRONG_USE": Bilingual(
        "用法、配置、分类体系或语料清单有误；没有开始工作",
        "wrong use, configuration, taxonomy or corpus.yaml; nothing was begun",
    ),
    "UNREADABLE": Bilingual(
        "有内容未能读取：没有找到的是“未知”，不是缺口",
        "something could not be read: what was not found is unknown, no gap",
    ),
}
"""What each `ExitCode` means."""


def exit_codes(language: Language) -> str:
    """Return the exit codes with their meanings, and the errors that end with each."""
    from policyscan import errors

    code, name, meaning, kinds = (
        Bilingual("退出码|名称|含义|错误", "code|name|meaning|errors").in_language(language).split("|")
    )
    known = [
        kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.PolicyscanError)
    ]
    lines = [f"| {code} | {name} | {meaning} | {kinds} |\n|---|---|---|---|"]
    for exit_code in errors.ExitCode:
        listed = ", ".join(f"`{kind.__name__}`" for kind in known if kind.exit_code is exit_code)
        lines.append(
            f"| {exit_code.value} | `{exit_code.name}` | {MEANINGS[exit_code.name].in_language(language)} | {listed} |"
        )
    return "\n".join(lines)
