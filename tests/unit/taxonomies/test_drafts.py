"""A draft becomes a file that passes the check, keeps its order, and says what to fill in next."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policyscan.language import Language
from policyscan.model.taxonomy import Taxonomy
from policyscan.taxonomies import drafts, load_taxonomy
from policyscan.yamlfiles import Node

HEAD = {"id": drafts.scalar("trees"), "name": drafts.two_languages(drafts.scalar("行道树"), drafts.scalar("Trees"))}


def a_category(**values: Node) -> Node:
    return drafts.mapping({"id": drafts.scalar("care"), "name": drafts.scalar("养护"), **values})


def written(path: Path, *categories: Node, language: Language = Language.ZH) -> tuple[Taxonomy, str]:
    text = drafts.write_draft(drafts.draft(HEAD, categories), "trees.yaml", language)
    path.write_text(text, "utf-8")
    return load_taxonomy(path), text


@pytest.mark.parametrize("language", Language)
def test_a_template_passes_the_check_and_says_what_to_do_next(tmp_path: Path, language: Language) -> None:
    path = tmp_path / "trees.yaml"
    path.write_text(drafts.write_draft(drafts.template(HEAD, language), "trees.yaml", language), "utf-8")
    assert [category.id for category in load_taxonomy(path).categories] == ["example"]
    text = path.read_text("utf-8")
    assert "policyscan taxonomy lint trees.yaml --corpus" in text
    assert ("待填 definition" in text) is (language is Language.ZH)


def test_what_is_there_is_not_asked_for(tmp_path: Path) -> None:
    _, text = written(tmp_path / "t.yaml", a_category(definition=drafts.scalar("修剪。"), terms=drafts.terms("修枝")))
    assert "待填 definition" not in text
    assert "待填 terms" not in text
    assert "待填 examples" in text


def test_the_categories_without_a_definition_are_named_at_the_top(tmp_path: Path) -> None:
    _, text = written(tmp_path / "t.yaml", a_category(terms=drafts.terms("修枝")))
    assert "还没有定义的类别：care" in text.splitlines()[2]


def test_terms_keep_their_order_weight_and_writing(tmp_path: Path) -> None:
    taxonomy, text = written(tmp_path / "t.yaml", a_category(terms=drafts.terms("“一树一档”、修剪(0.5)，12345；App")))
    terms = taxonomy.categories[0].rules.terms
    assert [(term.text, term.weight) for term in terms] == [("一树一档", 1), ("修剪", 0.5), ("12345", 1), ("app", 1)]
    assert [line.strip() for line in text.splitlines() if line.startswith("      - ")] == [
        "- “一树一档”",
        "- {term: 修剪, weight: 0.5}",
        '- "12345"',
        "- App",
    ]


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"]), min_size=1, max_size=30))
def test_any_text_of_an_author_is_read_back_as_it_was_written(text: str) -> None:
    if not text.strip():
        return
    import yaml

    root = drafts.draft(HEAD, [a_category(definition=drafts.scalar(text.strip()))])
    read = yaml.safe_load(drafts.write_draft(root, "trees.yaml", Language.EN))
    assert read["categories"][0]["definition"] == text.strip()


def test_a_file_name_that_a_shell_would_take_apart_is_quoted_in_the_commands() -> None:
    text = drafts.write_draft(drafts.template(HEAD, Language.EN), "my trees.yaml", Language.EN)
    assert "policyscan taxonomy check 'my trees.yaml'" in text
