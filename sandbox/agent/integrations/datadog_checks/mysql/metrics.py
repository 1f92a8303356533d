"""Which of the server's numbers are sent, under which name."""

STATUS_GAUGES = {
    "Threads_connected": "mysql.performance.threads_connected",
    "Threads_running": "mysql.performance.threads_running",
    "Open_files": "mysql.performance.open_files",
    "Open_tables": "mysql.performance.open_tables",
    "Max_used_connections": "mysql.net.max_connections",
    "Innodb_row_lock_current_waits": "mysql.innodb.row_lock_current_waits",
}

STATUS_RATES = {
    "Connections": "mysql.net.connections",
    "Aborted_connects": "mysql.net.aborted_connects",
    "Questions": "mysql.performance.questions",
    "Queries": "mysql.performance.queries",
    "Slow_queries": "mysql.performance.slow_queries",
    "Bytes_received": "mysql.performance.bytes_received",
    "Bytes_sent": "mysql.performance.bytes_sent",
    "Com_select": "mysql.performance.com_select",
    "Com_insert": "mysql.performance.com_insert",
    "Com_update": "mysql.performance.com_update",
    "Com_delete": "mysql.performance.com_delete",
    "Innodb_data_reads": "mysql.innodb.data_reads",
    "Innodb_data_writes": "mysql.innodb.data_writes",
}

VARIABLE_GAUGES = {
    "max_connections": "mysql.net.max_connections_available",
}

GALERA_GAUGES = {
    "wsrep_cluster_size": "mysql.galera.wsrep_cluster_size",
}
