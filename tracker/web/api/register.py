"""`/api/…`: municipalities, respondents, figures, editions, coming sittings, and the end of the chain."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from tracker.db.queries import events
from tracker.db.session import reading
from tracker.domain.audit import FIRST_PREV
from tracker.services.open_data.figures import figures
from tracker.services.readers import published
from tracker.services.readers.agenda import coming
from tracker.services.readers.published import EditionLine
from tracker.web.api import problems, views
from tracker.web.api.asking import Paging
from tracker.web.api.desk import Desk
from tracker.web.api.register_shapes import (
    BodyShape,
    ChainShape,
    EditionShape,
    FiguresShape,
    RespondentShape,
    SittingShape,
    WholeEditionShape,
)

KEY = r"^(report|retrospective):[0-9A-Za-z:._-]+$"
"""What keys of editions look like."""


def router(desk_of: Callable[..., Desk]) -> APIRouter:
    """The operations on everything but promises."""
    routes = APIRouter()
    _add_names(routes, desk_of)
    _add_reports(routes, desk_of)
    return routes


def _add_names(routes: APIRouter, desk_of: Callable[..., Desk]) -> None:
    @routes.get("/bodies", operation_id="listBodies", tags=["names"])
    def list_bodies(desk: Annotated[Desk, Depends(desk_of)]) -> list[BodyShape]:
        """All municipalities, by name."""
        return [BodyShape(key=one.key, name=one.name) for one in desk.catalogue.places]

    @routes.get("/respondents", operation_id="listRespondents", tags=["names"])
    def list_respondents(
        paging: Annotated[Paging, Query()], desk: Annotated[Desk, Depends(desk_of)]
    ) -> list[RespondentShape]:
        """Who replied or stands for election, by name; beyond the last page none."""
        shown = desk.catalogue.parties[paging.first : paging.first + paging.per_page]
        return [views.respondent(one, desk.address) for one in shown]

    @routes.get("/sittings", operation_id="listSittings", tags=["council"])
    def list_sittings(desk: Annotated[Desk, Depends(desk_of)]) -> list[SittingShape]:
        """Coming sittings by day, with what touches promises there."""
        with reading(desk.instance.engine) as session:
            return [views.sitting(one) for one in coming(session, desk.catalogue)]


def _add_reports(routes: APIRouter, desk_of: Callable[..., Desk]) -> None:
    @routes.get("/figures", operation_id="getFigures", tags=["figures"])
    def get_figures(desk: Annotated[Desk, Depends(desk_of)]) -> FiguresShape:
        """Today's figures, as every page shows them and the replication package recomputes them."""
        return FiguresShape.model_validate(asdict(figures(desk.catalogue)))

    @routes.get("/editions", operation_id="listEditions", tags=["figures"])
    def list_editions(
        paging: Annotated[Paging, Query()], desk: Annotated[Desk, Depends(desk_of)]
    ) -> list[EditionShape]:
        """Frozen reports, the newest first; beyond the last page none."""
        with reading(desk.instance.engine) as session:
            found = published.editions(session)
        return [EditionShape(**_edition(one, desk)) for one in found[paging.first : paging.first + paging.per_page]]

    @routes.get("/editions/{key}", operation_id="getEdition", tags=["figures"], responses=problems.NOT_FOUND)
    def get_edition(
        key: Annotated[str, Path(description="Key of the edition.", pattern=KEY, max_length=96)],
        desk: Annotated[Desk, Depends(desk_of)],
    ) -> WholeEditionShape:
        """A frozen report, byte for byte."""
        with reading(desk.instance.engine) as session:
            found = published.edition(session, key)
        return WholeEditionShape(**_edition(found.line, desk), frozen=found.frozen)

    @routes.get("/chain", operation_id="getChain", tags=["figures"])
    def get_chain(desk: Annotated[Desk, Depends(desk_of)]) -> ChainShape:
        """The end of the chain of events."""
        with reading(desk.instance.engine) as session:
            last = events.head(session)
        if last is None:
            return ChainShape(length=0, hash=FIRST_PREV, at=None)
        return ChainShape(length=last.seq, hash=last.hash, at=datetime.fromisoformat(last.at))


def _edition(one: EditionLine, desk: Desk) -> dict[str, Any]:
    return {
        "key": one.key,
        "kind": one.kind,
        "cut_off": one.cut_off,
        "frozen_at": one.frozen_at,
        "sha256": one.sha256,
        "url": f"{desk.address}{one.path}",
    }
