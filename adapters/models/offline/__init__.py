"""No model at all: the paper's own sentences under five headings, and the passages that fit a question."""

from adapters.models.offline.model import OfflineModel

__all__ = ["OfflineModel"]
