"""feeds.yaml to CouncilItems: configuration, fetching, adapters, identity, decisions, polling policy."""
