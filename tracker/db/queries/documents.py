"""Documents and what was found in them."""

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from tracker.db.models import Answer, Document, Promise, Question, Statement


def by_sha256(session: Session, digest: str) -> Document | None:
    """The document with these bytes."""
    return session.scalar(select(Document).where(Document.sha256 == digest))


def last_body(session: Session) -> str | None:
    """The body of the document that was stored last."""
    return session.scalar(select(Document.body_id).order_by(Document.id.desc()).limit(1))


def called(session: Session, name: str, *, shortest: int) -> list[Document]:
    """The documents with this file name, or whose checksum begins so where enough of it is given."""
    wanted = Document.name == name
    if len(name) >= shortest and name.isalnum():
        wanted = or_(wanted, Document.sha256.startswith(name.lower(), autoescape=True))
    return list(session.scalars(select(Document).where(wanted).order_by(Document.id)))


def questions(session: Session, document: Document) -> list[Question]:
    """Its questions, in the order of the text."""
    return list(session.scalars(select(Question).where(Question.document_id == document.id).order_by(Question.start)))


def answers(session: Session, document: Document) -> list[Answer]:
    """Its answers, in the order of the text."""
    return list(session.scalars(select(Answer).where(Answer.document_id == document.id).order_by(Answer.start)))


def statements(session: Session, document: Document) -> list[Statement]:
    """Its statements, in the order of the text."""
    return list(
        session.scalars(
            select(Statement).join(Statement.answer).where(Answer.document_id == document.id).order_by(Statement.start)
        )
    )


def promises(session: Session, document: Document) -> list[Promise]:
    """Its promises, in the order of the text, whatever their state."""
    return list(
        session.scalars(select(Promise).where(Promise.document_id == document.id).order_by(Promise.start, Promise.id))
    )
