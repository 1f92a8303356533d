import { expect, test } from "vitest";
import { formatMistakes, mistakes } from "../../../settings/mistakes";
import { settingsSchema } from "../../../components/environment/settings";

const HOST_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

const right = () => ({
  notify: ["@oncall@example.com"],
  datadog: { apiKey: "0".repeat(32), appKey: "0".repeat(40) },
  ssh: { privateKey: "-----BEGIN OPENSSH PRIVATE KEY-----\n" },
  agent: { version: "1:7.70.1-1" },
  hosts: [{ name: "db1", address: "192.0.2.1", hostKey: HOST_KEY }] as Record<string, unknown>[],
});

const withDatabases =
  (...databases: object[]) =>
  (values: ReturnType<typeof right>) => ({ ...values, hosts: [{ ...values.hosts[0], databases }] });

const SERVICE = { name: "shop", source: "apps/shop", command: ["run"], healthUrl: "http://127.0.0.1:5050/" };
const withServices =
  (...services: object[]) =>
  (values: ReturnType<typeof right>) => ({ ...values, hosts: [{ ...values.hosts[0], services }] });

function found(values: unknown): string[] {
  const result = settingsSchema.safeParse(values);
  return result.success
    ? []
    : mistakes(result.error, values, settingsSchema).map(({ path, problem }) => `${path} ${problem}`);
}

test("the least that an environment must say is enough", () => {
  expect(found(right())).toEqual([]);
});

test("a monitor's id may stand without quotes", () => {
  const { objects } = settingsSchema.parse({ ...right(), objects: { adopt: { monitors: { a: 12345678, b: "9" } } } });
  expect(objects.adopt.monitors).toEqual({ a: "12345678", b: "9" });
});

test("an answer's last day may stand without quotes, of which the engine makes a moment", () => {
  const lint = [{ rule: "downtime/gap", on: "nights", reason: "meant", until: "2027-03-31 00:00:00 +0000 UTC" }];
  expect(settingsSchema.parse({ ...right(), lint }).lint[0]?.until).toBe("2027-03-31");
  expect(found({ ...right(), lint: [{ ...lint[0], until: "2027-03-32 00:00:00 +0000 UTC" }] })).toEqual([
    'lint[0].until "2027-03-32 00:00:00 +0000 UTC" is not a day; expected such as 2027-03-31',
  ]);
});

test("eight mistakes in one file are eight lines with their paths", () => {
  const values = {
    ...right(),
    quiethours: {},
    notify: ["oncall@example.com"],
    tags: ["Service"],
    agent: { version: "latest" },
    quietHours: { timezone: "Europe/Belrin", windows: { nights: "19:00-25:00 Mon-Fri" } },
    myMetric: {},
    hosts: [
      { name: "db1", address: "192.0.2.1", hostKey: HOST_KEY },
      {
        name: "db2",
        adress: "192.0.2.2",
        address: "192.0.2.2",
        hostKey: HOST_KEY,
        databases: [{ type: "postgres", port: 543210 }],
      },
    ],
  };
  expect(found(values).sort()).toEqual([
    'agent.version "latest" is not a package version; expected such as 7.70.1 or 1:7.70.1-1',
    'hosts[1].adress unknown key; did you mean "address"?',
    "hosts[1].databases[0].port 543210 is not a port; expected 1 to 65535",
    'notify[0] "oncall@example.com" is not a handle; expected @name without white space',
    'quietHours.timezone "Europe/Belrin" is not an IANA time zone; did you mean "Europe/Berlin"?',
    'quietHours.windows.nights "25:00" is not a time of day; expected 00:00 to 23:59',
    'quiethours unknown key; did you mean "quietHours"?',
    'tags[0] "Service" is not a tag; expected key:value in lower case, such as team:sre',
  ]);
});

