"""From news articles to cited answers and attributed statements."""
