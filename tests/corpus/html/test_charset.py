"""Reads pages in the encoding in which a browser reads them."""

import pytest

from retrieval.corpus.decode import NotTextError
from retrieval.corpus.html.charset import declared_encoding, markup
from retrieval.corpus.html.page import read_page

META = '<meta http-equiv="Content-Type" content="text/html; charset={}">'


def page(head: str, words: str, encoding: str) -> bytes:
    return f"<!DOCTYPE html><html><head>{head}</head><body><p>{words}</p></body></html>".encode(
        encoding
    )


@pytest.mark.parametrize(
    ("label", "encoding", "words"),
    [
        ("iso-8859-1", "cp1252", "“It’s dry,” she said – for €9."),
        ("latin1", "cp1252", "“It’s dry,” she said – for €9."),
        ("L1", "cp1252", "“It’s dry”"),
        ("us-ascii", "cp1252", "“It’s dry”"),
        ("ISO_8859-1", "cp1252", "“It’s dry”"),
        ("iso-8859-9", "cp1254", "“Işıl Şahin” – €9"),
        ("latin5", "cp1254", "“Işıl Şahin” – €9"),
        ("iso-8859-11", "cp874", "นายก “ท่าเรือ”"),
        ("windows-874", "cp874", "นายก “ท่าเรือ”"),
        ("tis-620", "cp874", "นายก “ท่าเรือ”"),
        ("x-cp1250", "cp1250", "Zdzisława Ćwikła – „nie”"),
        ("cp1250", "cp1250", "SPÓŁKA"),
        ("latin2", "iso8859-2", "Zdzisława Ćwikła"),
        ("x-cp1251", "cp1251", "Олина Вершкова"),
        ("koi8", "koi8-r", "Олина Вершкова"),
        ("KOI8-U", "koi8-u", "Її відкриють"),
        ("x-sjis", "cp932", "市長は髙橋①と述べた"),
        ("ms_kanji", "cp932", "市長は述べた"),
        ("x-euc-jp", "euc_jp", "市長は述べた"),
        ("iso-2022-jp", "iso2022_jp", "市長は述べた"),
        ("gb2312", "gbk", "市长朱镕基说"),
        ("x-gbk", "gb18030", "市长说㐀"),
        ("big5", "big5hkscs", "市長說碼頭"),
        ("ks_c_5601-1987", "cp949", "시장은 똠방각하"),
        ("greek", "iso8859-7", "Η δήμαρχος είπε"),
        ("hebrew", "iso8859-8", "ראש העיר"),
        ("macintosh", "mac-roman", "“It’s dry”"),
        ("utf-16", "utf-8", "“Zdzisława”"),
        ("unicode-1-1-utf-8", "utf-8", "“Zdzisława”"),
        (" UTF8 ", "utf-8", "“Zdzisława”"),
    ],
)
def test_the_labels_of_the_standard_are_known(label: str, encoding: str, words: str) -> None:
    for head in (f'<meta charset="{label}">', META.format(label), f"<meta charset='{label}' />"):
        assert f"<p>{words}</p>" in markup(page(head, words, encoding))


@pytest.mark.parametrize(
    "before",
    [
        '<script charset="utf-8" src="x.js"></script>',
        "<script>var page = '<meta charset=\"utf-8\">';</script>",
        '<link rel="stylesheet" charset="iso-8859-1" href="x.css">',
        '<!-- <meta charset="koi8-r"> -->',
        '<meta name="description" content="how to write charset=big5">',
        '<meta property="og:title" content="text/html; charset=greek">',
        '<meta charset="no-such-encoding">',
        "<title><meta charset=greek></title>",
        "<style>/* <meta charset=big5> */</style>",
        f"<!-- {'of the weir ' * 500} -->",
        f"<style>{'p { margin: 0 } ' * 500}</style>",
        "<noscript><img src='?charset=big5'></noscript>",
    ],
)
def test_only_a_meta_element_names_the_encoding(before: str) -> None:
    raw = page(before + META.format("windows-1250"), "Zdzisława Ćwikła", "cp1250")

    assert declared_encoding(raw) == "windows-1250"
    assert "Zdzisława Ćwikła" in markup(raw)


