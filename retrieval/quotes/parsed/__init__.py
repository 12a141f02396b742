"""The article as parsed: its tokens, paragraphs, sentences, quotations and noun phrases."""
