"""`/beleg/{sha256}`: a stored copy, byte for byte, as a file that no browser opens by itself."""

from urllib.parse import quote

from starlette.responses import Response

from tracker.db.session import reading
from tracker.reporting.foreign import line
from tracker.services.readers.stored import StoredCopy, stored_copy
from tracker.web.headers import FILE_POLICY
from tracker.web.visit import Visit

YEAR = "public, max-age=31536000, immutable"


def send(visit: Visit) -> Response:
    """The bytes; a copy that nothing public leans on is not there."""
    with reading(visit.instance.engine) as session:
        found = stored_copy(session, visit.path["sha256"])
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(file_name(found), safe='')}",
        "Content-Security-Policy": FILE_POLICY,
        "Cache-Control": YEAR,
        "ETag": f'"{found.sha256}"',
    }
    return Response(visit.instance.store.get(found.sha256), media_type="application/octet-stream", headers=headers)


def file_name(found: StoredCopy) -> str:
    """A name for the downloaded file: no folder, no leading dot, of bearable length."""
    name = "".join("_" if character in '/\\:*?"<>|' else character for character in line(found.name)).strip(". ")
    return name[-120:] or found.sha256
