/** The Agent's release whose source {@link KEYS} are of. */
export const AGENT = "7.77";

/**
 * Keys of `datadog.yaml` that an Agent on a host knows, in small letters, by what each holds: `any` where the source has
 * no default that would say it. Made of the declarations in pkg/config/setup, without those of clusters, of other
 * programs and of Windows.
 *
 * @see https://pkg.go.dev/github.com/DataDog/datadog-agent/pkg/config/setup@v0.77.0
 */
export const KEYS = {
  boolean: `
    ad_disable_env_var_resolution allow_arbitrary_tags allow_python_path_heuristics_failure
    apm_config.apm_non_local_traffic apm_config.compute_stats_by_span_kind apm_config.debug_v1_payloads
    apm_config.enable_container_tags_buffer apm_config.enable_rare_sampler apm_config.enabled
    apm_config.error_tracking_standalone.enabled apm_config.instrumentation.enabled
    apm_config.obfuscation.cache.enabled apm_config.obfuscation.credit_cards.enabled
    apm_config.obfuscation.credit_cards.luhn apm_config.obfuscation.elasticsearch.enabled
    apm_config.obfuscation.http.remove_paths_with_digits apm_config.obfuscation.http.remove_query_string
    apm_config.obfuscation.memcached.enabled apm_config.obfuscation.memcached.keep_command
    apm_config.obfuscation.mongodb.enabled apm_config.obfuscation.opensearch.enabled
    apm_config.obfuscation.redis.enabled apm_config.obfuscation.redis.remove_all_args
    apm_config.obfuscation.remove_stack_traces apm_config.obfuscation.sql_exec_plan.enabled
    apm_config.obfuscation.sql_exec_plan_normalize.enabled apm_config.obfuscation.valkey.enabled
    apm_config.obfuscation.valkey.remove_all_args apm_config.peer_service_aggregation apm_config.peer_tags_aggregation
    apm_config.probabilistic_sampler.enabled apm_config.receiver_enabled apm_config.send_all_internal_stats
    apm_config.socket_activation.enabled apm_config.socket_activation.handle_tcp_probe apm_config.sync_flushing
    apm_config.telemetry.enabled apm_config.workload_selection auto_exit.noprocess.enabled auto_team_tag_collection
    basic_telemetry_add_container_tags c_core_dump c_stacktrace_collection collect_ccrid collect_ec2_instance_info
    collect_ec2_tags collect_ec2_tags_use_imds collect_gce_tags collect_gpu_tags collect_kubernetes_events
    convert_dd_site_fqdn.enabled core_agent.enabled database_monitoring.activity.dev_mode_no_ssl
    database_monitoring.activity.logs_no_ssl database_monitoring.activity.sender_recovery_reset
    database_monitoring.activity.use_compression database_monitoring.activity.use_v2_api
    database_monitoring.autodiscovery.aurora.enabled database_monitoring.autodiscovery.rds.enabled
    database_monitoring.metrics.dev_mode_no_ssl database_monitoring.metrics.logs_no_ssl
    database_monitoring.metrics.sender_recovery_reset database_monitoring.metrics.use_compression
    database_monitoring.metrics.use_v2_api database_monitoring.samples.dev_mode_no_ssl
    database_monitoring.samples.logs_no_ssl database_monitoring.samples.sender_recovery_reset
    database_monitoring.samples.use_compression database_monitoring.samples.use_v2_api disable_cluster_name_tag_key
    disable_file_logging disable_py3_validation disable_unsafe_yaml disk_check.use_core_loader djm_config.enabled
    dogstatsd_disable_verbose_logs dogstatsd_entity_id_precedence dogstatsd_flush_incomplete_buckets
    dogstatsd_logging_enabled dogstatsd_mem_based_rate_limiter.enabled dogstatsd_metrics_stats_enable
    dogstatsd_no_aggregation_pipeline dogstatsd_non_local_traffic dogstatsd_origin_detection
    dogstatsd_origin_detection_client dogstatsd_origin_optout_enabled dogstatsd_pipeline_autoadjust
    dogstatsd_stats_enable dogstatsd_stream_log_too_big dogstatsd_telemetry_enabled_listener_id
    ec2_imdsv2_transition_payload_enabled ec2_prefer_imdsv2 ec2_prioritize_instance_id_as_hostname ec2_use_dmi
    ec2_use_windows_prefix_detection enable_cluster_agent_metadata_collection enable_gohai
    enable_json_stream_shared_compressor_buffers enable_metadata_collection enable_payloads.events
    enable_payloads.json_to_v1_intake enable_payloads.series enable_payloads.service_checks enable_payloads.sketches
    enable_signing_metadata_collection enabled_rfc1123_compliant_cluster_name_tag exclude_pause_container fips.enabled
    fips.https fips.tls_verify forwarder_recovery_reset gce_send_project_id_tag go_core_dump health_platform.enabled
    heroku_dyno histogram_copy_to_distribution hostname_force_config_as_canonical hostname_fqdn
    hostname_trust_uts_namespace ignore_host_etc include_ephemeral_containers integration_check_status_enabled
    integration_profiling integration_tracing integration_tracing_exhaustive inventories_checks_configuration_enabled
    inventories_collect_cloud_provider_account_id inventories_configuration_enabled inventories_diagnostics_enabled
    inventories_enabled log_all_goroutines_when_unhealthy log_enabled log_format_json log_format_rfc3339 log_payloads
    log_to_console log_to_syslog logs_config.add_logsource_tag logs_config.auto_multi_line.enable_datetime_detection
    logs_config.auto_multi_line.enable_json_aggregation logs_config.auto_multi_line.enable_json_detection
    logs_config.auto_multi_line.tag_aggregated_json logs_config.auto_multi_line_detection
    logs_config.auto_multi_line_detection_tagging logs_config.container_collect_all logs_config.dev_mode_no_ssl
    logs_config.dev_mode_use_proto logs_config.disable_distributed_senders logs_config.docker_container_force_use_file
    logs_config.docker_container_use_file logs_config.enable_recursive_glob
    logs_config.force_auto_multi_line_detection_v1 logs_config.force_use_http logs_config.force_use_tcp
    logs_config.k8s_container_use_file logs_config.k8s_container_use_kubelet_api logs_config.logs_no_ssl
    logs_config.pipeline_failover.enabled logs_config.process_exclude_agent logs_config.sender_recovery_reset
    logs_config.tag_multi_line_logs logs_config.tag_truncated_logs logs_config.use_compression logs_config.use_http
    logs_config.use_podman_logs logs_config.use_port_443 logs_config.use_sourcehost_tag logs_config.use_tcp
    logs_config.use_v2_api logs_config.validate_pod_container_id logs_enabled metadata_ip_resolution_from_hostname
    metric_filterlist_match_prefix network_check.use_core_loader no_proxy_nonexact_match origin_detection_unified
    otlp_config.logs.enabled otlp_config.metrics.enabled otlp_config.metrics.instrumentation_scope_metadata_as_tags
    otlp_config.traces.enabled otlp_config.traces.infra_attributes.enabled
    otlp_config.traces.span_name_as_resource_name prioritize_go_check_loader process_config.cache_lookupid
    process_config.container_collection.enabled process_config.disable_realtime_checks
    process_config.ignore_zombie_processes process_config.internal_profiling.enabled
    process_config.process_collection.enabled process_config.process_discovery.enabled process_config.scrub_args
    process_config.strip_proc_arguments process_config.windows.use_perf_counters
    remote_configuration.agent_integrations.allow_log_config_scheduling
    remote_configuration.agent_integrations.enabled remote_configuration.apm_sampling.enabled
    remote_configuration.enabled remote_configuration.no_tls remote_configuration.no_tls_validation
    remote_configuration.no_websocket_echo remote_policies remote_updates secret_backend_command_allow_group_exec_perm
    secret_backend_remove_trailing_line_break secret_backend_skip_checks secret_refresh_scatter
    secret_scope_integration_to_their_k8s_namespace shared_library_check.enabled skip_ssl_validation
    statsd_metric_blocklist_match_prefix syslog_rfc telemetry.dogstatsd_origin telemetry.enabled
    telemetry.python_memory use_diskv2_check use_dogstatsd use_improved_cgroup_parser use_networkv2_check
    use_proxy_for_cloud_metadata use_v2_api.series
  `,
  number: `
    ac_load_timeout ad_config_poll_interval apm_config.bucket_size_seconds apm_config.client_stats_flush_interval
    apm_config.connection_limit apm_config.debug.port apm_config.errors_per_second apm_config.extra_sample_rate
    apm_config.max_catalog_entries apm_config.max_cpu_percent apm_config.max_events_per_second apm_config.max_memory
    apm_config.max_traces_per_second apm_config.obfuscation.cache.max_size
    apm_config.probabilistic_sampler.sampling_percentage apm_config.receiver_port
    apm_config.stats_writer.connection_limit apm_config.stats_writer.queue_size apm_config.target_traces_per_second
    apm_config.trace_writer.connection_limit apm_config.trace_writer.queue_size apm_config.watchdog_check_delay
    apm_config.windows_pipe_buffer_size auto_exit.validation_period azure_metadata_timeout
    check_runner_utilization_threshold check_runners cmd_port container_exclude_stopped_age
    database_monitoring.activity.batch_max_concurrent_send database_monitoring.activity.batch_max_content_size
    database_monitoring.activity.batch_max_size database_monitoring.activity.batch_wait
    database_monitoring.activity.compression_level database_monitoring.activity.connection_reset_interval
    database_monitoring.activity.input_chan_size database_monitoring.activity.sender_backoff_base
    database_monitoring.activity.sender_backoff_factor database_monitoring.activity.sender_backoff_max
    database_monitoring.activity.sender_recovery_interval database_monitoring.activity.zstd_compression_level
    database_monitoring.autodiscovery.aurora.discovery_interval database_monitoring.autodiscovery.aurora.query_timeout
    database_monitoring.autodiscovery.rds.discovery_interval database_monitoring.autodiscovery.rds.query_timeout
    database_monitoring.metrics.batch_max_concurrent_send database_monitoring.metrics.batch_max_content_size
    database_monitoring.metrics.batch_max_size database_monitoring.metrics.batch_wait
    database_monitoring.metrics.compression_level database_monitoring.metrics.connection_reset_interval
    database_monitoring.metrics.input_chan_size database_monitoring.metrics.sender_backoff_base
    database_monitoring.metrics.sender_backoff_factor database_monitoring.metrics.sender_backoff_max
    database_monitoring.metrics.sender_recovery_interval database_monitoring.metrics.zstd_compression_level
    database_monitoring.samples.batch_max_concurrent_send database_monitoring.samples.batch_max_content_size
    database_monitoring.samples.batch_max_size database_monitoring.samples.batch_wait
    database_monitoring.samples.compression_level database_monitoring.samples.connection_reset_interval
    database_monitoring.samples.input_chan_size database_monitoring.samples.sender_backoff_base
    database_monitoring.samples.sender_backoff_factor database_monitoring.samples.sender_backoff_max
    database_monitoring.samples.sender_recovery_interval database_monitoring.samples.zstd_compression_level
    default_integration_http_timeout docker_query_timeout dogstatsd_buffer_size dogstatsd_capture_depth
    dogstatsd_context_expiry_seconds dogstatsd_expiry_seconds dogstatsd_log_file_max_rolls dogstatsd_mapper_cache_size
    dogstatsd_mem_based_rate_limiter.go_gc dogstatsd_mem_based_rate_limiter.high_soft_limit
    dogstatsd_mem_based_rate_limiter.low_soft_limit dogstatsd_mem_based_rate_limiter.memory_ballast
    dogstatsd_mem_based_rate_limiter.rate_check.factor dogstatsd_mem_based_rate_limiter.rate_check.max
    dogstatsd_mem_based_rate_limiter.rate_check.min dogstatsd_mem_based_rate_limiter.soft_limit_freeos_check.factor
    dogstatsd_mem_based_rate_limiter.soft_limit_freeos_check.max
    dogstatsd_mem_based_rate_limiter.soft_limit_freeos_check.min dogstatsd_no_aggregation_pipeline_batch_size
    dogstatsd_packet_buffer_size dogstatsd_pipeline_count dogstatsd_port dogstatsd_queue_size dogstatsd_so_rcvbuf
    dogstatsd_stats_buffer dogstatsd_stats_port dogstatsd_string_interner_size dogstatsd_workers_count
    ec2_metadata_timeout ec2_metadata_token_lifetime expvar_port fips.port_range_start forwarder_backoff_base
    forwarder_backoff_factor forwarder_backoff_max forwarder_connection_reset_interval
    forwarder_flush_to_disk_mem_ratio forwarder_high_prio_buffer_size forwarder_low_prio_buffer_size
    forwarder_max_concurrent_requests forwarder_num_workers forwarder_outdated_file_in_days
    forwarder_recovery_interval forwarder_requeue_buffer_size forwarder_retry_queue_capacity_time_interval_sec
    forwarder_retry_queue_max_size forwarder_retry_queue_payloads_max_size forwarder_stop_timeout
    forwarder_storage_max_disk_ratio forwarder_storage_max_size_in_bytes forwarder_timeout gce_metadata_timeout
    gui_port gui_session_expiration health_platform.forwarder.interval health_port ibm_metadata_timeout
    inventories_first_run_delay inventories_max_interval inventories_min_interval log_file_max_rolls
    logs_config.aggregation_timeout logs_config.auditor_ttl logs_config.auto_multi_line.pattern_table_match_threshold
    logs_config.auto_multi_line.pattern_table_max_size logs_config.auto_multi_line.timestamp_detector_match_threshold
    logs_config.auto_multi_line.tokenizer_max_input_bytes logs_config.auto_multi_line_default_match_threshold
    logs_config.auto_multi_line_default_match_timeout logs_config.auto_multi_line_default_sample_size
    logs_config.batch_max_concurrent_send logs_config.batch_max_content_size logs_config.batch_max_size
    logs_config.batch_wait logs_config.close_timeout logs_config.compression_level
    logs_config.connection_reset_interval logs_config.dd_port logs_config.docker_client_read_timeout
    logs_config.file_scan_period logs_config.fingerprint_config.count logs_config.fingerprint_config.count_to_skip
    logs_config.fingerprint_config.max_bytes logs_config.frame_size logs_config.http_timeout
    logs_config.input_chan_size logs_config.integrations_logs_disk_ratio logs_config.integrations_logs_files_max_size
    logs_config.integrations_logs_total_usage logs_config.max_message_size_bytes logs_config.message_channel_size
    logs_config.open_files_limit logs_config.payload_channel_size logs_config.pipeline_failover.router_channel_size
    logs_config.sender_backoff_base logs_config.sender_backoff_factor logs_config.sender_backoff_max
    logs_config.sender_recovery_interval logs_config.stop_grace_period logs_config.tagger_warmup_duration
    logs_config.windows_open_file_timeout logs_config.zstd_compression_level metadata_endpoints_max_hostname_size
    metrics_port otlp_config.grpc_port otlp_config.http_port otlp_config.logs.batch.max_size
    otlp_config.logs.batch.min_size otlp_config.metrics.batch.max_size otlp_config.metrics.batch.min_size
    otlp_config.traces.internal_port otlp_config.traces.probabilistic_sampler.sampling_percentage
    process_config.cmd_port process_config.expvar_port process_config.intervals.container
    process_config.intervals.container_realtime process_config.intervals.process
    process_config.intervals.process_realtime process_config.max_per_message process_config.process_queue_bytes
    process_config.queue_size process_config.rt_queue_size remote_configuration.clients.cache_bypass_limit
    remote_tagger.max_concurrent_sync secret_audit_file_max_size secret_backend_output_max_size secret_backend_timeout
    secret_refresh_interval secret_refresh_on_api_key_failure_interval statsd_forward_port
  `,
  text: `
    apm_config.dd_agent_bin apm_config.instrumentation.injection_mode apm_config.instrumentation.injector_image_tag
    apm_config.mode apm_config.receiver_socket apm_config.sql_obfuscation_mode
    apm_config.windows_pipe_security_descriptor app_key auth_init_timeout auth_token_file_path azure_hostname_style
    azure_metadata_api_version bind_host bosh_id check_cancel_timeout check_runner_utilization_monitor_interval
    check_runner_utilization_warning_cooldown check_system_probe_startup_time check_system_probe_timeout
    check_watchdog_warning_timeout checks_tag_cardinality cmd_host conf_path config_id config_stream.sleep_interval
    container_cgroup_root container_proc_root database_monitoring.autodiscovery.aurora.dbm_tag
    database_monitoring.autodiscovery.aurora.global_view_db_tag database_monitoring.autodiscovery.aurora.region
    database_monitoring.autodiscovery.rds.dbm_tag database_monitoring.autodiscovery.rds.global_view_db_tag
    database_monitoring.autodiscovery.rds.region dogstatsd_capture_path dogstatsd_host_socket_path dogstatsd_log_file
    dogstatsd_log_file_max_size dogstatsd_packet_buffer_flush_timeout dogstatsd_pipe_name dogstatsd_socket
    dogstatsd_stream_socket dogstatsd_tag_cardinality dogstatsd_windows_pipe_security_descriptor entity_id
    expected_tags_duration fips.local_address forwarder_apikey_validation_interval forwarder_http_protocol
    forwarder_storage_path gui_host histogram_copy_to_distribution_prefix hostname hostname_drift_initial_delay
    hostname_drift_recurring_interval hostname_file ipc_cert_file_path log_file log_file_max_size log_level
    logs_config.container_runtime_waiting_timeout logs_config.dd_url_443 logs_config.docker_path_override
    logs_config.expected_tags_duration logs_config.file_wildcard_selection_mode
    logs_config.http_connectivity_retry_interval_max logs_config.http_protocol
    logs_config.kubelet_api_client_read_timeout logs_config.socks5_proxy_address metadata_provider_stop_timeout
    min_tls_version otlp_config.logs.batch.flush_timeout otlp_config.metrics.batch.flush_timeout
    otlp_config.metrics.tag_cardinality proc_root process_config.process_discovery.interval
    process_config.run_in_core_agent.enabled procfs_path provider_kind proxy.http proxy.https
    remote_configuration.clients.ttl_seconds remote_configuration.config_root remote_configuration.director_root
    remote_configuration.key remote_configuration.max_backoff_interval
    remote_configuration.org_status_refresh_interval secret_backend_command secret_backend_type sslkeylogfile
    statsd_forward_host statsd_metric_namespace syslog_uri system_tray.log_file trace_agent_host_socket_path
  `,
  list: `
    ac_exclude ac_include ad_allowed_env_vars allowed_additional_checks apm_config.features
    apm_config.filter_tags.reject apm_config.filter_tags.require apm_config.filter_tags_regex.reject
    apm_config.filter_tags_regex.require apm_config.ignore_resources apm_config.instrumentation.disabled_namespaces
    apm_config.instrumentation.enabled_namespaces apm_config.obfuscation.credit_cards.keep_values
    apm_config.obfuscation.elasticsearch.keep_values apm_config.obfuscation.elasticsearch.obfuscate_sql_values
    apm_config.obfuscation.mongodb.keep_values apm_config.obfuscation.mongodb.obfuscate_sql_values
    apm_config.obfuscation.opensearch.keep_values apm_config.obfuscation.opensearch.obfuscate_sql_values
    apm_config.obfuscation.sql_exec_plan.keep_values apm_config.obfuscation.sql_exec_plan.obfuscate_sql_values
    apm_config.obfuscation.sql_exec_plan_normalize.keep_values
    apm_config.obfuscation.sql_exec_plan_normalize.obfuscate_sql_values apm_config.replace_tags
    apm_config.span_derived_primary_tags auto_exit.noprocess.excluded_processes cel_workload_exclude
    cloud_provider_metadata config_providers container_exclude container_exclude_logs container_exclude_metrics
    container_include container_include_logs container_include_metrics database_monitoring.autodiscovery.aurora.tags
    database_monitoring.autodiscovery.rds.tags dogstatsd_eol_required dogstatsd_mapper_profiles dogstatsd_tags
    exclude_ec2_tags exclude_gce_tags extra_config_providers extra_listeners extra_tags histogram_aggregates
    histogram_percentiles host_aliases ignore_autoconf listeners logs_config.auto_multi_line_detection_custom_samples
    logs_config.auto_multi_line_extra_patterns logs_config.processing_rules metadata_providers metric_filterlist
    metric_tag_filterlist process_config.blacklist_patterns process_config.custom_sensitive_words
    process_config.drop_check_payloads proxy.no_proxy remote_configuration.agent_integrations.allow_list
    remote_configuration.agent_integrations.block_list scrubber.additional_keys secret_allowed_k8s_namespace
    secret_backend_arguments statsd_metric_blocklist statsd_metric_namespace_blacklist tags
    telemetry.dogstatsd.aggregator_channel_latency_buckets telemetry.dogstatsd.listeners_channel_latency_buckets
    telemetry.dogstatsd.listeners_latency_buckets
  `,
  map: `
    additional_endpoints apm_config.additional_endpoints apm_config.additional_profile_tags
    apm_config.analyzed_rate_by_service apm_config.analyzed_spans apm_config.instrumentation.lib_versions
    container_env_as_tags container_labels_as_tags docker_env_as_tags docker_labels_as_tags
    otlp_config.traces.span_name_remappings process_config.additional_endpoints
    process_config.orchestrator_additional_endpoints secret_backend_config secret_image_to_handle
    tag_value_split_separator
  `,
  any: `
    additional_checksd api_key apm_config.apm_dd_url apm_config.connection_reset_interval
    apm_config.debugger_additional_endpoints apm_config.debugger_api_key apm_config.debugger_dd_url
    apm_config.debugger_diagnostics_additional_endpoints apm_config.debugger_diagnostics_api_key
    apm_config.debugger_diagnostics_dd_url apm_config.decoder_timeout apm_config.decoders
    apm_config.disable_rare_sampler apm_config.env apm_config.install_id apm_config.install_time
    apm_config.install_type apm_config.instrumentation.targets apm_config.internal_profiling.enabled
    apm_config.log_file apm_config.max_catalog_services apm_config.max_connections apm_config.max_payload_size
    apm_config.max_remote_traces_per_second apm_config.max_sender_retries apm_config.peer_tags
    apm_config.probabilistic_sampler.hash_seed apm_config.profiling_additional_endpoints apm_config.profiling_dd_url
    apm_config.profiling_receiver_timeout apm_config.receiver_timeout apm_config.symdb_additional_endpoints
    apm_config.symdb_api_key apm_config.symdb_dd_url apm_config.telemetry.additional_endpoints
    apm_config.telemetry.dd_url apm_config.trace_buffer apm_config.windows_pipe_name confd_path container_pid_mapper
    database_monitoring.activity.additional_endpoints database_monitoring.activity.compression_kind
    database_monitoring.activity.dd_url database_monitoring.activity.logs_dd_url
    database_monitoring.metrics.additional_endpoints database_monitoring.metrics.compression_kind
    database_monitoring.metrics.dd_url database_monitoring.metrics.logs_dd_url
    database_monitoring.samples.additional_endpoints database_monitoring.samples.compression_kind
    database_monitoring.samples.dd_url database_monitoring.samples.logs_dd_url dd_url env http_dial_fallback_delay
    ipc_address logs_config.additional_endpoints logs_config.api_key logs_config.atomic_registry_write
    logs_config.compression_kind logs_config.dd_url logs_config.fingerprint_config.fingerprint_strategy
    logs_config.logs_dd_url logs_config.pipelines logs_config.run_path logs_config.streaming.streamlogs_log_file
    network.id otlp_config.debug.verbosity otlp_config.metrics.delta_ttl otlp_config.metrics.histograms.mode
    otlp_config.metrics.histograms.send_aggregation_metrics otlp_config.metrics.histograms.send_count_sum_metrics
    otlp_config.metrics.resource_attributes_as_tags otlp_config.metrics.summaries.mode
    otlp_config.metrics.sums.cumulative_monotonic_mode otlp_config.metrics.sums.initial_cumulative_monotonic_value
    otlp_config.metrics.tags otlp_config.receiver.protocols.grpc.endpoint
    otlp_config.receiver.protocols.grpc.include_metadata
    otlp_config.receiver.protocols.grpc.keepalive.enforcement_policy.min_time
    otlp_config.receiver.protocols.grpc.max_concurrent_streams
    otlp_config.receiver.protocols.grpc.max_recv_msg_size_mib otlp_config.receiver.protocols.grpc.read_buffer_size
    otlp_config.receiver.protocols.grpc.transport otlp_config.receiver.protocols.grpc.write_buffer_size
    otlp_config.receiver.protocols.http.cors.allowed_headers otlp_config.receiver.protocols.http.cors.allowed_origins
    otlp_config.receiver.protocols.http.endpoint otlp_config.receiver.protocols.http.include_metadata
    otlp_config.receiver.protocols.http.max_request_body_size process_config.dd_agent_bin process_config.dd_agent_env
    process_config.enabled process_config.grpc_connection_timeout_secs process_config.intervals.connections
    process_config.language_detection.grpc_port process_config.log_file process_config.max_message_bytes
    process_config.orchestrator_dd_url process_config.process_dd_url process_config.process_discovery.hint_frequency
    remote_configuration.api_key remote_configuration.rc_dd_url remote_configuration.refresh_interval run_path
    shared_library_check.library_folder_path site telemetry.checks tls_handshake_timeout
  `,
};
