"""Runs the stand-in Agent's checks against what answers anything, and prints each metric with how it is submitted."""

import importlib
import json
import pkgutil
import sys
import time
import types
from collections import defaultdict
from pathlib import Path

AGENT = Path(sys.argv[1])
sent: dict[str, str] = {}


class AgentCheck:
    OK, WARNING, CRITICAL = range(3)
    __NAMESPACE__ = ""

    def __init__(self, *_args):
        self.check_initializations = []

    def __getattr__(self, kind):
        def submit(name, *_args, **_kwargs):
            if kind not in ("service_check", "set_metadata"):
                sent[".".join(filter(None, (self.__NAMESPACE__, name)))] = kind

        return submit


class QueryManager:
    """Submits each column of a query that is a metric."""

    def __init__(self, check, _executor, queries, **_options):
        self.check, self.queries = check, queries

    def compile_queries(self):
        pass

    def execute(self, **_options):
        for query in self.queries:
            for column in query["columns"]:
                if column["type"] != "tag":
                    getattr(self.check, column["type"])(column["name"])


class Anything(defaultdict):
    """Rows of a server that has every variable and column."""

    def __init__(self, **known):
        super().__init__(lambda: 1, known)

    def __contains__(self, _key):
        return True

    def get(self, key, _default=None):
        return self[key]


class Cursor:
    statement = ""

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        pass

    @property
    def connection(self):
        return Connection()

    def execute(self, statement, *_arguments):
        self.statement = statement

    def fetchone(self):
        if "SHOW REPLICA" in self.statement or "processlist" in self.statement:
            return Anything()
        return ("17.1", 1)

    def fetchall(self):
        if "FROM pg_stat_database" in self.statement:
            return [("db", *[1] * len(queries.DATABASE_METRICS))]
        if "FROM pg_stat_user_tables" in self.statement:
            return [("public", "t", *[1] * len(relations.TABLE_METRICS))]
        return [(1, 1)]


class Connection(Cursor):
    closed = False

    def cursor(self, *_args):
        return Cursor()


class Server(types.ModuleType):
    Error = MySQLError = type("Error", (Exception,), {})

    def connect(self, **_options):
        return Connection()


base = types.ModuleType("datadog_checks.base")
base.AgentCheck = AgentCheck
utils = types.ModuleType("datadog_checks.base.utils.db")
utils.QueryManager = QueryManager
hosts = types.ModuleType("datadog_checks.base.utils.db.utils")
hosts.resolve_db_host = lambda host: host
base.ConfigurationError = type("ConfigurationError", (Exception,), {})
statement_metrics = types.ModuleType("datadog_checks.base.utils.db.statement_metrics")
statement_metrics.StatementMetrics = Anything
cursors = types.ModuleType("pymysql.cursors")
cursors.DictCursor = None
sys.modules |= {
    "datadog_checks.base": base,
    "datadog_checks.base.utils": types.ModuleType("datadog_checks.base.utils"),
    "datadog_checks.base.utils.db": utils,
    "datadog_checks.base.utils.db.utils": hosts,
    "datadog_checks.base.utils.db.statement_metrics": statement_metrics,
    "datadog_agent": types.ModuleType("datadog_agent"),
    "psycopg2": Server("psycopg2"),
    "pymysql": Server("pymysql"),
    "pymysql.cursors": cursors,
}
sys.path[:0] = [str(AGENT), str(AGENT / "integrations")]

from datadog_checks.mysql import check as mysql  # noqa: E402
from datadog_checks.postgres import check as postgres, queries, relations  # noqa: E402
from lookout_agent import corechecks  # noqa: E402

mysql._name_and_value = lambda *_args: Anything(version="10.11.18-MariaDB")
options = {"replication": True, "galera_cluster": True}
checks = [
    postgres.PostgreSql("postgres", {}, [{"host": "db", "username": "datadog", "relations": ["t"]}]),
    mysql.MySql("mysql", {}, [{"host": "db", "username": "datadog", "options": options}]),
    *(
        kind()
        for module in pkgutil.iter_modules(corechecks.__path__, "lookout_agent.corechecks.")
        for kind in vars(importlib.import_module(module.name)).values()
        if isinstance(kind, type) and issubclass(kind, AgentCheck) and kind is not AgentCheck
    ),
]
# Some submit what has happened since the run before: a tick of the kernel's clock is 10 ms.
for pause in (0, 0.05):
    time.sleep(pause)
    for check in checks:
        check.check(None)
json.dump(sent, sys.stdout)
