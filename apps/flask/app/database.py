"""The one question that the application has for PostgreSQL."""

from dataclasses import dataclass, field

import psycopg

CONNECT_TIMEOUT_SECONDS = 2
"""The least that libpq takes. A request should fail while its client still waits."""

# Any user may see this much of the view; what others' sessions do stays hidden.
COUNT_SESSIONS = "SELECT count(*), current_database() FROM pg_stat_activity WHERE datname = current_database()"


@dataclass(frozen=True)
class Database:
    """Where PostgreSQL is and who asks. The password is in no representation of it."""

    dsn: str
    password: str | None = field(default=None, repr=False)

    def count_sessions(self) -> tuple[int, str]:
        """How many sessions the database has, this one included, and the database's name.

        A connection a request: nothing to keep alive, and one that broke does not fail the next request.
        Raises psycopg.Error.
        """
        # Autocommit, because a lone SELECT needs no transaction and the trace no BEGIN and COMMIT.
        with (
            psycopg.connect(
                self.dsn, password=self.password, connect_timeout=CONNECT_TIMEOUT_SECONDS, autocommit=True
            ) as connection,
            connection.cursor() as cursor,
        ):
            [(count, name)] = cursor.execute(COUNT_SESSIONS).fetchall()
        return count, name
