"""The public pages as plain files for any cheap host: no program behind them, search by a small script.

The same endpoints make them that answer readers; what needs a program (sign-in, forms that send, pictures on demand)
is not offered, because the table of such a site does not know it.
"""

from tracker.web.still.pages import made

__all__ = ["made"]
