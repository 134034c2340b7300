"""Count the links that wait for each promise without reading them.

Revision 0015, follows 0010.
"""

from alembic import op

revision = "0015"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_link_judgement_promise_id", "link", ["judgement", "promise_id"])


def downgrade() -> None:
    op.drop_index("ix_link_judgement_promise_id", "link")
