"""Know the day of the election: from then on, not from the first sitting on, council items can be evidence.

Revision 0012, follows 0008.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("legislative_term", sa.Column("election_date", sa.Date(), nullable=True))


def downgrade() -> None:
    op.drop_column("legislative_term", "election_date")
