"""Labelling by hand: passages in the order of doubt, decisions saved one by one in the gold format."""

from __future__ import annotations

from policyscan.review.goldfile import GoldFile
from policyscan.review.items import ORDERS, Item, find_items
from policyscan.review.session import Session

__all__ = ["ORDERS", "GoldFile", "Item", "Session", "find_items"]
