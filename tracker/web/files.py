"""Style and script: small files of our own, whose names change with their content, so that browsers may keep them."""

from starlette.responses import Response

from tracker.errors import NotFoundError, key
from tracker.web.routing import route
from tracker.web.visit import Visit


def show(visit: Visit) -> Response:
    """One static file."""
    file = visit.site.published(visit.path["name"])
    if file is None:
        raise NotFoundError(key("Diese Datei gibt es nicht."), subject=visit.path["name"])
    return Response(
        file.content, media_type=file.media_type, headers={"Cache-Control": "public, max-age=31536000, immutable"}
    )


FILES = (route("/static/{name}", show),)
