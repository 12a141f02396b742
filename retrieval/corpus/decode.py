"""Decodes the bytes of a file without altering its text."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Final

import chardetng_py

from retrieval.corpus.encodings.placement import misplaced
from retrieval.corpus.encodings.spelling import as_spelled
from retrieval.corpus.encodings.utf_8 import is_windows_1252_after_all, mostly_utf_8
from retrieval.corpus.encodings.windows_1252 import windows_1252

_BYTE_ORDER_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE: Final = 65_536
_CONTROL_BYTES: Final = frozenset(range(32)) - frozenset(b"\t\n\v\f\r\x1b") | {127}
_WORD: Final = re.compile(r"[^\W\d_]+")
_REPLACEMENT: Final = "\ufffd"
_LETTERS_THAT_CONVINCE: Final = 3
_WORDS_THAT_CONVINCE: Final = 6
_OF_OLD_MACHINES: Final = ("mac-roman", "cp850", "cp437")
_MISPLACED_IN_WINDOWS_1252: Final = 2
_C1 = re.compile("[\x80-\x9f]")
_C1_AS_WINDOWS_1252: Final = {
    code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0)
    if code not in {0x81, 0x8D, 0x8F, 0x90, 0x9D}
}  # fmt: skip
_CONTROL_CHARACTER: Final = re.compile(r"[\x12-\x15\x18-\x1a\x1c\x1d\x80-\x84\x86-\x9f]")
"""What is left of marks that lost a byte (U+201C, U+2019 …), and of undefined bytes."""
_DECODED_TWICE: Final = re.compile(
    "[Â-ß][\xa0-¿€-™ŒœŠšŸŽžƒˆ˜‘-„†‡•…‰‹›–—]|â[€‚„][\xa0-¿–-™ŒœŠšŸŽžƒˆ˜]"
)
_FEWEST_DECODED_TWICE: Final = 2


class NotTextError(ValueError):
    """The bytes are no text; the message says what was found and where."""


def decode(raw: bytes) -> str:
    """Return the text of bytes: in UTF-8, in the encoding of their byte-order mark, or detected.

    Line ends and a UTF-8 byte-order mark are kept. Control characters from U+0080 to U+009F are
    read as ``c1_as_windows_1252`` reads them.

    Raises:
        NotTextError: it is not text.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if raw.startswith(mark):
            return _decoded_as(raw, encoding)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return _detected(raw)
    if "\0" in text:
        return _utf_16_without_mark(raw)
    _refuse_control_characters(raw[:_SAMPLE])
    return windows_1252(raw) if is_windows_1252_after_all(text) else c1_as_windows_1252(text)


def c1_as_windows_1252(text: str) -> str:
    """Return a text with U+0080 to U+009F as the characters of Windows-1252, one for each.

    Such a text was written in Windows-1252 and then stored as if it had been ISO-8859-1; HTML
    reads character references in the same way. U+0085 ends a line where nothing else does.
    """
    if not _C1.search(text):
        return text
    lines = "\n" in text or "\x85" not in text
    return text.translate(_C1_AS_WINDOWS_1252) if lines else text


def control_characters(text: str) -> list[int]:
    """Return where control characters stand that take the place of letters or marks.

    The last character does not count: it may end a file of DOS.
    """
    end = len(text.rstrip())
    places = [match.start() for match in _CONTROL_CHARACTER.finditer(text)]
    return [place for place in places if place + 1 < end]


def control_character_fault(text: str, places: list[int]) -> str | None:
    """Return what is wrong with a text that has control characters at these places."""
    if not places:
        return None
    others = f" and {len(places) - 1} more" if len(places) > 1 else ""
    return (
        f"control character U+{ord(text[places[0]]):04X} in place of a letter or mark at "
        f"{places[0]}{others}; expected the text as it was printed, in UTF-8"
    )


