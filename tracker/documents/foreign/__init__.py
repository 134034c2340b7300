"""Parsers of foreign bytes. They run in the sandbox only; nothing outside imports them."""
