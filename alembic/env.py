"""Runs migrations on the connection that the program hands over, or on `TRACKER_DATABASE__URL` for developers."""

import os
from typing import Any

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, TypeDecorator

from tracker.db.models import Base
from tracker.db.session import open_engine


def render_item(kind: str, item: Any, _context: AutogenContext) -> str | bool:
    """Migrations name the plain column types: what they made must not change when our decorators do."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def run(connection: Connection) -> None:
    """Migrate on one connection; batch mode rebuilds tables where SQLite cannot alter them."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        render_item=render_item,
        compare_type=True,
        autogenerate_plugins=["alembic.autogenerate.*", "alembic.ext.checkconstraint_byname"],
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with open_engine(os.environ["TRACKER_DATABASE__URL"]).begin() as opened:
        run(opened)
