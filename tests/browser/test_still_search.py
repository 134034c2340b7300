"""The search of the plain files finds what the program's own search finds, from a disk and without a network."""

from playwright.sync_api import Browser

from tests import sample
from tests.factories import NOW
from tracker.db.files import FileStore
from tracker.db.session import writing
from tracker.services.instance import Instance
from tracker.services.readers.catalogue import catalogue
from tracker.services.readers.finding import Asked, find
from tracker.services.site import write_site
from tracker.settings import Settings
from tracker.web.still import made


def test_umlauts_and_facets_find_the_same_as_the_program(engine, tmp_path, chromium: Browser):
    settings = Settings(tmp_path)
    instance = Instance(settings, engine, FileStore(settings.files))
    with writing(engine) as session:
        sample.fill(session, instance.store)
    write_site(tmp_path / "netz", made(instance, NOW))
    page = chromium.new_page()
    everything = catalogue(instance, NOW)
    for words, facets in (
        ("BAEUME", {}),
        ("bäume", {}),
        ("lindenallee radweg", {}),
        ("straße", {}),
        ("strasse", {"ergebnis": "not_yet_rated"}),
        ("gibtesnicht", {}),
    ):
        query = "&".join([f"q={words}", *(f"{name}={value}" for name, value in facets.items())])
        page.goto(f"{(tmp_path / 'netz' / 'versprechen' / 'index.html').as_uri()}?{query}")
        shown = page.locator("#treffer .promise h3").all_inner_texts()
        asked = Asked(words, tuple(("outcome", value) for value in facets.values()))
        assert sorted(shown) == sorted(one.title for one in find(everything, asked).entries), words
    page.close()
