import * as fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import type { ConfigMap } from "../../../components/agent/integration";
import { agentFiles } from "../../../components/agent/render";
import { datadogConfig, typedKeys } from "../../../components/agent/typed-keys";
import { apm, ofAgents, typedSettings } from "../../../components/agent/typed-settings";

const strict = z.strictObject({ ...ofAgents, apm: z.strictObject(apm).optional() });

const BASE = {
  ...{ apiKey: "0".repeat(32), site: "datadoghq.com", hostname: "db1", env: "dev", tags: [], logLevel: "info" },
};

/** What datadog.yaml says beside what it says without them. */
function written(said: object): Record<string, unknown> {
  const read = (extra: ConfigMap) =>
    parse(agentFiles({ ...BASE, extra }, []).files[0]?.body ?? "") as Record<string, unknown>;
  const without = Object.keys(read({}));
  const all = read(datadogConfig(typedSettings, strict.parse(said)));
  return Object.fromEntries(Object.entries(all).filter(([key]) => !without.includes(key)));
}

test.each([
  [{}, {}],
  [{ logs: {}, apm: { obfuscation: { redis: {} } } }, {}],
  [
    {
      logs: {
        enabled: true,
        containerCollectAll: true,
        openFilesLimit: 900,
        processingRules: [
          { type: "exclude_at_match", name: "health", pattern: "GET /healthz" },
          { type: "mask_sequences", name: "cards", pattern: "\\d{16}", replacePlaceholder: "[card]" },
        ],
      },
    },
    {
      logs_enabled: true,
      logs_config: {
        container_collect_all: true,
        open_files_limit: 900,
        processing_rules: [
          { type: "exclude_at_match", name: "health", pattern: "GET /healthz" },
          { type: "mask_sequences", name: "cards", pattern: "\\d{16}", replace_placeholder: "[card]" },
        ],
      },
    },
  ],
  [
    {
      processes: {
        processCollection: true,
        containerCollection: false,
        processDiscovery: false,
        intervals: { process: 20, containerRealtime: 10 },
        scrubArgs: true,
        customSensitiveWords: ["personal_key", "*token"],
      },
    },
    {
      process_config: {
        process_collection: { enabled: true },
        container_collection: { enabled: false },
        process_discovery: { enabled: false },
        intervals: { process: 20, container_realtime: 10 },
        scrub_args: true,
        custom_sensitive_words: ["personal_key", "*token"],
      },
    },
  ],
  [
    {
      apm: {
        enabled: true,
        nonLocalTraffic: true,
        targetTps: 20,
        errorTps: 0.5,
        ignoreResources: ["(?i)GET /healthz"],
        filterTags: { reject: ["http.useragent:probe"] },
        filterTagsRegex: { require: ["team:.+"] },
        replaceTags: [{ name: "*", pattern: "token=\\w+", repl: "token=?" }],
        obfuscation: { removeStackTraces: true, creditCards: { luhn: true }, http: { removeQueryString: true } },
      },
    },
    {
      apm_config: {
        enabled: true,
        apm_non_local_traffic: true,
        target_traces_per_second: 20,
        errors_per_second: 0.5,
        ignore_resources: ["(?i)GET /healthz"],
        filter_tags: { reject: ["http.useragent:probe"] },
        filter_tags_regex: { require: ["team:.+"] },
        replace_tags: [{ name: "*", pattern: "token=\\w+", repl: "token=?" }],
        obfuscation: {
          remove_stack_traces: true,
          credit_cards: { luhn: true },
          http: { remove_query_string: true },
        },
      },
    },
  ],
  [
    {
      dogstatsd: {
        port: 0,
        socket: "/run/datadog/dsd.socket",
        originDetection: true,
        tags: ["tier:edge"],
        mapperProfiles: [
          {
            name: "airflow",
            prefix: "airflow.",
            mappings: [
              { match: "airflow.*.duration", matchType: "wildcard", name: "airflow.duration", tags: { d: "$1" } },
            ],
          },
        ],
      },
    },
    {
      dogstatsd_port: 0,
      dogstatsd_socket: "/run/datadog/dsd.socket",
      dogstatsd_origin_detection: true,
      dogstatsd_tags: ["tier:edge"],
      dogstatsd_mapper_profiles: [
        {
          name: "airflow",
          prefix: "airflow.",
          mappings: [
            { match: "airflow.*.duration", match_type: "wildcard", name: "airflow.duration", tags: { d: "$1" } },
          ],
        },
      ],
    },
  ],
  [
    {
      proxy: {
        https: "http://proxy:3128",
        noProxy: ["10.0.0.0/8", "intranet.example.com"],
        noProxyNonexactMatch: true,
      },
      remoteConfiguration: { enabled: false },
      inventories: { configuration: false, minInterval: 600 },
      enablePayloads: { serviceChecks: false },
      histogramPercentiles: [0.95, 0.99],
      extraTags: ["solrcloud"],
      guiPort: -1,
      logFileMaxSize: "20Mb",
      logFileMaxRolls: 3,
      collectEc2Tags: true,
    },
    {
      proxy: { https: "http://proxy:3128", no_proxy: ["10.0.0.0/8", "intranet.example.com"] },
      no_proxy_nonexact_match: true,
      remote_configuration: { enabled: false },
      inventories_configuration_enabled: false,
      inventories_min_interval: 600,
      enable_payloads: { service_checks: false },
      histogram_percentiles: ["0.95", "0.99"],
      extra_tags: ["solrcloud"],
      GUI_port: -1,
      log_file_max_size: "20Mb",
      log_file_max_rolls: 3,
      collect_ec2_tags: true,
    },
  ],
])("datadog.yaml has what is said, at Datadog's own keys, and nothing else: %j", (said, expected) => {
  expect(written(said)).toEqual(expected);
});

