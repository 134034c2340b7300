"""What is stored goes out in the open format and comes in again: the table of nouns, export, import, replication."""
