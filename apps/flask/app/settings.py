"""What the environment and systemd's credentials say, checked before the first request."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

from app.database import Database

CREDENTIAL = "database_password"
"""The credential's name, as in the unit's `LoadCredential=database_password:/etc/…`."""


class SettingsError(Exception):
    """Every mistake with its remedy, one a line."""


@dataclass(frozen=True)
class Settings:
    """What the application can be told."""

    database: Database | None


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Raises SettingsError with every mistake at once; none of its lines repeats a value, which could be a secret."""
    mistakes: list[str] = []
    dsn = environ.get("DATABASE_DSN")
    password = _password(environ, mistakes)

    if "PGPASSWORD" in environ:
        # libpq would take it, and an environment is inherited by children and read by crash reporters.
        mistakes.append(f"PGPASSWORD is set; put the password into the credential {CREDENTIAL} instead")
    if dsn is not None:
        mistakes += _mistakes_in(dsn)
    elif password is not None:
        mistakes.append(f"the credential {CREDENTIAL} has no use without DATABASE_DSN; set it, or drop the credential")

    if mistakes:
        raise SettingsError("\n".join(mistakes))
    return Settings(Database(dsn, password) if dsn is not None else None)


def _mistakes_in(dsn: str) -> list[str]:
    if not dsn.strip():
        return ["DATABASE_DSN is empty; unset it to run without a database"]
    try:
        parameters = conninfo_to_dict(dsn)
    except psycopg.Error:
        # Without libpq's own words: they quote the text, and its author may have put a password there.
        return ["DATABASE_DSN is not a libpq connection string; expected e.g. host=/var/run/postgresql user=flask"]
    # Also `sslpassword`, and what later versions of libpq call a secret.
    return [
        f"DATABASE_DSN holds {name}, a secret; only the credential {CREDENTIAL} may hold one"
        for name in parameters
        if "password" in name or "secret" in name
    ]


def _password(environ: Mapping[str, str], mistakes: list[str]) -> str | None:
    """None where no credential is given: PostgreSQL then knows the user by other means, such as `peer`."""
    folder = environ.get("CREDENTIALS_DIRECTORY")
    if folder is None:
        return None
    file = Path(folder) / CREDENTIAL
    try:
        # Only the line's end: white space may be a part of a password.
        password = file.read_text(encoding="utf-8").rstrip("\r\n")
    except FileNotFoundError:
        return None
    except (OSError, UnicodeError) as error:
        mistakes.append(f"{file} cannot be read ({type(error).__name__}); it must be this user's, in UTF-8")
        return None
    if not password or any(character in password for character in "\r\n\0"):
        mistakes.append(f"{file} must hold the password on one line and nothing else")
    return password
