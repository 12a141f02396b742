"""Extract the statements of articles by rules of grammar, and attribute each to its speaker."""
