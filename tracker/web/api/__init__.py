"""The read-only interface for programs: JSON under /api, described by OpenAPI. It shows what the pages show."""
