"""Converts replies to the JSON of ``--json``, whose names and shapes are kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import assert_never

from bot.cli.proof import SourceOf
from bot.service.articles import StoredArticle
from bot.service.find_article import NoSuchArticle
from retrieval.model import (
    Ambiguous,
    Answer,
    Citation,
    CitedStatement,
    Declined,
    Evidence,
    Excerpt,
    ListedOutlet,
    NamedOnly,
    NotAbout,
    Quoted,
    QuoteReply,
    Referent,
    Reply,
    SeveralSpeakers,
    Span,
    SpeakerStatements,
    Understood,
    UnknownName,
)
from retrieval.ports import ArticleDigests

Json = dict[str, object]


def reply_json(reply: Reply, elapsed_ms: float, source_of: SourceOf | None = None) -> Json:
    """Return a reply to ``ask``."""
    reason: str | None = None
    match reply:
        case Answer():
            outcome = "answered"
        case Declined():
            outcome, reason = "declined", reply.reason
        case Ambiguous():
            outcome, reason = "ambiguous", reply.reason
        case _:
            assert_never(reply)
    form: Json = {
        "question": reply.question,
        "outcome": outcome,
        "reason": reason,
        "confidence": round(reply.confidence, 4),
        "passages": [excerpt_json(excerpt, source_of) for excerpt in reply.passages],
        "elapsed_ms": round(elapsed_ms, 1),
    }
    if isinstance(reply, Ambiguous):
        form["options"] = list(reply.options)
        form["statements"] = [statement_json(cited, source_of) for cited in reply.statements]
    if isinstance(reply, Declined):
        form |= {"reason_kind": reply.kind.value}
        form |= {"perhaps": True} if reply.perhaps else {}
        form |= {"elsewhere": True} if reply.elsewhere else {}
        form |= {"suggestions": list(reply.suggestions)} if reply.suggestions else {}
    return form | _understood(reply.understood)


def _understood(understood: Understood) -> Json:
    """Return the filters of a question and the completed question, as far as there are such."""
    narrowed = {
        "outlet": understood.outlet,
        "after": understood.after.isoformat() if understood.after else None,
        "before": understood.before.isoformat() if understood.before else None,
        "speaker": understood.speaker,
    }
    form: Json = {"filters": narrowed} if any(narrowed.values()) else {}
    if understood.meant is not None:
        form |= {"meant": understood.meant, "namesakes": list(understood.namesakes)}
    return form | ({"understood_as": understood.question} if understood.question else {})


def excerpt_json(excerpt: Excerpt, source_of: SourceOf | None = None) -> Json:
    """Return one passage of a reply; only what follows ``lead`` code points answers.

    ``answer`` are the answering words, by their place in the passage's text.
    """
    form: Json = {
        "text": excerpt.text,
        "citation": citation_json(excerpt.citation, source_of),
        "score": round(excerpt.score, 4),
        "also_in": [citation_json(citation, source_of) for citation in excerpt.also_in],
    }
    if excerpt.lead:
        form["lead"] = excerpt.lead
    if excerpt.answer:
        form["answer"] = _span(excerpt.answer, excerpt.answer.of(excerpt.text))
    if excerpt.referents:
        form["referents"] = [_referent_json(referent) for referent in excerpt.referents]
    if excerpt.statements:
        form["statements"] = [statement_json(cited, source_of) for cited in excerpt.statements]
    return form


def _referent_json(referent: Referent) -> Json:
    """Return for whom words stand; ``words`` is None where none stand for the speaker."""
    return {
        "words": _span(referent.citation.span, referent.words),
        "name": referent.name,
        "rule": referent.resolution.rule,
        "confidence": referent.resolution.confidence,
    }


def citation_json(citation: Citation, source_of: SourceOf | None = None) -> Json:
    """Return file, offsets and what is known of the article.

    Where ``source_of`` is given also the digests of the file, as it was when it was read, and of
    the stored text, in which the offsets count; and how the file is now, or None for an article
    that is no longer stored.
    """
    form: Json = {
        "file": citation.file,
        "start": citation.span.start,
        "end": citation.span.end,
        "outlet": citation.outlet,
        "title": citation.title,
        "published": citation.published,
        "url": citation.url,
    }
    if source_of is None:
        return form
    source = source_of(citation)
    known = source.digests if source else ArticleDigests(None, None, None)
    return form | {
        "offsets_in": "text",
        "sha256": {"file": known.file, "text": known.text},
        "read_at": known.read_at,
        "file_now": source.state.value if source else None,
    }


def outlets_json(outlets: Sequence[ListedOutlet]) -> Json:
    """Return the list of outlets."""
    return {
        "outlets": [
            {
                "outlet": outlet.outlet,
                "articles": len(outlet.files),
                "first": outlet.first,
                "last": outlet.last,
                "files": [
                    {
                        "file": file.file,
                        "title": file.title,
                        "published": file.published,
                        "evidence": list(file.evidence),
                    }
                    for file in outlet.files
                ],
            }
            for outlet in outlets
        ]
    }


def article_json(stored: StoredArticle) -> Json:
    """Return what is known of an article, from where, and its text, in which offsets count."""
    article = stored.article
    return {
        "file": article.file,
        "source": article.source,
        **{name: fact.value if fact else None for name, fact in article.facts.items()},
        "text": article.text,
        "evidence": {
            name: [_evidence_json(each, article.text) for each in fact.evidence]
            for name, fact in article.facts.items()
            if fact
        },
        "sha256": {"file": stored.digests.file, "text": stored.digests.text},
        "body": [
            {"start": block.span.start, "end": block.span.end, "kind": block.kind.value}
            for block in article.body
        ],
    }


def no_article_json(reply: NoSuchArticle) -> Json:
    """Return that no article, or more than one, is meant, with those that may be."""
    outcome = "ambiguous" if reply.is_ambiguous else "unknown"
    return {"name": reply.name, "outcome": outcome, "candidates": list(reply.candidates)}


def _evidence_json(evidence: Evidence, text: str) -> Json:
    """Return the rule and the printed words; None where they are not in the stored text."""
    span = evidence.span
    return {"rule": evidence.rule, "span": span_json(span, span.of(text)) if span else None}


def quote_json(reply: QuoteReply, source_of: SourceOf | None = None) -> Json:
    """Return a reply to ``quote``."""
    form: Json = {"name": reply.name, "outcome": "unknown", "speakers": [], "named_in": []}
    match reply:
        case Quoted():
            form |= {"outcome": "found", "speakers": [speaker_json(reply.speaker, source_of)]}
            form |= {"resolved_left_out": reply.resolved} if reply.resolved else {}
            if reply.topic is not None:
                form |= {"topic": reply.topic, "others": reply.others}
        case NotAbout():
            form |= {"outcome": "not_about", "speakers": [speaker_json(reply.speaker, source_of)]}
            form |= {"topic": reply.topic, "total": reply.total}
        case NamedOnly():
            places = [citation_json(place.citation, source_of) for place in reply.named_in]
            form |= {"outcome": "named_only", "named_in": places}
        case SeveralSpeakers():
            speakers = [speaker_json(speaker, source_of) for speaker in reply.speakers]
            form |= {"outcome": "ambiguous", "speakers": speakers}
            form |= {} if reply.topic is None else {"topic": reply.topic}
        case UnknownName():
            form |= {"suggestions": list(reply.suggestions)}
            form |= {} if reply.topic is None else {"topic": reply.topic}
        case _:
            assert_never(reply)
    if isinstance(reply, Quoted | NotAbout | NamedOnly) and reply.namesakes:
        form["namesakes"] = list(reply.namesakes)
    return form


def speaker_json(speaker: SpeakerStatements, source_of: SourceOf | None = None) -> Json:
    """Return one speaker with every statement."""
    return {
        "speaker": speaker.speaker,
        "aliases": list(speaker.aliases),
        "statements": [statement_json(statement, source_of) for statement in speaker.statements],
        "role": speaker.role,
        "is_surname_only": speaker.is_surname_only,
    }


def statement_json(cited: CitedStatement, source_of: SourceOf | None = None) -> Json:
    """Return one statement, with the words of each of its spans."""
    statement = cited.statement
    return {
        "id": cited.id,
        "file": cited.citation.file,
        "speaker": statement.speaker.name if statement.speaker else None,
        "kind": statement.kind.value,
        "content": [
            span_json(content.span, text) | {"quoted": content.quoted}
            for content, text in zip(statement.content, cited.contents, strict=True)
        ],
        "cue": _span(statement.cue, cited.cue),
        "mention": _span(statement.mention, cited.mention),
        "passage": span_json(statement.passage, cited.passage),
        "resolution": None
        if statement.resolution is None
        else {"rule": statement.resolution.rule, "confidence": statement.resolution.confidence},
        "addressee": _span(statement.addressee, cited.addressee),
        "conduit": _span(statement.conduit, cited.conduit),
        "hedge": _span(statement.hedge, cited.hedge),
        "disputed": [
            span_json(sentence.citation.span, sentence.text) | {"file": sentence.citation.file}
            for sentence in cited.disputed
        ],
        "headline_only": statement.headline_only,
        "citation": citation_json(cited.citation, source_of),
        "also_in": [citation_json(citation, source_of) for citation in cited.also_in],
    }


def span_json(span: Span, text: str) -> Json:
    """Return offsets and the words between them."""
    return {"start": span.start, "end": span.end, "text": text}


def _span(span: Span | None, text: str | None) -> Json | None:
    return None if span is None or text is None else span_json(span, text)
