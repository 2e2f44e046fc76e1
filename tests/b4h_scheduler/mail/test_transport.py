from __future__ import annotations

import socket
import ssl
import subprocess
from typing import TYPE_CHECKING, Any

import pytest
from aiosmtpd.smtp import AuthResult

from b4h_scheduler.mail.settings import MailSettings
from b4h_scheduler.mail.transport import (
    Down,
    FolderTransport,
    Later,
    Parcel,
    Refused,
    SmtpTransport,
    Taken,
)
from tests.b4h_scheduler.mail.smtp_server import Mood, smtp_server

if TYPE_CHECKING:
    from pathlib import Path

    from b4h_scheduler.mail.transport import Outcome

BODY = b"Subject: x\r\n\r\n.dot\r\n..\r\nend\r\n"
ALWAYS = 1000


def _parcel(recipient: str = "ada@example.org") -> Parcel:
    return Parcel("000007", "bounces+7-ab@meet.example.org", recipient, BODY)


def _settings(port: int, **more: object) -> MailSettings:
    given = {"smtp_host": "localhost", "smtp_port": port, "smtp_security": "none"}
    return MailSettings.model_validate(given | more)


def _send(port: int, parcel: Parcel | None = None, **more: object) -> Outcome:
    transport = SmtpTransport(_settings(port, **more))
    try:
        return transport.send(parcel or _parcel())
    finally:
        transport.close()


def test_message_arrives_byte_for_byte_with_its_envelope() -> None:
    """Also lines that begin with a dot."""
    with smtp_server() as relay:
        assert isinstance(_send(relay.port), Taken)
    (got,) = relay.taken
    assert got.body == BODY
    assert got.recipient == "ada@example.org"
    assert got.return_path == "bounces+7-ab@meet.example.org"


@pytest.mark.parametrize(
    ("mood", "outcome", "told"),
    [
        (Mood(busy_421=ALWAYS), Down, "421 4.3.2 too busy, closing"),
        (Mood(later_451=ALWAYS), Later, "451 4.7.1 greylisted, come again"),
        (Mood(full_452=ALWAYS), Later, "452 4.2.2 no room now"),
        (
            Mood(refused=frozenset({"ada@example.org"})),
            Refused,
            "550 5.1.1 no such mailbox",
        ),
    ],
)
def test_answer_decides_what_becomes_of_a_message(
    mood: Mood, outcome: type, told: str
) -> None:
    """For now, for good, or the server itself; never in doubt."""
    with smtp_server(mood) as relay:
        found = _send(relay.port)
    assert (type(found), found.reply) == (outcome, told)
    assert not getattr(found, "is_in_doubt", False)
    assert relay.taken == []


@pytest.mark.parametrize("mood", [Mood(drops_before=ALWAYS), Mood(drops_after=ALWAYS)])
def test_connection_that_breaks_after_the_text_leaves_a_doubt(mood: Mood) -> None:
    """The server may have the message or not: it is sent again."""
    with smtp_server(mood) as relay:
        found = _send(relay.port)
    assert isinstance(found, Later)
    assert found.is_in_doubt


