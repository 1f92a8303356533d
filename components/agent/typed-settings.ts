import { z } from "zod";
import { credentialIn } from "../../settings/credentials";
import { port, seconds } from "../../settings/parts";
import type { ConfigMap } from "./integration";
import { secretsNamedIn } from "./secret-references";
import { at } from "./typed-keys";

/*
 * What people say in datadog.yaml, each under Datadog's own name. Types and ranges are the Agent's:
 * https://github.com/DataDog/datadog-agent/blob/main/pkg/config/config_template.yaml
 */

const flag = z.boolean("is neither; expected true or false");
const count = z.int("is not a whole number; expected such as 100").min(1, "is too small; expected at least 1");
const perSecond = z.number("is not a number; expected such as 10").min(0, "is below 0; expected 0 or more");
const absolute = z.string().regex(/^\//, "is not absolute; expected such as /var/run/datadog/dsd.socket");
const name = z.string().min(1, "is empty; expected a name");

/** Go's regular expressions take time in proportion to the text, and so know nothing of these. */
const NOT_IN_GO = /\(\?(?:[=!]|<[=!])|(?<!\\)(?:\\\\)*\\[1-9]/;

/** @see https://github.com/google/re2/wiki/Syntax */
const pattern = z
  .string()
  .min(1, "is empty; expected a regular expression")
  .refine(
    (text) => !NOT_IN_GO.test(text),
    "has a look-around or a back reference, which Go's regular expressions have not; expected one without",
  );

/** Tags as the Agent takes them, without a value too; `env` is the stack's. */
const tags = z.array(
  z
    .string()
    .min(1, "is empty; expected a tag")
    .regex(/^(?!\s*env:)/i, "is said by the setting env, or the stack's name; expected tags other than env"),
);

/** Sizes in the Agent's words; it reads one without a unit as bytes. */
const size = z
  .string("is not a size; expected such as 10Mb")
  .regex(/^\d+(\.\d+)?\s*([kmgt]i?b?|b)?$/i, "is not a size; expected such as 10Mb");

/** @see https://docs.datadoghq.com/agent/logs/advanced_log_collection/#global-processing-rules */
const processingRule = z
  .strictObject({
    type: z
      .enum(["exclude_at_match", "include_at_match", "mask_sequences"], {
        error: (issue) =>
          issue.input === "multi_line"
            ? "is not of all logs, whatever their form; expected it as log_processing_rules of one source"
            : "is not a rule of all logs; expected exclude_at_match, include_at_match, mask_sequences",
      })
      .describe("What is done."),
    name: name.describe("Any; the Agent's status shows it."),
    pattern: pattern.describe("Go's regular expression."),
    replacePlaceholder: z.string().optional().describe("What stands in the place of what is masked."),
  })
  .refine(({ type, replacePlaceholder }) => (type === "mask_sequences") === (replacePlaceholder !== undefined), {
    path: ["replacePlaceholder"],
    error: "belongs to mask_sequences; expected both, or neither",
  });

const logs = z.strictObject({
  enabled: at(
    "logs_enabled",
    flag,
    "Whether the Agent reads logs. Default: where integrations, or `logs`, declare some.",
  ),
  containerCollectAll: at("logs_config.container_collect_all", flag, "Those of every container. Default: false."),
  processingRules: at(
    "logs_config.processing_rules",
    z.array(processingRule),
    "What is done with every line before it leaves the host.",
    (rules) => rules.map(renamed({ replacePlaceholder: "replace_placeholder" })),
  ),
  autoMultiLineDetection: at(
    "logs_config.auto_multi_line_detection",
    flag,
    "Lines that belong together are one log. Default: false.",
  ),
  forceUseHttp: at("logs_config.force_use_http", flag, "Never over TCP, which a proxy may not let pass."),
  openFilesLimit: at("logs_config.open_files_limit", count, "Files that are tailed at once. Default: 500."),
});

/** @see https://docs.datadoghq.com/infrastructure/process/#process-arguments-scrubbing */
const sensitiveWord = z
  .string()
  .regex(/^(?!\*+$)[A-Za-z0-9_*]+$/, "is not such a word; expected letters, digits, _ and *, not * alone");

const every = (key: string, what: string, standard: number) =>
  at(`process_config.intervals.${key}`, seconds, `Seconds between two looks at ${what}. Default: ${standard}.`);

const processes = z.strictObject({
  processCollection: at("process_config.process_collection.enabled", flag, "Live Processes. Default: false."),
  containerCollection: at("process_config.container_collection.enabled", flag, "Live Containers. Default: true."),
  processDiscovery: at(
    "process_config.process_discovery.enabled",
    flag,
    "A look at what runs, every four hours. Default: true.",
  ),
  intervals: z
    .strictObject({
      process: every("process", "processes", 10),
      processRealtime: every("process_realtime", "processes that somebody watches", 2),
      container: every("container", "containers", 10),
      containerRealtime: every("container_realtime", "containers that somebody watches", 2),
    })
    .optional(),
  scrubArgs: at("process_config.scrub_args", flag, "Hides passwords in command lines. Default: true."),
  customSensitiveWords: at(
    "process_config.custom_sensitive_words",
    z.array(sensitiveWord),
    "Names of more arguments whose values are hidden: `personal_key`, `*token`.",
  ),
  stripProcArguments: at("process_config.strip_proc_arguments", flag, "Sends no arguments at all. Default: false."),
});

const filters = (key: string, of: z.ZodType<string>, what: string) =>
  z
    .strictObject({
      require: at(`apm_config.${key}.require`, z.array(of), `Traces whose root has not all of ${what} are dropped.`),
      reject: at(`apm_config.${key}.reject`, z.array(of), `Traces whose root has one of ${what} are dropped.`),
    })
    .optional();

const obfuscated = (key: string, what: string, more: Readonly<Record<string, z.ZodOptional>>) =>
  z
    .strictObject({
      enabled: at(`apm_config.obfuscation.${key}.enabled`, flag, `Hides ${what}. Default: true.`),
      ...more,
    })
    .optional();

const keptValues = (key: string) =>
  at(`apm_config.obfuscation.${key}.keep_values`, z.array(name), "Keys whose values are left as they are.");

/** @see https://docs.datadoghq.com/tracing/configure_data_security/#agent-trace-obfuscation */
const obfuscation = z.strictObject({
  removeStackTraces: at("apm_config.obfuscation.remove_stack_traces", flag, "Hides them. Default: false."),
  http: z
    .strictObject({
      removeQueryString: at("apm_config.obfuscation.http.remove_query_string", flag, "Of URLs. Default: false."),
      removePathsWithDigits: at(
        "apm_config.obfuscation.http.remove_paths_with_digits",
        flag,
        "Of URLs. Default: false.",
      ),
    })
    .optional(),
  creditCards: obfuscated("credit_cards", "numbers of credit cards", {
    luhn: at("apm_config.obfuscation.credit_cards.luhn", flag, "Only numbers with a right check digit."),
  }),
  redis: obfuscated("redis", "arguments of Redis' commands", {
    removeAllArgs: at("apm_config.obfuscation.redis.remove_all_args", flag, "All of them. Default: false."),
  }),
  memcached: obfuscated("memcached", "values of Memcached's commands", {
    keepCommand: at("apm_config.obfuscation.memcached.keep_command", flag, "Keeps the keys. Default: false."),
  }),
  mongodb: obfuscated("mongodb", "values of MongoDB's queries", { keepValues: keptValues("mongodb") }),
  elasticsearch: obfuscated("elasticsearch", "values of Elasticsearch's queries", {
    keepValues: keptValues("elasticsearch"),
  }),
});

/** What tracing has beside its port and its intake, which are of all hosts. */
export const apm = {
  enabled: at(
    "apm_config.enabled",
    flag,
    "Whether the Agent takes traces, of applications that are not `services` too. Default: the Agent's, true.",
  ),
  nonLocalTraffic: at("apm_config.apm_non_local_traffic", flag, "From other hosts, too. Default: false."),
  receiverSocket: at("apm_config.receiver_socket", absolute, "Beside the port, a Unix socket."),
  targetTps: at("apm_config.target_traces_per_second", perSecond, "Traces a second to keep. Default: 10."),
  errorTps: at("apm_config.errors_per_second", perSecond, "Traces with errors beside them. Default: 10."),
  maxMemory: at("apm_config.max_memory", perSecond, "Bytes beyond which it takes less; 0: no limit."),
  maxCpuPercent: at("apm_config.max_cpu_percent", perSecond, "Beyond which it takes less: 50 is half a core."),
  ignoreResources: at(
    "apm_config.ignore_resources",
    z.array(pattern),
    "Traces whose root's resource is like one of these are dropped: `GET /healthz`.",
  ),
  filterTags: filters("filter_tags", name, "these tags"),
  filterTagsRegex: filters("filter_tags_regex", pattern, "the tags that are like these"),
  replaceTags: at(
    "apm_config.replace_tags",
    z.array(
      z.strictObject({
        name: name.describe('The tag\'s, or "*" for all.'),
        pattern: pattern.describe("Go's regular expression."),
        repl: z.string().describe("What stands in the place of what is like it."),
      }),
    ),
    "What is replaced in spans before they leave the host.",
  ),
  obfuscation: obfuscation.optional(),
};

/** @see https://docs.datadoghq.com/developers/dogstatsd/dogstatsd_mapper/ */
const mapperProfile = z.strictObject({
  name: name.describe("Any."),
  prefix: name.describe('What the metrics begin with: `airflow.`, or "*".'),
  mappings: z
    .array(
      z.strictObject({
        match: name.describe("`airflow.dag.*.*.duration`, or a regular expression."),
        matchType: z.enum(["wildcard", "regex"]).optional().describe("Default: wildcard."),
        name: name.describe("The metric's name in Datadog."),
        tags: z.record(z.string(), z.string()).optional().describe("What the parts become: `dag_id: $1`."),
      }),
    )
    .min(1, "is empty; expected at least one")
    .describe("Each a form of names, and what it becomes."),
});

const dogstatsd = z.strictObject({
  enabled: at("use_dogstatsd", flag, "Whether it takes metrics of applications. Default: true."),
  port: at("dogstatsd_port", port.or(z.literal(0)), "Of UDP; 0: none. Default: 8125."),
  nonLocalTraffic: at("dogstatsd_non_local_traffic", flag, "From other hosts, too. Default: false."),
  socket: at("dogstatsd_socket", absolute, "Beside the port, a Unix socket."),
  originDetection: at("dogstatsd_origin_detection", flag, "Tags of the container that sends to the socket."),
  tagCardinality: at(
    "dogstatsd_tag_cardinality",
    z.enum(["low", "orchestrator", "high"]),
    "How many tags of containers. Default: low.",
  ),
  tags: at("dogstatsd_tags", tags, "On all that is sent to it."),
  mapperProfiles: at(
    "dogstatsd_mapper_profiles",
    z.array(mapperProfile),
    "Parts of metrics' names that become tags.",
    (profiles) => profiles.map((one) => ({ ...one, mappings: one.mappings.map(renamed({ matchType: "match_type" })) })),
  ),
  bufferSize: at("dogstatsd_buffer_size", count, "Bytes of a packet. Default: 8192."),
  soRcvbuf: at("dogstatsd_so_rcvbuf", z.int().min(0), "Bytes of the socket's buffer. Default: the system's."),
});

const HANDLE = /^ENC\[[^\]]+\]$/;

/** Where its secrets are taken out: an address, and nobody's password. */
const proxyUrl = z
  .string("is not a proxy's address; expected such as http://proxy.example.com:3128")
  .refine(
    (text) => HANDLE.test(text) || /^(https?|socks5):\/\/[^\s/?#]+\/?$/i.test(text.replace(/\$\{[^}]*\}/g, "x")),
    "is not a proxy's address; expected such as http://proxy.example.com:3128",
  )
  .refine((text) => secretsNamedIn(text).length > 0 || credentialIn("", text) === undefined, {
    error:
      "has a user or a password, and its text is in the plan; expected the secret in agent.secrets, and ${secret:its_name} here",
  });

/** @see https://docs.datadoghq.com/agent/configuration/proxy/ */
const proxy = z.strictObject({
  https: at("proxy.https", proxyUrl, "For what is sent to `https://` addresses: all that goes to Datadog."),
  http: at("proxy.http", proxyUrl, "For what is sent to `http://` addresses."),
  noProxy: at(
    "proxy.no_proxy",
    z.array(
      z
        .string()
        .regex(/^[^\s,/]+(\/\d+)?$/, "is not a host; expected a name, an address or a network, without http://"),
    ),
    "Hosts that are reached without it.",
  ),
  noProxyNonexactMatch: at("no_proxy_nonexact_match", flag, "A domain among them stands for what is below it."),
});

const inventories = z.strictObject({
  enabled: at("inventories_enabled", flag, "What Datadog's inventory of hosts knows. Default: true."),
  configuration: at("inventories_configuration_enabled", flag, "The Agent's settings, too. Default: true."),
  checksConfiguration: at("inventories_checks_configuration_enabled", flag, "The checks', too. Default: true."),
  minInterval: at("inventories_min_interval", seconds, "Seconds between two of them, at least."),
  maxInterval: at("inventories_max_interval", seconds, "At most."),
});

const enablePayloads = z.strictObject({
  series: at("enable_payloads.series", flag, "Metrics. Default: true."),
  events: at("enable_payloads.events", flag, "Default: true."),
  serviceChecks: at("enable_payloads.service_checks", flag, "Default: true."),
  sketches: at("enable_payloads.sketches", flag, "Distributions. Default: true."),
});

const NO_SHARE = "is not between 0 and 1; expected such as 0.95";
const AGGREGATES = ["max", "min", "median", "avg", "sum", "count"] as const;

/** What the Agent of all hosts, of a group or of one may have, beside {@link apm}. */
export const ofAgents = {
  logs: logs.optional(),
  processes: processes.optional(),
  dogstatsd: dogstatsd.optional(),
  proxy: proxy.optional().describe("Through which the Agent reaches Datadog; apt has its own."),
  remoteConfiguration: z
    .strictObject({ enabled: at("remote_configuration.enabled", flag, "Default: true.") })
    .optional()
    .describe("Whether Datadog may change settings of the Agent's and of tracers'."),
  inventories: inventories.optional(),
  enablePayloads: enablePayloads.optional().describe("What it sends at all."),
  extraTags: at("extra_tags", tags, "On all that it sends, beside `tags`: such without a value, or in capitals, too."),
  hostAliases: at("host_aliases", z.array(name), "More names of the host's."),
  collectEc2Tags: at("collect_ec2_tags", flag, "The instance's tags in AWS. Default: false."),
  ec2PreferImdsv2: at("ec2_prefer_imdsv2", flag, "Asks AWS' metadata by its second version alone. Default: false."),
  collectGceTags: at("collect_gce_tags", flag, "The instance's tags in Google Cloud. Default: true."),
  histogramAggregates: at("histogram_aggregates", z.array(z.enum(AGGREGATES)), "Default: max, median, avg, count."),
  histogramPercentiles: at(
    "histogram_percentiles",
    z.array(z.number(NO_SHARE).gt(0, NO_SHARE).lt(1, NO_SHARE)),
    "Default: 0.95.",
    (said) => said.map(String),
  ),
  skipSslValidation: at("skip_ssl_validation", flag, "Takes any certificate: for a proxy that looks inside."),
  bindHost: at("bind_host", name, "Where DogStatsD and traces are taken. Default: localhost."),
  cmdPort: at("cmd_port", port, "Of the Agent's own commands. Default: 5001."),
  expvarPort: at("expvar_port", port, "Of what it says of itself. Default: 5000."),
  guiPort: at("GUI_port", port.or(z.literal(-1)), "Of its pages in a browser; -1: none."),
  checkRunners: at("check_runners", count, "Checks that run at once. Default: 4."),
  logFileMaxSize: at("log_file_max_size", size, "Of the Agent's own log: `10Mb`, which is the default."),
  logFileMaxRolls: at("log_file_max_rolls", count, "Older ones that are kept. Default: 1."),
  logToConsole: at("log_to_console", flag, "Into the journal, too. Default: true."),
  logToSyslog: at("log_to_syslog", flag, "Default: false."),
  logFormatJson: at("log_format_json", flag, "Default: false."),
};

/** All of them that are keys of `datadog.yaml`. */
export const typedSettings = z.object({ ...ofAgents, apm: z.object(apm).optional() });

/** An item in which what is named as settings are has Datadog's name. */
function renamed(names: Readonly<Record<string, string>>): (item: Readonly<Record<string, unknown>>) => ConfigMap {
  return (item) =>
    Object.fromEntries(
      Object.entries(item)
        .filter(([, value]) => value !== undefined)
        .map(([key, value]) => [names[key] ?? key, value]),
    ) as ConfigMap;
}