test("mistakes that compare two settings are said beside those of single ones", () => {
  const databases = [
    { type: "postgres", prot: 5433 },
    { type: "postgres", name: "b" },
    { type: "mysql", name: "c", intervalSeconds: 600, replicaton: true, extra: { password: "hunter22", "": 1 } },
  ];
  const values = {
    ...right(),
    notify: [],
    myMetric: { monitor: { warning: 900 } },
    databaseMonitors: { lag: { warning: 60, critical: 30 } },
    tags: ["env:other", "Service"],
    hosts: [
      { ...right().hosts[0], databases },
      { name: "db1", address: "192.0.2.2" },
    ],
  };
  expect(found(values).sort()).toEqual([
    "databaseMonitors.lag.warning 60 is not below the alert at 30; expected a smaller number",
    'hosts[0].databases[0].prot unknown key; did you mean "port"?',
    "hosts[0].databases[1].port 5432 is databases[0]'s already; expected each server once",
    "hosts[0].databases[2].extra.password is one of Lookout's own; expected the setting for it beside `extra`",
    expect.stringMatching(/^hosts\[0\]\.databases\[2\]\.intervalSeconds 600 is so rare that it is called silent/),
    'hosts[0].databases[2].replicaton unknown key; did you mean "replication"?',
    expect.stringMatching(/^hosts\[1\]\.hostKey is missing; /),
    'hosts[1].name "db1" is another host\'s name already',
    "myMetric.monitor.warning 900 is not below the alert at 800; expected a smaller number",
    "notify names nobody; expected at least one handle",
    'tags[0] "env:other" is said by the setting env, or the stack\'s name; expected tags other than env',
    'tags[1] "Service" is not a tag; expected key:value in lower case, such as team:sre',
  ]);
});

test("digits alone are a text where any text is one", () => {
  expect(settingsSchema.parse({ ...right(), recheck: 20261128 }).recheck).toBe("20261128");
});

