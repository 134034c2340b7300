"""`/api`: what the interface answers, as a page of our own, made from its OpenAPI description."""

from dataclasses import dataclass
from typing import Any

from starlette.responses import Response

from tracker.web.api.app import create_api
from tracker.web.conditional import fresh
from tracker.web.visit import Visit


@dataclass(frozen=True, slots=True)
class Described:
    """A parameter or a field: its name, what it holds, and what it says."""

    name: str
    holds: str
    says: str


@dataclass(frozen=True, slots=True)
class Operation:
    """Something that can be asked, and the name of what is answered."""

    path: str
    says: str
    parameters: tuple[Described, ...]
    answer: str


@dataclass(frozen=True, slots=True)
class Answer:
    """An object of the interface."""

    name: str
    says: str
    fields: tuple[Described, ...]


def show(visit: Visit) -> Response:
    """The page."""
    return fresh(visit, lambda: _made(visit))


def _made(visit: Visit) -> Response:
    schema = create_api(visit.site).openapi()
    operations = [_operation(path, methods["get"]) for path, methods in schema["paths"].items()]
    components = schema["components"]["schemas"].items()
    answers = [_answer(name, one) for name, one in components if one.get("type") == "object"]
    info = schema["info"]
    return visit.page(
        "outlets/api.html", operations=operations, answers=answers, about=info["description"], licence=info["license"]
    )


def _operation(path: str, said: dict[str, Any]) -> Operation:
    parameters = tuple(
        Described(one["name"], _holds(one["schema"]), one.get("description", "")) for one in said.get("parameters", ())
    )
    answer = said["responses"]["200"]["content"]["application/json"]["schema"]
    return Operation(f"/api{path}", said["description"], parameters, _holds(answer))


def _answer(name: str, said: dict[str, Any]) -> Answer:
    fields = said.get("properties", {}).items()
    return Answer(
        name,
        said.get("description", ""),
        tuple(Described(field, _holds(one), one.get("description", "")) for field, one in fields),
    )


def _holds(schema: dict[str, Any]) -> str:
    """What a schema admits, in a few words."""
    if reference := schema.get("$ref"):
        return str(reference).rpartition("/")[2]
    if "anyOf" in schema:
        return " | ".join(_holds(one) for one in schema["anyOf"])
    if "enum" in schema or "const" in schema:
        return " | ".join(map(str, schema.get("enum", [schema.get("const")])))
    if schema.get("type") == "array":
        return f"[{_holds(schema['items'])}]"
    return str(schema.get("format") or schema.get("type") or "object")