def test_server_that_is_not_there_is_named() -> None:
    """The message says where it was looked for."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    found = _send(port)
    assert isinstance(found, Down)
    assert found.reply.startswith(f"localhost:{port}: nothing answers there")


def test_connection_is_used_again_and_renewed_when_the_server_hung_up() -> None:
    """Two messages over one connection; after a restart a new one, without a loss."""
    with smtp_server() as relay:
        transport = SmtpTransport(_settings(relay.port))
        assert isinstance(transport.send(_parcel()), Taken)
        client = transport._client
        assert isinstance(transport.send(_parcel()), Taken)
        assert transport._client is client
        client.sock.shutdown(socket.SHUT_RDWR)
        assert isinstance(transport.send(_parcel()), Taken)
        assert transport._client is not client
        transport.close()
    assert len(relay.taken) == 3


def test_refused_message_does_not_spoil_the_next() -> None:
    """The connection is left ready."""
    with smtp_server(Mood(refused=frozenset({"no@example.org"}))) as relay:
        transport = SmtpTransport(_settings(relay.port))
        assert isinstance(transport.send(_parcel("no@example.org")), Refused)
        assert isinstance(transport.send(_parcel()), Taken)
        transport.close()
    assert [got.recipient for got in relay.taken] == ["ada@example.org"]


def test_mailbox_beyond_ascii_needs_a_server_that_knows_them() -> None:
    """Sent where SMTPUTF8 is offered, shown to staff where not."""
    parcel = _parcel("zoë@example.org")
    with smtp_server(enable_SMTPUTF8=True) as relay:
        assert isinstance(_send(relay.port, parcel), Taken)
    assert relay.taken[0].recipient == "zoë@example.org"
    with smtp_server(enable_SMTPUTF8=False) as relay:
        found = _send(relay.port, parcel)
    assert isinstance(found, Refused)
    assert "addresses beyond ASCII" in found.reply


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for localhost, with its key in the same file."""
    path = tmp_path_factory.mktemp("tls") / "server.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", str(path), "-out", f"{path}.crt"],
        check=True, capture_output=True,
    )  # fmt: skip
    with path.open("ab") as file:
        file.write(path.with_name("server.pem.crt").read_bytes())
    return path


def _signs_in(
    _server: object, _session: object, _envelope: object, _mechanism: object, data: Any
) -> AuthResult:
    is_right = (data.login, data.password) == (b"b4h", b"right")
    return AuthResult(success=is_right, handled=False)


# Behind implicit TLS the server knows of none.
@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_encrypted_connection_signs_in(
    certificate: Path, monkeypatch: pytest.MonkeyPatch, security: str
) -> None:
    """With the right password a message goes; a wrong one names the setting."""
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    key = "tls_context" if security == "starttls" else "ssl_context"
    options = {key: context}
    more = {"smtp_security": security, "smtp_user": "b4h"}
    right, wrong = ({"smtp_password": each} for each in ("right", "wrong"))
    with smtp_server(
        authenticator=_signs_in,
        auth_required=True,
        auth_require_tls=security == "starttls",
        **options,
    ) as relay:
        good = _send(relay.port, **more, **right)
        bad = _send(relay.port, **more, **wrong)
    assert isinstance(good, Taken), good
    assert isinstance(bad, Down)
    assert "user or password refused" in bad.reply
    assert "wrong" not in bad.reply


def test_certificate_of_a_stranger_is_refused(certificate: Path) -> None:
    """Nothing is sent, and the settings to look at are named."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with smtp_server(tls_context=context) as relay:
        found = _send(relay.port, smtp_security="starttls")
    assert isinstance(found, Down)
    assert "no encryption could be agreed on" in found.reply
    assert relay.taken == []


def test_server_without_starttls_gets_no_message() -> None:
    """Encryption that was asked for is not given up silently."""
    with smtp_server() as relay:
        found = _send(relay.port, smtp_security="starttls")
    assert isinstance(found, Down)
    assert "the server does not offer what is asked: see smtp_security" in found.reply
    assert relay.taken == []


def test_without_a_server_a_message_becomes_a_file(tmp_path: Path) -> None:
    """A repeat writes the same file; others cannot read it."""
    transport = FolderTransport(tmp_path / "outbox")
    for _ in range(2):
        assert isinstance(transport.send(_parcel()), Taken)
    (path,) = (tmp_path / "outbox").iterdir()
    assert path.name == "000007.eml"
    assert path.read_bytes() == BODY
    assert path.stat().st_mode & 0o077 == 0


def test_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    """The message stays in the outbox."""
    (tmp_path / "outbox").write_text("a file")
    found = FolderTransport(tmp_path / "outbox").send(_parcel())
    assert isinstance(found, Down)
    assert "outbox" in found.reply


def test_server_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """A wait for an answer ends."""
    monkeypatch.setattr("b4h_scheduler.mail.transport.TIMEOUT_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        found = _send(silent.getsockname()[1])
    assert isinstance(found, Down)
    assert "did not answer in time" in found.reply
