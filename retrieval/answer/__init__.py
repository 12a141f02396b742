"""Understands a question, finds and ranks sentences, and decides whether they answer it."""
