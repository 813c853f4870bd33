"""How a pattern matches, told from its parts without running it: how long at least, and in how many ways."""

from __future__ import annotations

from msgspec import Struct

from policyscan.language import Bilingual


class Fault(Struct, frozen=True):
    """Why a pattern is refused, and at which of its characters (from 1)."""

    column: int
    message: Bilingual


class Part(Struct, frozen=True):
    """What is known of a part of a pattern without running it."""

    shortest: int = 0  # characters that it matches at least
    ways: int = 1  # in which it can match at one place, at most
    bounds: int = 0  # the upper bounds of its quantifiers, added up
    quantified: bool = False
    literal: str | None = None  # the one text that it matches
    dead: tuple[Fault, ...] = ()  # characters that it needs and folded text never has


NOTHING = Part(literal="")


def one_after_the_other(first: Part, second: Part) -> Part:
    """What is known of two parts in a row."""
    return Part(
        first.shortest + second.shortest,
        first.ways * second.ways,
        first.bounds + second.bounds,
        first.quantified or second.quantified,
        None if first.literal is None or second.literal is None else first.literal + second.literal,
        first.dead + second.dead,
    )


def either(branches: list[Part]) -> Part:
    """What is known of alternatives."""
    if len(branches) == 1:
        return branches[0]
    literals = [branch.literal for branch in branches if branch.literal is not None]
    # Of several literals only those match at one place that begin one another: 共享 and 共享开放, never 共享 and 开放.
    together = max((sum(text.startswith(start) for start in literals) for text in literals), default=0)
    return Part(
        min(branch.shortest for branch in branches),
        together + sum(branch.ways for branch in branches if branch.literal is None),
        sum(branch.bounds for branch in branches),
        any(branch.quantified for branch in branches),
        None,
        tuple(fault for branch in branches for fault in branch.dead),
    )


def repeated(part: Part, least: int, most: int) -> Part:
    """What is known of a part with a quantifier."""
    return Part(
        part.shortest * least,
        sum(part.ways**times for times in range(least, most + 1)),
        part.bounds + (most if most > 1 else 0),
        True,
        None,
        part.dead if least else (),
    )
