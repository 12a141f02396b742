"""Who is who across articles: names compared over spellings, and the directory of people."""