const flag = fc.boolean();
const perSecond = fc.integer({ min: 0, max: 1000 });
const whole = fc.integer({ min: 1, max: 65535 });
const word = fc.string({ minLength: 1, maxLength: 12 }).filter((text) => !text.includes("SECRET("));
const words = fc.array(
  word.filter((text) => !/^\s*env:/i.test(text)),
  { maxLength: 3 },
);

/** Settings, where Datadog has them, and what they may be. */
const LEAVES: readonly (readonly [setting: string, key: string, value: fc.Arbitrary<unknown>])[] = [
  ["logs.enabled", "logs_enabled", flag],
  ["logs.autoMultiLineDetection", "logs_config.auto_multi_line_detection", flag],
  ["logs.forceUseHttp", "logs_config.force_use_http", flag],
  ["processes.processCollection", "process_config.process_collection.enabled", flag],
  ["processes.stripProcArguments", "process_config.strip_proc_arguments", flag],
  ["processes.intervals.processRealtime", "process_config.intervals.process_realtime", whole],
  ["apm.enabled", "apm_config.enabled", flag],
  ["apm.errorTps", "apm_config.errors_per_second", perSecond],
  ["apm.maxMemory", "apm_config.max_memory", fc.constantFrom(0, 1e9, 1.5e-7)],
  ["apm.filterTags.require", "apm_config.filter_tags.require", fc.array(word)],
  ["apm.obfuscation.mongodb.keepValues", "apm_config.obfuscation.mongodb.keep_values", fc.array(word)],
  ["apm.obfuscation.memcached.keepCommand", "apm_config.obfuscation.memcached.keep_command", flag],
  ["dogstatsd.enabled", "use_dogstatsd", flag],
  ["dogstatsd.tags", "dogstatsd_tags", words],
  ["dogstatsd.tagCardinality", "dogstatsd_tag_cardinality", fc.constantFrom("low", "orchestrator", "high")],
  ["extraTags", "extra_tags", words],
  ["bindHost", "bind_host", word],
  ["cmdPort", "cmd_port", whole],
  ["expvarPort", "expvar_port", whole],
  ["histogramAggregates", "histogram_aggregates", fc.subarray(["max", "min", "median", "avg", "sum", "count"])],
  ["logFormatJson", "log_format_json", flag],
];

test("whatever the settings say is read back at Datadog's paths", () => {
  const each = fc.record(Object.fromEntries(LEAVES.map(([setting, , value]) => [setting, value])), {
    requiredKeys: [],
  });
  fc.assert(
    fc.property(each, (chosen) => {
      const said = {};
      const expected = {};
      for (const [setting, key] of LEAVES) {
        if (!Object.hasOwn(chosen, setting)) continue;
        put(said, setting, chosen[setting]);
        put(expected, key, chosen[setting]);
      }
      expect(written(said)).toEqual(expected);
    }),
    { numRuns: 300 },
  );
});

test("no two settings are one key", () => {
  const count = (schema: z.ZodObject): number =>
    Object.values<z.core.$ZodType>(schema.shape).reduce((sum, one) => {
      const inner = one instanceof z.ZodOptional ? one.unwrap() : one;
      return sum + (inner instanceof z.ZodObject ? count(inner) : 1);
    }, 0);
  expect(typedKeys(typedSettings).size).toBe(count(typedSettings));
});

function put(map: Record<string, unknown>, path: string, value: unknown): void {
  const [key = "", ...rest] = path.split(".");
  if (rest.length === 0) map[key] = value;
  else put((map[key] ??= {}) as Record<string, unknown>, rest.join("."), value);
}
