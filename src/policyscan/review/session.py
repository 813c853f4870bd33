"""What has been decided, what comes next, and the way back."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from msgspec import Struct

from policyscan.model.label import Stance
from policyscan.model.taxonomy import Category, Taxonomy
from policyscan.review.goldfile import GoldFile
from policyscan.review.items import Item

_KEYS = "1234567890acdefghijlqrvwyz"
"""For categories, in order; the other letters are stances (`STANCE_KEYS`) and commands: b, k, n, u, x."""
STANCE_KEYS = {"s": Stance.STATUS, "p": Stance.PROBLEM, "m": Stance.MEASURE, "t": Stance.TARGET, "o": Stance.OTHER}


class Choice(Struct, frozen=True):
    """A category that can be given, with its key ("" where the keys ran out) and its taxonomy."""

    key: str
    category: Category
    taxonomy: Taxonomy


class _Step(Struct, frozen=True):
    """Something that was done: ``before`` is the record that stood in the file, if any; a skipped item has no record."""

    item: str
    is_decision: bool
    before: dict[str, object] | None = None


class Session:
    """One reader at work on some passages. Whatever is decided is in the file before the next passage is shown.

    Parameters
    ----------
    items
        In the order in which they are asked. Those that the file already has are not asked again.
    taxonomies
        Whose categories can be given.
    gold
        Where decisions go.
    order
        Noted with each decision as its ``stratum``: passages picked for their doubt are harder than others.
    is_blind
        Whether the reader starts from nothing instead of the classifier's labels.
    """

    def __init__(
        self,
        items: Sequence[Item],
        taxonomies: Sequence[Taxonomy],
        gold: GoldFile,
        *,
        order: str = "uncertain",
        is_blind: bool = False,
    ) -> None:
        self.gold, self.is_blind = gold, is_blind
        self._order = order
        self._items = {item.id: item for item in items}
        pairs = [(category, taxonomy) for taxonomy in taxonomies for category in taxonomy.categories]
        keys = [*_KEYS, *[""] * len(pairs)]
        self.choices = tuple(Choice(key, *pair) for key, pair in zip(keys, pairs, strict=False))
        records = gold.records()
        self._undone: dict[str, dict[str, object]] = {}
        self._decided = {id: records[id] for id in records if id in self._items}
        self._steps = [_Step(id, is_decision=True) for id in self._decided]
        self._queue = [id for id in self._items if id not in self._decided]

    @property
    def current(self) -> Item | None:
        """The passage that is asked now; None when all are decided."""
        return self._items[self._queue[0]] if self._queue else None

    @property
    def total(self) -> int:
        """How many passages there are."""
        return len(self._items)

    @property
    def decided(self) -> int:
        """How many of them are decided."""
        return len(self._decided)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step to take back."""
        return bool(self._steps)

    def draft(self, item: Item) -> tuple[frozenset[str], Stance | None]:
        """Return the labels and stance from which the reader starts: what was decided before it was undone, or the guess."""
        if (record := self._decided.get(item.id)) is not None or (record := self._undone.get(item.id)) is not None:
            return _labels_of(record), _stance_of(record)
        return (frozenset(), None) if self.is_blind else (item.labels, item.stance)

    def decide(self, id: str, labels: Collection[str], stance: Stance | None) -> None:
        """Save a decision.

        Raises
        ------
        ValueError
            If there is no such passage or category.
        WrongUse
            If the file cannot be written; nothing is decided then.
        """
        item = self._items.get(id)
        if item is None:
            raise ValueError(f"no passage {id!r}")
        known = [choice.category.id for choice in self.choices]
        if unknown := set(labels) - set(known):
            raise ValueError(f"no category {sorted(unknown)[0]!r}")
        record: dict[str, object] = {
            "id": id,
            "doc": item.doc,
            "headings": list(item.passage.headings),
            "text": item.passage.text,
            "pages": list(item.passage.pages),
            "labels": [category for category in known if category in labels],
            "stance": stance.value if stance is not None else "",
            "stratum": self._order,
        }
        self.gold.put(record)
        self._steps.append(_Step(id, is_decision=True, before=self._decided.get(id)))
        self._decided[id] = record
        self._undone.pop(id, None)
        self._queue = [other for other in self._queue if other != id]

    def skip(self, id: str) -> None:
        """Put a passage behind the others that are not decided; nothing is saved."""
        if id in self._queue:
            self._queue.remove(id)
            self._queue.append(id)
            self._steps.append(_Step(id, is_decision=False))

    def undo(self) -> bool:
        """Take the last step back, also one of an earlier start; return whether there was one."""
        if not self._steps:
            return False
        step = self._steps[-1]
        if step.is_decision:
            if step.before is not None:  # it was decided twice: the first decision stands again
                self.gold.put(step.before)
                self._decided[step.item] = step.before
                self._steps.pop()
                return True
            self.gold.remove(step.item)
            self._undone[step.item] = self._decided.pop(step.item)
        self._steps.pop()
        self._queue = [step.item, *(other for other in self._queue if other != step.item)]
        return True


def _labels_of(record: dict[str, object]) -> frozenset[str]:
    labels = record.get("labels")
    return frozenset(map(str, labels)) if isinstance(labels, list) else frozenset()


def _stance_of(record: dict[str, object]) -> Stance | None:
    stance = str(record.get("stance") or "")
    return Stance(stance) if stance in set(Stance) else None
