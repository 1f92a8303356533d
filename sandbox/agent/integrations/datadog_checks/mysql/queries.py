"""What is asked in the notation of the real Agent's library, and what the columns become."""

from typing import Any

_TAGS = [{"name": name, "type": "tag"} for name in ("db", "table", "index")]

# On by default, with Database Monitoring or without; needs SELECT on one table of the schema mysql.
INDEX_SIZE: dict[str, Any] = {
    "name": "mysql.innodb_index_stats",
    "query": """
        SELECT database_name, table_name, index_name, stat_value * @@innodb_page_size
          FROM mysql.innodb_index_stats WHERE stat_name = 'size'
    """,
    "columns": [*_TAGS, {"name": "mysql.index.size", "type": "gauge"}],
    "collection_interval": 300,
}

INDEX_USE: dict[str, Any] = {
    "name": "performance_schema.table_io_waits_summary_by_index_usage",
    "query": """
        SELECT object_schema, object_name, waits.index_name, count_read, count_update, count_delete
          FROM performance_schema.table_io_waits_summary_by_index_usage AS waits
          JOIN mysql.innodb_index_stats AS sizes
            ON sizes.database_name = object_schema AND sizes.table_name = object_name
               AND sizes.index_name = waits.index_name AND stat_name = 'size'
         WHERE object_schema NOT IN ('mysql', 'performance_schema')
    """,
    "columns": [
        *_TAGS,
        {"name": "mysql.index.reads", "type": "gauge"},
        {"name": "mysql.index.updates", "type": "gauge"},
        {"name": "mysql.index.deletes", "type": "gauge"},
    ],
    "collection_interval": 300,
}
