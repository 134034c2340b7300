"""A second opinion on what is a promise, from any OpenAI-compatible endpoint that the operator configures."""
