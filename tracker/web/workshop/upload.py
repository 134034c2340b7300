"""`/werkstatt/einlesen`: send a questionnaire, see what would come of it, take it over.

Reading takes seconds. It happens in the background, once per file and choice; the page asks again until it is done, so
that nobody stares at a blank window. The preview stores nothing but the file that was sent: after a restart, or in
another process, it is read again from the stored bytes.
"""

from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from threading import Lock
from urllib.parse import urlencode

from starlette.responses import Response

from tracker.db.queries import council, documents
from tracker.db.session import reading, writing
from tracker.errors import RuleError, TrackerError, key
from tracker.services import uploads
from tracker.services.ingest import Intake, ingest
from tracker.services.ingest import Upload as File
from tracker.services.users import acting, actor_of
from tracker.web.failure import status_of
from tracker.web.form import Fields
from tracker.web.form import Upload as Sent
from tracker.web.visit import Visit

PATIENCE = 1.5
"""Seconds that the page waits for the reading before it says that it goes on."""

KEPT = 8
"""Previews that are remembered; reading again is only slower."""

_reader = ThreadPoolExecutor(max_workers=1, thread_name_prefix="preview")
_readings: dict[tuple[str, str, Intake], Future[uploads.UploadPreview]] = {}
_lock = Lock()


def show(visit: Visit) -> Response:
    """The form."""
    return _form(visit)


def _form(visit: Visit, *, wrong: str = "", status: int = 200) -> Response:
    with reading(visit.instance.engine) as session:
        bodies = [(body.id, body.name) for body in council.listed_bodies(session)]
        names = sorted({row.name for body, _ in bodies for row in council.respondents(session, body)})
        usual = documents.last_body(session) or ""
    return visit.page(
        "workshop/upload.html",
        status=status,
        bodies=bodies if usual else [("", visit.wording.text(key("bitte wählen"))), *bodies],
        several=len(bodies) > 1,
        body=visit.form["koerperschaft"] or usual,
        names=names,
        wrong=wrong,
        typed=visit.form,
    )


def receive(visit: Visit) -> Response:
    """Keep the file that was sent, and go on to the preview."""
    file = visit.form.upload("datei")
    try:
        upload = _sent(file)
        with writing(visit.instance.engine) as session:
            row = uploads.receive(session, visit.instance.store, upload, by=_name(visit), now=visit.now)
            digest = row.sha256
    except TrackerError as error:
        return _form(visit, wrong=visit.wording.error(error), status=status_of(error))
    return visit.see(f"/werkstatt/einlesen/{digest}?{_choice(visit)}")


def _sent(file: Sent | None) -> File:
    if file is None:
        raise RuleError(key("Bitte wählen Sie eine Datei: PDF, Word, OpenDocument, E-Mail, Webseite oder Text."))
    return File(file.name or "Datei", file.stream.read())


def _choice(visit: Visit) -> str:
    given = {name: visit.form[name] for name in ("koerperschaft", "von", "programm") if visit.form[name]}
    return urlencode(given)


def _name(visit: Visit) -> str:
    return visit.person.name if visit.person else ""


def _intake(given: Fields) -> Intake:
    return Intake(
        body=given["koerperschaft"], respondent=given["von"].strip() or None, programme=bool(given["programm"])
    )


def preview(visit: Visit) -> Response:
    """What taking the file over would create; until it is read, a page that asks again."""
    digest, intake = visit.path["sha256"], _intake(visit.query)
    with reading(visit.instance.engine) as session:
        file = uploads.kept(session, visit.instance.store, digest)
    pending = _started(visit, file, intake, digest)
    try:
        found = pending.result(timeout=PATIENCE)
    except TimeoutError:
        return visit.page("workshop/upload_waiting.html", headers={"Refresh": "2"}, name=file.name)
    except TrackerError as error:
        return visit.page(
            "workshop/upload_preview.html", status=status_of(error), wrong=visit.wording.error(error), found=None
        )
    return visit.page("workshop/upload_preview.html", found=found, wrong="", intake=intake)


def _started(visit: Visit, file: File, intake: Intake, digest: str) -> "Future[uploads.UploadPreview]":
    """The reading of this file, begun where nobody began it; what is stored may have changed once it was shown."""
    wanted = (str(visit.instance.engine.url), digest, intake)
    with _lock:
        pending = _readings.get(wanted)
        if pending is not None and pending.done():
            del _readings[wanted]
            return pending
        if pending is None:
            while len(_readings) >= KEPT:
                del _readings[next(iter(_readings))]
            work = partial(uploads.preview_upload, visit.instance.engine, file, intake, digest, now=visit.now)
            pending = _readings[wanted] = _reader.submit(work)
        return pending


def adopt(visit: Visit) -> Response:
    """Take the file over: what the preview showed becomes proposed promises."""
    digest, intake = visit.path["sha256"], _intake(visit.form)
    with reading(visit.instance.engine) as session:
        file = uploads.kept(session, visit.instance.store, digest)
        actor = actor_of(acting(session, _name(visit)))
    try:
        done = ingest(visit.instance.engine, visit.instance.store, file, intake, actor=actor, now=visit.now)
    except TrackerError as error:
        sentence = visit.wording.error(error)
        return visit.page("workshop/upload_preview.html", status=status_of(error), wrong=sentence, found=None)
    new = sum(one.promises_new for one in done.documents)
    visit.notice(key("Eingelesen: {n} neue Versprechen warten im Posteingang."), n=new)
    return visit.see("/werkstatt/posteingang")
