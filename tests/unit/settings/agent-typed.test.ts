import { expect, test } from "vitest";
import { extraAdvice } from "../../../components/agent/extra";
import { adviceOnExtras } from "../../../components/environment/extra-advice";
import { settingsSchema } from "../../../components/environment/settings";
import { mistakes } from "../../../settings/mistakes";

const HOST = {
  name: "db1",
  address: "192.0.2.1",
  hostKey: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
};
const SERVICE = { name: "shop", source: "apps/shop", command: ["run"], healthUrl: "http://127.0.0.1:5050/" };

function settings(agent: object, host: object = {}, more: object = {}): unknown {
  return {
    notify: ["@oncall@example.com"],
    datadog: { apiKey: "0".repeat(32), appKey: "0".repeat(40) },
    ssh: { privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\n" },
    agent: { version: "1:7.70.1-1", ...agent },
    hosts: [{ ...HOST, ...host }],
    ...more,
  };
}

function found(values: unknown): string[] {
  const { error } = settingsSchema.safeParse(values);
  return error === undefined
    ? []
    : mistakes(error, values, settingsSchema).map(({ path, problem }) => `${path} ${problem}`);
}

const rule = (more: object) => ({ logs: { processingRules: [{ name: "x", pattern: "y", ...more }] } });

test.each([
  [{ apm: { errorTps: "ten" } }, 'apm.errorTps "ten" is not a number; expected such as 10'],
  [{ apm: { errorTps: -1 } }, "apm.errorTps -1 is below 0; expected 0 or more"],
  [{ apm: { enabled: "yes" } }, 'apm.enabled "yes" is neither; expected true or false'],
  [{ apm: { errorsTps: 1 } }, 'apm.errorsTps unknown key; did you mean "errorTps"?'],
  [{ apm: { receiverSocket: "apm.socket" } }, /^apm\.receiverSocket "apm\.socket" is not absolute; expected such as/],
  [
    { apm: { ignoreResources: ["^(?!GET)"] } },
    /^apm\.ignoreResources\[0\] .* look-around .* Go's regular expressions have not; expected one without$/,
  ],
  [
    { apm: { replaceTags: [{ name: "a", pattern: "(a)\\1", repl: "" }] } },
    /^apm\.replaceTags\[0\]\.pattern .*back ref/,
  ],
  [{ apm: { obfuscation: { redis: { removeAllArgs: 1 } } } }, /^apm\.obfuscation\.redis\.removeAllArgs 1 is neither/],
  [{ logs: { enabled: "true" } }, 'logs.enabled "true" is neither; expected true or false'],
  [
    rule({ type: "multi_line" }),
    'logs.processingRules[0].type "multi_line" is not of all logs, whatever their form; expected it as log_processing_rules of one source',
  ],
  [
    rule({ type: "drop" }),
    'logs.processingRules[0].type "drop" is not a rule of all logs; expected exclude_at_match, include_at_match, mask_sequences',
  ],
  [rule({ type: "mask_sequences" }), /^logs\.processingRules\[0\]\.replacePlaceholder .*expected both, or neither$/],
  [
    { processes: { customSensitiveWords: ["*"] } },
    /^processes\.customSensitiveWords\[0\] "\*" is not such a word; expected letters, digits, _ and \*, not \* alone$/,
  ],
  [
    { processes: { intervals: { process: 0 } } },
    /^processes\.intervals\.process 0 is not accepted; expected at least 1/,
  ],
  [{ dogstatsd: { port: 70000 } }, /^dogstatsd\.port 70000 is not a port; expected 1 to 65535/],
  [
    { dogstatsd: { tags: ["env:prod"] } },
    /^dogstatsd\.tags\[0\] "env:prod" is said by the setting env, or the stack's name; expected tags/,
  ],
  [{ dogstatsd: { tagCardinality: "all" } }, /^dogstatsd\.tagCardinality "all" is not accepted; expected low, orch/],
  [
    { extraTags: ["Env:prod"] },
    /^extraTags\[0\] "Env:prod" is said by the setting env, or the stack's name; expected tags other than env/,
  ],
  [{ proxy: { https: "proxy:3128" } }, /^proxy\.https "proxy:3128" is not a proxy's address; expected such as http:/],
  [
    { proxy: { noProxy: ["http://a"] } },
    /^proxy\.noProxy\[0\] "http:\/\/a" is not a host; expected a name, an address/,
  ],
  [{ logFileMaxSize: "ten" }, 'logFileMaxSize "ten" is not a size; expected such as 10Mb'],
  [{ logFileMaxRolls: 0 }, "logFileMaxRolls 0 is too small; expected at least 1"],
  [{ histogramPercentiles: [95] }, "histogramPercentiles[0] 95 is not between 0 and 1; expected such as 0.95"],
])("a mistake in what the Agent has is said at its place, of all hosts, a group and one: %j", (agent, words) => {
  const expected = typeof words === "string" ? words : (expect.stringMatching(words) as string);
  const below = (where: string) =>
    found(
      where === "agent"
        ? settings(agent)
        : where === "hosts[0].agent"
          ? settings({}, { agent })
          : settings({}, {}, { groups: { web: { agent } } }),
    ).map((line) => (line.startsWith(`${where}.`) ? line.slice(where.length + 1) : line));
  for (const where of ["agent", "hosts[0].agent", "groups.web.agent"]) expect(below(where)).toEqual([expected]);
});

test("a proxy's password has its place among the secrets, and is not repeated in clear", () => {
  const proxy = { https: "http://agent:${secret:proxy}@10.0.0.1:3128" };
  expect(found(settings({ secrets: { proxy: "hunter22" }, proxy }))).toEqual([]);
  expect(found(settings({ proxy }))).toEqual([
    expect.stringMatching(/^agent\.proxy\.https .*names the secret "proxy", which is not there; expected it in/),
  ]);
  const clear = found(settings({ proxy: { https: "http://agent:hunter22@10.0.0.1:3128" } })).join();
  expect(clear).toMatch(
    /^agent\.proxy\.https has a user or a password, and its text is in the plan; expected the secret/,
  );
  expect(clear).not.toContain("hunter22");
});

test("a proxy that a backend has needs the backend", () => {
  const agent = { proxy: { https: "ENC[proxy]" } };
  const words = "is a handle; expected agent.secretBackend to say who opens it";
  expect(found(settings(agent, { agent }))).toEqual([
    `agent.proxy.https "ENC[proxy]" ${words}`,
    `hosts[0].agent.proxy.https "ENC[proxy]" ${words}`,
  ]);
  expect(found(settings({ ...agent, secretBackend: { command: "/opt/fetch" } }, { agent }))).toEqual([]);
});

test("services need an Agent that takes traces, of their own host", () => {
  const words = "leaves the traces of services to nobody; expected true, or a host without services";
  const service = { services: [SERVICE] };
  expect(found(settings({ apm: { enabled: false } }, service))).toEqual([`agent.apm.enabled false ${words}`]);
  expect(found(settings({}, { ...service, agent: { apm: { enabled: false } } }))).toEqual([
    `hosts[0].agent.apm.enabled false ${words}`,
  ]);
  expect(found(settings({ apm: { enabled: false } }, { ...service, agent: { apm: { enabled: true } } }))).toEqual([]);
  expect(found(settings({ apm: { enabled: false } }))).toEqual([]);
});

test("what texts of the Agent's want of their host is known of one", () => {
  expect(found(settings({ dogstatsd: { tags: ["at:${host:address}"] } }))).toEqual([]);
  expect(found(settings({ dogstatsd: { tags: ["at:${host:rack}"] } }))).toEqual([
    expect.stringMatching(/^agent\.dogstatsd\.tags\[0\] .*wants "rack" of its host; expected/),
  ]);
});

test("a key is said once: by a setting, or in extra", () => {
  expect(found(settings({ apm: { enabled: true }, extra: { apm_config: { enabled: true } } }))).toEqual([
    "agent.extra.apm_config.enabled true is said by agent.apm.enabled already; expected one of the two",
  ]);
  expect(found(settings({ guiPort: -1 }, { agent: { guiPort: 5002, extra: { Gui_Port: 5003 } } }))).toEqual([
    "hosts[0].agent.extra.Gui_Port 5003 is said by agent.guiPort already; expected one of the two",
  ]);
  // The nearer one's word is another's.
  expect(found(settings({ apm: { enabled: true } }, { agent: { extra: { apm_config: { enabled: false } } } }))).toEqual(
    [],
  );
});

test.each([
  [
    { logs_enabled: "yes" },
    'agent.extra.logs_enabled "yes" is nothing that the Agent reads there; expected true or false',
  ],
  [{ apm_config: { max_payload_size: 1, errors_per_second: "ten" } }, /errors_per_second "ten" .*; expected a number$/],
  [{ "apm_config.errors_per_second": [] }, /expected a number$/],
  [{ Dogstatsd_Port: {} }, /^agent\.extra\.Dogstatsd_Port .*; expected a number$/],
  [{ apm_config: true }, "agent.extra.apm_config true has keys of its own in datadog.yaml; expected a map of them"],
  [{ process_config: { intervals: [10] } }, /^agent\.extra\.process_config\.intervals has keys of its own/],
  [{ log_file: ["/a"] }, "agent.extra.log_file is nothing that the Agent reads there; expected a text"],
  [
    { container_exclude: { name: "x" } },
    "agent.extra.container_exclude is nothing that the Agent reads there; expected a list",
  ],
  [{ additional_endpoints: ["https://a"] }, /^agent\.extra\.additional_endpoints is nothing .*; expected a map$/],
])("a key of extra that the Agent can't read is a mistake: %j", (extra, words) => {
  expect(found(settings({ extra }))).toEqual([typeof words === "string" ? words : expect.stringMatching(words)]);
});

test("what the Agent reads is none, nor what nobody knows", () => {
  const extra = {
    logs_enabled: "true",
    dogstatsd_port: "8125",
    apm_config: { enabled: 1, errors_per_second: "1.5", unheard_of: { deep: [1] } },
    process_config: { enabled: true, process_discovery: { interval: "4h" }, scrub_args: null },
    host_aliases: "one two",
    log_level_file: true,
    check_runners: "ENC[runners]",
    forwarder_timeout: "20s",
    kubernetes_kubelet_host: [1],
  };
  expect(found(settings({ extra, secretBackend: { command: "/opt/fetch" } }))).toEqual([]);
});

test.each([
  [{ fips: { enabled: true }, logs_config: { batch_wait: 1 } }, []],
  [{ apm_config: { enabled: true } }, ["agent.apm.enabled"]],
  [{ GUI_port: -1 }, ["agent.guiPort"]],
  [{ logs_config: { bach_wait: 1 } }, ["logs_config.batch_wait"]],
  [{ dogstatsd_buffer_siz: 1 }, ["dogstatsd_buffer_size"]],
  [{ conatiner_exclude: ["image:x"] }, ["container_exclude"]],
  [{ kubernetes_kubelet_host: "x", snmp_listener: {} }, []],
])("what has a setting, or is a slip of the finger, is said: %j", (extra, named) => {
  const said = extraAdvice(extra).map(({ message }) => message);
  expect(said).toHaveLength(named.length);
  for (const [i, name] of named.entries()) expect(said[i]).toContain(name);
});

test("what is said of extra is said once, where all hosts have it, or the first group", () => {
  const agent = { extra: { apm_config: { enabled: true } } };
  const values = settings({ extra: { gui_port: -1 } }, { groups: ["web"], agent }, { groups: { web: { agent } } });
  expect(adviceOnExtras(settingsSchema.parse(values))).toEqual([
    "agent.extra.gui_port has a setting of its own, agent.guiPort, which is checked",
    "groups.web.agent.extra.apm_config.enabled has a setting of its own, agent.apm.enabled, which is checked",
  ]);
});