def test_the_first_known_meta_element_counts() -> None:
    head = META.format("windows-1250") + '<meta charset="koi8-r">'

    assert declared_encoding(page(head, "x", "ascii")) == "windows-1250"


def test_a_code_sample_in_the_article_names_no_encoding() -> None:
    sample = "<code>&lt;meta charset=koi8-r&gt;</code><pre>charset=big5</pre> “It’s dry”"

    assert declared_encoding(page("", sample, "cp1252")) is None
    assert "“It’s dry”" in markup(page("", sample, "cp1252"))


def test_an_xml_declaration_counts_where_no_meta_element_does() -> None:
    xml = b'<?xml version="1.0" encoding="windows-1250"?>'
    raw = page("", "Zdzisława Ćwikła", "cp1250")

    assert "Zdzisława Ćwikła" in markup(xml + raw)
    assert declared_encoding(xml + page(META.format("greek"), "x", "ascii")) == "iso-8859-7"


@pytest.mark.parametrize(
    ("encoding", "mark"), [("utf-8-sig", ""), ("utf-16-le", "\ufeff"), ("utf-16-be", "\ufeff")]
)
def test_a_byte_order_mark_comes_before_what_is_declared(encoding: str, mark: str) -> None:
    raw = (mark + page(META.format("koi8-r"), "é 市長", "utf-8").decode()).encode(encoding)

    assert "<p>é 市長</p>" in markup(raw)


@pytest.mark.parametrize("label", ["iso-8859-1", "windows-1250", "gbk", "koi8-r"])
def test_a_page_in_utf_8_is_read_as_such_whatever_it_declares(label: str) -> None:
    words = "“Zdzisława’s weir – née Ćwikła”"

    assert words in markup(page(META.format(label), words, "utf-8"))


def test_a_page_that_declares_utf_8_and_is_windows_1252_is_read_as_such() -> None:
    words = "“It’s dry,” said Hélène – for €9"

    assert words in markup(page('<meta charset="utf-8">', words, "cp1252"))
    assert words in markup(page("", words, "cp1252"))


def test_a_byte_that_the_declared_encoding_lacks_costs_that_character_only() -> None:
    raw = page(META.format("gbk"), "市长说码头将关闭九个月" * 3, "gbk").replace(
        b"</p>", b"\xff</p>"
    )

    assert "市长说码头将关闭九个月\ufffd</p>" in markup(raw)


def test_marks_of_windows_1252_in_a_page_of_iso_8859_2_are_read() -> None:
    raw = page(META.format("iso-8859-2"), "Q Zdzisława Q", "iso8859-2").replace(b"Q", b"\x93")

    assert "“ Zdzisława “" in markup(raw)


LEAD = "The weir board of Osk voted on Tuesday to drain the upper pond for nine months. " * 3


@pytest.mark.parametrize(
    "raw",
    [
        page("", f"{LEAD} \x1cIt\x19s dry,\x1d she said.", "ascii"),
        page(META.format("iso-8859-1"), f"{LEAD} “It is Q”", "cp1252").replace(b"Q", b"\x8d"),
        page(META.format("utf-8"), f"{LEAD} It is \x90dry\x9d, she said.", "utf-8"),
    ],
)
def test_control_characters_in_the_article_are_said(raw: bytes) -> None:
    with pytest.raises(NotTextError, match="in place of a letter or mark"):
        read_page(raw)


@pytest.mark.parametrize(
    "other",
    [
        "<script>a = '\x1c';</script>",
        "<!-- \x13 -->",
        "<footer>About \x90us\x9d and the others</footer>",
        "<nav>\x13 Home</nav>",
    ],
)
def test_control_characters_beside_the_article_are_none_of_its(other: str) -> None:
    read = read_page(page("", f"{LEAD}</p><p>{LEAD}</p>{other}<p>{LEAD}", "utf-8"))

    assert read is not None
    assert "drain the upper pond" in read.text
