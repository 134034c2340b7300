import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.assessment import Outcome
from tracker.reporting.outlets.claim_review import Reviewed, claim_review, script_safe


def make_reviewed(outcome=Outcome.FULFILLED, promise="Wir bauen den Radweg.", **over) -> Reviewed:
    values = {
        "page": "https://ort.example/versprechen/p-1",
        "promise": promise,
        "respondent": "Bürgerliste Blaue Brücke",
        "document": "antworten.pdf",
        "read_at": "https://ort.example/beleg/00",
        "outcome": outcome,
        "rating": "umgesetzt",
        "published": date(2026, 3, 14),
        "publisher": "Wortgehalten",
        "publisher_at": "https://ort.example",
    }
    return Reviewed(**(values | over))


@pytest.mark.parametrize("outcome", Outcome)
def test_only_final_findings_are_claims_that_were_reviewed(outcome):
    assert (claim_review(make_reviewed(outcome)) is not None) is outcome.final


def test_it_says_who_promised_what_and_how_it_was_rated_in_words():
    said = claim_review(make_reviewed())
    assert (said["@context"], said["@type"]) == ("https://schema.org", "ClaimReview")
    assert said["claimReviewed"] == "Wir bauen den Radweg."
    assert said["itemReviewed"]["author"]["name"] == "Bürgerliste Blaue Brücke"
    assert said["reviewRating"] == {"@type": "Rating", "alternateName": "umgesetzt"}
    assert said["datePublished"] == "2026-03-14"


@given(st.text())
def test_no_text_can_leave_the_script_element(text):
    safe = script_safe(claim_review(make_reviewed(promise=f"</script><!--{text}")))
    assert not {"<", ">", "&", "\u2028", "\u2029"} & set(safe)
    assert json.loads(safe)["claimReviewed"].startswith("</script><!--")
