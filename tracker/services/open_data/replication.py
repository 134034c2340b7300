"""The replication package: all published data and a script that recomputes every published figure from it."""

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker import __version__
from tracker.db.models import CouncilItem, Link, LinkJudgement
from tracker.db.session import reading
from tracker.domain.assessment import CODEBOOK
from tracker.exchange import manifest as manifests
from tracker.exchange.columns import Sheet
from tracker.exchange.manifest import Manifest
from tracker.exchange.publication import Records, published
from tracker.services.coding import Step, steps
from tracker.services.instance import Instance
from tracker.services.open_data.export import complete, cut_off, files_of
from tracker.services.open_data.figures import figures
from tracker.services.open_data.ledger import Only
from tracker.services.readers.catalogue import Catalogue, catalogue
from tracker.services.readers.front import looked

SCRIPT, RULES = Path(__file__).with_name("recompute.py"), Path(__file__).with_name("readme.md")
UNPUBLISHED = frozenset({"versions", "aliases", "files", "tips"})
"""Nouns that no published one names; leaving them out spares reading every word that the council ever wrote."""

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The date of every file in the archive: the same data gives the same archive."""


def published_files(instance: Instance, now: datetime) -> dict[str, bytes]:
    """The published data by file name: per noun JSON lines and a table, today's figures, words on columns, manifest."""
    with reading(instance.engine) as session:
        records = published(complete(session, without=UNPUBLISHED, only=_judged()))
        whole = catalogue(instance, now, current=True)
        agreement = _agreement(session)
    contents = files_of(records)
    contents["figures.json"] = _json(_today(whole, instance.settings.review.stale_days))
    contents["agreement.json"] = _json(agreement)
    contents["columns.json"] = _json(_columns(records))
    contents["codebook.json"] = _json({"codebook": CODEBOOK, "software": f"wortgehalten {__version__}"})
    contents["recompute.py"], contents["readme.md"] = SCRIPT.read_bytes(), RULES.read_bytes()
    manifest = Manifest(
        software=f"wortgehalten {__version__}",
        scope=manifests.PUBLIC,
        cut_off=cut_off(records),
        timezone=instance.settings.schedule.timezone,
        counts={name: len(rows) for name, (_sheet, rows) in records.items()},
        files={name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
        licence=instance.settings.site.licence,
        licence_url=instance.settings.site.licence_address,
    )
    return contents | {manifests.NAME: manifests.to_json(manifest).encode()}


def _today(whole: Catalogue, stale_days: int) -> dict[str, object]:
    """Today's figures, and how many were looked at lately, as the first page says."""
    counted, lately = figures(whole), looked(whole, stale_days)
    seen = {"checked": lately.ever, "recently": lately.recently, "since": lately.since.isoformat()}
    return {**asdict(counted), "day": counted.day.isoformat(), "looked": seen}


def _agreement(session: Session) -> dict[str, object]:
    """The pairs of verdicts behind every α on the page about method; they name no promise, so that none is told."""

    def told(step: Step) -> dict[str, object]:
        pairs = sorted([one.value, other.value] for one, other in step.pairs)
        scale, alpha = [value.value for value in step.scale], step.agreement.alpha
        return {"step": step.name, "scale": scale, "pairs": pairs, "alpha": None if alpha is None else round(alpha, 6)}

    return {"codebook": CODEBOOK, "steps": [told(step) for step in steps(session)]}


def _judged() -> Only:
    """Of all that the council ever did only what somebody judged, and of all suggestions only those."""
    judged = select(LinkJudgement.link_id)
    return {
        "items": CouncilItem.id.in_(select(Link.item_id).where(Link.id.in_(judged))),
        "links": Link.id.in_(judged),
    }


def archive(contents: Mapping[str, bytes]) -> bytes:
    """The files as one zip archive; equal files give equal bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in sorted(contents):
            package.writestr(zipfile.ZipInfo(f"wortgehalten/{name}", FIRST_DAY), contents[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _columns(records: Records) -> dict[str, object]:
    """What each column says, for people and programs."""
    return {name: _described(sheet) for name, (sheet, _rows) in records.items()}


def _described(sheet: Sheet) -> dict[str, object]:
    return {
        "says": sheet.says,
        "identity": list(sheet.identity),
        "columns": {c.name: {"says": c.says, "holds": c.shape.value, "refers": c.refers} for c in sheet.columns},
    }


def _json(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