test.each<[string, (values: ReturnType<typeof right>) => unknown, RegExp]>([
  [
    "a key that no setting of a PostgreSQL server resembles",
    withDatabases({ type: "postgres", colour: "blue" }),
    /^hosts\[0\]\.databases\[0\]\.colour unknown key; known here: .*port/,
  ],
  [
    "a key of a server of an unknown kind",
    withDatabases({ type: "postgres", galera: { clusterSiz: 3 } }),
    /^hosts\[0\]\.databases\[0\]\.galera unknown key/,
  ],
  ["a missing map", (v) => ({ ...v, agent: undefined }), /^agent is missing; expected a map$/],
  [
    "a missing key",
    (v) => ({ ...v, datadog: { appKey: v.datadog.appKey } }),
    /^datadog\.apiKey is missing; expected a string/,
  ],
  ["no hosts", (v) => ({ ...v, hosts: [] }), /^hosts is empty; expected at least one host$/],
  [
    "an unpinned host",
    (v) => ({ ...v, hosts: [{ name: "db1", address: "a" }] }),
    /^hosts\[0\]\.hostKey is missing; .*ssh-keyscan.*acceptUnknownHostKey/,
  ],
  [
    "an ssh-rsa pin",
    (v) => ({ ...v, hosts: [{ ...v.hosts[0], hostKey: "ssh-rsa AAAA" }] }),
    /^hosts\[0\]\.hostKey .*expected "ssh-ed25519/,
  ],
  [
    "two hosts of one name",
    (v) => ({ ...v, hosts: [v.hosts[0], { ...v.hosts[0], address: "192.0.2.9" }] }),
    /^hosts\[1\]\.name "db1" is another host's name already$/,
  ],
  [
    "another site",
    (v) => ({ ...v, datadog: { ...v.datadog, site: "datadog.com" } }),
    /^datadog\.site "datadog.com" is not accepted; expected datadoghq.com, /,
  ],
  [
    "an unknown database",
    (v) => ({ ...v, hosts: [{ ...v.hosts[0], databases: [{ type: "oracle" }] }] }),
    /^hosts\[0\]\.databases\[0\]\.type .*expected type: postgres or mysql$/,
  ],
  [
    "two servers of one name",
    withDatabases({ type: "postgres" }, { type: "postgres", port: 5433 }),
    /^hosts\[0\]\.databases\[1\]\.name "postgres" is another server's name on this host already; expected one of its own$/,
  ],
  [
    "a server declared twice",
    withDatabases({ type: "mysql" }, { type: "mysql", name: "again" }),
    /^hosts\[0\]\.databases\[1\]\.port 3306 is databases\[0\]'s already; expected each server once$/,
  ],
  [
    "a password of two lines",
    withDatabases({ type: "postgres", password: "first line\nsecond" }),
    /^hosts\[0\]\.databases\[0\]\.password has a line break; expected one line/,
  ],
  [
    "a password that the Agent's MySQL driver can't send",
    withDatabases({ type: "mysql", password: "pässword-of-mine" }),
    /^hosts\[0\]\.databases\[0\]\.password has a character beyond ASCII; expected none, since the Agent's driver/,
  ],
  [
    "a password longer than a client carries",
    withDatabases({ type: "postgres", password: "ü".repeat(129) }),
    /^hosts\[0\]\.databases\[0\]\.password is too long; expected at most 256 bytes$/,
  ],
  [
    "a verified certificate without its authority",
    withDatabases({ type: "postgres", tls: { mode: "verify-full" } }),
    /^hosts\[0\]\.databases\[0\]\.tls\.rootCertificate is missing; expected the file of the authority/,
  ],
  [
    "a key of Lookout's in the instance's extra",
    withDatabases({ type: "mysql", extra: { password: "hunter22" } }),
    /^hosts\[0\]\.databases\[0\]\.extra\.password is one of Lookout's own; expected the setting for it beside `extra`$/,
  ],
  [
    "a relation that names no table",
    withDatabases({ type: "postgres", relations: [{ schemas: ["public"] }] }),
    /^hosts\[0\]\.databases\[0\]\.relations\[0\]\.name or regex is needed; expected one of the two$/,
  ],
  [
    "server settings of a server that is somebody else's",
    withDatabases({ type: "postgres", dbm: true, admin: { user: "a", password: "b" }, manageServerSettings: true }),
    /^hosts\[0\]\.databases\[0\]\.manageServerSettings true can't be had with admin; expected the settings at/,
  ],
  [
    "an administrator's password in clear on a network",
    withDatabases({ type: "mysql", address: "db.example.com", admin: { user: "a", password: "b" } }),
    /^hosts\[0\]\.databases\[0\]\.tls is missing; expected its mode, since .*passwords cross a network$/,
  ],
  [
    "server settings that nothing asks for",
    withDatabases({ type: "postgres", manageServerSettings: true }),
    /^hosts\[0\]\.databases\[0\]\.manageServerSettings true sets what dbm needs, which is off; expected both/,
  ],
  [
    "another version of a password that is written out",
    withDatabases({ type: "postgres", password: "a-long-password", passwordVersion: 2 }),
    /^hosts\[0\]\.databases\[0\]\.passwordVersion 2 makes no other password beside password; expected that one/,
  ],
  [
    "a replica of nothing",
    withDatabases({ type: "postgres" }, { type: "mysql", replicaOf: "db1" }),
    /^hosts\[0\]\.databases\[1\]\.replicaOf "db1" is no mysql server on which users are made; expected one that is declared here$/,
  ],
  [
    "a replica of a replica",
    withDatabases(
      { type: "postgres" },
      { type: "postgres", name: "b", port: 5433, replicaOf: "db1" },
      { type: "postgres", name: "c", port: 5434, replicaOf: "db1.b" },
    ),
    /^hosts\[0\]\.databases\[2\]\.replicaOf "db1\.b" is no postgres server on which users are made; expected db1\.postgres$/,
  ],
  [
    "a replica's own password",
    withDatabases(
      { type: "mysql" },
      { type: "mysql", name: "b", port: 3307, replicaOf: "db1", password: "a-long-password" },
    ),
    /^hosts\[0\]\.databases\[1\]\.password can't be had with replicaOf; expected it at the source$/,
  ],
  [
    "a restart of nothing",
    withDatabases({ type: "mysql", allowRestart: true }),
    /^hosts\[0\]\.databases\[0\]\.allowRestart true restarts nothing without manageServerSettings; expected both/,
  ],
  [
    "an option of another server's",
    withDatabases({ type: "postgres", galera: { clusterSize: 3 } }),
    /^hosts\[0\]\.databases\[0\]\.galera unknown key/,
  ],
  [
    "a host part that is none",
    withDatabases({ type: "mysql", hostParts: ["10.0.0.7'; --"] }),
    /^hosts\[0\]\.databases\[0\]\.hostParts\[0\] .* is not the host part of an account; expected such as localhost/,
  ],
  [
    "a user's name that MySQL does not take",
    withDatabases({ type: "mysql", user: "a".repeat(33) }),
    /^hosts\[0\]\.databases\[0\]\.user .* is too long; expected at most 32 characters$/,
  ],
  [
    "a check so rare that it would be called silent",
    withDatabases({ type: "postgres", intervalSeconds: 600 }),
    /^hosts\[0\]\.databases\[0\]\.intervalSeconds 600 is so rare .*noDataAfterMinutes is 10; expected at most half/,
  ],
  [
    "a managed server that two hosts monitor",
    (v) => {
      const databases = [
        { type: "mysql", address: "db.example.com", admin: { user: "a", password: "b" }, tls: { mode: "required" } },
      ];
      const other = { ...v.hosts[0], name: "db2", address: "192.0.2.9", databases };
      return { ...v, hosts: [{ ...v.hosts[0], databases }, other] };
    },
    /^hosts\[1\]\.databases\[0\]\.address "db\.example\.com" is db1\.mysql's already; expected each server once$/,
  ],
  // field/hosts.md 1
  [
    "another host's server that nobody administers",
    withDatabases({ type: "postgres", address: "10.0.0.9", password: "a-long-password" }),
    /^hosts\[0\]\.databases\[0\]\.address "10\.0\.0\.9" is another host's: expected admin, .*manageUser: false/,
  ],
  [
    "another host's MySQL by name",
    withDatabases({ type: "mysql", address: "db.example.com", tls: { mode: "required" } }),
    /^hosts\[0\]\.databases\[0\]\.address .* is another host's: expected admin/,
  ],
  [
    "a user that is left alone, without its password",
    withDatabases({ type: "postgres", manageUser: false }),
    /^hosts\[0\]\.databases\[0\]\.password is missing; expected that of the user that is left alone/,
  ],
  [
    "a handle in place of a password that Lookout gives a user",
    withDatabases({ type: "postgres", password: "ENC[db1]" }),
    /^hosts\[0\]\.databases\[0\]\.password is a handle, which the Agent alone opens; expected manageUser: false/,
  ],
  [
    "a handle that no backend opens",
    withDatabases({ type: "mysql", password: "ENC[db1]", manageUser: false }),
    /^hosts\[0\]\.databases\[0\]\.password is a handle; expected agent\.secretBackend to say who opens it/,
  ],
  [
    "a user that is left alone, and taken over",
    withDatabases({ type: "mysql", manageUser: false, password: "a-long-password", adopt: true }),
    /^hosts\[0\]\.databases\[0\]\.adopt true can't be had with manageUser: false/,
  ],
  // field/agent.md 5
  [
    "a limit of connections that starves Database Monitoring",
    withDatabases({ type: "postgres", dbm: true, connectionLimit: 8 }),
    /^hosts\[0\]\.databases\[0\]\.connectionLimit 8 is less than the checks hold: expected at least 10 with dbm/,
  ],
  [
    "a limit that MySQL's Database Monitoring can't live with",
    withDatabases({ type: "mysql", dbm: true, connectionLimit: 5 }),
    /^hosts\[0\]\.databases\[0\]\.connectionLimit 5 is less than the checks hold: expected at least 11 with dbm/,
  ],
  // field/agent.md 21
  [
    "schemas for plans that nobody makes",
    withDatabases({ type: "postgres", schemas: ["app"] }),
    /^hosts\[0\]\.databases\[0\]\.schemas is of plans, which dbm makes, and it is off/,
  ],
  // field/agent.md 24
  [
    "a discovery of databases that begins elsewhere",
    withDatabases({ type: "postgres", database: "orders", extra: { database_autodiscovery: { enabled: true } } }),
    /^hosts\[0\]\.databases\[0\]\.database "orders" is where extra\.database_autodiscovery begins/,
  ],
  // field/hosts.md 4
  [
    "the old name of a key of Lookout's own",
    withDatabases({ type: "postgres", extra: { deep_database_monitoring: true } }),
    /^hosts\[0\]\.databases\[0\]\.extra\.deep_database_monitoring .* is one of Lookout's own/,
  ],
  [
    "a file that takes the whole connection over",
    withDatabases({ type: "mysql", extra: { defaults_file: "/etc/my.cnf" } }),
    /^hosts\[0\]\.databases\[0\]\.extra\.defaults_file .* is one of Lookout's own/,
  ],
  // field/hosts.md 5
  [
    "a secret in what stands in clear",
    withDatabases({ type: "postgres", extra: { azure: { managed_authentication: { client_secret: "hunter2" } } } }),
    /^hosts\[0\]\.databases\[0\]\.extra\.azure\.managed_authentication\.client_secret client_secret is a secret by its name, and would/,
  ],
  [
    "a password of digits, which YAML reads as a number",
    withDatabases({ type: "postgres", password: 123456789 }),
    /^hosts\[0\]\.databases\[0\]\.password is not accepted; expected a string in quotes$/,
  ],
  [
    "a password in a list's URL, in what stands in clear",
    withDatabases({ type: "mysql", extra: { proxies: ["http://me:hunter2@proxy:3128"] } }),
    /^hosts\[0\]\.databases\[0\]\.extra\.proxies\[0\] has a user or a password in a URL, and would stand in clear/,
  ],
  [
    "a share of connections that is a percentage",
    (v) => ({ ...v, databaseMonitors: { connections: { critical: 90 } } }),
    /^databaseMonitors\.connections\.critical 90 is not a share; expected one between 0 and 1$/,
  ],
  [
    "a service's name that no user can have",
    withServices({ ...SERVICE, name: "Shop" }),
    /^hosts\[0\]\.services\[0\]\.name "Shop" is not a service's name; expected lower case/,
  ],
  [
    "two services of one name",
    withServices(SERVICE, { ...SERVICE, healthUrl: "http://127.0.0.1:5051/" }),
    /^hosts\[0\]\.services\[1\]\.name "shop" is another service's name on this host already/,
  ],
  [
    "a service without words to run",
    withServices({ ...SERVICE, command: [] }),
    /^hosts\[0\]\.services\[0\]\.command is empty; expected the command's words$/,
  ],
  [
    "a service's variable of two lines",
    withServices({ ...SERVICE, variables: { A: "1\n2" } }),
    /^hosts\[0\]\.services\[0\]\.variables\.A .*has a line break; expected one line$/,
  ],
  [
    "single-step instrumentation beside services",
    (v) => {
      const single = { ...v, agent: { ...v.agent, extra: { apm_config: { instrumentation: { enabled: true } } } } };
      return withServices(SERVICE)(single);
    },
    /^agent\.extra\.apm_config\.instrumentation excludes services, which run under ddtrace-run: .*expected one of the two$/,
  ],
  [
    "an Agent that takes no traces, beside services",
    (v) =>
      withServices(SERVICE)({ ...v, agent: { ...v.agent, extra: { apm_config: { enabled: false } } } } as typeof v),
    /^agent\.extra\.apm_config\.enabled false is agent\.apm's where there are services, which send there; expected it there$/,
  ],
  [
    "two hosts at one address",
    (v) => ({ ...v, hosts: [v.hosts[0], { ...v.hosts[0], name: "db2" }] }),
    /^hosts\[1\]\.address "192\.0\.2\.1" is another host's address already$/,
  ],
  [
    "an editor without a kind",
    (v) => ({ ...v, objects: { editors: ["sre"] } }),
    /^objects\.editors\[0\] "sre" names nobody; expected team:<id>, role:<id>, user:<id> or org:<id>$/,
  ],
  [
    "a monitor's name for its id",
    (v) => ({ ...v, objects: { adopt: { monitors: { "my-metric": "my_metric is high" } } } }),
    /^objects\.adopt\.monitors\.my-metric "my_metric is high" is not a monitor's id; expected digits, such as /,
  ],
  [
    "a dashboard's path for its id",
    (v) => ({ ...v, objects: { adopt: { dashboards: { hosts: "/dashboard/abc-def-ghi" } } } }),
    /^objects\.adopt\.dashboards\.hosts .* is not a dashboard's id; expected such as abc-def-ghi of /,
  ],
  [
    "a downtime's number for its id",
    (v) => ({ ...v, objects: { adopt: { downtimes: { "my-metric-nights": "12345678" } } } }),
    /^objects\.adopt\.downtimes\.my-metric-nights "12345678" is not a downtime's id; expected a UUID/,
  ],
  [
    "an adoption of no kind",
    (v) => ({ ...v, objects: { adopt: { monitor: {} } } }),
    /^objects\.adopt\.monitor unknown key; did you mean "monitors"\?$/,
  ],
  [
    "a priority in words",
    (v) => ({ ...v, serviceMonitors: { priority: "P1" } }),
    /^serviceMonitors\.priority "P1" is not accepted; expected 1, 2, 3, 4, 5$/,
  ],
  [
    "a handle without its sign, of one severity",
    (v) => ({ ...v, hostMonitors: { notify: { critical: ["@a"], warning: ["ops"] } } }),
    /^hostMonitors\.notify\.warning\[0\] "ops" is not a handle; expected @name without white space$/,
  ],
  [
    "nobody to notify at all",
    (v) => ({ ...v, notify: undefined }),
    /^notify is missing; expected a list of handles, or a map with critical, warning, noData, recovery$/,
  ],
  [
    "a severity that there is none of",
    (v) => ({ ...v, notify: { critical: ["@a"], warn: ["@b"] } }),
    /^notify\.warn unknown key; known here: critical, warning, noData, recovery$/,
  ],
  [
    "nobody to notify of an alert",
    (v) => ({ ...v, notify: { warning: ["@b"] } }),
    /^notify\.critical is missing; expected a list$/,
  ],
  [
    "nobody to notify of silence",
    (v) => ({ ...v, serviceMonitors: { notify: { critical: ["@a"], noData: [] } } }),
    /^serviceMonitors\.notify\.noData names nobody; expected at least one handle$/,
  ],
  [
    "somebody to notify who is neither a list nor a map",
    (v) => ({ ...v, notify: "@oncall@example.com" }),
    /^notify "@oncall@example\.com" is neither; expected a list of handles, or a map with critical, warning, noData, recovery$/,
  ],
  [
    "a monitor that is on in a word",
    (v) => ({ ...v, monitors: { "hosts-away": true } }),
    /^monitors\.hosts-away true is neither; expected false, or a map of what is other than in its pack$/,
  ],
  [
    "words of a state that there is none of",
    (v) => ({ ...v, monitors: { "hosts-away": { words: { alerts: "x" } } } }),
    /^monitors\.hosts-away\.words\.alerts unknown key; did you mean "alert"\?$/,
  ],
  [
    "quiet hours of a monitor that is off",
    (v) => ({ ...v, myMetric: {}, monitors: { "my-metric": false }, quietHours: { windows: { a: "all day Sat" } } }),
    /^quietHours\.windows mutes nothing: it is the hours of my_metric's monitor, which is off; expected both or neither$/,
  ],
  [
    "a window of a month's second weekend",
    (v) => ({ ...v, downtimes: { a: { windows: { b: "02:00-06:00 second Sat-Sun" } } } }),
    /^downtimes\.a\.windows\.b "Sat-Sun" is not one day; expected such as "02:00-06:00 second Sunday"$/,
  ],
  [
    "a day that there is none of",
    (v) => ({ ...v, downtimes: { a: { until: "2027-02-30 04:00" } } }),
    /^downtimes\.a\.until "2027-02-30 04:00" is not a local time; expected such as 2027-01-05 22:00$/,
  ],
  [
    "an end before its start",
    (v) => ({ ...v, downtimes: { a: { from: "2027-02-03 04:00", until: "2027-02-03T04:00" } } }),
    /^downtimes\.a\.until "2027-02-03T04:00" is not after 2027-02-03 04:00; expected a later time$/,
  ],
  [
    "what comes once, and each week",
    (v) => ({ ...v, downtimes: { a: { until: "2027-02-03 04:00", windows: { b: "all day Sat" } } } }),
    /^downtimes\.a\.until "2027-02-03 04:00" is of what comes once, and there are windows; expected one of the two$/,
  ],
  [
    "a downtime of no hours",
    (v) => ({ ...v, downtimes: { a: { windows: {} } } }),
    /^downtimes\.a\.windows is empty; expected at least one$/,
  ],
  [
    "a downtime that is called as another is",
    (v) => ({ ...v, downtimes: { "my-metric": { until: "2027-02-03 04:00" } } }),
    /^downtimes\.my-metric "my-metric" is what quietHours are called; expected another name$/,
  ],
  [
    "a demand that can't be read",
    (v) => ({ ...v, demands: { title: "[" } }),
    /^demands\.title "\[" is not a regular expression; expected such as /,
  ],
  [
    "an answer without a reason",
    (v) => ({ ...v, lint: [{ rule: "downtime/gap", on: "my-metric" }] }),
    /^lint\[0\]\.reason is missing; expected a string$/,
  ],
  [
    "an answer until a day that there is none of",
    (v) => ({ ...v, lint: [{ rule: "downtime/gap", on: "my-metric", reason: "x", until: "2027-02-30" }] }),
    /^lint\[0\]\.until "2027-02-30" is not a day; expected such as 2027-03-31$/,
  ],
  [
    "a renotification without an interval",
    (v) => ({ ...v, databaseMonitors: { renotify: { times: 3 } } }),
    /^databaseMonitors\.renotify\.everyMinutes is missing; expected a number$/,
  ],
  [
    "a renotification once a week",
    (v) => ({ ...v, myMetric: { monitor: { renotify: { everyMinutes: 10080 } } } }),
    /^myMetric\.monitor\.renotify\.everyMinutes 10080 is not accepted; expected at most 1800$/,
  ],
  [
    "a renotification in a state that there is not",
    (v) => ({ ...v, myMetric: { monitor: { renotify: { everyMinutes: 60, states: ["warning"] } } } }),
    /^myMetric\.monitor\.renotify\.states\[0\] "warning" is not accepted; expected alert, warn, no data$/,
  ],
  ["nobody to tell", (v) => ({ ...v, notify: [] }), /^notify names nobody; expected at least one handle$/],
  ["a map for a list", (v) => ({ ...v, tags: {} }), /^tags is not accepted; expected a list$/],
  [
    "a host without a name",
    (v) => ({ ...v, hosts: [{ address: "a", hostKey: HOST_KEY }] }),
    /^hosts\[0\]\.name is missing; expected a string$/,
  ],
])("%s is one mistake that says what was expected", (_, wrong, line) => {
  const lines = found(wrong(right()));
  expect(lines).toHaveLength(1);
  expect(lines[0]).toMatch(line);
});

