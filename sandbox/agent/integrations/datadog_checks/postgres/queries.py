"""What is asked, and what the answers are called."""

VERSION = "SHOW server_version"

CONNECTIONS = """
SELECT max_connections, sum(numbackends) / max_connections
  FROM pg_stat_database,
       (SELECT setting::float AS max_connections FROM pg_settings WHERE name = 'max_connections') AS limits
 GROUP BY max_connections
"""

_DATABASES = """
  FROM pg_stat_database JOIN pg_database USING (datname)
 WHERE NOT (datname ILIKE ANY (%(ignored)s)) AND datname = coalesce(%(strict)s, datname)
"""

_COLUMNS = """pg_database_size(datname), 2 ^ 31 - age(datfrozenxid),
       xact_commit, xact_rollback, blks_read, blks_hit,
       tup_returned, tup_fetched, tup_inserted, tup_updated, tup_deleted,
       deadlocks, temp_bytes, temp_files"""

DATABASES = f"SELECT datname, numbackends, {_COLUMNS} {_DATABASES}"

DATABASES_WITH_DBM = f"SELECT datname, {_COLUMNS} {_DATABASES}"

# The columns of DATABASES after the name: metric, and how it is submitted.
DATABASE_METRICS = (
    ("connections", "gauge"),
    ("database_size", "gauge"),
    ("before_xid_wraparound", "gauge"),
    ("commits", "rate"),
    ("rollbacks", "rate"),
    ("disk_read", "rate"),
    ("buffer_hit", "rate"),
    ("rows_returned", "rate"),
    ("rows_fetched", "rate"),
    ("rows_inserted", "rate"),
    ("rows_updated", "rate"),
    ("rows_deleted", "rate"),
    ("deadlocks", "rate"),
    ("temp_bytes", "rate"),
    ("temp_files", "rate"),
)

# Empty on a primary. A standby that has applied all that it received is up to date only while something is received:
# one that is cut off falls behind by the second.
REPLICATION = """
SELECT CASE WHEN EXISTS (SELECT FROM pg_stat_wal_receiver)
             AND pg_last_wal_receive_lsn() IS NOT DISTINCT FROM pg_last_wal_replay_lsn() THEN 0
            ELSE GREATEST(0, EXTRACT(EPOCH FROM now() - pg_last_xact_replay_timestamp())) END,
       abs(pg_wal_lsn_diff(pg_last_wal_receive_lsn(), pg_last_wal_replay_lsn()))
 WHERE pg_is_in_recovery()
"""
REPLICATION_METRICS = ("replication_delay", "replication_delay_bytes")

# Database Monitoring's: others' statements, one of each database.
STATEMENTS_SINCE = """
SELECT DISTINCT ON (datname) datname, query
  FROM pg_stat_activity
 WHERE backend_type = 'client backend' AND datname IS NOT NULL AND usename <> current_user
   AND query <> '' AND NOT (datname ILIKE ANY (%(ignored)s))
   AND (state = 'active' OR query_start > to_timestamp(%(since)s))
 ORDER BY datname, query_start DESC
"""
EXPLAIN = "SELECT datadog.explain_statement(%(statement)s)"

# Of the whole server, whatever the database of the session: two instances count everything twice.
STATEMENTS = """
SELECT datname, rolname, query, calls, rows, total_exec_time
  FROM pg_stat_statements
  LEFT JOIN pg_roles ON pg_roles.oid = userid
  LEFT JOIN pg_database ON pg_database.oid = dbid
 WHERE query <> '<insufficient privilege>' AND query NOT LIKE 'EXPLAIN %%'
   AND NOT (datname ILIKE ANY (%(ignored)s)) AND datname = coalesce(%(strict)s, datname)
"""
# The columns of STATEMENTS after the text.
COUNTED = ("calls", "rows", "total_exec_time")
