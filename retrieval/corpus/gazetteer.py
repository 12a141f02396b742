"""What tells an outlet's name from a person's, a place's or a headline, as data."""

from __future__ import annotations

import re
from typing import Final

MEDIA_WORDS: Final = frozenset(
    """
    advertiser agency argus beacon blog broadcasting bulletin chronicle courier daily digest
    dispatch echo enquirer examiner examiners express gazette globe guardian herald independent
    inquirer insider international journal ledger magazine mail media mercury mirror monitor news
    newspaper newspapers newswire network nation observer outlook planet post press radio record
    register reporter reports republic review sentinel standard star statesman sun telegraph times
    today tribune tv voice weekly wire world
    """.split()
)

GIVEN_NAMES: Final = frozenset(
    """
    aaron adam alan alex alexander alice amanda amy andrew angela anna anne anthony barbara ben
    benjamin brian carol caroline catherine charles charlotte chris christina christine
    christopher claire daniel david deborah dennis diana donald dorothy edward elena elizabeth
    emily emma eric erin frank fred gary george grace greg hannah harry heather helen henry ian
    ivan jack jacob james jane janet jason jean jeff jennifer jessica jim joan joe john jonathan
    joseph josh joshua julia julie justin karen kate katherine keith kelly kevin kim larry laura
    lauren linda lisa louis louise lucy luke margaret maria mark martha martin mary matt matthew
    megan michael michelle mike mohamed mohammed molly nancy natalie natasha nicholas nicole nick
    nina olivia oliver pamela patricia patrick paul peter philip rachel ralph raymond rebecca
    richard robert robin roger ron rose ruth ryan sam samantha samuel sandra sara sarah scott sean
    sharon simon sophia sophie stephanie stephen steve steven susan teresa thomas tim timothy tom
    tony victoria walter wendy william zoe
    """.split()
)

NOT_OUTLETS: Final = frozenset(
    """
    archive.is archive.org archive.ph bit.ly blogspot.com doi.org facebook.com feedburner.com
    flickr.com github.com google.com instagram.com linkedin.com medium.com msn.com pinterest.com
    reddit.com substack.com t.co t.me telegra.ph telegram.me threads.net tiktok.com tinyurl.com
    tumblr.com twitter.com vk.com whatsapp.com wordpress.com x.com yahoo.com youtu.be youtube.com
    """.split()
)
"""Registered domains that carry the pages of many publishers."""

AGENCIES: Final = frozenset(
    "afp|agence france-presse|ap|associated press|the associated press|bloomberg|dpa|epa|getty|"
    "getty images|reuters|thomson reuters|tass|xinhua|pa media|press association".split("|")
)
"""Owners of copy that others print: their notice of rights does not name the publisher."""

HANDLE = re.compile(
    r"(?:https?://)?(?:www\.)?(?P<site>t\.me|telegram\.me|facebook\.com|twitter\.com|x\.com"
    r"|instagram\.com|vk\.com|youtube\.com)/(?:s/|@|c/|user/)?(?P<name>[A-Za-z][\w.-]{2,63})"
    r"(?P<more>/?)",
)
NOT_HANDLES: Final = frozenset(
    """
    channel groups hashtag home intent joinchat p photo photos reel search share sharer status
    story watch
    """.split()
)
PLACES: Final = frozenset(
    "Athens|Baghdad|Beijing|Beirut|Berlin|Brussels|Budapest|Cairo|Canberra|Chicago|Delhi|Dubai|"
    "Dublin|Edinburgh|Geneva|Hong Kong|Istanbul|Jerusalem|Johannesburg|Kabul|Kiev|Kyiv|London|"
    "Los Angeles|Madrid|Moscow|Mumbai|Nairobi|New Delhi|New York|Ottawa|Paris|Prague|Rome|Seoul|"
    "Shanghai|Singapore|Stockholm|Sydney|Tehran|Tel Aviv|Tokyo|Vienna|Warsaw|Washington".split("|")
)
_NOT_BY_CHANCE: Final = 5
"""Letters of a word of a name that stands in a domain because it is that name."""
_NAME_WORDS: Final = 4
_HEADLINE_WORDS: Final = 3
_TAILS: Final = frozenset("agency com group international online service uk us".split())
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
_CAPITALISED = re.compile(r"(?:(?:[A-Z0-9][\w.'’&-]*|&|of|the|and|for|in|de|la|le|24/7)\s*){1,6}")
_PLAIN = re.compile(r"[^a-z0-9]")


def name_from_handle(handle: str) -> str:
    """Words of a handle as far as they can be told apart: "The_Harbour_Wire", "HarbourWire"."""
    return " ".join(_CAMEL.sub(" ", handle.replace("_", " ").replace(".", " ")).split())


def looks_capitalised(words: str) -> bool:
    """Whether a short line is written as names are: every word but the small ones capitalised."""
    return bool(_CAPITALISED.fullmatch(words)) and any(map(str.isalpha, words))


def has_media_word(words: str) -> bool:
    """Whether a name holds a word that newspapers, agencies and stations are called by."""
    return bool(MEDIA_WORDS & set(re.findall(r"[a-z]+", words.casefold())))


def begins_like_a_person(words: str) -> bool:
    """Whether the first word is a common given name and all is no longer than a name."""
    parts = words.split()
    return 1 < len(parts) <= _NAME_WORDS and parts[0].casefold() in GIVEN_NAMES


def looks_like_names(words: str) -> bool:
    """Whether a line is no headline but names an author, an outlet or a place: "WESTON, Echo —"."""
    if words.endswith(("—", "–", "-")):
        return True
    parts = [part.strip() for part in re.split(r",|;|\band\b|&", words) if part.strip()]
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
    """Whether a domain is made of the name's words, their beginning or their initials."""
    label = _PLAIN.sub("", domain.rsplit(".", 1)[0].casefold() if "." in domain else domain)
    words = [_PLAIN.sub("", word.casefold()) for word in name.split()]
    words = [word for word in words if word and word not in {"the", "of", "and"}]
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
    """Whether a name ends as those of outlets do: "The Northern Ledger", "Harbour News Online"."""
    parts = re.findall(r"[a-z]+", words.casefold())
    while parts and parts[-1] in _TAILS:
        parts.pop()
    return bool(parts) and parts[-1] in MEDIA_WORDS
