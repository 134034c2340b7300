"""A promise's page for other sites and for search engines: its card to embed, its structured data."""

from datetime import date

from markupsafe import Markup

from tracker.reporting.outlets.claim_review import Reviewed, claim_review, script_safe
from tracker.services.readers.story import Story
from tracker.web.visit import Visit


def frame_of(visit: Visit, story: Story) -> str:
    """What others put into their page to show a promise there."""
    source = Markup.escape(visit.absolute(f"/einbetten/{story.id}"))
    return (
        f'<iframe src="{source}" title="{Markup.escape(story.title)}" width="100%" height="340" '
        'style="border:0;max-width:40rem" loading="lazy"></iframe>'
    )


def claim_of(visit: Visit, story: Story) -> Markup:
    """The structured data of a final finding as a script element that runs nothing; empty where there is none."""
    standing = story.standing
    if standing is None or story.withdrawn:
        return Markup("")
    said = claim_review(_reviewed(visit, story, standing.on))
    if said is None:
        return Markup("")
    safe = Markup(script_safe(said))  # noqa: S704  # nothing in it can end the element
    return Markup('<script type="application/ld+json">{}</script>').format(safe)


def _reviewed(visit: Visit, story: Story, published: date) -> Reviewed:
    document = story.quoted.document
    return Reviewed(
        page=visit.absolute(story.path),
        promise=story.quoted.reading or story.quoted.quote,
        respondent=story.party.name,
        document=document.title,
        read_at=visit.absolute(document.path),
        outcome=story.outcome,
        rating=visit.wording.label(story.outcome),
        published=published,
        publisher=visit.instance.settings.site.name,
        publisher_at=visit.site.address,
    )
