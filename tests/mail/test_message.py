from dataclasses import replace
from email import message_from_bytes
from email.policy import default

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.mail.conftest import make_message
from tracker.mail import AddressError, Letter, stable_message_id
from tracker.mail.message import inlined, one_line, sendable

LETTER = Letter("Betreff", "Text", "<p>Text</p>")


def reread(message):
    return message_from_bytes(message.as_bytes(), policy=default)


def test_a_letter_has_its_plain_text_first_and_html_last(message, letter):
    parts = list(reread(message).iter_parts())
    assert message.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in parts] == ["text/plain", "text/html"]
    assert parts[0].get_content().splitlines() == letter.text.splitlines()
    assert "Drei von sechs geprüft." in parts[1].get_content()


def test_every_part_names_its_language(message):
    assert message["Content-Language"] == "de"
    assert all(part["Content-Language"] == "de" for part in message.iter_parts())


def test_headers_say_who_when_and_that_no_person_answers(message):
    again = reread(message)
    assert again["From"] == "Wortgehalten Musterhafen <bericht@musterhafen.example>"
    assert again["To"] == "ada.anker@musterhafen.example"
    assert again["Subject"] == "Monatsbericht Oktober 2026 für Musterhafen"
    assert again["Date"] == "Sun, 01 Nov 2026 07:00:00 +0000"
    assert again["Auto-Submitted"] == "auto-generated"
    assert "List-Unsubscribe" not in again


def test_equal_arguments_give_equal_bytes(letter, message):
    assert make_message(letter).as_bytes() == message.as_bytes()


def test_the_message_id_is_the_same_for_the_same_mail_and_another_for_every_other():
    first = stable_message_id("musterhafen.example", "report:2026-10", "ada")
    assert first == stable_message_id("musterhafen.example", "report:2026-10", "ada")
    assert first != stable_message_id("musterhafen.example", "report:2026-10", "bert")
    assert stable_message_id("a", "b", "c") != stable_message_id("a", "bc")
    assert stable_message_id("x>\r\ny", "a").endswith("@xy>")


def test_an_https_address_offers_one_click_to_unsubscribe(letter):
    url = "https://musterhafen.example/ab/" + "x" * 200
    again = reread(make_message(letter, unsubscribe_url=url))
    assert again["List-Unsubscribe"] == f"<{url}>"
    assert again["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_without_https_there_is_an_address_but_no_click(letter):
    again = reread(make_message(letter, unsubscribe_url="mailto:weg@musterhafen.example"))
    assert again["List-Unsubscribe"] == "<mailto:weg@musterhafen.example>"
    assert "List-Unsubscribe-Post" not in again


def test_styles_move_into_the_elements_and_media_rules_stay():
    page = inlined("<style>p { color: #111 } @media print { p { color: #000 } }</style><p>Guten Tag</p>")
    assert '<p style="color: #111;">' in page
    assert "@media print" in page


def test_a_style_sheet_elsewhere_is_never_loaded():
    page = inlined('<link rel="stylesheet" href="http://127.0.0.1:9/x.css"><p>Guten Tag</p>')
    assert "Guten Tag" in page


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=200), st.sampled_from(["\r\n", "\n", "\r", "\u2028", "\x85"]))
def test_no_text_can_add_a_header(text, breaking):
    injected = f"{text}{breaking}Bcc: eve@evil.example{breaking}{breaking}Hallo"
    message = make_message(
        replace(LETTER, subject=injected),
        sender=f"{injected} <bericht@musterhafen.example>",
        unsubscribe_url=f"https://musterhafen.example/{injected}",
    )
    again = reread(message)
    assert set(again.keys()) == set(make_message(LETTER, unsubscribe_url="https://a.example").keys())
    assert "Bcc" not in again
    # folding between encoded words may swallow a blank, which harms nobody
    assert again["Subject"].replace(" ", "") == one_line(injected).replace(" ", "")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "ada",
        "@musterhafen.example",
        "ada@",
        "ada@hafen",
        "ada anker@musterhafen.example",
        "ada@musterhafen.example\r\nBcc: eve@evil.example",
        "ada@musterhafen.example, eve@evil.example",
        "ä@musterhafen.example",
        "ada@-.example.",
        "ada@[127.0.0.1]",
        '"a b"@musterhafen.example',
        "ada@" + "x" * 300 + ".example",
    ],
)
def test_what_is_no_address_is_refused_with_a_sentence(address):
    with pytest.raises(AddressError, match="keine E-Mail-Adresse"):
        make_message(LETTER, recipient=address)


def test_a_domain_with_umlauts_is_written_as_servers_know_it():
    assert sendable("ada@müsterhafen.example") == "ada@xn--msterhafen-9db.example"


def test_a_name_with_umlauts_and_commas_stays_a_name(letter):
    again = reread(make_message(letter, sender="Brücke, Blaue <b@musterhafen.example>"))
    (sender,) = again["From"].addresses
    assert (sender.display_name, sender.addr_spec) == ("Brücke, Blaue", "b@musterhafen.example")
