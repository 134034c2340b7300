"""Values and decisions of the tracker: standard library only, no input or output, no clock, no database."""
