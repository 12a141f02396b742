"""A language is a folder of data: the rules read German by a few words of it."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from retrieval.adapters.models.spacy_parser import converted, tag_of
from retrieval.errors import ConfigError
from retrieval.model import BlockKind, Span
from retrieval.quotes.coreference.resolve import resolve_speakers
from retrieval.quotes.extraction.extract import extract_attributions
from retrieval.quotes.parsed.document import ParsedDocument, build_document
from retrieval.quotes.parsed.lexicon import Lexicon, language_of, lexicons, parse_lexicon
from retrieval.quotes.parsed.paragraphs import Paragraph

FILE = Path(__file__).parents[2] / "languages" / "folder" / "de" / "statements.toml"

DIRECT = """
„        - PUNCT punct 3 -
Der      - DET   nk    2 -
Hafen    - NOUN  sb    3 -
ist      VerbForm=Fin|Tense=Pres AUX oc 6 -
“        - PUNCT punct 3 -
,        - PUNCT punct 6 -
sagte    VerbForm=Fin|Tense=Past VERB ROOT 6 -
Anna     - PROPN pnc   8 B-PER
Marlow   - PROPN sb    6 I-PER
.        - PUNCT punct 6 -
"""
INDIRECT = """
Sie      - PRON  sb    1 -
warnte   VerbForm=Fin|Tense=Past VERB ROOT 1 -
,        - PUNCT punct 1 -
dass     - SCONJ cp    6 -
der      - DET   nk    5 -
Hafen    - NOUN  sb    6 -
schließt VerbForm=Fin|Tense=Pres VERB oc 1 -
.        - PUNCT punct 1 -
"""


@pytest.fixture(scope="module", name="german")
def _german() -> Lexicon:
    return parse_lexicon(FILE.read_text("utf-8"), FILE.name)


def spacy_parse(rows: str) -> Doc:
    """A parse as spaCy's German model makes one: word, features, part of speech, label, head."""
    words, morphs, pos, deps, heads, ents = zip(
        *(row.split() for row in rows.strip().splitlines()), strict=True
    )
    return Doc(
        Vocab(),
        words=list(words),
        spaces=[
            word != "„" and after not in set("“,.")
            for word, after in zip(words, [*words[1:], "."], strict=True)
        ],
        lemmas=[{"sagte": "sagen", "warnte": "warnen"}.get(word, word) for word in words],
        morphs=[morph.strip("-") for morph in morphs],
        pos=list(pos),
        tags=list(pos),
        deps=list(deps),
        heads=[int(head) for head in heads],
        ents=[entity if entity != "-" else "O" for entity in ents],
    )


def parsed(lexicon: Lexicon, *rows: str) -> ParsedDocument:
    """An article of one paragraph each."""
    documents = [spacy_parse(each) for each in rows]
    text = "\n".join(each.text for each in documents)
    starts = [text.index(each.text) for each in documents]
    paragraphs = [
        Paragraph(Span(start, start + len(each.text)), BlockKind.PROSE)
        for start, each in zip(starts, documents, strict=True)
    ]
    return build_document(
        text, paragraphs, [converted(d, lexicon.parser) for d in documents], lexicon
    )


def test_a_language_is_added_by_data_alone(german: Lexicon) -> None:
    read = parsed(german, DIRECT, INDIRECT)
    found = extract_attributions(read)
    assert [
        (
            each.kind.value,
            [content.span.of(read.text).strip() for content in each.contents],
            each.cue.of(read.text) if each.cue else None,
        )
        for each in found
    ] == [
        ("direct", ["Der Hafen ist"], "sagte"),
        ("indirect", ["dass der Hafen schließt"], "warnte"),
    ]
    named = [known[0].name if known else None for known in resolve_speakers(read, found)]
    assert named == ["Anna Marlow", "Anna Marlow"]


def test_an_article_is_read_in_the_language_of_its_commonest_words(german: Lexicon) -> None:
    known = {"de": german, **lexicons()}
    assert language_of("Der Hafen ist nicht sicher, und das Schiff auch nicht.", known) == "de"
    assert language_of("The harbour is not safe, and the ship is not, either.", known) == "en"


def test_a_tag_is_that_of_the_first_entry_whose_features_are_all_there() -> None:
    tags = {"VERB VerbForm=Fin Tense=Past": "VBD", "VERB VerbForm=Inf": "VB"}
    assert tag_of("V", "VERB Mood=Ind|Tense=Past|VerbForm=Fin", tags) == "VBD"
    assert tag_of("V", "VERB VerbForm=Inf", tags) == "VB"
    assert tag_of("V", "AUX VerbForm=Inf", tags) == "V"
    assert tag_of("NN", "NOUN", {}) == "NN"


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        (
            'saying = "',
            'syaing = "',
            r"statements.toml: verbs.saying: missing; expected words separated by",
        ),
        (
            'saying = "',
            'syaing = "',
            r"statements.toml: verbs: unknown key 'syaing'; expected saying, ",
        ),
        (
            'plain = "sagen"',
            "plain = 7",
            r"statements.toml: verbs.plain: 7; expected words separated by",
        ),
        ("[verbs]", "[verbs", r"statements.toml: broken TOML: .*line"),
    ],
)
def test_a_fault_in_the_data_is_named_by_file_and_key(old: str, new: str, fault: str) -> None:
    with pytest.raises(ConfigError, match=fault):
        parse_lexicon(FILE.read_text("utf-8").replace(old, new, 1), FILE.name)
