"""Reads words that a label, a signature or a turn gives to somebody, without a verb of speech."""
