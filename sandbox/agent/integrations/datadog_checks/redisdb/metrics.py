"""What INFO calls its numbers, and what Datadog does. A number that the server does not have is not sent."""

INFO_GAUGES = {
    **{
        f"active_defrag_{name}": f"redis.active_defrag.{name}"
        for name in ("running", "hits", "misses", "key_hits", "key_misses")
    },
    "aof_buffer_length": "redis.aof.buffer_length",
    "aof_current_size": "redis.aof.size",
    "aof_last_rewrite_time_sec": "redis.aof.last_rewrite_time",
    "aof_rewrite_in_progress": "redis.aof.rewrite",
    **{
        f"loading_{name}": f"redis.aof.loading_{name}"
        for name in ("total_bytes", "loaded_bytes", "loaded_perc", "eta_seconds")
    },
    "blocked_clients": "redis.clients.blocked",
    "client_biggest_input_buf": "redis.clients.biggest_input_buf",
    "client_longest_output_list": "redis.clients.longest_output_list",
    "evicted_keys": "redis.keys.evicted",
    "expired_keys": "redis.keys.expired",
    "maxmemory": "redis.mem.maxmemory",
    "mem_fragmentation_ratio": "redis.mem.fragmentation_ratio",
    "used_memory": "redis.mem.used",
    **{f"used_memory_{name}": f"redis.mem.{name}" for name in ("lua", "peak", "rss", "startup", "overhead")},
    "connected_clients": "redis.net.clients",
    "connected_slaves": "redis.net.slaves",
    "rejected_connections": "redis.net.rejected",
    "instantaneous_ops_per_sec": "redis.net.instantaneous_ops_per_sec",
    "latest_fork_usec": "redis.perf.latest_fork_usec",
    "pubsub_channels": "redis.pubsub.channels",
    "pubsub_patterns": "redis.pubsub.patterns",
    "rdb_bgsave_in_progress": "redis.rdb.bgsave",
    "rdb_changes_since_last_save": "redis.rdb.changes_since_last",
    "rdb_last_bgsave_time_sec": "redis.rdb.last_bgsave_time",
    "master_last_io_seconds_ago": "redis.replication.last_io_seconds_ago",
    "master_repl_offset": "redis.replication.master_repl_offset",
    "master_sync_in_progress": "redis.replication.sync",
    "master_sync_left_bytes": "redis.replication.sync_left_bytes",
    "repl_backlog_histlen": "redis.replication.backlog_histlen",
    "slave_repl_offset": "redis.replication.slave_repl_offset",
}

INFO_RATES = {
    **{f"used_cpu_{name}": f"redis.cpu.{name}" for name in ("sys", "sys_children", "user", "user_children")},
    "keyspace_hits": "redis.stats.keyspace_hits",
    "keyspace_misses": "redis.stats.keyspace_misses",
    "total_commands_processed": "redis.net.commands",
}
