"""The vendors: SQLite, Chroma, sentence-transformers, spaCy."""
