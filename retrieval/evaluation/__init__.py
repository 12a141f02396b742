"""Measures how good the replies are."""
