"""`/api/promises`: the list with the filters of the list page, and one promise with everything that is published."""

from collections.abc import Callable
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query

from tracker.db.session import reading
from tracker.domain.assessment import KnowledgeState
from tracker.services.outlets.selection import of_promise
from tracker.services.readers.finding import matching
from tracker.services.readers.story import story
from tracker.web.api import problems, views
from tracker.web.api.asking import PromiseQuery
from tracker.web.api.desk import Desk
from tracker.web.api.shapes import PromisePage, WholePromiseShape

ONE = "getPromise"
FROM_A_LIST: dict[int | str, dict[str, Any]] = {
    200: {"links": {"one": {"operationId": ONE, "parameters": {"id": "$response.body#/items/0/id"}}}}
}
"""How a program goes on from a list to one promise."""


def router(desk_of: Callable[..., Desk]) -> APIRouter:
    """The operations on promises."""
    routes = APIRouter(tags=["promises"])

    @routes.get("/promises", operation_id="listPromises", responses=FROM_A_LIST)
    def list_promises(query: Annotated[PromiseQuery, Query()], desk: Annotated[Desk, Depends(desk_of)]) -> PromisePage:
        """Promises that fit, those with the words in their title first, then those that moved last."""
        found = matching(desk.catalogue, query.asked())
        shown = found[query.first : query.first + query.per_page]
        return PromisePage(
            day=desk.catalogue.day,
            total=len(found),
            checked=sum(one.knowledge.state is not KnowledgeState.NEVER_CHECKED for one in found),
            page=query.page,
            pages=max(1, -(-len(found) // query.per_page)),
            items=[views.promise(one, desk.address) for one in shown],
        )

    @routes.get("/promises/{id}", operation_id=ONE, responses=problems.NOT_FOUND)
    def get_promise(
        id: Annotated[str, Path(description="Public id of the promise.", pattern="^p-[0-9a-f]{10}$")],  # noqa: A002  # the address's word
        desk: Annotated[Desk, Depends(desk_of)],
    ) -> WholePromiseShape:
        """One promise: where it stands, when it counts as fulfilled, and everything that became of it."""
        (listed,) = of_promise(desk.catalogue, id).entries
        with reading(desk.instance.engine) as session:
            told = story(session, id, desk.catalogue.day, desk.instance.zone)
        return views.whole_promise(listed, told, desk.address)

    return routes
