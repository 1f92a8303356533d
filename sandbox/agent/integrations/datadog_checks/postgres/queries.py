"""What is asked, and what the answers are called."""

VERSION = "SHOW server_version"

CONNECTIONS = """
SELECT max_connections, used / max_connections
  FROM (SELECT setting::float AS max_connections FROM pg_settings WHERE name = 'max_connections') AS limits,
       (SELECT count(*) AS used FROM pg_stat_activity WHERE backend_type = 'client backend') AS activity
"""

DATABASES = """
SELECT datname, numbackends, pg_database_size(datname), 2 ^ 31 - age(datfrozenxid),
       xact_commit, xact_rollback, blks_read, blks_hit,
       tup_returned, tup_fetched, tup_inserted, tup_updated, tup_deleted,
       deadlocks, temp_bytes, temp_files
  FROM pg_stat_database JOIN pg_database USING (datname)
 WHERE datallowconn AND NOT (datname LIKE ANY (%(ignored)s))
"""

# The columns of DATABASES after the name: metric, and how it is submitted.
DATABASE_METRICS = (
    ("postgresql.connections", "gauge"),
    ("postgresql.database_size", "gauge"),
    ("postgresql.before_xid_wraparound", "gauge"),
    ("postgresql.commits", "rate"),
    ("postgresql.rollbacks", "rate"),
    ("postgresql.disk_read", "rate"),
    ("postgresql.buffer_hit", "rate"),
    ("postgresql.rows_returned", "rate"),
    ("postgresql.rows_fetched", "rate"),
    ("postgresql.rows_inserted", "rate"),
    ("postgresql.rows_updated", "rate"),
    ("postgresql.rows_deleted", "rate"),
    ("postgresql.deadlocks", "rate"),
    ("postgresql.temp_bytes", "rate"),
    ("postgresql.temp_files", "rate"),
)

# Empty on a primary: only a standby has a delay.
REPLICATION_DELAY = """
SELECT CASE WHEN pg_last_wal_receive_lsn() IS NOT DISTINCT FROM pg_last_wal_replay_lsn() THEN 0
            ELSE GREATEST(0, EXTRACT(EPOCH FROM now() - pg_last_xact_replay_timestamp())) END
 WHERE pg_is_in_recovery()
"""
