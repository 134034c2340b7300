"""An extraction in the shape that `tracker extract --json` promises."""

from typing import Any

from tracker.domain.questionnaire import Answer, Commitment, Deadline, Extraction, Span, Statement

_NO_COMMITMENT: dict[str, Any] = {
    "title": None, "strength": None, "kind": None, "testability": None, "negated": None, "condition": None,
    "deadline": None, "numbers": None, "bodies": None, "beneficiaries": None, "level": None,
    "testability_reasons": None,
}  # fmt: skip


def as_json(extraction: Extraction) -> dict[str, Any]:
    """The extraction as plain JSON values; offsets count characters of the text as read."""
    document = extraction.document
    return {
        "document": {
            "name": document.name,
            "sha256": document.sha256,
            "media_type": document.media_type,
            "length": len(document.text),
            "damage": {
                "damaged": document.damage.damaged,
                "umlaut_share": document.damage.umlaut_share,
                "letters": document.damage.letters,
            },
        },
        "answers": [_answer(answer) for answer in extraction.answers],
        "statements": [_statement(statement) for statement in extraction.statements],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "id": answer.id,
        "number": answer.number,
        "respondent": answer.respondent,
        "question": _span(answer.question),
        "start": answer.span.start,
        "end": answer.span.end,
        "confidence": answer.confidence,
    }


def _statement(statement: Statement) -> dict[str, Any]:
    return {
        "answer": statement.answer,
        "act": statement.act.value,
        "start": statement.span.start,
        "end": statement.span.end,
        "quote": statement.quote,
        "text": statement.text,
        "confidence": statement.confidence,
        "rule": statement.rule,
        "triggers": [_span(span) for span in statement.triggers],
        "lead_in": _span(statement.lead_in),
        "uncertain_readings": [
            {"start": u.span.start, "end": u.span.end, "reading": u.reading, "alternative": u.alternative}
            for u in statement.uncertain_readings
        ],
        **(_commitment(statement.commitment) if statement.commitment else _NO_COMMITMENT),
    }


def _commitment(commitment: Commitment) -> dict[str, Any]:
    return {
        "title": commitment.title,
        "strength": commitment.strength.value,
        "kind": commitment.kind.value,
        "testability": commitment.testability.value,
        "negated": commitment.negated,
        "condition": _span(commitment.condition),
        "deadline": _deadline(commitment.deadline),
        "numbers": [{"text": n.text, "value": n.value, "unit": n.unit} for n in commitment.numbers],
        "bodies": list(commitment.bodies),
        "beneficiaries": list(commitment.beneficiaries),
        "level": commitment.level.value,
        "testability_reasons": [reason.value for reason in commitment.testability_reasons],
    }


def _deadline(deadline: Deadline | None) -> dict[str, Any] | None:
    if deadline is None:
        return None
    return {
        "text": deadline.text,
        "date": deadline.date.isoformat() if deadline.date else None,
        "term": deadline.term.value if deadline.term else None,
    }


def _span(span: Span | None) -> dict[str, int] | None:
    return None if span is None else {"start": span.start, "end": span.end}
