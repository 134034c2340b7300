"""Promises and council items to scored matches with reasons."""
