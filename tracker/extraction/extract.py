"""The whole way from a document to its answers, statements and commitments."""

from dataclasses import replace

from tracker.domain.questionnaire import Act, Answer, Commitment, Document, Extraction, Span, Statement
from tracker.extraction.antecedents import REACH
from tracker.extraction.found import Found
from tracker.extraction.reading import Reading
from tracker.extraction.recorded import recorded
from tracker.extraction.statements import statements
from tracker.extraction.structure import Reply, replies, whole


def extract(document: Document, *, respondent: str | None = None, programme: bool = False) -> Extraction:
    """What a document's answers say.

    `respondent` names who answers where the document does not. `programme` treats the whole text as one answer of one
    respondent. A document that is no questionnaire has no answers: empty lists, no error.
    """
    reading = Reading(document)
    found = whole(reading.text, respondent) if programme else replies(reading.text, respondent)
    answers, said = [], []
    for index, reply in enumerate(found, 1):
        answer = _answer(reading, reply, str(index))
        answers.append(answer)
        context = " ".join(reply.question.of(reading.text).split()) if reply.question else ""
        for stretch in statements(reading.text, reply):
            earlier = reading.text[max(reply.span.start, stretch.span.start - REACH) : stretch.span.start]
            said.append(_statement(reading, answer, stretch, context, earlier or context))
            context = said[-1].text if len(said[-1].text.split()) > 1 else context
    return Extraction(document, tuple(answers), tuple(said))


def _answer(reading: Reading, reply: Reply, id_: str) -> Answer:
    question = reading.as_read(reply.question) if reply.question else None
    return Answer(id_, reading.as_read(reply.span), question, reply.number, reply.respondent, reply.confidence)


def _statement(reading: Reading, answer: Answer, found: Found, context: str, earlier: str) -> Statement:
    span = reading.as_read(found.span)
    return Statement(
        answer=answer.id,
        act=found.act,
        span=span,
        quote=span.of(reading.document.text),
        text=" ".join(found.span.of(reading.text).split()),
        confidence=found.confidence,
        rule=found.rule,
        triggers=tuple(reading.as_read(t) for t in found.triggers),
        lead_in=_optional(reading, found.lead_in),
        uncertain_readings=reading.uncertain(span),
        commitment=_recorded(reading, found, context, earlier) if found.act is Act.COMMITMENT else None,
    )


def _recorded(reading: Reading, found: Found, context: str, earlier: str) -> Commitment:
    """The recorded fields, with their spans led back to the text as read."""
    fields = recorded(found, reading.text, context, earlier)
    return replace(fields, condition=_optional(reading, fields.condition))


def _optional(reading: Reading, span: Span | None) -> Span | None:
    return None if span is None else reading.as_read(span)
