"""A whole council term of an invented town, played on the real program: sixty months in a few minutes."""
