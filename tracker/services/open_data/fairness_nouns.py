"""Replies, corrections, tips and second codings, as they go out and come in; addresses and secrets stay at home."""

import hashlib
from datetime import datetime
from typing import Any

from tracker.db import models
from tracker.domain.tip import TipState
from tracker.exchange.columns import Record
from tracker.services.open_data.noun import Field, Noun
from tracker.services.open_data.promise_nouns import always


def _closed_link(record: Record, _now: datetime) -> dict[str, Any]:
    """The secret link of a reply stays with the instance that sent it: here no secret has this hash."""
    return {"token_hash": hashlib.sha256(f"imported {record['id']}".encode()).hexdigest()}


REPLIES = Noun(
    "replies",
    "the right of reply of a respondent, asked and used",
    models.Reply,
    (
        Field("id", "public id", of="public_id"),
        Field("assessment", "to which finding", of="assessment_id", refers="assessments"),
        Field("asked_by", "who asked", of="asked_by_id", refers="people"),
        Field("asked_at", "when"),
        Field("due_on", "last day for the reply"),
        Field("text", "the reply, verbatim; empty while there is none"),
        Field("signed", "who signed it"),
        Field("replied_at", "when it came"),
    ),
    decided=always,
    fresh=_closed_link,
    left_out=("id", "token_hash", "sent_to"),
)

CORRECTIONS = Noun(
    "corrections",
    "public, dated corrections",
    models.Correction,
    (
        Field("id", "public id", of="public_id"),
        Field("promise", "of which promise", of="promise_id", refers="promises"),
        Field("assessment", "of which finding", of="assessment_id", refers="assessments"),
        Field("day", "on which day"),
        Field("text", "what was wrong and what is right"),
        Field("by", "who corrected", of="by_id", refers="people"),
        Field("at", "when it was recorded"),
    ),
    decided=always,
    left_out=("id",),
)

TIPS = Noun(
    "tips",
    "what readers sent in",
    models.Tip,
    (
        Field("id", "public id", of="public_id"),
        Field("promise", "about which promise", of="promise_id", refers="promises"),
        Field("kind", "what kind of tip"),
        Field("state", "open, or how it was answered"),
        Field("text", "wording"),
        Field("url", "address given"),
        Field("received_at", "when it came"),
        Field("answer", "our answer"),
        Field("answered_by", "who answered", of="answered_by_id", refers="people"),
        Field("answered_at", "when"),
    ),
    decided=lambda record: record["state"] != TipState.OPEN.value,
    left_out=("id", "contact", "sender"),
)

CODINGS = Noun(
    "codings",
    "what a second person said who had not seen the first verdict",
    models.Coding,
    (
        Field("id", "public id", of="public_id"),
        Field("promise", "of which promise", of="promise_id", refers="promises"),
        Field("by", "who", of="by_id", refers="people"),
        Field("at", "when"),
        Field("act", "what the statement does"),
        Field("testability", "could a stranger tell whether it was done"),
        Field("outcome", "did it happen"),
        Field("codebook", "version of the rules"),
        Field("note", "remark"),
        Field("settled_by", "who settled a difference", of="settled_by_id", refers="people"),
        Field("settled_at", "when"),
        Field("settlement", "how"),
    ),
    decided=always,
    left_out=("id",),
)
