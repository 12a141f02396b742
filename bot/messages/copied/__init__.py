"""Renders citations with all that it takes to look them up, to be copied."""
