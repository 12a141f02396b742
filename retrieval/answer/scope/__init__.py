"""Finds what a question is narrowed to: outlets, sources, days of publication."""
