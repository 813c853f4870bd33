"""A picture of a page → its lines of text, by RapidOCR with the models that its wheel carries. Nothing is downloaded."""

from __future__ import annotations

import threading
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Picture = NDArray[np.uint8]

_MODELS = ("PP-OCRv6_det_small.onnx", "PP-OCRv6_rec_small.onnx", "ch_ppocr_mobile_v2.0_cls_mobile.onnx")

_PARAMETERS = {
    "Global.log_level": "critical",
    "Global.text_score": 0.0,  # what is doubtful is ours to judge: a line thrown away in silence would be a gap
    # One thread a session, pages beside one another: half the processor time of two threads in one page.
    "EngineConfig.onnxruntime.intra_op_num_threads": 1,
    "EngineConfig.onnxruntime.inter_op_num_threads": 1,
    # Lines of a batch are padded to the longest: one by one they cost a third less.
    "Rec.rec_batch_num": 1,
}


class Scrap(NamedTuple):
    """A stretch of text that the engine found.

    ``corners`` are x and y of its four corners in pixels, clockwise from the first character's top; ``confidence`` is
    from 0 to 1. ``upside_down`` says that its characters stand on their heads in the direction of the box.
    """

    text: str
    confidence: float
    corners: tuple[tuple[float, float], ...]
    upside_down: bool


def has_models() -> bool:
    """Whether the models lie in the wheel: where they do not, RapidOCR would fetch them from the network."""
    from importlib.util import find_spec

    spec = find_spec("rapidocr")
    if spec is None or spec.origin is None:
        return False
    folder = Path(spec.origin).parent / "models"
    return all((folder / name).is_file() for name in _MODELS)


def engine_version() -> str:
    """Return what a result depends on, beside the picture."""
    return f"rapidocr {version('rapidocr')}, onnxruntime {version('onnxruntime')}"


def recognise(picture: Picture) -> list[Scrap]:
    """Return the text of a picture (rows, columns, blue-green-red), in no particular order. Threads may call it at once."""
    engine = _engine()
    found = engine(picture)
    texts = getattr(found, "txts", None)
    if not texts:
        return []
    flag = engine.text_cls.upside_down
    return [
        Scrap(text, round(float(score), 4), tuple((round(float(x), 1), round(float(y), 1)) for x, y in box), flag)
        for text, score, box in zip(texts, found.scores, found.boxes, strict=True)
    ]


_local = threading.local()
_loading = threading.Lock()
_detector: Callable[[Any], Any] | None = None


def _engine() -> Any:
    """Return this thread's engine: RapidOCR keeps what it is doing in itself.

    Finding the lines takes a quarter of the time and three quarters of the memory, so all threads share one detector, one
    at a time.
    """
    global _detector
    if not hasattr(_local, "engine"):
        with _loading:
            from rapidocr import RapidOCR

            engine = RapidOCR(params=_PARAMETERS)
            if _detector is None:
                _detector = _OneAtATime(engine._load_det_model())
            engine.text_det = _detector
            engine.text_cls = _OneWayUp(engine._load_cls_model())
            _local.engine = engine
    return _local.engine


class _OneAtATime:
    def __init__(self, call: Callable[[Any], Any]) -> None:
        self._call = call
        self._lock = threading.Lock()

    def __call__(self, picture: Any) -> Any:
        with self._lock:
            return self._call(picture)


class _OneWayUp:
    """Turns the lines of a page round if most of them stand on their heads.

    RapidOCR asks its classifier for each line, squeezed to four times its height. Lines of print are forty times as long as
    high; what is left of them misled it for a line in ten of a good page, which was then lost. It sees their beginning here,
    and they vote.
    """

    def __init__(self, call: Callable[[Any], Any]) -> None:
        self._call = call
        self.upside_down = False

    def __call__(self, pictures: Any) -> Any:
        found = self._call([picture[:, : 4 * picture.shape[0]] for picture in pictures])
        votes = sum(score if label == "180" else -score for label, score in found.cls_res)
        self.upside_down = bool(votes > 0)
        found.img_list = [picture[::-1, ::-1].copy() if self.upside_down else picture for picture in pictures]
        return found
