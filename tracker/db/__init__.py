"""Storage: models, types, sessions and queries over SQLAlchemy."""
