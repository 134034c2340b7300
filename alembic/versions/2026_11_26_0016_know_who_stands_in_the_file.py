"""Know which municipalities stand in feeds.yaml, and who is at work on a period.

Revision 0016, follows 0015.
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("body", sa.Column("listed", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.add_column("job_run", sa.Column("runner", sa.String(32), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("job_run", "runner")
    op.drop_column("body", "listed")
