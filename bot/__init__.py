"""Nonmun: the day's AI papers, summarised in Korean, where a team already talks."""

VERSION = "0.1.0"
