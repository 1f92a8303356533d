"""What the environment may say, and what is refused at start."""

from pathlib import Path

import pytest

from app.database import Database
from app.settings import Settings, SettingsError, read_settings

DSN = "host=/var/run/postgresql dbname=postgres user=flask"
SECRET = "tr0ub4dor"


def credentials(folder: Path, content: str) -> dict[str, str]:
    (folder / "database_password").write_text(content)
    return {"CREDENTIALS_DIRECTORY": str(folder)}


def refusal(environ: dict[str, str]) -> str:
    with pytest.raises(SettingsError) as caught:
        read_settings(environ)
    return str(caught.value)


def test_nothing_configured_means_no_database() -> None:
    assert read_settings({}) == Settings(None)


def test_a_dsn_without_a_password_is_enough_where_postgresql_knows_its_user() -> None:
    assert read_settings({"DATABASE_DSN": DSN}) == Settings(Database(DSN, None))


def test_other_credentials_than_the_password_are_not_the_applications_business(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("x")

    assert read_settings({"CREDENTIALS_DIRECTORY": str(tmp_path), "DATABASE_DSN": DSN}) == Settings(Database(DSN))


@pytest.mark.parametrize("content", [SECRET, f"{SECRET}\n", f"{SECRET}\r\n"])
def test_the_password_is_the_credentials_line_without_its_end(tmp_path: Path, content: str) -> None:
    settings = read_settings({"DATABASE_DSN": DSN, **credentials(tmp_path, content)})

    assert settings.database == Database(DSN, SECRET)


@pytest.mark.parametrize("content", ["", "\n", f"{SECRET}\nsecond", f"{SECRET}\0"])
def test_a_credential_that_is_not_one_line_is_refused(tmp_path: Path, content: str) -> None:
    assert "on one line" in refusal({"DATABASE_DSN": DSN, **credentials(tmp_path, content)})


def test_a_credential_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "database_password").mkdir()

    assert "cannot be read" in refusal({"DATABASE_DSN": DSN, "CREDENTIALS_DIRECTORY": str(tmp_path)})


@pytest.mark.parametrize(
    "dsn",
    [
        f"{DSN} password={SECRET}",
        f"{DSN} sslpassword={SECRET}",
        f"postgresql://flask:{SECRET}@localhost/postgres",
        f"postgresql://localhost/postgres?password={SECRET}",
        f"{DSN} passwort={SECRET}",
        f"{DSN} {SECRET}",
    ],
)
def test_a_dsn_that_holds_a_secret_or_is_none_is_refused_without_repeating_it(dsn: str) -> None:
    message = refusal({"DATABASE_DSN": dsn})

    assert "DATABASE_DSN" in message
    assert SECRET not in message


def test_an_empty_dsn_is_refused_rather_than_taken_for_libpqs_defaults() -> None:
    assert "empty" in refusal({"DATABASE_DSN": " "})


def test_a_password_in_the_environment_is_refused() -> None:
    message = refusal({"DATABASE_DSN": DSN, "PGPASSWORD": SECRET})

    assert "PGPASSWORD" in message
    assert SECRET not in message


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    message = refusal({"PGPASSWORD": SECRET, **credentials(tmp_path, SECRET)})

    assert len(message.splitlines()) == 2
