"""Splits an article into sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, cached_property
from typing import Final

from retrieval.languages.loader import Words, WordTable, load_words
from retrieval.languages.tables import date_words
from retrieval.model import Article, BlockKind, Sentence, Span

__all__ = ["sentences", "split_sentences"]


def sentences(article: Article) -> tuple[Sentence, ...]:
    """Return the sentences of an article's body: several in a prose block, one in any other."""
    return tuple(_of_body(article))


def _of_body(article: Article) -> Iterator[Sentence]:
    for block in article.body:
        if block.kind is not BlockKind.PROSE:
            yield Sentence(block.span, block.kind)
            continue
        for span in split_sentences(block.span.of(article.text)):
            yield Sentence(span.shift(block.span.start), block.kind)


_CLOSERS: Final = "\"'”’»)]}"
_OPENERS: Final = "\"'“‘«„‚([{"
_BULLETS: Final = "•●▪◦‣–—-*"

_STOP = re.compile(
    rf"(?P<mark>[.!?…]+)(?P<closers>[{re.escape(_CLOSERS)}]*)|(?P<full>[。！？][」』”]*)|\n[^\S\n]*\n"
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")
_WORD = re.compile(r"[^\W_]+(?:['’.&-][^\W_]+)*")
_ADDRESS = re.compile(r"://|www\.|@|\w/\w")
_SIGNATURE = re.compile(r"[–—-]{1,2}\s+[^\W\d_]")
_ROMAN = re.compile(r"[IVXLC]{2,}\b")
_BEFORE_BRACKET = re.compile(r"([^\W\d_]+)\.?\s*[(\[][\w.]{1,8}$")
_JOINING: Final = "&+"
_LOOK_BEHIND: Final = 40
_LOOK_AHEAD: Final = 80
_LONGEST_TITLE: Final = len("Prof")


class SentenceWords(WordTable):
    """``sentences.toml``: abbreviations, and words that begin sentences."""

    titles: Words
    never_last: Words
    before_a_number: Words
    may_be_last: Words
    also_words: Words
    speaking_pronouns: Words
    beginners: Words
    speech_after_a_quotation: Words

    @cached_property
    def abbreviations_before_a_number(self) -> frozenset[str]:
        """Abbreviations that end no sentence where a number follows: "No. 10", "Jan. 5"."""
        return self.before_a_number | date_words().month_abbreviations

    @cached_property
    def abbreviations_that_may_be_last(self) -> frozenset[str]:
        """Abbreviations that end a sentence only before a word that begins sentences."""
        of_dates = date_words().month_abbreviations | date_words().weekday_abbreviations
        return self.may_be_last | (of_dates - self.also_words)

    @cached_property
    def all_beginners(self) -> frozenset[str]:
        """Words that, capitalised after an abbreviation, show that a new sentence begins."""
        return self.beginners | self.speaking_pronouns


@cache
def sentence_words() -> SentenceWords:
    """Return the abbreviations and beginners of sentences of all languages."""
    return load_words(SentenceWords, "sentences")


def split_sentences(text: str) -> list[Span]:
    """Return the sentences of a paragraph, in order, without the white space around them.

    Closing quotation marks and brackets belong to the sentence that they follow. A quotation of
    several sentences is split inside; a quotation and its attribution are one sentence. Every
    character but white space is in one sentence.
    """
    spans = []
    start = 0
    for end in _ends(text):
        spans.append(_trimmed(text, start, end))
        start = end
    spans.append(_trimmed(text, start, len(text)))
    return [span for span in spans if span.start < span.end]


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return Span(start + left, max(start + left, start + len(piece.rstrip())))


def _ends(text: str) -> Iterator[int]:
    """Yield the offsets at which a sentence ends."""
    begin = 0
    for stop in _STOP.finditer(text):
        if stop["mark"] is None or _ends_sentence(text, begin, stop):
            end = _end_of(text, stop)
            yield end
            begin = end


def _end_of(text: str, stop: re.Match[str]) -> int:
    """Return the offset after the closing marks; a straight mark may open the next sentence."""
    closers = stop["closers"] or ""
    if len(closers) > 1 and stop.end() < len(text) and not text[stop.end()].isspace():
        for cut in range(len(closers) - 1, 0, -1):
            if closers[cut] in "\"'" and closers[cut - 1] == closers[cut]:
                return stop.start("closers") + cut
    return stop.end()


def _ends_sentence(text: str, begin: int, stop: re.Match[str]) -> bool:
    after = text[stop.end() : stop.end() + _LOOK_AHEAD]
    before = text[max(begin, stop.start() - _LOOK_BEHIND) : stop.start()]
    if not after.strip() or not any(map(str.isalnum, before)):
        return False
    if not after[0].isspace():
        return _is_glued(before, stop, after)
    following = after.lstrip().lstrip(_OPENERS).lstrip()
    return bool(following) and not (
        following[0].islower()
        or following[0] in _JOINING
        or (stop["closers"] and _SIGNATURE.match(following))
        or (stop["mark"] == "." and not stop["closers"] and _is_abbreviation(before, following))
        or (stop["closers"] in {")", "]"} and _is_bracket_after_title(before))
        or (_is_quoted_question_or_exclamation(stop) and _begins_with_attribution(after))
    )


def _is_quoted_question_or_exclamation(stop: re.Match[str]) -> bool:
    """Return whether a quotation ends here in a question or an exclamation."""
    return bool(stop["closers"]) and not set(stop["mark"]).isdisjoint("!?")


def _is_glued(before: str, stop: re.Match[str], after: str) -> bool:
    """Return whether two sentences meet here without a space between them."""
    if after[0] in "“«‘„" or (stop["closers"] and after[0].isupper()):
        return bool(stop["closers"]) or after[1:2].isupper()
    closers = stop["closers"]
    if len(closers) > 1 and closers[-1] == closers[-2] and closers[-1] in "\"'":
        return after[0].isupper()
    token = before.split()[-1:] + after.split()[:1]
    return (
        not closers
        and len(before) > 1
        and (before[-2:].isdigit() or (before[-2:].islower() and before[-2:].isalpha()))
        and after[0].isupper()
        and (after[1:2].islower() or after[1:2] == " ")
        and not _ADDRESS.search(".".join(token))
        and "." not in "".join(token).rstrip(".")
    )


def _is_bracket_after_title(before: str) -> bool:
    """Return whether an abbreviation in brackets belongs to a rank: "Gen. (ret.) Ada Quill"."""
    title = _BEFORE_BRACKET.search(before)
    return title is not None and title[1].casefold() in sentence_words().titles


def _is_abbreviation(before: str, following: str) -> bool:
    words = sentence_words()
    printed = (before.split() or [""])[-1].lstrip(_OPENERS + _BULLETS)
    word = re.split(r"[-–—/(]", printed)[-1].casefold()
    if word in words.titles or word in words.never_last:
        return True
    if word in words.abbreviations_before_a_number and (
        following[0].isdigit() or _ROMAN.match(following)
    ):
        return True
    if word.isdigit() and before.strip() == printed:
        return True  # the number of a list item
    if (
        word in words.abbreviations_that_may_be_last
        or _INITIALS.fullmatch(word)
        or _is_initial(word, printed)
    ):
        return not _begins_a_sentence(following)
    return False


def _is_initial(word: str, printed: str) -> bool:
    return len(word) == 1 and printed[-1:].isupper() and printed != "I"


def _begins_a_sentence(following: str) -> bool:
    word = _WORD.match(following)
    if word is None:
        return False
    return word[0].replace("’", "'").casefold() in sentence_words().all_beginners


def _begins_with_attribution(after: str) -> bool:
    """Return whether a name and a verb of speech follow, as in “Why?” Dr. Ada Quill asked."""
    known, words = sentence_words(), after.split()[:6]
    for word in words:
        if word.rstrip(".,:;").casefold() in known.speech_after_a_quotation:
            return word is not words[0]
        if not word[0].isupper() or word.casefold() in known.beginners:
            return False
        if word.endswith((",", ";", ":")) or (word.endswith(".") and len(word) > _LONGEST_TITLE):
            return False
    return False
