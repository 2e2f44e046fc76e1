"""How mail leaves this installation: settings of a file and of variables."""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic import model_validator as validator

from b4h_scheduler.mail.addresses import is_address
from b4h_scheduler.store.errors import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

PREFIX = "B4H_"
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})


class MailSettingsError(StoreError):
    """A setting has a value that cannot be used."""


class MailSettings(BaseModel):
    """Where the mail server is, and who writes.

    The web application's settings have the same fields; this part alone is what
    ``b4h mail`` reads.
    """

    model_config = ConfigDict(frozen=True)

    folder: Path = Path("b4h-data")
    """Holds the database, the secret of the links and uploads under way."""
    database: str = ""
    """``sqlite:///FILE`` or ``postgresql://USER@HOST/NAME``; empty: in the folder."""
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    """0: any that is free."""
    address: str = ""
    """As people reach it: ``https://meet.example.org``; empty: from host and port."""
    smtp_host: str = ""
    """Empty: messages become ``.eml`` files in the folder ``outbox``."""
    smtp_port: Annotated[int, Field(ge=1, le=65535)] = 587
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: SecretStr = SecretStr("")
    mail_from: str = ""
    """Address that messages come from; empty: ``b4h@`` and the host of the address."""
    mail_return: str = ""
    """Mailbox for returned mail, extended by ``+NUMBER`` of the message."""
    mail_per_minute: Annotated[int, Field(ge=0, le=100_000)] = 0
    """At most so many; 0: as many as the server takes."""

    @validator(mode="after")
    def _can_be_used(self) -> Self:
        is_clear = self.smtp_security == "none" and self.smtp_host not in _HERE
        if self.smtp_user and is_clear:
            raise ValueError(
                "smtp_user needs smtp_security starttls or tls: the password would go "
                "over the network in the clear"
            )
        for name in ("mail_from", "mail_return"):
            value = getattr(self, name)
            if value and not is_address(value):
                message = f"{name} {value!r} is no mail address: write b4h@example.org"
                raise ValueError(message)
        return self

    @property
    def database_url(self) -> str:
        """The address of the database."""
        if self.database:
            return self.database
        return f"sqlite:///{(self.folder / 'b4h.sqlite').absolute()}"

    @property
    def public_address(self) -> str:
        """Where people reach the application, without a slash at the end."""
        return (self.address or f"http://{self.host}:{self.port}").rstrip("/")

    @property
    def sender(self) -> str:
        """The address that messages come from."""
        if self.mail_from:
            return self.mail_from
        host = urlsplit(self.public_address).hostname or "localhost"
        is_name = any(letter.isalpha() for letter in host) and ":" not in host
        return f"b4h@{host if is_name else 'localhost'}"

    @property
    def mail_folder(self) -> Path:
        """Where messages go without a server."""
        return self.folder / "outbox"


def read_mail_settings(
    path: Path | None = None,
    *,
    environment: Mapping[str, str] | None = None,
    **given: Any,
) -> MailSettings:
    """Return the settings; what is given goes before variables, these before the file.

    Keys of the web application that do not concern mail are passed over.

    Raises
    ------
    MailSettingsError
        With the key, what was found, and what is expected.
    """
    environment = os.environ if environment is None else environment
    content = {} if path is None else _read_file(path)
    known = MailSettings.model_fields
    for name in known:
        value = environment.get(f"{PREFIX}{name.upper()}")
        if value:
            content[name] = value
    content |= {key: value for key, value in given.items() if value is not None}
    try:
        return MailSettings.model_validate(
            {k: content[k] for k in content if k in known}
        )
    except ValidationError as error:
        first = error.errors()[0]
        key = ".".join(map(str, first["loc"]))
        where = f"setting {key!r}: " if key else ""
        told = str(first["msg"]).removeprefix("Value error, ")
        raise MailSettingsError(f"{where}{told}") from error


def _read_file(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        message = f"there is no configuration file {path}"
        raise MailSettingsError(message) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        message = f"{path} is no TOML file: {error}"
        raise MailSettingsError(message) from error
