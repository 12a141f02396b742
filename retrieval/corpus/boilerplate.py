"""Lines of a page that are not the article, as data: what stands around it on a web site."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from retrieval.corpus.bylines import byline_names, is_byline
from retrieval.corpus.dates import printed_dates


class BoilerplateKind(StrEnum):
    """What a line is that is no part of the article."""

    ADDRESS = "address"
    CONTACT = "contact"
    CODE = "code"
    RIGHTS = "rights"
    DATE = "date"
    BYLINE = "byline"
    CREDIT = "credit"
    PROMPT = "prompt"
    RELATED = "related"
    NAVIGATION = "navigation"
    TAGS = "tags"
    SITE = "site"


URL = re.compile(r"(?:https?://|www\.)[^\s<>\"“”]+", re.IGNORECASE)
BARE_DOMAIN = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,62})\.){1,4}[a-z]{2,12}(?:/\S{0,300})?", re.IGNORECASE
)
EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,4}")
_PHONE = re.compile(
    r"(?:(?:tel|telephone|phone|fax|call|whatsapp)\W{0,3})?\+?[\d\s().\-–]{7,24}", re.IGNORECASE
)
_CODE = re.compile(r"[a-z]{2}[_-][A-Z]{2}|[\d\s.,:/|%#\-–]{1,40}|[^\w\s]{1,20}")
_RIGHTS = re.compile(
    r"(?:©|\(c\)\s*\d{4}|copyright\s*(?:©|\(c\)|\d{4}|by\b))|.{0,160}\ball rights reserved\b|"
    r".{0,120}may not be (?:published|reproduced|republished|redistributed)",
    re.IGNORECASE,
)
_AGENCY: Final = (
    r"AP|AFP|EPA|Reuters|REUTERS|Getty(?: Images)?|Shutterstock|iStock|Alamy|Associated Press|"
    r"PA(?: Wire)?|TASS|Sputnik|Xinhua|Anadolu|Bloomberg|Unsplash|Pexels|Wikimedia Commons|dpa|ANSA"
)
_CREDIT = re.compile(
    r"\(?(?:file )?(?:photo(?:graph)?s?|images?|pictures?|pics?|videos?|graphics?|illustrations?|"
    r"credits?)(?:\s+(?:by|credits?|courtesy(?: of)?|source|via)\b|\s*[:;©/])"
    r"|(?:source|via|sources)\s*:\s+(?-i:[A-Z@])|©\s*\w"
    r"|(?:additional |with )?(?:reporting|editing|writing)(?: (?:and|&) (?:editing|writing))? by\b"
    r"|\((?:additional |with )?(?:reporting|editing|writing)\b[^)]{0,40} by\b",
    re.IGNORECASE,
)
_AGENCY_LINE = re.compile(
    rf"\(?(?:[\w .'’-]{{0,40}}\s?[/|,]\s?|via\s+)?(?:{_AGENCY})"
    rf"(?:\s+(?:Photo|Images|file|Wire|via))*(?:\s?[/|,]\s?[\w .'’-]{{0,60}}|\s+via\s+[\w ]{{1,30}})?\)?"
)
_CONTRIBUTED = re.compile(
    r"[^.!?]{3,160}\bcontributed (?:reporting\b|to this (?:report|story|article))", re.IGNORECASE
)
CAPTION = re.compile(
    r"(?:file(?: photo)?\s*[:–—-]|pictured\s*:|caption\s*:|in this (?:file )?photo\b)"
    r"|.{10,700}\((?:[^()]{0,60}\b)?(?:photo|image|picture|credit)s?\b[^()]{0,100}\)\.?$"
    rf"|.{{10,700}}(?:\(|[/|]\s?|\s)(?:[A-Z][\w.'’-]+\s){{0,3}}[\w.'’-]*\s?[/|]\s?(?:{_AGENCY})\)?\.?$"
    rf"|.{{10,700}}\([^()]{{0,60}}\b(?:Getty Images|AP Photo|AFP|Shutterstock)[^()]{{0,60}}\)\.?$",
)
_RELATED = re.compile(
    r"(?:you (?:may|might)(?: also)? (?:like|enjoy|be interested in)|related(?: \w+)?"
    r"|more (?:from|on|in|stories|news|like this|about)\b.{0,40}|(?:what to )?read next|read also"
    r"|recommended(?: for you| reading| stories)?|trending(?: now| stories)?|see also|also read"
    r"|most (?:read|popular|viewed|shared)|latest(?: \w+)?|popular(?: \w+)?|further reading"
    r"|(?:top|other|similar) (?:stories|news|articles|posts)|don['’]t miss|up next|in other news"
    r"|in case you missed it|editor['’]?s['’]? (?:picks?|choice)|sponsored(?: \w+)?"
    r"|(?:from )?(?:around|across) the web|promoted(?: \w+)?|from our partners|keep reading"
    r"|(?:previous|next) (?:article|post|story)|comments(?: \(\d+\))?)\s*[:…»>]*",
    re.IGNORECASE,
)
_READ_ALSO = re.compile(
    r"(?:read (?:more|also|next|the full \w+)|also read|related|see also|watch(?: also| now)?"
    r"|listen|more|recommended)\s*(?:[:|»>]|\s[–-]\s)\s*\S",
    re.IGNORECASE,
)
_CRUMBS = re.compile(
    r"home\s*(?:»|›|>|/|\||→)|[^»›]{1,60}(?:\s*[»›]\s*[^»›]{1,90}){2,}|you are here\b",
    re.IGNORECASE,
)
_MENU = re.compile(r"[^|]{1,25}(?:\s*\|\s*[^|]{1,25}){2,}|[^·]{1,20}(?:\s*·\s*[^·]{1,20}){3,}")
_BUTTONS = re.compile(
    r"(?:home|menu|search|log ?in|sign ?in|sign ?up|subscribe(?: now)?|register|donate"
    r"|contact(?: us)?|about(?: us)?|privacy(?: policy| notice)?|terms(?: (?:of|and) .{1,20})?"
    r"|cookie (?:policy|settings)|skip to .{1,20}|(?:share|print|save|email|e-mail|copy link|tweet)"
    r"(?: (?:this|on|via|with) .{1,20})?|facebook|twitter|x|whatsapp|telegram|linkedin|pinterest"
    r"|reddit|instagram|youtube|rss|comments?|\d+ comments?|no comments|leave a (?:comment|reply)"
    r"|post a comment|advertisement|advertising|ad|sponsored|continue reading|read more|close|next"
    r"|previous|back to top|loading|live|play|listen(?: to this article)?|watch|view all|see all"
    r"|show more|load more|ad-?\s?block(?:er)? (?:detected|noticed|found|enabled)|(?:\d+|one|two|three|four|five)[ -]min(?:ute)?s?"
    r"(?: read)?|story continues(?: below)?.{0,20}|article continues.{0,30}|scroll .{1,30}"
    r"|related topics|topics|tags|share this|more|breaking(?: news)?|exclusive)\W{0,3}",
    re.IGNORECASE,
)
_TAGS = re.compile(
    r"(?:tags?|topics?|keywords?|filed under|categor(?:y|ies)|posted in|labels?|in this story)\s*:"
    r"|(?:#\w+[\s,;]*)+$",
    re.IGNORECASE,
)
SECTIONS: Final = frozenset(
    """
    africa americas analysis arts asia business comment commentary culture economy editorial
    editorials entertainment environment europe feature features finance health international
    interview local markets nation national news opinion politics science society special sport
    sports technology top travel uk us usa video views war world
    """.split()
)
"""Words that head a section of a site and are no title."""

LONGEST: Final = 700
"""A line of more characters is a paragraph."""

_SHORT: Final = 15
_LABEL_WORDS: Final = 4
_CONTACT_WORDS: Final = 5
_PHONE_DIGITS: Final = 7
_NOTICE_WORDS: Final = 60
_PLACE_WORDS: Final = 3
_CREDIT_WORDS: Final = 40
_AGENCY_WORDS: Final = 10
_LINKED_WORDS: Final = 30
_BUTTON_WORDS: Final = 2
_TAG_WORDS: Final = 5
# How many words, or digits, such a line has at most, or a telephone number at least.


def boilerplate_kind_of(line: str) -> BoilerplateKind | None:
    """What a line without its outer white space is, seen by itself; None: perhaps the article."""
    if len(line) > LONGEST and not URL.match(line):
        return None
    for kind, fits in _TESTS:
        if fits(line):
            return kind
    return None


def _is_address(line: str) -> bool:
    if BARE_DOMAIN.fullmatch(line) and "." in line.rstrip("."):
        return not line[:1].isupper() or line.count(".") > 1 or "/" in line
    if not URL.search(line):
        return False
    rest = URL.sub(" ", line).strip(" -–—:|()[]<>!")
    return len(rest.split()) <= _LABEL_WORDS and not rest.endswith((".", "!", "?"))


def _is_contact(line: str) -> bool:
    if EMAIL.search(line):
        return len(EMAIL.sub(" ", line).split()) <= _CONTACT_WORDS
    return bool(_PHONE.fullmatch(line)) and sum(map(str.isdigit, line)) >= _PHONE_DIGITS


def _is_code(line: str) -> bool:
    return bool(_CODE.fullmatch(line)) and not any(printed_dates(line))


def _is_rights(line: str) -> bool:
    return bool(_RIGHTS.match(line)) and len(line.split()) <= _NOTICE_WORDS


_LABEL = re.compile(
    r"(?:first |originally |last )?(?:published|posted|updated|modified|created|date|issued|time)"
    r"(?: (?:on|at))?\s*:?|\b(?:on|at|by|local time|\d+ ?min(?:ute)?s?(?: read)?|\d+ comments?"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b",
    re.IGNORECASE,
)


def _is_date(line: str) -> bool:
    return date_line(line) is not None


def date_line(line: str) -> str | None:
    """What is left of a line that is a date, such as a byline or a place; None: no such line."""
    dates = list(printed_dates(line))
    if not dates or line.endswith(("?", "!", "”", '"')):
        return None
    rest = line
    for each in reversed(dates):
        rest = rest[: each.span.start] + " | " + rest[each.span.end :]
    by = re.search(r"\bby\s+\S.*", rest, re.IGNORECASE)
    names = byline_names(by[0].strip(" |•·–—,-")) if by else None
    if by and names:
        rest = rest[: by.start()]
    rest = _LABEL.sub(" ", rest).strip(" |•·–—,;:()[]/-.\t")
    words = rest.split()
    if len(words) > _PLACE_WORDS or line[0] in "—–-":
        return None
    if not all(word[0].isupper() for word in words):
        return None
    return rest


def _is_credit(line: str) -> bool:
    words = len(line.split())
    if _CONTRIBUTED.match(line) and words <= _CREDIT_WORDS:
        return True
    if _CREDIT.match(line):
        return words <= (
            _CREDIT_WORDS
            if re.search(r"\b(?:report|edit|writ)ing\b", line, re.IGNORECASE)
            else _SHORT
        )
    return words <= _AGENCY_WORDS and bool(_AGENCY_LINE.fullmatch(line))


def _is_prompt_line(line: str) -> bool:
    if not is_prompt(line):
        return False
    pieces = re.split(r"(?<=[.!?])\s+", line)
    return all(is_prompt(piece) or len(piece.split()) <= _LABEL_WORDS for piece in pieces)


def _is_related(line: str) -> bool:
    return bool(_RELATED.fullmatch(line)) or (
        bool(_READ_ALSO.match(line)) and len(line.split()) <= _LINKED_WORDS
    )


def _is_navigation(line: str) -> bool:
    if _BUTTONS.fullmatch(line) or _CRUMBS.match(line):
        return not line.endswith((".", "”", '"')) or len(line.split()) <= _BUTTON_WORDS
    return bool(_MENU.fullmatch(line)) and not line.endswith(".")


def _is_tags(line: str) -> bool:
    if _TAGS.match(line):
        return not line.endswith((".", "!", "?")) and len(line.split()) <= _NOTICE_WORDS
    return (
        line.count(",") > 1
        and line == line.lower()
        and not line.endswith((".", "!", "?", ":", ";", "”", '"'))
        and all(len(part.split()) <= _TAG_WORDS for part in line.split(","))
    )


_TESTS: Final = (
    (BoilerplateKind.ADDRESS, _is_address),
    (BoilerplateKind.CONTACT, _is_contact),
    (BoilerplateKind.DATE, _is_date),
    (BoilerplateKind.CODE, _is_code),
    (BoilerplateKind.RIGHTS, _is_rights),
    (BoilerplateKind.NAVIGATION, _is_navigation),
    (BoilerplateKind.RELATED, _is_related),
    (BoilerplateKind.TAGS, _is_tags),
    (BoilerplateKind.CREDIT, _is_credit),
    (BoilerplateKind.BYLINE, is_byline),
    (BoilerplateKind.PROMPT, _is_prompt_line),
)


PROMPTS = re.compile(
    r"(?:please\s+)?(?:"
    r"share (?:your|this)\b.{0,60}\b(?:comments?|below|us|friends|article|story)"
    r"|(?:let us know|tell us)\b.{0,60}\b(?:comments?|below|think|e-?mail)"
    r"|(?:leave|post|add|write) (?:a|your|us a) (?:comment|reply|thoughts?)"
    r"|join (?:the|our) (?:conversation|discussion|debate|newsletter|mailing|telegram|whatsapp|channel)"
    r"|(?:subscribe|sign[ -]?up)\b.{0,60}\b(?:newsletters?|channels?|updates|alerts|briefings?|podcast"
    r"|inbox|here|today|now|free|e-?mails?)\b"
    r"|(?:subscribe|sign[ -]?up) (?:to|for) (?:our|the|us|\w+ (?:daily|weekly|morning))\b"
    r"|follow (?:us|me|our|him|her|them)\b.{0,40}\b(?:on|at|twitter|facebook|instagram|telegram|x)\b"
    r"|follow (?:@\w+|[A-Z][\w'’. ]{1,40}? on (?:Twitter|Facebook|Instagram|Telegram|X\b|LinkedIn|Google))"
    r"|(?:like|find) us on\b|stay (?:up to date|informed|tuned|connected) (?:with|by|on|for)\b"
    r"|read (?:more|the (?:full|rest|original|whole|entire))\b.{0,60}\b(?:here|articles?|story|report|at|in our"
    r"|on our|about this|on this|below)\b|read more$|read (?:more )?(?:in|on|at) our\b"
    r"|(?:click|tap) (?:here|on the|the link|below)\b|(?:to|for) (?:read )?more\b.{0,40}\bclick\b"
    r"|(?:download|get) (?:the|our) (?:\w+ )?app\b|(?:enable|turn on) (?:javascript|notifications)"
    r"|(?:support us|(?:support|disable|disabling|turn off|switch off|whitelist|pause)\b.{0,50}\b(?:ad-?\s?block\w*|us|our)\b)"
    r"|consider (?:supporting|subscribing|donating|making|a donation)\b.{0,80}"
    r"|(?:this (?:site|website|page)|we(?: and our partners)?) uses? (?:cookies|akismet"
    r"|\w+ (?:against|to (?:reduce|fight|filter|stop|block|keep out)) spam)"
    r"|(?:learn|find out|see|read) (?:how|what)\b.{0,40}\byour comments?\b"
    r"|learn more about (?:cookies|our|how we use)"
    r"|by (?:clicking|continuing|signing|subscribing|submitting|using this|providing)\b.{0,160}"
    r"\b(?:agree|accept|consent|terms|policy)\b"
    r"|(?:accept|manage|reject) (?:all )?cookies|your (?:e-?mail address|privacy) (?:will|is|matters)\b"
    r"|required fields are marked|you (?:have|['’]ve) (?:reached|read|used)\b.{0,40}\bfree articles?"
    r"|already (?:a|have an?) (?:subscri|account|member)|become an? (?:subscriber|member|patron)\b"
    r"|(?:do you )?(?:have|got) (?:a|any) (?:\w+ )?(?:tips?|story|news|question)\b.{0,80}"
    r"\b(?:contact|e-?mail|send|share|us)\b|we (?:noticed|have detected|see) (?:that )?you.{0,40}\bad-?\s?block"
    r"|(?:contact|e-?mail|write to) (?:us|the (?:author|editor|reporter|newsroom))\b.{0,20}\bat\b"
    r"|send (?:us )?(?:your )?(?:tips|feedback|letters)\b"
    r")",
    re.IGNORECASE,
)
_REPORTED = re.compile(r"\b(?:said|says|told|asked|wrote|added)\b")
_LONGEST: Final = 700
"""A sentence of more characters is no prompt."""


def is_prompt(sentence: str) -> bool:
    """Whether a sentence asks the reader to share, subscribe, read elsewhere or the like."""
    if len(sentence) > _LONGEST or _REPORTED.search(sentence):
        return False
    return PROMPTS.match(sentence.lstrip("*•►▶→>»-–— ([")) is not None
