"""Mails go to a real server on loopback or into real files."""

import socket
import threading
from email import message_from_bytes
from email.policy import default

import pytest

from tests.mail.conftest import PASSWORD, Post, make_message, only_known, server_context, trusting
from tracker.mail import (
    AddressError,
    FileTransport,
    MailFileError,
    MailLoginError,
    MailRefusedError,
    MailTrustError,
    MailUncertainError,
    MailUnreachableError,
    SmtpTransport,
)

ADA = "ada.anker@musterhafen.example"


def test_a_server_receives_the_message_as_it_was_composed(open_office, message, letter):
    office = open_office()
    office.transport().send(message, ADA)
    (envelope,) = office.post.received
    assert envelope.mail_from == "bericht@musterhafen.example"
    assert envelope.rcpt_tos == [ADA]
    assert envelope.original_content == message.as_bytes()
    arrived = message_from_bytes(envelope.original_content, policy=default)
    assert arrived.get_body(("plain",)).get_content().splitlines() == letter.text.splitlines()


def test_with_starttls_and_password_the_mail_goes_out(open_office, message):
    office = open_office(tls_context=server_context(), require_starttls=True, authenticator=only_known)
    office.transport(security="starttls", tls=trusting(), user="bericht", password=PASSWORD).send(message, ADA)
    assert len(office.post.received) == 1


def test_with_tls_from_the_start_the_mail_goes_out(open_office, message):
    office = open_office(tls=True)
    office.transport(security="tls", tls=trusting()).send(message, ADA)
    assert len(office.post.received) == 1


def test_a_wrong_password_is_told_with_the_settings_to_check(open_office, message):
    office = open_office(tls_context=server_context(), authenticator=only_known)
    with pytest.raises(MailLoginError, match="user, password") as caught:
        office.transport(security="starttls", tls=trusting(), user="bericht", password="falsch").send(message, ADA)
    assert "falsch" not in str(caught.value)


def test_a_password_is_not_sent_to_a_server_that_cannot_prove_its_name(open_office, message):
    office = open_office(tls_context=server_context(), authenticator=only_known)
    with pytest.raises(MailTrustError, match="Zertifikat"):
        office.transport(security="starttls", user="bericht", password=PASSWORD).send(message, ADA)
    assert office.post.received == []


def test_a_server_without_encryption_gets_nothing_where_encryption_is_wanted(open_office, message):
    office = open_office()
    with pytest.raises(MailLoginError):
        office.transport(security="starttls").send(message, ADA)
    assert office.post.received == []


@pytest.mark.parametrize(("code", "permanent"), [("550 No such user", True), ("450 Try later", False)])
@pytest.mark.parametrize("step", ["rcpt_answer", "data_answer"])
def test_a_refused_recipient_is_permanent_or_temporary_as_the_server_says(open_office, message, step, code, permanent):
    office = open_office(Post(**{step: code}))
    with pytest.raises(MailRefusedError) as caught:
        office.transport().send(message, ADA)
    assert caught.value.permanent is permanent
    assert caught.value.subject == ADA
    assert code in str(caught.value)
    assert office.post.received == []


def test_a_connection_lost_after_the_content_is_uncertain(open_office, message):
    office = open_office(Post(hang_up_after_data=True))
    with pytest.raises(MailUncertainError, match="wissen wir nicht"):
        office.transport().send(message, ADA)
    assert len(office.post.received) == 1


def test_no_server_means_that_nothing_was_sent(message):
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    with pytest.raises(MailUnreachableError, match="Nichts wurde gesendet"):
        SmtpTransport("127.0.0.1", port, security="none").send(message, ADA)


@pytest.mark.parametrize(
    "script",
    [
        [b"421 Zu viele Verbindungen\r\n"],
        [b"Kein Mailserver\r\n"],
        [b"220 ja\r\n", b"250 ja\r\n"],
        [b"220 ja\r\n", b"250 ja\r\n", b"250 ja\r\n", b"250 ja\r\n"],
    ],
    ids=["busy", "no mail server", "gone before MAIL", "gone before DATA"],
)
def test_a_server_that_leaves_before_the_content_has_nothing(message, script):
    with socket.create_server(("127.0.0.1", 0)) as server:
        worker = threading.Thread(target=follow, args=(server, script))
        worker.start()
        with pytest.raises(MailUnreachableError):
            SmtpTransport("127.0.0.1", server.getsockname()[1], security="none", timeout=5).send(message, ADA)
        worker.join()


def follow(server: socket.socket, script: list[bytes]) -> None:
    """Answers one line after the other, then hangs up."""
    connection, _ = server.accept()
    with connection:
        for n, answer in enumerate(script):
            if n:
                connection.recv(4096)
            connection.sendall(answer)


def test_a_recipient_that_is_no_address_never_reaches_the_server(open_office, message):
    office = open_office()
    with pytest.raises(AddressError):
        office.transport().send(message, "ada\r\nRCPT TO:<eve@evil.example>")
    assert office.post.received == []


def test_a_password_does_not_show_in_logs():
    assert PASSWORD not in repr(SmtpTransport("mail.example", 587, "bericht", PASSWORD))


def test_a_file_holds_the_whole_message_and_no_draft_is_left(tmp_path, message):
    transport = FileTransport(tmp_path / "out")
    transport.send(message, ADA)
    (file,) = (tmp_path / "out").iterdir()
    assert file.suffix == ".eml"
    assert file.name.startswith("ada-anker-musterhafen-example-")
    assert file.read_bytes() == message.as_bytes()


def test_the_same_message_is_the_same_file_and_another_recipient_another(tmp_path, message, letter):
    transport = FileTransport(tmp_path)
    transport.send(message, ADA)
    transport.send(make_message(letter), ADA)
    transport.send(message, "bert@musterhafen.example")
    assert len(list(tmp_path.iterdir())) == 2


def test_a_recipient_cannot_choose_the_folder(tmp_path, message):
    assert FileTransport(tmp_path).path(message, "../../etc/passwd@x.example").parent == tmp_path


def test_a_folder_that_is_none_is_told_in_a_sentence(tmp_path, message):
    blocked = tmp_path / "out"
    blocked.write_text("eine Datei")
    with pytest.raises(MailFileError, match="Platz und Rechte"):
        FileTransport(blocked).send(message, ADA)
