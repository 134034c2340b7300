"""Messages to SMTP or files."""
