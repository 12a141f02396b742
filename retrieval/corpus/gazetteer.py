"""Tells the names of outlets from those of people and places, and from headlines."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from retrieval.languages.patterns import any_of
from retrieval.languages.tables import name_words, outlet_words

SHARED_DOMAINS: Final = frozenset(
    """
    12ft.io amazonaws.com ampproject.org aol.com apple.news archive-it.org archive.fo archive.is
    archive.li archive.md archive.org archive.ph archive.today archive.vn azureedge.net bing.com
    bit.ly blogger.com blogspot.com bsky.app buff.ly cloudfront.net dlvr.it doi.org dropbox.com
    facebook.com feedburner.com feedly.com flickr.com flipboard.com freezepage.com getpocket.com
    ghost.io ghostarchive.org github.com github.io gitlab.io goo.gl google.com
    googleusercontent.com ground.news inoreader.com instagram.com instapaper.com linkedin.com
    livejournal.com lnkd.in mastodon.social medium.com megalodon.jp memento.link msn.com
    netlify.app news360.com newsbreak.com notion.site outline.com ow.ly perma.cc pinterest.com
    quora.com reddit.com removepaywall.com removepaywalls.com scribd.com smartnews.com
    squarespace.com substack.com t.co t.me telegra.ph telegram.me threads.net tiktok.com
    tinyurl.com translate.goog tumblr.com twitter.com typepad.com upday.com vercel.app vk.com
    webcitation.org weebly.com whatsapp.com windows.net wixsite.com wordpress.com x.com
    yahoo.com ycombinator.com youtu.be youtube.com
    """.split()
)
"""Registered domains that carry the pages of many publishers: hosts, archives, caches, readers."""

HANDLE = re.compile(
    r"(?:https?://)?(?:www\.)?(?P<site>t\.me|telegram\.me|facebook\.com|twitter\.com|x\.com"
    r"|instagram\.com|vk\.com|youtube\.com)/(?:s/|@|c/|user/)?(?P<name>[A-Za-z][\w.-]{2,63})"
    r"(?P<more>/?)",
)
RESERVED_HANDLES: Final = frozenset(
    """
    channel groups hashtag home intent joinchat p photo photos reel search share sharer status
    story watch
    """.split()
)
_NOT_BY_CHANCE: Final = 5
"""Letters of a word of a name that stands in a domain because it is that name."""
_NAME_WORDS: Final = 4
_HEADLINE_WORDS: Final = 3
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_PLAIN = re.compile(r"[^a-z0-9]")


def name_from_handle(handle: str) -> str:
    """Return the words of a handle: "The_Harbour_Wire" and "TheHarbourWire" give the same."""
    return " ".join(_CAMEL.sub(" ", handle.replace("_", " ").replace(".", " ")).split())


def looks_capitalised(words: str) -> bool:
    """Return whether every word of a short line is capitalised, but for small ones as "of"."""
    return bool(_capitalised().fullmatch(words)) and any(map(str.isalpha, words))


def has_media_word(words: str) -> bool:
    """Return whether a name holds a word that newspapers, agencies and stations are called by."""
    return bool(outlet_words().words_of_outlets & set(_bare_words(words)))


def begins_like_a_person(words: str) -> bool:
    """Return whether the first word is a common first name, and all is as short as a name."""
    parts = words.split()
    return 1 < len(parts) <= _NAME_WORDS and parts[0].casefold() in name_words().common_first_names


def looks_like_names(words: str) -> bool:
    """Return whether a line is no headline but names people, an outlet or a place.

    "Ada Quill and Ben Roe" does, and so does "WESTON, Echo —".
    """
    if words.endswith(("—", "–", "-")):
        return True
    parts = [part.strip() for part in _between_names().split(words) if part.strip()]
    if not parts or not all(looks_capitalised(part) for part in parts):
        return False
    if len(parts) == 1:
        count = len(words.split())
        return (
            count < _HEADLINE_WORDS
            or begins_like_a_person(words)
            or (count == _HEADLINE_WORDS and ends_like_an_outlet(words))
        )
    short = all(len(part.split()) <= _NAME_WORDS for part in parts)
    return short and (begins_like_a_person(parts[0]) or ends_like_an_outlet(parts[-1]))


def shares_letters(name: str, domain: str) -> bool:
    """Return whether a domain is made of the name's words, their beginning or their initials."""
    label = _PLAIN.sub("", domain.rsplit(".", 1)[0].casefold() if "." in domain else domain)
    words = [_PLAIN.sub("", word.casefold()) for word in name.split()]
    words = [word for word in words if word and word not in outlet_words().words_not_in_addresses]
    joined = "".join(words)
    initials = "".join(word[0] for word in words)
    if not label or not joined:
        return False
    return (
        joined in label
        or label in joined
        or (len(initials) > 1 and label.startswith(initials))
        or any(len(word) >= _NOT_BY_CHANCE and word in label for word in words)
    )


def ends_like_an_outlet(words: str) -> bool:
    """Return whether a name ends as outlets' do: "Northern Ledger", "Harbour News Online"."""
    parts = _bare_words(words)
    while parts and parts[-1] in outlet_words().ends_after_a_noun:
        parts.pop()
    return bool(parts) and parts[-1] in outlet_words().words_of_outlets


def _bare_words(words: str) -> list[str]:
    return re.findall(r"[a-z]+", words.casefold())


@cache
def _capitalised() -> re.Pattern[str]:
    small = any_of(outlet_words().small_words)
    return re.compile(rf"(?:(?:[A-Z0-9][\w.'’&-]*|{small})\s*){{1,6}}")


@cache
def _between_names() -> re.Pattern[str]:
    return re.compile(rf",|;|\b{any_of(outlet_words().joining)}\b|&")
