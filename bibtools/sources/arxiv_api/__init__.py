"""The arXiv API: plan, conversation, feed and cache behind one source."""

from bibtools.sources.arxiv_api.source import ArxivApi

__all__ = ["ArxivApi"]
