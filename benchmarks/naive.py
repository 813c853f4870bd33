"""The naive pipeline that policyscan is compared with: pdfplumber's text, jieba's words, a TF-IDF linear model.

Run as ``python benchmarks/naive.py FILE``; prints the number of labelled lines. It is written as such scripts are: the model is
fitted on the spot to a handful of lines by keyword.
"""

from __future__ import annotations

import sys
from pathlib import Path

import jieba
import pdfplumber
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

KEYWORDS = {"service": "政务服务", "data": "数据共享", "governance": "城市管理", "platform": "政务云"}


def read(path: Path) -> list[str]:
    """Return the lines of a PDF."""
    with pdfplumber.open(path) as pdf:
        return [line for page in pdf.pages for line in (page.extract_text() or "").splitlines() if line.strip()]


def main(path: Path) -> None:
    """Read, segment, fit and predict."""
    lines = read(path)
    words = [" ".join(jieba.lcut(line)) for line in lines]
    targets = [next((name for name, word in KEYWORDS.items() if word in line), "none") for line in lines]
    if len(set(targets)) < 2:
        targets[0] = "other"
    matrix = TfidfVectorizer(token_pattern=r"(?u)\b\w+\b").fit_transform(words)
    predicted = LogisticRegression(max_iter=200).fit(matrix, targets).predict(matrix)
    print(sum(label != "none" for label in predicted))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
