"""Makes malformed files from sound ones, the same from the same seed."""

from __future__ import annotations

import json
import random
from collections.abc import Callable

from tests.stories.newspaper import report_on

Pick = random.Random
Named = tuple[str, bytes]
"""A file's extension and its bytes."""

ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp1251", "koi8-r",
             "shift_jis", "gb18030", "cp037", "utf-7")  # fmt: skip
SUFFIXES = (".txt", ".md", ".html", ".htm", ".json", ".jsonl")
ODD = ("\ud83d", "\udc00", "\0", "\x1b[31m", "\u202e", "\ufeff", "\u2028", "\x85", "\U000e0001")
VALUES = (None, True, -1, 0, 1e308, float("nan"), float("inf"), 10**400, "", " ", [], {}, [[]],
          ["a", 1], {"a": {"b": [None]}}, "2025-99-99", 1741082400, "x" * 70_000)  # fmt: skip
FIELDS = ("text", "title", "outlet", "published", "byline", "url", "author", "authors", "source",
          "date", "content", "content_html", "articles", "items", "maintext", "version")  # fmt: skip


def malformed(pick: Pick) -> Named:
    """Return a malformed file."""
    return pick.choice(MAKERS)(pick)


def sound(pick: Pick) -> Named:
    """Return a sound file of any kind."""
    text = report_on(pick.randrange(10_000))
    first, *paragraphs = text.strip().split("\n\n")
    page = "".join(f"<p>{each}</p>" for each in paragraphs)
    html = (
        f"<html><head><title>{first}</title></head><body><article>{page}</article></body></html>"
    )
    item = {"text": text, "title": first, "outlet": "Varro Post", "published": "2025-03-04"}
    lines = "\n".join(json.dumps(item | {"text": text + str(n)}) for n in range(5))
    kinds = {".txt": text, ".html": html, ".json": json.dumps(item), ".jsonl": lines}
    suffix = pick.choice(sorted(kinds))
    return suffix, kinds[suffix].encode()


def truncated(pick: Pick) -> Named:
    suffix, raw = sound(pick)
    return suffix, raw[: pick.randrange(len(raw))]


def flipped(pick: Pick) -> Named:
    suffix, raw = sound(pick)
    bits = bytearray(raw)
    for _ in range(pick.choice((1, 5, 50, len(bits) // 2))):
        bits[pick.randrange(len(bits))] ^= 1 << pick.randrange(8)
    return suffix, bytes(bits)


def spliced(pick: Pick) -> Named:
    (suffix, one), (_, other) = sound(pick), sound(pick)
    return suffix, one[: pick.randrange(len(one))] + other[pick.randrange(len(other)) :]


def in_mixed_encodings(pick: Pick) -> Named:
    suffix, raw = sound(pick)
    text = raw.decode() + " “Où est le café?” demanda-t-il – ça va. Привет. 日本"
    half = len(text) // 2
    parts = (text[:half], text[half:])
    return suffix, b"".join(each.encode(pick.choice(ENCODINGS), "replace") for each in parts)


def renamed(pick: Pick) -> Named:
    return pick.choice(SUFFIXES), sound(pick)[1]


def of_random_bytes(pick: Pick) -> Named:
    return pick.choice(SUFFIXES), pick.randbytes(pick.choice((0, 1, 2, 3, 100, 5_000)))


def of_blanks(pick: Pick) -> Named:
    blank = pick.choice((b"", b"\0", b" ", b"\n", b"\xef\xbb\xbf", b"\xff\xfe", b"\xe2\x80\x8b"))
    return pick.choice(SUFFIXES), blank * pick.choice((1, 7, 4_096))


def nested_json(pick: Pick) -> Named:
    deep = pick.choice((10, 500, 990, 5_000, 200_000))
    opened, closed = pick.choice((("[", "]"), ('{"a":', "}")))
    inner = opened * deep + "1" + closed * (deep if pick.random() < 0.8 else deep - 1)
    text = json.dumps(report_on(pick.randrange(99)))
    return pick.choice(
        ((".json", inner.encode()), (".jsonl", f'{{"text":{text},"x":{inner}}}'.encode()))
    )


def odd_json(pick: Pick) -> Named:
    """Return JSON in which fields have values, characters or numbers that none should have."""
    items = []
    for _ in range(pick.randrange(1, 8)):
        item: dict[str, object] = {"text": report_on(pick.randrange(999))}
        for _ in range(pick.randrange(5)):
            name = pick.choice(FIELDS)
            odd = f"Harbour {pick.choice(ODD)} of Varro"
            item[name] = pick.choice((pick.choice(VALUES), odd, pick.choice(VALUES)))
        items.append(item)
    big = '{"text": "The mayor of Varro said so.", "n": %s}' % ("9" * pick.choice((400, 5_000)))
    if pick.random() < 0.3:
        return ".jsonl", "\n".join([*map(json.dumps, items), big]).encode()
    wrapped: object = pick.choice((items, {"articles": items}, {"articles": {"results": items}}))
    return ".json", json.dumps(wrapped).encode()


def broken_html(pick: Pick) -> Named:
    text = sound_page(pick)
    at = sorted(pick.randrange(len(text)) for _ in range(pick.randrange(1, 40)))
    junk = ("<", ">", "</p>", "<table><tr>", "<!--", "]]>", "<script>", "&#xD800;", "&#0;", "<svg>",
            "\0", '"', "<p", "</body>", "<frameset>", "<title>", "<textarea>", "<plaintext>")  # fmt: skip
    for place in reversed(at):
        text = text[:place] + pick.choice(junk) + text[place:]
    return pick.choice((".html", ".htm")), text.encode("utf-8", "replace")


def markup_bomb(pick: Pick) -> Named:
    many = pick.choice((100, 3_000, 30_000))
    tag = pick.choice(("b", "div", "ul><li", "table><tr><td", "span", "a", "font", "form", "svg"))
    bomb = pick.choice((
        f"<{tag}>" * many,
        f"<p {' '.join(f'a{n}=1' for n in range(many))}>",
        "&lt;" * many,
        f"<{'a' * many}>",
        "<!DOCTYPE x [<!ENTITY a 'aaaa'>]>" + "&a;" * many,
    ))  # fmt: skip
    page = sound_page(pick)
    return ".html", page.replace("<article>", f"<article>{bomb}").encode()


def sound_page(pick: Pick) -> str:
    paragraphs = report_on(pick.randrange(10_000)).strip().split("\n\n")
    page = "".join(f"<p>{each}</p>" for each in paragraphs)
    return f"<html><body><article>{page}</article></body></html>"


def odd_text(pick: Pick) -> Named:
    text = report_on(pick.randrange(999))
    for _ in range(pick.randrange(1, 60)):
        place = pick.randrange(len(text))
        text = (
            text[:place] + pick.choice((*ODD, "“", "\r", "\t" * 50, "𐍈", "\u200f")) + text[place:]
        )
    return ".txt", text.encode("utf-8", "surrogatepass")


MAKERS: tuple[Callable[[Pick], Named], ...] = (
    truncated, flipped, spliced, in_mixed_encodings, renamed, of_random_bytes, of_blanks,
    nested_json, odd_json, odd_json, broken_html, markup_bomb, odd_text,
)  # fmt: skip

SIDECARS = (
    b"title = ", b"title = 5", b'title = "\\u0000"', b"\xff\xfe", b"", b"[[", b"published = 2025-99-99",
    b"title = 0x" + b"f" * 6_000, b"title = " + b"9" * 6_000, b"x = " + b"[" * 5_000,
    b'title = "Pier"\nurl = "https://pier.example/"',
)  # fmt: skip
