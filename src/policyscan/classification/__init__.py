"""Passages × Taxonomy → labels, each with the words that prove it."""

from __future__ import annotations

from policyscan.classification.classifier import Classifier, EvidenceClassifier

__all__ = ["Classifier", "EvidenceClassifier"]
