"""Questions to the database, one file per noun; nothing here writes."""
