"""The interface as an application, mounted at /api."""

import re

from fastapi import FastAPI
from starlette.routing import Mount

from tracker import __version__
from tracker.web.api import problems, promises, register
from tracker.web.api.desk import desk_of
from tracker.web.site import Site

ABOUT = """Everything that the pages show, for programs. Reading only, without a key. Answers carry an ETag; ask again
with If-None-Match. The same data as tables, JSON lines and replication package lie under /daten."""


def create_api(site: Site) -> FastAPI:
    """The interface of an instance.

    The framework's own pages of documentation are off, because they load scripts from elsewhere; so is its telemetry.
    """
    api = FastAPI(
        title=f"{site.instance.settings.site.name}: API",
        version=__version__,
        description=ABOUT,
        license_info={"name": site.instance.settings.site.licence, "url": site.instance.settings.site.licence_address},
        docs_url=None,
        redoc_url=None,
        telemetry={"tracing": False, "metrics": False, "logs": False},
        responses=problems.EVERYWHERE,
    )
    problems.install(api, site.instance.wording)
    desk = desk_of(site)
    api.include_router(promises.router(desk))
    api.include_router(register.router(desk))
    return api


def mounted(site: Site) -> Mount:
    """The interface under /api, whatever characters an address has: a failure there is JSON, too."""
    mount = Mount("/api", create_api(site))
    mount.path_regex = re.compile(mount.path_regex.pattern, re.DOTALL)
    return mount
