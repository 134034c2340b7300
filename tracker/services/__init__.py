"""Use cases: one file each, plain functions taking a session and the present time; where stages meet."""