def notes_on_damage(text: str) -> Iterator[str]:
    """Yield what in a text was lost or garbled before it was stored; the text stays as it is."""
    lost = text.count(_REPLACEMENT)
    if lost:
        at = text.index(_REPLACEMENT)
        yield f"{_counted(lost)} that cannot be read (U+FFFD), first at {at}"
    twice = [match for match in _DECODED_TWICE.finditer(text) if _as_once(match[0])]
    if len(twice) >= _FEWEST_DECODED_TWICE:
        garbled, at = twice[0][0], twice[0].start()
        yield (
            f"{_counted(len(twice))} decoded twice, such as {garbled} in place of {_as_once(garbled)} "
            f"at {at}: quotations and names in it may not be found"
        )


def _counted(number: int) -> str:
    return f"{number:,} character{'' if number == 1 else 's'}"


def _as_once(garbled: str) -> str | None:
    """Return the one character of UTF-8 that was read as Windows-1252; None if it is none."""
    try:
        once = garbled.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return None
    return once if len(once) == 1 else None


def _decoded_as(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError as error:
        raise NotTextError(
            f"not text: begins as {encoding.upper()}, but byte 0x{raw[error.start]:02x} at "
            f"{error.start} is not; expected a text file"
        ) from error


def _detected(raw: bytes) -> str:
    """Return text that is not UTF-8: UTF-8 with a few faults, Windows-1252, or as detected."""
    if 0 in raw:
        return _utf_16_without_mark(raw)
    _refuse_control_characters(raw[:_SAMPLE])
    damaged = mostly_utf_8(raw)
    if damaged is not None:
        return damaged
    western = windows_1252(raw)
    certain = _of_old_machines(raw, western) or as_spelled(raw, western)
    if certain is not None:
        return certain
    encoding: str = chardetng_py.detect(raw)
    if encoding.casefold() == "windows-1252":
        return western
    try:
        other = raw.decode(encoding)
    except (UnicodeDecodeError, LookupError):
        return western
    return other if _is_convincing(other, western) else western


def _of_old_machines(raw: bytes, western: str) -> str | None:
    """Return a text of DOS or the old Macintosh, where Windows-1252 misplaces characters.

    None unless every character is well placed in it: the detector, made for the web, knows
    neither.
    """
    if misplaced(western) < _MISPLACED_IN_WINDOWS_1252:
        return None
    readings = (raw.decode(encoding) for encoding in _OF_OLD_MACHINES)
    return next((text for text in readings if not misplaced(text)), None)


def _is_convincing(other: str, western: str) -> bool:
    """Return whether a reading that was detected is to be preferred to Windows-1252.

    It is if more is misplaced in Windows-1252, or if several letters of several words differ:
    what is detected from one name alone, or from one letter, is no more than a guess.
    """
    wrong, wrong_western = misplaced(other), misplaced(western)
    if wrong != wrong_western:
        return wrong < wrong_western
    if len(other) != len(western):  # two bytes to a letter
        return True
    words = [(word[0], western[word.start() : word.end()]) for word in _WORD.finditer(other)]
    differing = {
        one: [pair for pair in zip(one, two, strict=True) if pair[0] != pair[1]]
        for one, two in words
        if one != two
    }
    letters = [pair for pairs in differing.values() for pair in pairs]
    if any(len(pairs) >= _LETTERS_THAT_CONVINCE for pairs in differing.values()):
        return True
    return len(letters) >= _LETTERS_THAT_CONVINCE and (
        len(set(letters)) > 1 < len(differing) or len(differing) >= _WORDS_THAT_CONVINCE
    )


def _utf_16_without_mark(raw: bytes) -> str:
    """Return UTF-16 without a byte-order mark: zero bytes stand on one side of each pair."""
    sample = raw[: _SAMPLE & ~1]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    pairs = max(1, len(sample) // 2)
    for zeros, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if zeros > 0.5 * pairs and others < 0.01 * pairs and len(raw) % 2 == 0:  # clear cut
            return _decoded_as(raw, encoding)
    raise _binary_fault(raw.index(0), 0)


def _refuse_control_characters(sample: bytes) -> None:
    if len(sample) - len(sample.translate(None, bytes(_CONTROL_BYTES))) > len(sample) * 0.02:
        place = next(place for place, byte in enumerate(sample) if byte in _CONTROL_BYTES)
        raise _binary_fault(place, sample[place])


def _binary_fault(place: int, byte: int) -> NotTextError:
    return NotTextError(f"not text: byte 0x{byte:02x} at {place}; expected a text file")
