"""Sentences that ask the reader to share, subscribe, comment, pay or read elsewhere."""

from __future__ import annotations

import re
from typing import Final

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
