"""Documents, promises and what people said of them, as they go out and come in."""

from typing import cast

from sqlalchemy import Table

from tracker.db import models
from tracker.domain.assessment import AssessmentState
from tracker.domain.link import Judgement
from tracker.domain.promise import PromiseState
from tracker.exchange.columns import Record
from tracker.services.open_data.noun import Field, Noun

SPLITS = cast("Table", models.PromiseSplit.__table__)


def always(_record: Record) -> bool:
    """Every such record is an act of a person."""
    return True


def _answer_text(answer: models.Answer) -> str:
    return answer.span.of(answer.document.text)


DOCUMENTS = Noun(
    "documents",
    "read sources",
    models.Document,
    (
        Field("sha256", "hash of the stored bytes"),
        Field("body", "which municipality", of="body_id", refers="bodies"),
        Field("term", "for which council term", of="term_id", refers="terms"),
        Field("name", "file name"),
        Field("media_type", "kind of file"),
        Field("text", "text as read; all offsets count its characters"),
        Field("damaged", "whether text recognition spoiled it"),
        Field("umlaut_share", "share of umlauts among letters, by which damage shows"),
        Field("letters", "letters in it"),
        Field("edits", "repairs of its text"),
        Field("pages", "stretches of the text, page by page"),
        Field("fragments", "where on a page or in the file the characters stand"),
        Field("came_in", "hash of the e-mail that it was attached to"),
        Field("stored_at", "when it was read"),
    ),
    identity=("sha256",),
    left_out=("id",),
)

QUESTIONS = Noun(
    "questions",
    "questions of the association",
    models.Question,
    (
        Field("document", "which document", of="document_id", refers="documents"),
        Field("start", "first character in the document"),
        Field("end", "character behind the last"),
        Field("number", "number as written"),
        Field("text", "wording"),
    ),
    identity=("document", "start", "end"),
    left_out=("id",),
)

ANSWERS = Noun(
    "answers",
    "replies to the questions",
    models.Answer,
    (
        Field("id", "public id", of="public_id"),
        Field("document", "which document", of="document_id", refers="documents"),
        Field("question", "which question", of="question_id", refers="questions"),
        Field("respondent", "who replied", of="respondent_id", refers="respondents"),
        Field("number", "number as written"),
        Field("start", "first character in the document"),
        Field("end", "character behind the last"),
        Field("confidence", "how sure the machine was, 0 to 1"),
        Field("text", "wording; computed from the document", drawn=_answer_text),
    ),
    left_out=("id",),
)

STATEMENTS = Noun(
    "statements",
    "stretches of an answer with one act each, as the machine read them",
    models.Statement,
    (
        Field("answer", "which answer", of="answer_id", refers="answers"),
        Field("start", "first character in the document"),
        Field("end", "character behind the last"),
        Field("act", "what the statement does, by the codebook"),
        Field("quote", "wording, verbatim"),
        Field("text", "wording, repaired"),
        Field("rule", "the rule that decided"),
        Field("confidence", "how sure the machine was, 0 to 1"),
        Field("triggers", "the words that decided"),
        Field("lead_in", "the phrase that a list item inherits"),
        Field("uncertain_readings", "damaged words with two plausible readings"),
    ),
    identity=("answer", "start", "end"),
    left_out=("id",),
)

PROMISES = Noun(
    "promises",
    "tracked promises",
    models.Promise,
    (
        Field("id", "public id", of="public_id"),
        Field("state", "proposed, accepted, rejected, merged or withdrawn"),
        Field("body", "which municipality", of="body_id", refers="bodies"),
        Field("term", "for which council term", of="term_id", refers="terms"),
        Field("respondent", "who promised", of="respondent_id", refers="respondents"),
        Field("title", "title"),
        Field("quote", "wording, verbatim"),
        Field("text", "wording, repaired"),
        Field("document", "where it stands", of="document_id", refers="documents"),
        Field("start", "first character in the document"),
        Field("end", "character behind the last"),
        Field("statement", "the statement that it was made from", of="statement_id", refers="statements"),
        Field("strength", "how firmly the wording binds"),
        Field("kind", "action, outcome, maintain or process"),
        Field("testability", "could a stranger tell whether it was done"),
        Field("level", "level of government that it addresses"),
        Field("negated", "whether it promises not to do something"),
        Field("condition", "condition as worded"),
        Field("deadline_text", "deadline as worded"),
        Field("deadline_date", "deadline, where the text gives a date"),
        Field("deadline_term", "deadline, where the text names a term"),
        Field("due_on", "day of reminder"),
        Field("numbers", "numbers with their units"),
        Field("bodies", "offices and committees named"),
        Field("beneficiaries", "who is to profit"),
        Field("competence", "whether the municipality can decide it"),
        Field("topic", "what it is about, as a person said"),
        Field("act", "what the statement does, as a person said"),
        Field("uncertain", "whether the reading is in doubt"),
        Field("merged_into", "the promise that says the same", of="merged_into_id", refers="promises"),
        Field("split_from", "promises that it was cut out of", refers="promises", many=SPLITS),
        Field("decision_note", "why it was rejected"),
        Field("created_at", "when it was proposed"),
        Field("edited_at", "when a person last changed it"),
        Field("decided_at", "when a person decided"),
        Field("decided_by", "who decided", of="decided_by_id", refers="people"),
    ),
    decided=lambda record: record["state"] != PromiseState.PROPOSED.value,
    left_out=("id", "version"),
)

