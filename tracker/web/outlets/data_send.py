"""`/daten/{name}`: the published data: per noun JSON lines and a table, and the replication package of all of it."""

from pathlib import PurePath

from starlette.responses import Response

from tracker.services.outlets.packages import package
from tracker.web.conditional import answered
from tracker.web.visit import Visit

MEDIA_TYPES = {
    ".csv": "text/csv",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".md": "text/markdown",
    ".py": "text/x-python",
    ".zip": "application/zip",
}


def send(visit: Visit) -> Response:
    """The file."""
    return answered(visit, lambda: package(visit.instance, visit.now).state, lambda: _made(visit))


def _made(visit: Visit) -> Response:
    name = visit.path["name"]
    content = package(visit.instance, visit.now).file(name)
    return Response(
        content,
        media_type=MEDIA_TYPES[PurePath(name).suffix],
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Access-Control-Allow-Origin": "*"},
    )
