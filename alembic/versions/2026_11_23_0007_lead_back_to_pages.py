"""Lead every character of a document back to its page or its bytes.

Revision 0007, follows 0006.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("document", sa.Column("pages", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("document", sa.Column("fragments", sa.JSON(), nullable=False, server_default="[]"))
    op.add_column("document", sa.Column("came_in", sa.String(64)))


def downgrade() -> None:
    op.drop_column("document", "came_in")
    op.drop_column("document", "fragments")
    op.drop_column("document", "pages")