CRITERIA = Noun(
    "criteria",
    "when a promise counts as fulfilled",
    models.Criterion,
    (
        Field("promise", "which promise", of="promise_id", refers="promises"),
        Field("fulfilled_if", "fulfilled if"),
        Field("partly_if", "partly fulfilled if"),
        Field("not_fulfilled_if", "not fulfilled if"),
        Field("where_to_look", "where to look"),
        Field("next_review", "day of the next look"),
        Field("written_by", "who wrote it", of="written_by_id", refers="people"),
        Field("written_at", "when"),
    ),
    identity=("promise",),
    decided=always,
    follows="promise",
    left_out=("id",),
)

LINKS = Noun(
    "links",
    "pairs of a promise and a council item that the machine suggested",
    models.Link,
    (
        Field("id", "public id", of="public_id"),
        Field("promise", "which promise", of="promise_id", refers="promises"),
        Field("item", "which council item", of="item_id", refers="items"),
        Field("score", "how near they are, 0 to 1"),
        Field("model", "version of the matching"),
        Field("reasons", "terms that carried the score"),
        Field("passage", "the stretch of the item that fits best"),
        Field("background", "whether the item is older than the term: context, never evidence"),
        Field("judgement", "what a person last said of it"),
        Field("judged_by", "who", of="judged_by_id", refers="people"),
        Field("judged_at", "when"),
        Field("created_at", "when it was suggested"),
    ),
    decided=lambda record: record["judgement"] != Judgement.UNREVIEWED.value,
    left_out=("id",),
)

JUDGEMENTS = Noun(
    "judgements",
    "everything that people said of links, in order",
    models.LinkJudgement,
    (
        Field("link", "which link", of="link_id", refers="links"),
        Field("number", "1, 2, 3 … within the link", counted=("link",)),
        Field("judgement", "relevant, irrelevant or unsure"),
        Field("by", "who", of="by_id", refers="people"),
        Field("at", "when"),
        Field("note", "remark"),
        Field("item_hash", "content of the item that the person saw"),
        Field("undone_at", "when it was taken back"),
    ),
    identity=("link", "number"),
    decided=always,
    follows="link",
    left_out=("id",),
)

SOURCES = Noun(
    "sources",
    "stored copies of what people brought",
    models.Source,
    (
        Field("id", "public id", of="public_id"),
        Field("promise", "for which promise", of="promise_id", refers="promises"),
        Field("kind", "what it is and how much it weighs"),
        Field("title", "title"),
        Field("day", "date of the source"),
        Field("url", "where it was found"),
        Field("sha256", "hash of the stored bytes"),
        Field("added_by", "who brought it", of="added_by_id", refers="people"),
        Field("added_at", "when"),
    ),
    decided=always,
    left_out=("id",),
)

CHECKS = Noun(
    "checks",
    "looks that people took",
    models.Check,
    (
        Field("id", "public id", of="public_id"),
        Field("promise", "for which promise", of="promise_id", refers="promises"),
        Field("day", "on which day"),
        Field("finding", "nothing or evidence"),
        Field("sources", "where they looked"),
        Field("by", "who looked", of="by_id", refers="people"),
        Field("at", "when it was recorded"),
    ),
    decided=always,
    left_out=("id",),
)

ASSESSMENTS = Noun(
    "assessments",
    "dated, signed findings",
    models.Assessment,
    (
        Field("id", "public id", of="public_id"),
        Field("promise", "of which promise", of="promise_id", refers="promises"),
        Field("state", "proposed, confirmed, published, superseded or returned"),
        Field("outcome", "did it happen"),
        Field("effort", "what the respondent did for it"),
        Field("role", "majority or opposition at the time"),
        Field("reason_code", "why it stalls or was not fulfilled"),
        Field("reason", "reason in words"),
        Field("late", "whether it came after the deadline"),
        Field("effective", "the day that it speaks of"),
        Field("links", "links that it leans on", refers="links", many=models.assessment_link),
        Field("sources", "sources that it leans on", refers="sources", many=models.assessment_source),
        Field("proposed_by", "who proposed it", of="proposed_by_id", refers="people"),
        Field("proposed_at", "when"),
        Field("confirmed_by", "who confirmed it", of="confirmed_by_id", refers="people"),
        Field("confirmed_at", "when"),
        Field("published_at", "when it was published"),
        Field("single_person", "confirmed under the rule of a one-person team"),
        Field("returned_by", "who gave it back", of="returned_by_id", refers="people"),
        Field("returned_at", "when it was given back"),
        Field("return_reason", "why it was given back"),
        Field("codebook", "version of the rules by which it was found"),
    ),
    decided=lambda record: record["state"] != AssessmentState.PROPOSED.value,
    rivals="promise",
    left_out=("id", "version"),
)

EDITIONS = Noun(
    "editions",
    "frozen reports",
    models.Edition,
    (
        Field("key", "report:2026-10 or retrospective:BODY:TERM"),
        Field("kind", "monthly or retrospective"),
        Field("cut_off", "last day that it knows of"),
        Field("frozen", "the edition as canonical JSON, byte for byte"),
        Field("sha256", "hash of frozen"),
        Field("frozen_at", "when it was frozen"),
    ),
    identity=("key",),
    decided=always,
    left_out=("id",),
)
