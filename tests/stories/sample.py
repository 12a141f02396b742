"""What the files of the sample corpus say."""

from __future__ import annotations

from pathlib import Path

from bot.bootstrap import Components
from retrieval.model import Citation

HERE = Path(__file__).parent


def stored_words(components: Components, citation: Citation) -> str:
    """What stands at a citation: for a text file, in the file itself."""
    path = Path(citation.source)
    if path.suffix == ".txt":
        return citation.span.of(path.read_bytes().decode())
    text = components.catalogue.articles.text(citation.source, citation.version)
    assert text is not None
    return citation.span.of(text)