// field/hosts.md 1, field/hosts.md 9, field/agent.md 22
test.each<[string, object, object?]>([
  [
    "another host's server whose user is left alone",
    { address: "10.0.0.9", manageUser: false, tls: { mode: "require" } },
  ],
  ["the host's own server by its address", { address: "192.0.2.1", manageUser: true }],
  ["a host's name with dots", {}, { name: "db1.fra.example.com" }],
  ["a sequence among the relations", { relations: [{ regex: "^a", kinds: ["S"] }] }],
])("%s is right", (_, database, host = {}) => {
  const [first] = right().hosts;
  const databases = [{ type: "postgres", password: "a-long-password", ...database }];
  expect(found({ ...right(), hosts: [{ ...first, ...host, databases }] })).toEqual([]);
});

test("a source on a host whose name has dots is found, by the host's name or the server's", () => {
  const hosts = ["db1", "db1.db2"].map((name, i) => ({
    ...{ name, address: `192.0.2.${i + 1}`, hostKey: HOST_KEY },
    databases: [{ type: "mysql" }],
  }));
  const replica = (replicaOf: string) => ({
    ...{ name: "db3", address: "192.0.2.3", hostKey: HOST_KEY },
    databases: [{ type: "mysql", replicaOf }],
  });
  for (const key of ["db1", "db1.mysql", "db1.db2", "db1.db2.mysql"]) {
    expect(found({ ...right(), hosts: [...hosts, replica(key)] })).toEqual([]);
  }
  expect(found({ ...right(), hosts: [...hosts, replica("db1.db3")] })).toHaveLength(1);
});

