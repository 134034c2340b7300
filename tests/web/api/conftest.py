from tests.web.outlets.conftest import clock, instance, path, visitor

__all__ = ["clock", "instance", "path", "visitor"]
