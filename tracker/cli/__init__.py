"""The command line: one file per command group; every scheduled job is also a command."""
