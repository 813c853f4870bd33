"""Chinese words (分词): rjieba where there is a wheel, jieba everywhere; one dictionary, one algorithm.

Terms of taxonomies are never matched on words (docs/decisions/evidence.md): words are for reading and counting.
"""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterator
from functools import cached_property
from typing import Any


class Segmenter:
    """Cuts text into words.

    Parameters
    ----------
    pure
        Use jieba even where rjieba is installed.

    Examples
    --------
    >>> list(Segmenter().words("推进数据共享"))
    ['推进', '数据共享']
    """

    def __init__(self, *, pure: bool = False) -> None:
        self._pure = pure

    @cached_property
    def name(self) -> str:
        """Which library cuts: ``rjieba`` or ``jieba``."""
        return "jieba" if self._fast is None else "rjieba"

    def words(self, text: str) -> Iterator[str]:
        """Yield the words of a text in order; white space is left out."""
        cut = self._fast.cut(text) if self._fast is not None else self._slow.cut(text)
        return (word for word in cut if not word.isspace())

    @cached_property
    def _fast(self) -> Any:
        if self._pure:
            return None
        try:
            import rjieba
        except ImportError:
            return None
        return rjieba

    @cached_property
    def _slow(self) -> Any:
        import jieba

        jieba.setLogLevel(logging.ERROR)
        tokenizer = jieba.Tokenizer()  # our own: jieba's global one is everybody's to change
        with tempfile.TemporaryDirectory() as private:
            tokenizer.tmp_dir = private  # its cache is read with marshal, so it must not lie where others write
            tokenizer.initialize()
        return tokenizer
