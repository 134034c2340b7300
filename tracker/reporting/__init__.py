"""Editions and retrospectives to HTML and text."""