// field/faults.md 7
test.each<[string, object]>([
  ["address", { address: "10.0.0.9\nprotocol=socket" }],
  ["socket", { socket: "/run/a\nuser=root" }],
  ["tls.rootCertificate", { tls: { mode: "verify-ca", rootCertificate: "/ca.pem\nssl=0" } }],
  ["admin.user", { admin: { user: "a\nhost=b", password: "b" } }],
])("no database's %s puts a line into a client's file", (key, database) => {
  for (const type of ["postgres", "mysql"]) {
    const lines = found(withDatabases({ type, ...database })(right())).filter((line) => line.includes(`.${key} `));
    expect(lines.join("\n")).toMatch(/has a line break; expected one line/);
  }
});

test("a secret that is wrong is not repeated", () => {
  const values = { ...right(), datadog: { apiKey: "not-hex-but-secret", appKey: "another-secret" } };
  expect(found(values).join("\n")).not.toContain("secret");
  expect(found({ ...right(), datadog: "secret", ssh: "secret" }).join("\n")).not.toContain("secret");
  for (const database of [
    { type: "postgres", password: "secret" },
    { type: "postgres", admin: "secret" },
    { type: "mysql", admin: { user: "root", password: "secret\n" } },
    { type: "mysql", password: "secretü-secretü" },
    { type: "mysql", extra: { password: "secret" } },
  ]) {
    expect(found(withDatabases(database)(right())).join("\n")).not.toMatch(/secret"|secretü|secret\\n/);
  }
});

test("the lines stand in columns below the file's name", () => {
  const lines = formatMistakes("Pulumi.prod.yaml", [
    { path: "a", problem: "is wrong" },
    { path: "long.path", problem: "is wrong too" },
  ]);
  expect(lines).toBe("Pulumi.prod.yaml: 2 mistakes\n  a         is wrong\n  long.path is wrong too");
});

test.each([
  [{ DB_PASSWORD: "hunter2" }, /credentials\.DB_PASSWORD "DB_PASSWORD" is not a credential's name$/],
  [{ dsn: 12345678 }, /credentials\.dsn is not accepted; expected a string in quotes$/],
  ["hunter2", /credentials is not accepted; expected a map$/],
])("what may be a secret is not repeated: %j", (credentials, expected) => {
  const service = { name: "shop", source: "apps/flask", command: ["x"], healthUrl: "http://127.0.0.1:1/", credentials };
  const hosts = [{ name: "db1", address: "192.0.2.1", hostKey: HOST_KEY, services: [service] }];
  const [mistake] = found({ ...right(), hosts });
  expect(mistake).toMatch(expected);
  expect(mistake).not.toMatch(/hunter2|12345678/);
});

test("quiet hours of a monitor that is not declared, and another environment's tag, are mistakes", () => {
  const hosts = [{ name: "db1", address: "192.0.2.1", hostKey: HOST_KEY, tags: ["env:dev"] }];
  const values = { ...right(), tags: ["env:prod"], hosts, quietHours: { windows: { nights: "19:00-09:00 Mon-Fri" } } };
  expect(found(values).sort()).toEqual([
    'hosts[0].tags[0] "env:dev" is said by the setting env, or the stack\'s name; expected tags other than env',
    "quietHours.windows mutes nothing: it is the hours of my_metric's monitor, and there is no myMetric; expected both or neither",
    'tags[0] "env:prod" is said by the setting env, or the stack\'s name; expected tags other than env',
  ]);
});
